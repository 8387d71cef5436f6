import type { InBoth, Language } from './language.js';

/** A text with its `{names}` filled in. */
export const filled = (text: InBoth, language: Language, values: Readonly<Record<string, string>> = {}): string =>
  text[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
