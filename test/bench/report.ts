import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** What a benchmark found: a table, and what must be known to read it. A number is shown with three significant digits. */
export type Table = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** How many times as much; the medians of the ratios round by round. None: no table of them. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
};

const shown = (cell: string | number): string => {
  if (typeof cell === 'string') return cell;
  if (Number.isNaN(cell)) return '-';
  return Number(cell.toPrecision(3)).toLocaleString('en-GB', { maximumFractionDigits: 4 });
};

const aligned = (rows: readonly (readonly string[])[], at: number): number =>
  Math.max(3, ...rows.map((row) => row[at]?.length ?? 0));

/** The table as Markdown; numbers to the right. */
export const markdownOf = ({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string => {
  const all = [columns, ...rows.map((row) => row.map(shown))];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(aligned(all, at)) : cell.padStart(aligned(all, at)))).join(' | ')} |`;
  const rule = columns.map((_, at) =>
    at === 0 ? '-'.repeat(aligned(all, at)) : `${'-'.repeat(aligned(all, at) - 1)}:`,
  );
  const [head = [], ...body] = all;
  return [line(head), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
};

/** The machine as far as the figures depend on it: cores and memory. */
export const machine = (): string => `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;

/** A whole section: figures, then how to read them. */
const sectionOf = (table: Table): string => {
  const ratios = { columns: ['ratio', 'times'], rows: Object.entries(table.ratios) };
  const notes = table.notes.map((note) => `- ${note}`);
  const tables = [markdownOf(table), ...(ratios.rows.length > 0 ? [markdownOf(ratios)] : [])];
  return [`### ${table.title}`, ...tables, notes.join('\n')].join('\n\n');
};

/** Sections one after the other. */
export const sectionsOf = (tables: readonly Table[]): string => tables.map(sectionOf).join('\n\n');

const opening = (name: string): string => `<!-- bench:${name} -->`;
const closing = (name: string): string => `<!-- /bench:${name} -->`;

/** The document with one section put between its markers; a section that has none yet is added at the end. */
export const withSection = (document: string, name: string, section: string): string => {
  const marked = `${opening(name)}\n\n${section}\n\n${closing(name)}`;
  const from = document.indexOf(opening(name));
  const until = document.indexOf(closing(name));
  if (from < 0 || until < from) return `${document.trimEnd()}\n\n${marked}\n`;
  return document.slice(0, from) + marked + document.slice(until + closing(name).length);
};

/** Rewrites one section of the document on disk. */
export const publish = (file: string, name: string, tables: readonly Table[], ran: string): void => {
  const document = existsSync(file) ? readFileSync(file, 'utf8') : '# Performance\n';
  writeFileSync(file, withSection(document, name, `${sectionsOf(tables)}\n- ${ran}`));
};
