import type { CovenantDocument } from '@knooppunt/covenant';
import type { CalendarDate } from '@knooppunt/kernel';
import type { CovenantCommand, CovenantState } from './covenant.js';

/** How many days before its last day the end of a covenant is announced. */
const expiryNotices = [90, 30, 7, 1] as const;
const dayMs = 86_400_000;

/** Has the covenant that is in force expired, with nothing in its place? Then no permit of it gives anything. */
export const isExpired = ({ covenant, life }: CovenantState): boolean =>
  covenant !== null && life?.expired === covenant.digest;

const lastDayOf = ({ document }: { readonly document: string }): CalendarDate =>
  (JSON.parse(document) as CovenantDocument).valid.until;

/** Days from this one to the last day of the covenant in force; 0 on the last day, undefined where none is in force. */
export const daysLeft = (state: CovenantState, on: CalendarDate): number | undefined =>
  state.covenant ? Math.round((Date.parse(lastDayOf(state.covenant)) - Date.parse(on)) / dayMs) : undefined;

const adoptedDue = (state: CovenantState, on: CalendarDate): readonly CovenantCommand[] =>
  Object.values(state.life?.versions ?? {})
    .filter(({ status, submission }) => status === 'adopted' && submission !== undefined && submission.validFrom <= on)
    .filter(({ submission }) => submission !== undefined && on <= submission.validUntil)
    .map(({ version, digest }) => ({ type: 'BringAdoptedIntoForce', data: { version, digest, on } }));

const expiryDue = (state: CovenantState, on: CalendarDate): readonly CovenantCommand[] => {
  const { covenant } = state;
  const left = daysLeft(state, on);
  if (!covenant || left === undefined || isExpired(state)) return [];
  const { version, digest } = covenant;
  const until = lastDayOf(covenant);
  if (left < 0) return [{ type: 'ExpireCovenant', data: { version, digest, until, on } }];
  const told = state.life?.versions[version]?.announced ?? [];
  // Of several that are due at once (a worker that was away) the nearest tells enough.
  const days = expiryNotices.findLast((one) => left <= one);
  return days === undefined || told.some((one) => one <= days)
    ? []
    : [{ type: 'AnnounceExpiry', data: { version, digest, until, days } }];
};

/**
 * What a day asks of the covenant of a cooperation: an adopted version comes into force on its first day, in place of the
 * former; else the end of the one in force is announced, and after its last day it expires. At most one command; the state
 * after it may ask another. A clock only says that it is due: what is in force changes by the event. Source: ADR 0016.
 */
export const dueCovenantCommands = (state: CovenantState, on: CalendarDate): readonly CovenantCommand[] => {
  const coming = adoptedDue(state, on);
  return coming.length > 0 ? coming.slice(0, 1) : expiryDue(state, on);
};
