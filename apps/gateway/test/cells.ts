import { envelopeColumns, columnsOf } from '../src/file-drop/columns.js';
import type { Column } from '../src/file-drop/columns.js';
import type { PayloadType } from '@knooppunt/signals';

type Tree = Readonly<Record<string, unknown>>;

const at = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Tree | undefined)?.[name], tree);

const partyIn = (data: Tree, ref: string): unknown =>
  (((ref.startsWith('p') ? data['persons'] : data['companies']) ?? []) as readonly Tree[]).find(
    (party) => party['ref'] === ref,
  );

const cellOf = (data: Tree, { party, path }: Column): string => {
  const value = at(party === undefined ? data : partyIn(data, party), path);
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.join('|') : JSON.stringify(value);
};

/** A delivery as a row of CSV with every column of its type: the way back of what the file drop does. */
export const cellsOf = (
  type: PayloadType,
  event: Readonly<Partial<Record<(typeof envelopeColumns)[number], string>>> & { readonly data: Tree },
): readonly string[] => [
  ...envelopeColumns.map((name) => event[name] ?? ''),
  ...[...columnsOf(type).values()].map((column) => cellOf(event.data, column)),
];
