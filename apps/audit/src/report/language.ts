/** The languages of the report; Dutch first. */
export const languages = ['nl', 'en'] as const;
export type Language = (typeof languages)[number];
/** One sentence in both languages. */
export type InBoth = Readonly<Record<Language, string>>;

/** A number as people of that language write it. */
export const counted = (count: number, language: Language): string =>
  count.toLocaleString(language === 'nl' ? 'nl-NL' : 'en-GB');

/** A position without its leading zeros. */
export const shortPosition = (position: string): string => position.replace(/^0+(?=\d)/, '');
