/** Languages of texts for people: Dutch first. */
export type Language = 'nl' | 'en';
export type Texts = Readonly<Record<Language, string>>;

const weightOf = (ranges: readonly string[], language: Language): number => {
  for (const range of ranges) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    if (tag !== language && !tag.startsWith(`${language}-`)) continue;
    const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
    return quality === undefined ? 1 : Number(quality.trim().slice(2)) || 0;
  }
  return 0;
};

/** The language to answer in (RFC 9110 Accept-Language): English only where it weighs more than Dutch. */
export const preferredLanguage = (accept: string | undefined): Language => {
  const ranges = (accept ?? '').slice(0, 200).split(',');
  return weightOf(ranges, 'en') > weightOf(ranges, 'nl') ? 'en' : 'nl';
};
