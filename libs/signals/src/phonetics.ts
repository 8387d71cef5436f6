import { foldText } from './normal-form.js';

/** Letters of Soundex with their digit; vowels and Y part two letters of one digit, H and W do not. */
const soundexDigits: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Array.from('bfpv', (letter) => [letter, '1'])),
  ...Object.fromEntries(Array.from('cgjkqsxz', (letter) => [letter, '2'])),
  ...Object.fromEntries(Array.from('dt', (letter) => [letter, '3'])),
  l: '4',
  ...Object.fromEntries(Array.from('mn', (letter) => [letter, '5'])),
  r: '6',
};

/** American Soundex (NARA's rules): the first letter and three digits. Nothing where there is no Latin letter. */
export const soundex = (word: string): string => {
  const letters = Array.from(foldText(word)).filter((letter) => letter >= 'a' && letter <= 'z');
  const [first] = letters;
  if (first === undefined) return '';
  let last = soundexDigits[first] ?? '';
  let code = '';
  for (const letter of letters.slice(1)) {
    const digit = soundexDigits[letter] ?? '';
    if (digit !== '' && digit !== last) code += digit;
    if (letter !== 'h' && letter !== 'w') last = digit;
  }
  return `${first.toUpperCase()}${code}000`.slice(0, 4);
};

type Around = { readonly before: string; readonly after: string; readonly isFirst: boolean };

/** What C stands for in the Cologne rules: 4 before what is said as K, 8 else. */
const cologneC = ({ before, after, isFirst }: Around): string => {
  if (isFirst) return 'ahkloqrux'.includes(after || ' ') ? '4' : '8';
  if ('sz'.includes(before || ' ')) return '8';
  return 'ahkoqux'.includes(after || ' ') ? '4' : '8';
};

const cologneX = ({ before }: Around): string => ('ckq'.includes(before || ' ') ? '8' : '48');
const cologneDental = ({ after }: Around): string => ('csz'.includes(after || ' ') ? '8' : '2');
const cologneP = ({ after }: Around): string => (after === 'h' ? '3' : '1');

const cologneLetters: Readonly<Record<string, string | ((around: Around) => string)>> = {
  ...Object.fromEntries(Array.from('aeijouy', (letter) => [letter, '0'])),
  h: '',
  b: '1',
  p: cologneP,
  d: cologneDental,
  t: cologneDental,
  ...Object.fromEntries(Array.from('fvw', (letter) => [letter, '3'])),
  ...Object.fromEntries(Array.from('gkq', (letter) => [letter, '4'])),
  c: cologneC,
  x: cologneX,
  l: '5',
  m: '6',
  n: '6',
  r: '7',
  s: '8',
  z: '8',
};

/** Cologne phonetics (Postel 1969): digits by sound, runs drawn together, vowels only in front. Fits Dutch and German names. */
export const colognePhonetics = (word: string): string => {
  const letters = Array.from(foldText(word)).filter((letter) => letter >= 'a' && letter <= 'z');
  const digits = letters
    .map((letter, at) => {
      const rule = cologneLetters[letter] ?? '';
      const around = { before: letters[at - 1] ?? '', after: letters[at + 1] ?? '', isFirst: at === 0 };
      return typeof rule === 'string' ? rule : rule(around);
    })
    .join('')
    .replaceAll(/(\d)\1+/g, '$1');
  return `${digits.slice(0, 1)}${digits.slice(1).replaceAll('0', '')}`;
};

/** Spellings of one Dutch sound, longest first; the order matters. Foreign spellings that Dutch files write by ear come along. */
const dutchSounds: readonly (readonly [RegExp, string])[] = [
  [/([^aeiou])\1+/g, '$1'],
  [/sch(?=[rstmnw]|$)/g, 's'],
  [/(?:tsj|tch|tsch|cz)/g, 'tj'],
  [/(?:sj|sh)/g, 'sj'],
  [/(?:eij|eyj|ij|ei|ey|aj|ai|ay|y)/g, 'i'],
  [/(?:ouw|auw|ou|au)/g, 'au'],
  [/(?:oe|oo|u+)/g, 'u'],
  [/eau/g, 'o'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/(?:ck|cq|q|c(?=[aoulrkt]|$))/g, 'k'],
  [/(?:kh|ch|gh)/g, 'g'],
  [/c/g, 's'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/[vw]/g, 'f'],
  [/dt$/g, 't'],
  [/d$/g, 't'],
  [/b$/g, 'p'],
  [/ie/g, 'i'],
  [/(?<=[^aeiou])h|h$/g, ''],
  [/(.)\1+/g, '$1'],
  [/e$|en$/g, ''],
];

/** How a Dutch ear writes a name: one letter for each sound, whatever its spelling (Huijs, Huys and Huis). Our own rules. */
export const dutchSound = (word: string): string => {
  const folded = foldText(word).replaceAll(' ', '');
  const heard = dutchSounds.reduce((text, [spelling, sound]) => text.replaceAll(spelling, sound), folded);
  return heard === '' ? folded : heard;
};
