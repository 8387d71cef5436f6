import { dutchDateOf } from '@knooppunt/kernel';
import type { CalendarDate, CooperationId, Instant } from '@knooppunt/kernel';

/** Which part of a history is asked: these cooperations alone, and these Dutch days, the first and the last included. */
export type AskedPart = {
  readonly cooperations?: ReadonlySet<CooperationId>;
  readonly from?: CalendarDate;
  readonly until?: CalendarDate;
};

/** Is an event of the part that is asked? */
export const isOfPart = (
  { cooperations, from, until }: AskedPart,
  event: { readonly cooperation: CooperationId; readonly recordedAt: Instant },
): boolean => {
  if (cooperations?.has(event.cooperation) === false) return false;
  if (from === undefined && until === undefined) return true;
  const day = dutchDateOf(event.recordedAt);
  return (from === undefined || day >= from) && (until === undefined || day <= until);
};
