import { join } from 'node:path';
import { privateFolder } from '@knooppunt/event-store';
import { RowOrigins } from '@knooppunt/evidence';
import type { LogRow } from '@knooppunt/evidence';
import { isDomainError } from '@knooppunt/kernel';
import type { Position, Projection } from '@knooppunt/kernel';
import { openEmbeddedReadStore, positionName } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import type { LiveTables } from '../sources/live-tables.js';
import { changesIn, eventOf, nameOf, rebuildInto } from './rebuilding.js';
import type { Bounded } from './rebuilding.js';
import { Differences, countedByTable, hasTablesOf } from './differences.js';
import type { TableDifference } from './differences.js';

/** Everything that rebuild can find. */
const rebuildCodes = ['rows-differ', 'never-followed', 'tables-differ', 'ahead-of-log', 'event-unreadable'] as const;
export type RebuildCode = (typeof rebuildCodes)[number];

/** The event since which live tables differ, by what the log's columns say of it. */
export type FirstEvent = Pick<LogRow, 'position' | 'stream' | 'type'> & { readonly revision: string };

/** One finding. `first` is null where no event of the log accounts for the rows. */
export type RebuildFinding = {
  readonly code: RebuildCode;
  readonly projection: string;
  readonly detail: string;
  readonly first?: FirstEvent | null;
  readonly tables?: readonly TableDifference[];
};

/** A projection that was compared: at which event, and the digests of live and rebuilt rows. */
export type Compared = {
  readonly projection: string;
  readonly position: Position;
  readonly live: string;
  readonly rebuilt: string;
};

/** The log as a rebuild reads it: each call of `rows` begins anew. */
export type Replayed = { readonly rows: () => Iterable<LogRow>; readonly head: Position | undefined };

/** What a comparison comes to. */
export type Comparison = { readonly compared: readonly Compared[]; readonly findings: readonly RebuildFinding[] };

const codeOf = (error: unknown): string | undefined =>
  isDomainError(error) ? (error as unknown as { readonly code: string }).code : undefined;

/** Declares a projection to the copy of the live tables; gives whether its tables are those of this build. */
const isDeclared = async (store: ReadStore, projection: Projection): Promise<boolean> => {
  try {
    await store.migrate([projection]);
    return true;
  } catch (error) {
    if (codeOf(error) === 'read-store/projection-changed') return false;
    throw error;
  }
};

/** Where each projection stands, and what already tells against it. */
const standing = async (
  { store, file }: LiveTables,
  projections: readonly Projection[],
  head: Position | undefined,
): Promise<{ readonly wanted: readonly Bounded[]; readonly findings: readonly RebuildFinding[] }> => {
  const wanted: Bounded[] = [];
  const findings: RebuildFinding[] = [];
  for (const projection of projections) {
    const name = nameOf(projection);
    const declared = await isDeclared(store, projection);
    const until = await store.position(positionName(projection));
    if (!declared) findings.push({ code: 'tables-differ', projection: name, detail: 'definition' });
    else if (!hasTablesOf(projection, file))
      findings.push({ code: 'tables-differ', projection: name, detail: 'columns' });
    else if (until === undefined) {
      if (head !== undefined) findings.push({ code: 'never-followed', projection: name, detail: 'position' });
    } else {
      if (head === undefined || until > head) findings.push({ code: 'ahead-of-log', projection: name, detail: until });
      wanted.push({ projection, until });
    }
  }
  return { wanted, findings };
};

const firstEventOf = (rows: Iterable<LogRow>, position: Position): FirstEvent | null => {
  for (const row of rows) {
    if (row.position !== position) continue;
    const { stream, revision, type } = row;
    return { position, stream, revision: String(revision), type };
  }
  return null;
};

/** Finds what differs in one projection, and since which event. */
const explained = ({ projection, until }: Bounded, differences: Differences, log: Replayed): RebuildFinding => {
  const rows = differences.rowsOf(projection);
  const origins = new RowOrigins(projection.tables);
  for (const row of rows) origins.add(row);
  for (const row of log.rows()) {
    if (row.position > until) break;
    if (projection.handles.includes(row.type)) origins.apply(row.position, changesIn(projection, eventOf(row)));
  }
  const position = origins.first()?.position ?? null;
  const tables = countedByTable(rows);
  return {
    code: 'rows-differ',
    projection: nameOf(projection),
    detail: tables.map(({ table }) => table).join(', '),
    first: position === null ? null : firstEventOf(log.rows(), position),
    tables,
  };
};

/**
 * Builds every projection anew from the log, up to the event at which the live one stands, and compares. Rejects with
 * `RebuildStopped` where the log cannot be replayed.
 */
export const compareWithLog = async (
  live: LiveTables,
  projections: readonly Projection[],
  log: Replayed,
  seen: (events: number) => void,
): Promise<Comparison> => {
  const { wanted, findings } = await standing(live, projections, log.head);
  const { folder, remove } = privateFolder();
  const file = join(folder, 'rebuilt.sqlite');
  const store = await openEmbeddedReadStore({ file });
  try {
    await store.migrate(wanted.map(({ projection }) => projection));
    await rebuildInto(store, wanted, log.rows(), seen);
    const compared: Compared[] = [];
    const differing: Bounded[] = [];
    for (const bounded of wanted) {
      const { projection, until } = bounded;
      const digests = { live: await live.store.digest(projection), rebuilt: await store.digest(projection) };
      compared.push({ projection: nameOf(projection), position: until, ...digests });
      if (digests.live !== digests.rebuilt) differing.push(bounded);
    }
    return { compared, findings: [...findings, ...explainedAll(differing, [live.file, file], log)] };
  } finally {
    await store.close();
    remove();
  }
};

const explainedAll = (
  differing: readonly Bounded[],
  [live, rebuilt]: readonly [string, string],
  log: Replayed,
): readonly RebuildFinding[] => {
  if (differing.length === 0) return [];
  const differences = new Differences(live, rebuilt);
  try {
    return differing.map((bounded) => explained(bounded, differences, log));
  } finally {
    differences.close();
  }
};
