import type { InBoth } from '@knooppunt/platform';

/** A run that ends with exit code 2 and one sentence in the reader's language. Never holds a key or personal data. */
export class Wrong extends Error {
  constructor(
    readonly code: string,
    readonly sentence: InBoth,
  ) {
    super(code);
    this.name = 'Wrong';
  }
}

/** The command line was not understood: what about it, in both languages (or one text that is the same in both). */
export const wrongUsage = (what: string | InBoth): Wrong => {
  const { nl, en } = typeof what === 'string' ? { nl: what, en: what } : what;
  return new Wrong('usage', {
    nl: `Onjuiste aanroep: ${nl}; \`--help\` toont wat kan.`,
    en: `Wrong usage: ${en}; \`--help\` shows what can be asked.`,
  });
};
