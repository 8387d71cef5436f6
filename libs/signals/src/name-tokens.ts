import { isFullDate, isPartialDate } from './checks/partial-date.js';
import { foldName } from './normal-form.js';
import { colognePhonetics, dutchSound, soundex } from './phonetics.js';

/**
 * Kinds of tokens made of a name and a date of birth, strongest first: the same name; the same name in another Dutch
 * spelling; by the Cologne rules, whichever name comes first; by Soundex with no more of the given names than an initial;
 * and the same name where only the year of birth is sure.
 */
export const nameTokenKinds = [
  'name-birth',
  'sound-nl-birth',
  'sound-koeln-birth',
  'sound-initial-birth',
  'name-year',
] as const;
export type NameTokenKind = (typeof nameTokenKinds)[number];

type NameToken = { readonly kind: NameTokenKind; readonly value: string };

/** Two names of one letter cannot be told apart by sound; nothing is made of them. */
const sounds = (words: readonly string[]): boolean => words.length > 1 && words.some((word) => word.length > 1);

const soundTokens = (words: readonly string[], birthDate: string): readonly NameToken[] => {
  const given = words[0] ?? '';
  const surname = words.at(-1) ?? '';
  const koeln = [given, surname].map(colognePhonetics);
  const bare = soundex(surname);
  const token = (kind: NameTokenKind, parts: readonly string[]): readonly NameToken[] =>
    parts.some((part) => part === '') ? [] : [{ kind, value: [...parts, birthDate].join('|') }];
  return [
    ...token('sound-nl-birth', [dutchSound(given), dutchSound(surname)]),
    ...token('sound-koeln-birth', koeln.toSorted()),
    ...token('sound-initial-birth', [given.slice(0, 1), bare]),
  ];
};

/**
 * The tokens of one name and date of birth : the name itself and three phonetic forms. A full date
 * gives all of them; of a partial date only the year is sure, and so only the name with the year. No token without a date:
 * a name alone is half a village. Names in no Latin letters match exactly or not at all.
 */
export const nameTokens = (name: string, birthDate: string): readonly NameToken[] => {
  const folded = foldName(name);
  if (folded === '' || !isPartialDate(birthDate)) return [];
  const words = folded.split(' ');
  const inYear: NameToken = { kind: 'name-year', value: `${folded}|${birthDate.slice(0, 4)}` };
  if (!isFullDate(birthDate)) return [inYear];
  const exact: NameToken = { kind: 'name-birth', value: `${folded}|${birthDate}` };
  return [exact, ...(sounds(words) ? soundTokens(words, birthDate) : []), inYear];
};
