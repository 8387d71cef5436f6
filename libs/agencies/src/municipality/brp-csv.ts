import { parse } from 'csv-parse/sync';
import { UnreadableRegister } from '../errors.js';

/** The elements of one row within one category: `01.20` -> value, trimmed; empty ones are left out. */
export type Elements = ReadonlyMap<string, string>;

/** One thing of a category (an address, a marriage, a child): as it stands now, and as it stood, newest first. */
export type Occurrence = { readonly current: Elements; readonly history: readonly Elements[] };

/** One person's list of the register. `line` is where it begins in the file, from 1. */
export type PersonList = {
  readonly line: number;
  readonly occurrencesOf: (category: string) => readonly Occurrence[];
};

/** Categories of which a person has many; of any other all but the first row is history, whatever the file says. */
const manyOf: ReadonlySet<string> = new Set(['04', '05', '06', '09', '10', '11', '12']);
/** In these a row without mark is another thing, not an older state of the same one. */
const newWithoutMark: ReadonlySet<string> = new Set(['09']);

type Row = readonly string[];
type Columns = ReadonlyMap<string, readonly (readonly [element: string, at: number])[]>;

/**
 * Columns by category. `08.11.80` is element 11.80 of category 08; `08.H` says of which category the next row is (08
 * another one, 58 its history). A name that occurs twice (06.88.10) means its first column.
 */
const columnsOf = (header: Row): Columns => {
  const columns = new Map<string, (readonly [string, number])[]>();
  header.forEach((name, at) => {
    const category = name.slice(0, 2);
    if (!/^\d\d\.(H|\d\d\.\d\d)$/.test(name) || header.indexOf(name) !== at) return;
    columns.set(category, [...(columns.get(category) ?? []), [name.slice(3), at]]);
  });
  return columns;
};

const elementsOf = (row: Row, columns: readonly (readonly [string, number])[]): Map<string, string> =>
  new Map(
    columns.flatMap(([element, at]) => {
      const value = row[at]?.trim() ?? '';
      return value === '' ? [] : [[element, value] as const];
    }),
  );

const isHistory = (category: string, mark: string | undefined): boolean => {
  if (!manyOf.has(category)) return true;
  return mark === undefined ? !newWithoutMark.has(category) : mark !== category;
};

/** Folds the rows of one category: each row's `H` says what the next one is. */
const occurrencesIn = (category: string, rows: readonly Map<string, string>[]): readonly Occurrence[] => {
  const found: { current: Elements; history: Elements[] }[] = [];
  let mark: string | undefined;
  for (const row of rows) {
    const next = row.get('H');
    row.delete('H');
    if (row.size === 0) continue;
    const last = found.at(-1);
    if (last !== undefined && isHistory(category, mark)) last.history.push(row);
    else found.push({ current: row, history: [] });
    mark = next;
  }
  return found;
};

/** Categories are read when they are asked for, once. */
const personList = (line: number, rows: readonly Row[], columns: Columns): PersonList => {
  const read = new Map<string, readonly Occurrence[]>();
  const occurrencesOf = (category: string): readonly Occurrence[] => {
    const known = read.get(category);
    if (known !== undefined) return known;
    const elements = rows.map((row) => elementsOf(row, columns.get(category) ?? []));
    const occurrences = occurrencesIn(category, elements);
    read.set(category, occurrences);
    return occurrences;
  };
  return { line, occurrencesOf };
};

const rowsOf = (csvText: string): readonly Row[] => {
  try {
    return parse(csvText, { delimiter: ';', bom: true, relax_column_count: true });
  } catch (error) {
    throw new UnreadableRegister(error instanceof Error && 'code' in error ? String(error.code) : 'no CSV');
  }
};

const needed = ['01.01.10', '01.02.40', '01.03.10', '07.70.10', '08.09.10', '08.11.20'];

/**
 * Reads an export of person lists as the BRP test environment publishes it: one column per element of the Logisch
 * Ontwerp BRP, a row with an id for each person, and rows without id for history and further relatives of the person
 * above. Values are trimmed (some numbers have a space before them). Throws `agencies/unreadable-register`.
 */
export const readRegister = (csvText: string): readonly PersonList[] => {
  const [header, ...rows] = rowsOf(csvText);
  const missing = needed.filter((name) => header?.includes(name) !== true);
  if (header === undefined || missing.length > 0) throw new UnreadableRegister(`no column ${missing.join(', ')}`);
  const columns = columnsOf(header);
  const lists: { line: number; rows: Row[] }[] = [];
  rows.forEach((row, at) => {
    if ((row[0]?.trim() ?? '') !== '') lists.push({ line: at + 2, rows: [row] });
    else lists.at(-1)?.rows.push(row);
  });
  return lists.map((list) => personList(list.line, list.rows, columns));
};
