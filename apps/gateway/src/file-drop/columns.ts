import { explanationNames, fieldsOfBlock } from '@knooppunt/signals';
import type { BlockKind, FieldDefinition, FieldType, PayloadType } from '@knooppunt/signals';

/** How a cell becomes a value of JSON. `codes`: several, with `|` between them. */
export type CellKind = 'text' | 'whole' | 'flag' | 'codes';

/**
 * One column of a CSV file. `party`: the local person or company whose member it is (`p1`); `path`: where the value lies in
 * that party, or in `data`.
 */
export type Column = {
  readonly name: string;
  readonly kind: CellKind;
  readonly path: readonly string[];
  readonly party?: string;
};

/** Columns of the CloudEvent around the delivery; `id` may be left out, then the content itself is the id. */
export const envelopeColumns = ['type', 'id', 'time'] as const;

const kinds: Readonly<Partial<Record<FieldType, CellKind>>> = {
  count: 'whole',
  money: 'whole',
  flag: 'flag',
  'code-list': 'codes',
};
/** Members of the fields whose value is an object: each has a column of its own. */
const membersOf: Readonly<Partial<Record<FieldType, readonly string[]>>> = {
  company: ['name', 'kvkNr', 'rsin', 'vestigingsNr'],
  explanations: explanationNames,
};

const columnAt = (path: readonly string[], kind: CellKind = 'text'): Column => ({ name: path.join('.'), kind, path });
const columnOfParty = (party: string, path: readonly string[], kind: CellKind = 'text'): Column => ({
  name: [party, ...path].join('.'),
  kind,
  path,
  party,
});

/** What every delivery says of itself (design §2); which of it is required the registry checks, as of any delivery. */
const frame: readonly Column[] = [
  columnAt(['way']),
  columnAt(['case']),
  columnAt(['request']),
  columnAt(['declaration', 'lawful'], 'flag'),
  columnAt(['declaration', 'quality'], 'flag'),
  columnAt(['declaration', 'firstProcessed']),
  columnAt(['report', 'phenomenon']),
  columnAt(['report', 'region']),
  columnAt(['report', 'task']),
  columnAt(['handling', 'handlingCode']),
  columnAt(['handling', 'bpgCode']),
];

type At = (path: readonly string[], kind: CellKind) => Column;
const columnsOfField = ({ name, type }: FieldDefinition, at: At): readonly Column[] => {
  const members = membersOf[type];
  return members ? members.map((member) => at([name, member], 'text')) : [at([name], kinds[type] ?? 'text')];
};

const columnsOfBlock = (type: PayloadType, block: BlockKind): readonly Column[] =>
  fieldsOfBlock(type, block).flatMap((field) =>
    columnsOfField(field, (path, kind) => columnAt([block, ...path], kind)),
  );

const columnsOfParties = (type: PayloadType, block: 'person' | 'company', most: number): readonly Column[] =>
  Array.from({ length: most }, (_, at) => `${block === 'person' ? 'p' : 'c'}${at + 1}`).flatMap((party) => [
    // Its only use: a party of whom nothing is said but that it is there.
    columnOfParty(party, ['ref']),
    ...(block === 'person' ? [columnOfParty(party, ['about']), columnOfParty(party, ['possibleVictim'], 'flag')] : []),
    ...fieldsOfBlock(type, block).flatMap((field) =>
      columnsOfField(field, (path, kind) => columnOfParty(party, path, kind)),
    ),
  ]);

const known = new Map<string, ReadonlyMap<string, Column>>();

/** Every column that a file of this payload type may have beside those of the envelope, by name, in the order of the template. */
export const columnsOf = (type: PayloadType): ReadonlyMap<string, Column> => {
  const before = known.get(type.id);
  if (before) return before;
  const all = [
    ...frame,
    ...columnsOfParties(type, 'person', type.maxPersons),
    ...columnsOfParties(type, 'company', type.maxCompanies),
    ...columnsOfBlock(type, 'matter'),
    ...columnsOfBlock(type, 'text'),
  ];
  const made = new Map(all.map((column) => [column.name, column]));
  known.set(type.id, made);
  return made;
};

/** The header of a file of this payload type with every column there is. */
export const headerOf = (type: PayloadType): readonly string[] => [...envelopeColumns, ...columnsOf(type).keys()];

/** Which column the pointer of a fault names, as far as it names one; `parties`: the refs in the order of the delivery. */
export const columnOfPointer = (
  pointer: string,
  parties: { readonly persons: readonly string[]; readonly companies: readonly string[] },
): string | undefined => {
  const [first = '', ...rest] = pointer.split('/').slice(1);
  const path = first === 'data' ? rest : [first, ...rest];
  const [block = '', at, ...within] = path;
  const list = block === 'persons' || block === 'companies' ? parties[block] : undefined;
  const named = list && at !== undefined ? [list[Number(at)] ?? block, ...within] : path;
  const column = named.filter((part) => part !== '' && !/^\d+$/.test(part)).join('.');
  return column === '' ? undefined : column;
};
