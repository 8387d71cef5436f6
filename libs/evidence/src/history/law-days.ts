import type { LawDocument } from '@knooppunt/covenant';
import { dutchDateOf, isInstant } from '@knooppunt/kernel';
import type { CalendarDate, Instant } from '@knooppunt/kernel';

/**
 * Tells days apart only where the law does: between two days on which a rule of law begins or ends, every day decides alike.
 * Gives the same number for instants under which the same rules are in force.
 */
export class LawDays {
  private readonly bounds: readonly string[];
  /** A day begins on the hour: within one nothing changes. */
  private last = { hour: '', number: -1 };

  constructor({ guards, caps }: Pick<LawDocument, 'guards' | 'caps'>) {
    const periods = [...guards, ...caps].flatMap((rule) => (rule.in ? [rule.in] : []));
    // The last day of a rule is one of its days: what comes after it begins with the day after.
    const bounds = periods.flatMap(([from, until]) => [from, ...(until === 'open' ? [] : [`${until}+`])]);
    this.bounds = [...new Set(bounds)].toSorted();
  }

  numberOf(at: Instant): number {
    if (!isInstant(at)) return -1;
    const hour = at.slice(0, 13);
    if (hour !== this.last.hour) this.last = { hour, number: this.ofDay(dutchDateOf(at)) };
    return this.last.number;
  }

  private ofDay(day: CalendarDate): number {
    return this.bounds.filter((bound) => (bound.endsWith('+') ? day > bound.slice(0, -1) : day >= bound)).length;
  }
}
