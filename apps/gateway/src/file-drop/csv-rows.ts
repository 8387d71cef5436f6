import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CloudEventDto } from '@knooppunt/contracts';
import { Refused, checkItem } from '@knooppunt/platform';
import type { BatchItem } from '@knooppunt/platform';
import { payloadTypeOfCloudEvent } from '@knooppunt/signals';
import { parse } from 'csv-parse';
import type { CsvError, InfoRecord } from 'csv-parse';
import { columnOfPointer, columnsOf, envelopeColumns } from './columns.js';
import type { Column } from './columns.js';
import { contentOfRow, idOfContent } from './csv-event.js';
import type { RowContent } from './csv-event.js';
import { FileRefused } from './errors.js';
import type { HeaderFault } from './errors.js';
import { chunksOf } from './open-file.js';
import type { DropRow } from './row.js';

/** Most characters of a row: well above a delivery, so that a quote that is never closed does not gather the file. */
const rowLimit = 262_144;
const headLimit = 65_536;

type Record = { readonly line: number; readonly cells: readonly string[] };

/** A comma, or the semicolon of a Dutch spreadsheet: no name of a column holds either. */
const delimiterOf = async (handle: FileHandle): Promise<',' | ';'> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headLimit), 0, headLimit, 0);
  const [header = ''] = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
  return header.includes(';') && !header.includes(',') ? ';' : ',';
};

/** The words of the parser quote the file; its code and its line do not. */
const refusalOf = (error: unknown): unknown => {
  const { code, lines } = error as Partial<CsvError> & { readonly lines?: number };
  if (typeof code !== 'string' || !/^(?:CSV_|INVALID_)/.test(code)) return error;
  return new FileRefused(code === 'CSV_MAX_RECORD_SIZE' ? 'gateway/file-row-too-long' : 'gateway/file-quotes', lines);
};

/** Every record with the line on which it begins; an empty line is none. */
async function* recordsOf(handle: FileHandle): AsyncGenerator<Record> {
  const delimiter = await delimiterOf(handle);
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: rowLimit,
  });
  const source = Readable.from(chunksOf(handle), { objectMode: false });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let line = 1;
  try {
    for await (const read of parser as AsyncIterable<{ record: string[]; info: InfoRecord }>) {
      const { record, info } = read;
      if (record.length > 1 || record[0] !== '') yield { line, cells: record };
      line = info.lines + 1;
    }
  } catch (error) {
    throw refusalOf(error);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** What the header of a file says: where the columns of the envelope stand, and what the others are. */
type Header = {
  readonly type: string;
  readonly width: number;
  readonly at: Readonly<Partial<{ [Name in (typeof envelopeColumns)[number]]: number }>>;
  readonly columns: readonly (Column | undefined)[];
};

const isEnvelope = (name: string): boolean => (envelopeColumns as readonly string[]).includes(name);

const headerFaults = (names: readonly string[], known: ReadonlyMap<string, Column>): readonly HeaderFault[] =>
  names.flatMap((name, at) => {
    const pointer = `/${at + 1}`;
    if (!isEnvelope(name) && !known.has(name)) return [{ pointer, code: 'unknown-column' }];
    return names.indexOf(name) === at ? [] : [{ pointer, code: 'double-column' }];
  });

/** The header fits the payload type of the first row. Errors: `gateway/file-header`, `gateway/file-type-unknown`. */
const headerOf = ({ cells: names, line }: Record, first: Record): Header => {
  const placeOf = (name: string): number | undefined => (names.includes(name) ? names.indexOf(name) : undefined);
  const [type, id, time] = envelopeColumns.map(placeOf);
  if (type === undefined) throw new FileRefused('gateway/file-header', line, [{ pointer: '', code: 'missing-column' }]);
  const typeName = first.cells[type] ?? '';
  const payloadType = payloadTypeOfCloudEvent(typeName);
  if (!payloadType) throw new FileRefused('gateway/file-type-unknown', first.line);
  const known = columnsOf(payloadType);
  const faults = headerFaults(names, known);
  if (faults.length > 0) throw new FileRefused('gateway/file-header', line, faults);
  return {
    type: typeName,
    width: names.length,
    at: { type, ...(id === undefined ? {} : { id }), ...(time === undefined ? {} : { time }) },
    columns: names.map((name) => known.get(name)),
  };
};

const refused = (pointer: string, code: string): BatchItem<CloudEventDto> => ({
  refusal: new Refused('platform/invoer-ongeldig', [{ pointer, code }]),
});

const eventOf = ({ at, type }: Header, cells: readonly string[], { data }: RowContent, source: string) => {
  const given = (place: number | undefined): string => (place === undefined ? '' : (cells[place] ?? ''));
  const [id, time] = [given(at.id), given(at.time)];
  return {
    specversion: '1.0',
    id: id === '' ? idOfContent(type, data) : id,
    source,
    type,
    datacontenttype: 'application/json',
    ...(time === '' ? {} : { time }),
    data,
  };
};

const rowOf = async (header: Header, { line, cells }: Record, source: string): Promise<DropRow> => {
  const content = contentOfRow(header.columns, cells);
  const columnOf = (pointer: string): string | undefined => columnOfPointer(pointer, content);
  if (cells.length !== header.width) return { line, item: refused('', 'cell-count'), columnOf };
  if (cells[header.at.type ?? 0] !== header.type) return { line, item: refused('/type', 'other-type'), columnOf };
  return { line, item: await checkItem(CloudEventDto, eventOf(header, cells, content, source)), columnOf };
};

/**
 * The rows of a CSV file, each as the CloudEvent that it stands for, with the source of its folder. Errors: `FileRefused` with
 * a code of the header, the quotes or the length of a row.
 */
export async function* csvRows(handle: FileHandle, source: string): AsyncGenerator<DropRow> {
  let names: Record | undefined;
  let header: Header | undefined;
  for await (const record of recordsOf(handle)) {
    if (!names) {
      names = record;
      continue;
    }
    header ??= headerOf(names, record);
    yield await rowOf(header, record, source);
  }
  if (!header) throw new FileRefused('gateway/file-empty');
}
