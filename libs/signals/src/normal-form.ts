import { isPostcode } from './checks/registers.js';
import { isPlainObject, member } from './checks/shape.js';

/** Letters that Unicode does not decompose, as Latin letters without marks. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  ŀ: 'l',
  ŋ: 'n',
  ŧ: 't',
  ĳ: 'ij',
};

/** Prefixes of Dutch surnames, which files keep before, after, or not at all. */
const prefixes: ReadonlySet<string> = new Set(
  (
    'van von vom vun de den der des het ter ten te tot aan in op over onder uit uijt bij voor la le les du da das do dos ' +
    'del della di al el l d s t'
  ).split(' '),
);

/** Each of them. */
const undecomposed = /[ßæœøłđðþħıĸŀŋŧĳ]/g;
const plainLetters = (text: string): string => text.replaceAll(undecomposed, (letter) => letters[letter] as string);

const ascii = /^[\0-\x7f]*$/;

/**
 * Lower case, no diacritics, letters and digits only, single spaces: equal for NFC and NFD input. Most texts are ASCII, which
 * nothing but case and signs has to be taken from.
 */
export const foldText = (text: string): string =>
  ascii.test(text)
    ? text
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, ' ')
        .trim()
    : foldLetters(text);

const foldLetters = (text: string): string =>
  plainLetters(plainLetters(text.normalize('NFC').toLowerCase()).normalize('NFKD').toLowerCase())
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{Ll}\p{Lo}\p{N}]+/gu, ' ')
    .trim();

/**
 * The normal form of a person's name: folded, prefixes dropped, `Berg, Jan van den` turned round. Exact equality only:
 * no phonetics, no initials. A name of prefixes alone keeps them.
 */
export const foldName = (name: string): string => {
  const comma = name.indexOf(',');
  const turned = comma < 0 ? name : `${name.slice(comma + 1)} ${name.slice(0, comma)}`;
  const words = foldText(turned).split(' ');
  const core = words.filter((word) => !prefixes.has(word));
  return (core.length === 0 ? words : core).join(' ');
};

/** Legal forms at the end of a company's name, which one file writes and the next leaves out. */
const legalForms = / (b v|bv|n v|nv|v o f|vof|c v|cv|holding bv)$/;

/** The normal form of a company: its number in the trade register, else its RSIN, else its folded name. */
export const companyKey = (company: unknown): string | undefined => {
  if (!isPlainObject(company)) return undefined;
  const [kvkNr, rsin, name] = ['kvkNr', 'rsin', 'name'].map((key) => member(company, key));
  if (typeof kvkNr === 'string') return `kvk:${kvkNr}`;
  if (typeof rsin === 'string') return `rsin:${rsin}`;
  return typeof name === 'string' ? `name:${foldText(name).replace(legalForms, '')}` : undefined;
};

/** The normal form of an address: folded, the postcode without its space. */
export const foldAddress = (address: string): string => foldText(address).replaceAll(/\b(\d{4}) ([a-z]{2})\b/g, '$1$2');

/** The four digits of a Dutch postcode in an address; the last one, for street names come first. */
export const postcodeDigits = (address: string): string | undefined =>
  [...address.matchAll(/(?<!\d)([1-9]\d{3}\s?[A-Z]{2})(?![A-Za-z])/g)]
    .map(([, postcode = '']) => postcode.replace(/\s/, ''))
    .findLast(isPostcode)
    ?.slice(0, 4);
