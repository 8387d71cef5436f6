/** The languages of the command lines; Dutch first. */
export const languages = ['nl', 'en'] as const;
/** One of them. */
export type Language = (typeof languages)[number];
/** One sentence in both languages. */
export type InBoth = Readonly<Record<Language, string>>;

/** A number as people of that language write it. */
export const counted = (count: number, language: Language): string =>
  count.toLocaleString(language === 'nl' ? 'nl-NL' : 'en-GB');

/** A text with its `{names}` filled in; `{name:one|many}` is the word that goes with a count: one where it is 1. */
export const filled = (text: InBoth, language: Language, values: Readonly<Record<string, string>> = {}): string =>
  text[language].replaceAll(/\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    return one === undefined ? value : ((value === '1' ? one : many) ?? '');
  });

/** The language that arguments ask for with `--lang`, whatever else is wrong with them. */
export const languageOf = (args: readonly string[]): Language => {
  const given = args.includes('--lang') ? args[args.indexOf('--lang') + 1] : undefined;
  return given === 'en' || args.includes('--lang=en') ? 'en' : 'nl';
};
