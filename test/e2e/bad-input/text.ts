import { randomUUID } from 'node:crypto';
import { plant } from '../support/planted.js';

/** What a text of the corpus may ask for that only a running hub has. */
export type Words = Readonly<Record<string, () => string>>;

/** A text with its commands carried out. `canaries`: what must not come back. */
export type Written = { readonly bytes: Buffer; readonly canaries: readonly string[] };

const repeated = (times: string, text: string): string => text.repeat(Number(times));
const numbered = (times: string, text: string): string =>
  Array.from({ length: Number(times) }, (_, at) => text.replaceAll('#', String(at))).join(',');

/**
 * Carries out the commands of a text of the corpus, each between guillemets: `«canary»` a text that is nowhere else,
 * `«hex c328»` bytes, `«40 × [»` a repetition, `«9 # "k#":#»` items with their number, joined by commas, `«uuid»`, and
 * the names of `words`. Throws a `TypeError` on a command that nobody knows: the corpus is at fault.
 */
export const written = (text: string, words: Words = {}): Written => {
  const canaries: string[] = [];
  const said = (command: string): Buffer => {
    const [, times = '', sign = '', what = ''] = /^(\d+) ([×#]) (.*)$/s.exec(command) ?? [];
    if (sign !== '') return Buffer.from(sign === '×' ? repeated(times, what) : numbered(times, what));
    if (command.startsWith('hex ')) return Buffer.from(command.slice(4), 'hex');
    if (command === 'uuid') return Buffer.from(randomUUID());
    if (command === 'canary') {
      canaries.push(plant('corpus'));
      return Buffer.from(canaries.at(-1) ?? '');
    }
    const word = words[command];
    if (!word) throw new TypeError(`no such command in the corpus: ${command}`);
    return Buffer.from(word());
  };
  const parts = text.split(/«([^»]*)»/).map((part, at) => (at % 2 === 0 ? Buffer.from(part) : said(part)));
  return { bytes: Buffer.concat(parts), canaries };
};

/** The same for every text within a value of JSON; a text that begins with `json:` is the JSON behind it. */
export const writtenValue = (value: unknown, words?: Words): { value: unknown; canaries: readonly string[] } => {
  const canaries: string[] = [];
  const walk = (one: unknown): unknown => {
    if (typeof one === 'string') {
      const { bytes, canaries: found } = written(one, words);
      canaries.push(...found);
      const text = bytes.toString();
      return text.startsWith('json:') ? (JSON.parse(text.slice('json:'.length)) as unknown) : text;
    }
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, walk(member)]));
  };
  return { value: walk(value), canaries };
};
