/** Writes whole numbers as a language does. */
export const counter = (locale: string): ((count: number) => string) => {
  const format = new Intl.NumberFormat(locale);
  return (count) => format.format(count);
};

/** Writes calendar days in full as a language does. */
export const dayer = (locale: string): ((date: string) => string) => {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return (date) => format.format(new Date(`${date}T00:00:00Z`));
};
