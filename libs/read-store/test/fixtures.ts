import type { Position, Projection, Recorded, RowChange } from '@knooppunt/kernel';
import type { LogSource, ReadStore } from '../src/index.js';

/** One durable place for rows, as an engine offers it to the contract: `open` may be called again after `close`. */
export type ReadStoreBench = { open(): Promise<ReadStore>; dispose(): Promise<void> };

/** The position with this number. */
export const at = (number: number): Position => String(number).padStart(20, '0');

type FileData = { readonly file: string; readonly status?: string; readonly member?: string; readonly count?: number };

/** An event of the made-up log below. */
export const event = (number: number, type: string, data: FileData): Recorded => ({
  id: `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`,
  type,
  schemaVersion: 1,
  stream: `case-${data.file}`,
  cooperation: 'amsterdam-amstelland',
  recordedAt: '2026-03-01T09:30:00.000Z',
  actor: 'system:test',
  organisation: null,
  role: null,
  purpose: null,
  commandId: '00000000-0000-4000-8000-000000000000',
  correlation: 'c',
  causation: null,
  traceId: 't',
  data,
  revision: BigInt(number),
  position: at(number),
});

const changes: Readonly<Record<string, (data: FileData, position: Position) => readonly RowChange[]>> = {
  FileOpened: ({ file }, position) => [
    { do: 'insert-new', table: 'files', row: { file, status: 'open', opened_at: position, weight: 0 } },
  ],
  FileWeighed: ({ file, count = 0 }) => [
    { do: 'upsert', table: 'files', row: { file, weight: count } },
    { do: 'update', table: 'files', where: { file, status: null }, set: { status: 'unseen' } },
  ],
  StatusSet: ({ file, status = null }) => [{ do: 'update', table: 'files', where: { file }, set: { status } }],
  MemberJoined: ({ file, member = '' }, position) => [
    { do: 'insert-new', table: 'file-members', row: { file, member, since: position } },
  ],
  MemberLeft: ({ file, member = '' }) => [{ do: 'delete', table: 'file-members', where: { file, member } }],
};

/** A made-up projection of two tables that uses every kind of change. */
export const filesProjection = (name: string, version = 1): Projection => ({
  name,
  version,
  tables: {
    files: {
      columns: { file: 'text', status: 'text', opened_at: 'text', weight: 'integer' },
      key: ['file'],
      indexes: [['status', 'opened_at']],
    },
    'file-members': { columns: { file: 'text', member: 'text', since: 'text' }, key: ['file', 'member'] },
  },
  handles: Object.keys(changes),
  evolve: ({ type, data, position }) => changes[type]?.(data as FileData, position) ?? [],
});

/** A log in memory that can grow while it is followed. */
export class MemoryLog implements LogSource {
  readonly events: Recorded[];
  /** Thrown once by the next reading. */
  fault: Error | undefined;
  private grown = Promise.withResolvers<void>();

  constructor(events: readonly Recorded[] = []) {
    this.events = [...events];
  }

  append(...events: readonly Recorded[]): void {
    this.events.push(...events);
    this.grown.resolve();
    this.grown = Promise.withResolvers<void>();
  }

  async head(): Promise<Position | undefined> {
    return this.events.at(-1)?.position;
  }

  async *subscribe(options: { after?: Position; signal: AbortSignal; batchSize?: number }) {
    let { after = '' } = options;
    const aborted = new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve()));
    while (!options.signal.aborted) {
      const { promise } = this.grown;
      this.throwFault();
      const from = after;
      const batch = this.events.filter(({ position }) => position > from).slice(0, options.batchSize ?? 100);
      after = batch.at(-1)?.position ?? after;
      if (batch.length > 0) yield batch;
      else await Promise.race([promise, aborted]);
    }
  }

  private throwFault(): void {
    const { fault } = this;
    this.fault = undefined;
    if (fault) throw fault;
  }
}

/** A delay that takes no time. */
export const noDelay = () => new Promise<void>((resolve) => setImmediate(resolve));
