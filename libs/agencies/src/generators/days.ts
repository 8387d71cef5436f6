import { plusDays } from '@knooppunt/kernel';
import type { CalendarDate } from '@knooppunt/kernel';

/** The calendar day so many days after another; before it where the number is negative. */
export const dayAfter = (date: CalendarDate, days: number): CalendarDate =>
  plusDays(`${date}T00:00:00.000Z`, days).slice(0, 10);
