import { csvLine } from './drop-scene.js';
import { columns, csv, header, row } from './good-rows.js';
import { cloudEvent, s1 } from './scene.js';

/** What is expected of a file: refused as a whole (`file`, perhaps a `line`), or the outcome of each row: 202 or a code. */
export type BrokenFile = {
  readonly what: string;
  readonly name?: string;
  readonly bytes: string | Buffer;
} & (
  | {
      readonly file: string;
      readonly line?: number;
      readonly columns?: readonly (readonly [number | undefined, string])[];
    }
  | { readonly rows: readonly (number | string)[] }
);

const bytesOf = (text: string, encoding: BufferEncoding): Buffer => Buffer.from(text, encoding);
const swapped = (text: string): Buffer => bytesOf(text, 'utf16le').swap16();
const names = Object.keys(columns);
const headed = (head: readonly string[], ...lines: readonly string[]): string => [csvLine(head), ...lines].join('\n');
const event = (changes: object = {}): string =>
  JSON.stringify(Object.assign(cloudEvent('college', 'overbewoond-adres', s1, 'regel'), changes));
const accented = csv({ 'matter.address': 'Zoë’s kade 1' });

/** Files that are broken, each in one way, and files that only look so. */
export const brokenFiles: readonly BrokenFile[] = [
  // encodings
  { what: 'UTF-8', bytes: accented, rows: [202] },
  { what: 'UTF-8 with a mark', bytes: `\uFEFF${accented}`, rows: [202] },
  {
    what: 'UTF-16, little end first, with a mark',
    bytes: bytesOf(`\uFEFF${accented}`, 'utf16le'),
    file: 'gateway/file-utf-16',
  },
  { what: 'UTF-16, big end first, with a mark', bytes: swapped(`\uFEFF${accented}`), file: 'gateway/file-utf-16' },
  { what: 'UTF-16 without a mark', bytes: bytesOf(accented, 'utf16le'), file: 'gateway/file-utf-16' },
  {
    what: 'windows-1252',
    bytes: bytesOf(csv({ 'matter.address': 'Zoë' }), 'latin1'),
    file: 'gateway/file-not-utf-8',
    line: 2,
  },
  {
    what: 'one byte of windows-1252 after many rows',
    bytes: Buffer.concat([bytesOf(csv(...Array.from({ length: 2_000 }, () => ({}))), 'utf8'), bytesOf('é', 'latin1')]),
    file: 'gateway/file-not-utf-8',
    line: 2_002,
  },
  {
    what: 'UTF-8 that ends within a character',
    bytes: bytesOf(accented, 'utf8').fill(0xe2, accented.length),
    file: 'gateway/file-not-utf-8',
    line: 2,
  },
  {
    what: 'an overlong form',
    bytes: Buffer.concat([bytesOf(header, 'utf8'), Buffer.from('0ac0af', 'hex')]),
    file: 'gateway/file-not-utf-8',
    line: 2,
  },
  {
    what: 'half of a surrogate pair',
    bytes: Buffer.concat([bytesOf(header, 'utf8'), Buffer.from('0aeda080', 'hex')]),
    file: 'gateway/file-not-utf-8',
    line: 2,
  },
  { what: 'a NUL byte', bytes: csv({}, { 'matter.address': 'a\0b' }), file: 'gateway/file-nul-byte', line: 3 },
  {
    what: 'a spreadsheet that was only renamed',
    bytes: Buffer.concat([bytesOf('PK\u0003\u0004', 'latin1'), Buffer.alloc(600, 0x99)]),
    file: 'gateway/file-not-utf-8',
    line: 1,
  },
  // headers
  { what: 'nothing', bytes: '', file: 'gateway/file-empty' },
  { what: 'a mark and nothing', bytes: '\uFEFF', file: 'gateway/file-empty' },
  { what: 'empty lines', bytes: '\n\r\n\n', file: 'gateway/file-empty' },
  { what: 'a header alone', bytes: `${header}\n`, file: 'gateway/file-empty' },
  {
    what: 'no header',
    bytes: `${row()}\n${row()}\n`,
    file: 'gateway/file-header',
    line: 1,
    columns: [[undefined, 'missing-column']],
  },
  {
    what: 'unknown and double columns, all at once',
    bytes: headed([...names.slice(0, -2), 'Jan Jansen', 'id'], row()),
    file: 'gateway/file-header',
    line: 1,
    columns: [
      [15, 'unknown-column'],
      [16, 'double-column'],
    ],
  },
  {
    what: 'a column of another type',
    bytes: headed([...names.slice(0, -1), 'p1.bsn'], row()),
    file: 'gateway/file-header',
    columns: [[16, 'unknown-column']],
  },
  {
    what: 'a column with a space',
    bytes: headed([...names.slice(0, -1), ' id'], row()),
    file: 'gateway/file-header',
    columns: [[16, 'unknown-column']],
  },
  {
    what: 'a column that reaches a prototype',
    bytes: headed([...names.slice(0, -1), '__proto__'], row()),
    file: 'gateway/file-header',
    columns: [[16, 'unknown-column']],
  },
  {
    what: 'a type that nobody knows',
    bytes: csv({ type: 'nl.samenwerkingsverbanden.jan-jansen.v1' }),
    file: 'gateway/file-type-unknown',
    line: 2,
  },
  { what: 'no type in the first row', bytes: csv({ type: '' }), file: 'gateway/file-type-unknown', line: 2 },
  { what: 'tabs between cells', bytes: csv({}).replaceAll('","', '"\t"'), file: 'gateway/file-quotes' },
  { what: 'line ends of an old Macintosh', bytes: csv({}).replaceAll('\n', '\r'), file: 'gateway/file-quotes' },
  // quotes and rows
  { what: 'a quote that is never closed', bytes: `${csv({ id: 'a' }, { id: 'b' })}"nl.`, file: 'gateway/file-quotes' },
  { what: 'a quote in the middle of a cell', bytes: `${csv({})}a"b,c`, file: 'gateway/file-quotes' },
  { what: 'something behind a closed quote', bytes: `${csv({})}"a"b,c`, file: 'gateway/file-quotes' },
  {
    what: 'a quote that swallows the file',
    bytes: `${csv({})}"${`${row()}\n`.replaceAll('"', '').repeat(2_000)}`,
    file: 'gateway/file-row-too-long',
  },
  {
    what: 'a cell without end',
    bytes: csv({ 'matter.address': 'x'.repeat(400_000) }),
    file: 'gateway/file-row-too-long',
  },
  {
    what: 'a row that is larger than a delivery',
    bytes: csv({ 'matter.address': 'x'.repeat(70_000) }, { id: 'b' }),
    rows: ['platform/te-groot', 202],
  },
  {
    what: 'rows with too few and too many cells',
    bytes: `${csv({})}a,b\n${row()},x\n${row({ id: 'c' })}`,
    rows: [202, 'platform/invoer-ongeldig', 'platform/invoer-ongeldig', 202],
  },
  {
    what: 'empty lines between rows',
    bytes: `${header}\r\n\r\n${row()}\r\n\r\n\r\n${row({ id: 'd' })}\r\n`,
    rows: [202, 202],
  },
  {
    what: 'line ends of two kinds',
    bytes: `${header}\r\n${row()}\n${row({ id: 'e' })}\r\n${row({ id: 'f' })}`,
    rows: [202, 202, 202],
  },
  { what: 'semicolons', bytes: csv({}).replaceAll('","', '";"'), rows: [202] },
  {
    what: 'a row of another type',
    bytes: csv({}, { type: 'nl.samenwerkingsverbanden.incident.v1' }),
    rows: [202, 'platform/invoer-ongeldig'],
  },
  { what: 'an id with a space', bytes: csv({ id: 'jan jansen' }), rows: ['platform/invoer-ongeldig'] },
  {
    what: 'a time that is none',
    bytes: headed([...names, 'time'], `${row()},"gisteren"`),
    rows: ['platform/invoer-ongeldig'],
  },
  {
    what: 'numbers as a spreadsheet writes them',
    bytes: csv({ 'matter.registrations': '1,2E+1' }, { 'matter.registrations': '12.0' }),
    rows: ['gateway/payload-invalid', 'gateway/payload-invalid'],
  },
  { what: 'flags in Dutch', bytes: csv({ 'declaration.lawful': 'WAAR' }), rows: ['gateway/payload-invalid'] },
  {
    what: 'a direction mark in a text',
    bytes: csv({ 'matter.address': 'a\u202Eb' }),
    rows: ['gateway/payload-invalid'],
  },
  { what: 'a formula', bytes: csv({ id: 'formule', 'matter.address': '=HYPERLINK("http://x";"y")' }), rows: [202] },
  {
    what: 'a declaration that is not made',
    bytes: csv({ id: 'niet', 'declaration.lawful': 'false' }),
    rows: ['supply/refused-by-law'],
  },
  {
    what: 'another region',
    bytes: csv({ id: 'elders', 'report.region': 'rotterdam' }),
    rows: ['gateway/payload-invalid'],
  },
  // JSON lines
  {
    what: 'lines of every kind',
    name: 'jsonl',
    bytes: [event(), '[]', 'null', '"x"', '{', '{"a":1,"a":2}', '{"__proto__":1}', event({ id: 'g' })].join('\n'),
    rows: [
      202,
      'platform/invoer-ongeldig',
      'platform/invoer-ongeldig',
      'platform/invoer-ongeldig',
      'platform/json-ongeldig',
      'platform/json-dubbele-naam',
      'platform/json-verboden-naam',
      202,
    ],
  },
  {
    what: 'a line without end between others',
    name: 'jsonl',
    bytes: `${event()}\n${'x'.repeat(3_000_000)}\n${event({ id: 'h' })}`,
    rows: [202, 'platform/te-groot', 202],
  },
  { what: 'a line that is too deep', name: 'jsonl', bytes: '['.repeat(10_000), rows: ['platform/json-te-diep'] },
  {
    what: 'a source of somebody else',
    name: 'jsonl',
    bytes: event({ source: 'urn:nld:oin:00000099000000006000:systeem:zaken' }),
    rows: ['gateway/source-not-own'],
  },
  {
    what: 'an attribute that names somebody',
    name: 'jsonl',
    bytes: event({ subject: 'Jan Jansen' }),
    rows: ['platform/invoer-ongeldig'],
  },
  {
    what: 'a type that is open to nobody',
    name: 'jsonl',
    bytes: event({ id: 'i', type: 'nl.samenwerkingsverbanden.mogelijk-slachtoffer.v1' }),
    rows: ['supply/type-not-open'],
  },
  {
    what: 'JSON that is not in lines',
    name: 'jsonl',
    bytes: JSON.stringify([JSON.parse(event())], null, 1)
      .split('\n')
      .slice(0, 2)
      .join('\n'),
    rows: ['platform/json-ongeldig', 'platform/json-ongeldig'],
  },
  { what: 'UTF-16', name: 'jsonl', bytes: bytesOf(event(), 'utf16le'), file: 'gateway/file-utf-16' },
  {
    what: 'windows-1252',
    name: 'jsonl',
    bytes: bytesOf(`${event()}\n{"id":"é"}`, 'latin1'),
    file: 'gateway/file-not-utf-8',
    line: 2,
  },
  { what: 'blanks', name: 'jsonl', bytes: ' \n\t\n', file: 'gateway/file-empty' },
];
