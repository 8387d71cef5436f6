import { createHash } from 'node:crypto';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import type { Column } from './columns.js';

type Tree = { [name: string]: unknown };

const texts = (cell: string): readonly string[] => cell.split('|');
const flags: Readonly<Record<string, boolean>> = { true: true, false: false };

/** A cell that has not the form of its kind stays a text: the registry then says what is wrong with it, as of any delivery. */
const valueOf = ({ kind }: Column, cell: string): unknown => {
  if (kind === 'whole') return /^\d{1,16}$/.test(cell) ? Number(cell) : cell;
  if (kind === 'flag') return Object.hasOwn(flags, cell) ? flags[cell] : cell;
  return kind === 'codes' ? texts(cell) : cell;
};

const put = (tree: Tree, path: readonly string[], value: unknown): void => {
  const [name = '', ...rest] = path;
  if (rest.length === 0) tree[name] = value;
  else put((tree[name] ??= {}) as Tree, rest, value);
};

const inOrder = (a: string, b: string): number => Number(a.slice(1)) - Number(b.slice(1));

/** What a row says, and which parties it has, in the order of the delivery. */
export type RowContent = {
  readonly data: Readonly<Record<string, unknown>>;
  readonly persons: readonly string[];
  readonly companies: readonly string[];
};

/** The delivery of a row: an empty cell says nothing, and a party without any cell is not there. */
export const contentOfRow = (columns: readonly (Column | undefined)[], cells: readonly string[]): RowContent => {
  const data: Tree = {};
  const parties = new Map<string, Tree>();
  columns.forEach((column, at) => {
    const cell = cells[at] ?? '';
    if (!column || cell === '') return;
    const { party, path } = column;
    if (party !== undefined && !parties.has(party)) parties.set(party, { ref: party });
    put(party === undefined ? data : (parties.get(party) ?? {}), path, valueOf(column, cell));
  });
  const refs = (letter: string): readonly string[] =>
    [...parties.keys()].filter((ref) => ref.startsWith(letter)).toSorted(inOrder);
  const [persons, companies] = [refs('p'), refs('c')];
  if (persons.length > 0) data['persons'] = persons.map((ref) => parties.get(ref));
  if (companies.length > 0) data['companies'] = companies.map((ref) => parties.get(ref));
  return { data, persons, companies };
};

/**
 * The id of a row that brings none: what it says, so that the same row in any file is the same delivery. It is used to derive
 * the contribution id and kept nowhere, for it can be guessed.
 */
export const idOfContent = (type: string, data: Readonly<Record<string, unknown>>): string =>
  `rij-${createHash('sha256')
    .update(canonicalJson({ type, data } as unknown as Json))
    .digest('hex')}`;
