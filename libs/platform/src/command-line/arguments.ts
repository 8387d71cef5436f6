import type { InBoth } from './language.js';

type Fault = { readonly code?: unknown; readonly message?: unknown };

/** The first option or word that a message quotes, without what stands for its value. */
const quotedIn = (message: string): string => /'(?:-\w, )?([^' ]*)/.exec(message)?.[1] ?? '';

/** What is wrong with an option that is known: it has no value where it needs one, or one where it takes none. */
const aboutValue = (option: string, message: string): InBoth => {
  if (message.includes('does not take')) {
    return { nl: `${option} neemt geen waarde`, en: `${option} takes no value` };
  }
  return message.includes('ambiguous')
    ? {
        nl: `${option} vraagt een waarde; begint die met een streepje, schrijf dan ${option}=…`,
        en: `${option} needs a value; where that begins with a dash, write ${option}=…`,
      }
    : { nl: `${option} vraagt een waarde`, en: `${option} needs a value` };
};

/** What `util.parseArgs` of Node did not understand of a command line, as half a sentence in both languages. */
export const argumentsFault = (error: unknown): InBoth => {
  const { code, message } = error as Fault;
  const text = String(message);
  const word = quotedIn(text);
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return { nl: `onbekende optie ${word}`, en: `unknown option ${word}` };
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return aboutValue(word, text);
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return { nl: `${word} staat er te veel`, en: `${word} is one word too many` };
    default:
      throw error;
  }
};
