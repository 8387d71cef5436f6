import { amsterdam } from './scene.js';
import { csvLine } from './drop-scene.js';

/** The columns of an overcrowded address as a signal, with cells that are right. */
export const columns = {
  type: 'nl.samenwerkingsverbanden.overbewoond-adres.v1',
  id: '',
  way: 'signal',
  'declaration.lawful': 'true',
  'declaration.quality': 'true',
  'declaration.firstProcessed': '2026-02-20',
  'report.phenomenon': 'mensenhandel',
  'report.region': amsterdam,
  'report.task': 'wonen',
  'matter.address': 'Kade 1, 1011AA Amsterdam',
  'matter.registrations': '12',
  'text._text.indications': 'a',
  'text._text.phenomenon': 'b',
  'text._text.necessity': 'c',
  'text._text.parties': 'd',
  'text._text.region': 'e',
};
/** What a row says otherwise. */
export type Cells = Partial<typeof columns>;

/** The header of those columns, one row of them, and a whole file. */
export const header = csvLine(Object.keys(columns));
export const row = (cells: Cells = {}): string => csvLine(Object.values({ ...columns, ...cells }));
export const csv = (...rows: readonly Cells[]): string => `${[header, ...rows.map(row)].join('\n')}\n`;
