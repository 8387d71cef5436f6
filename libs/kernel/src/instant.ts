/** A moment in UTC with milliseconds: `2026-03-01T09:30:00.000Z`. Text order is time order. */
export type Instant = string & { readonly __instant?: never };
/** A calendar day: `2026-03-01`. */
export type CalendarDate = string & { readonly __date?: never };

const instantForm = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Does the day at the beginning of this text exist? Counted out: every event has several, and a `Date` of each costs more. */
const isDay = (text: string): boolean => {
  const [month, day] = [Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  const days = month === 2 && isLeap(Number(text.slice(0, 4))) ? 29 : (monthDays[month - 1] ?? 0);
  return day >= 1 && day <= days;
};

/** Is this text an instant of our form, and does the day exist? */
export const isInstant = (text: unknown): text is Instant =>
  typeof text === 'string' && instantForm.test(text) && isDay(text);

/** An instant from milliseconds since 1970. */
export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString();

/** Milliseconds since 1970. */
export const epochMsOf = (instant: Instant): number => Date.parse(instant);

const dutchDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' });

/** The calendar day in the Netherlands at this instant; legal days are Dutch days. */
export const dutchDateOf = (instant: Instant): CalendarDate => dutchDay.format(new Date(instant));

/** The instant that lies this many days later (days of 24 hours). */
export const plusDays = (instant: Instant, days: number): Instant => instantOf(epochMsOf(instant) + days * 86_400_000);

/** The same calendar day this many years later; 29 February becomes 1 March. */
export const plusYears = (date: CalendarDate, years: number): CalendarDate => {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
};

/** Does this calendar day exist (`2026-02-30` does not)? */
export const isCalendarDate = (text: unknown): text is CalendarDate =>
  typeof text === 'string' && dateForm.test(text) && isDay(text);

const hourMs = 3_600_000;

/** The instant at which this calendar day begins in the Netherlands. */
export const dutchMidnightOf = (date: CalendarDate): Instant => {
  const utc = epochMsOf(`${date}T00:00:00.000Z`);
  const inSummer = instantOf(utc - 2 * hourMs);
  // Dutch clocks change at night, never at midnight: it is one hour before that of UTC, or two.
  return dutchDateOf(inSummer) === date ? inSummer : instantOf(utc - hourMs);
};

/** The instant at which this calendar day is over in the Netherlands: the begin of the next. */
export const dutchEndOf = (date: CalendarDate): Instant =>
  dutchMidnightOf(plusDays(`${date}T00:00:00.000Z`, 1).slice(0, 10));
