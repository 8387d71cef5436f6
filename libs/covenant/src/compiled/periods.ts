import { dutchDateOf, isInstant } from '@knooppunt/kernel';
import { addBit, wordsFor } from './bits.js';
import type { Clause } from './clauses.js';

type Dated = Pick<Clause, 'dated'>;

const isInForce = ({ dated }: Dated, day: string): boolean =>
  dated === undefined || (dated[0] <= day && (dated[1] === 'open' || day <= dated[1]));

/** `2026-03-02T09`, and what follows it in an instant. */
const hourLength = 13;
const restOfHour = /^:[0-5]\d:[0-5]\d\.\d{3}Z$/;
/** From here on Dutch days begin on a whole hour of UTC, so that an hour lies in one of them. */
const wholeHours = '1941';

/**
 * The time of the law in periods within which no rule begins or ends. Period 0 is no time at all: it meets every rule
 * that ever was. Each day that some rule names is a period of its own, and so is the time before, between and after.
 */
export class Periods {
  private readonly days: readonly string[];
  private readonly rows: (Int32Array | undefined)[] = [];
  /** The hour that was asked last, as the text that an instant in it begins with. */
  private last = { at: 'none yet', hour: 'none yet', period: 0 };

  constructor(private readonly clauses: readonly Dated[]) {
    this.days = [...new Set(clauses.flatMap(({ dated }) => dated ?? []))].toSorted();
  }

  /** The period of a recorded instant; that of no time where it is none. */
  periodOf(at: string): number {
    if (at === this.last.at || this.isInLastHour(at)) return this.last.period;
    if (!isInstant(at)) return 0;
    const period = this.periodOfDay(dutchDateOf(at));
    if (at >= wholeHours) this.last = { at, hour: at.slice(0, hourLength), period };
    return period;
  }

  /** The clauses in force in a period. */
  row(period: number): Int32Array {
    const known = this.rows[period];
    if (known) return known;
    const row = new Int32Array(wordsFor(this.clauses.length));
    const day = this.dayIn(period);
    this.clauses.forEach((clause, at) => {
      if (period === 0 || isInForce(clause, day)) addBit(row, at);
    });
    this.rows[period] = row;
    return row;
  }

  private isInLastHour(at: string): boolean {
    return typeof at === 'string' && at.startsWith(this.last.hour) && restOfHour.test(at.slice(hourLength));
  }

  private periodOfDay(day: string): number {
    const passed = this.days.filter((one) => one < day).length;
    return 1 + 2 * passed + Number(this.days[passed] === day);
  }

  /** A text that compares with all named days as the days of this period do: a day itself, or what follows one at once. */
  private dayIn(period: number): string {
    const passed = (period - 1) >>> 1;
    if (period % 2 === 0) return this.days[passed] as string;
    return passed === 0 ? '' : `${this.days[passed - 1] as string}\u0000`;
  }
}
