import { cases, meetings, requests, supplies, weighingQueue } from '@knooppunt/projections';
import type { CooperationId, Instant, OrganisationId, Projection, Uuid } from '@knooppunt/kernel';
import type { ReadStore } from '@knooppunt/read-store';

/** A thing that may be on a page: its id, and the visible column that the list is sorted by. Ties are broken by the id. */
export type Candidate = { readonly id: Uuid; readonly sort: string };
export type After = Candidate | undefined;

/** Whose candidates: everything of the cooperation for the bureau, else only what the organisation may be concerned with. */
export type Audience = {
  readonly cooperation: CooperationId;
  readonly organisation: OrganisationId;
  readonly isBureau: boolean;
  readonly at: Instant;
};

type Source = {
  readonly projection: Projection;
  readonly table: string;
  readonly id: string;
  readonly sort: string;
  /** Table that names the organisations concerned. */
  readonly concerned?: { readonly table: string; readonly organisation: string; readonly until?: string };
  /** Column of the table itself that names the organisation concerned. */
  readonly ownColumn?: string;
};

const batch = 100;

const sources = {
  signals: {
    projection: weighingQueue,
    table: 'signals',
    id: 'signal_id',
    sort: 'received_on',
    concerned: { table: 'signal_weighers', organisation: 'organisation' },
  },
  cases: {
    projection: cases,
    table: 'cases',
    id: 'case_id',
    sort: 'opened_at',
    concerned: { table: 'case_grants', organisation: 'organisation', until: 'until' },
  },
  meetings: {
    projection: meetings,
    table: 'meetings',
    id: 'meeting_id',
    sort: 'planned_for',
    concerned: { table: 'meeting_invitees', organisation: 'organisation' },
  },
  requests: {
    projection: requests,
    table: 'requests',
    id: 'request_id',
    sort: 'due_on',
    concerned: { table: 'request_asked', organisation: 'organisation' },
  },
  supplies: {
    projection: supplies,
    table: 'supplies',
    id: 'contribution_id',
    sort: 'received_at',
    ownColumn: 'supplier',
  },
} as const satisfies Record<string, Source>;

export type CandidateList = keyof typeof sources;

/**
 * Candidates of a list in order, after a cursor, in batches. The read model only narrows; the gate decides row by row.
 * Sort keys are visible columns, ties by the derived id, so that order tells nothing (leaks-and-faults, class 2).
 */
export async function* candidatesOf(
  readStore: ReadStore,
  list: CandidateList,
  audience: Audience,
  start: After,
): AsyncGenerator<Candidate> {
  let after = start;
  for (;;) {
    const rows = await nextBatch(readStore, sources[list], audience, after);
    for (const row of rows) {
      after = row;
      yield row;
    }
    if (rows.length < batch) return;
  }
}

/** Rows that can be gone through again from the start: the gate begins anew when something moved (design §6 step 5). */
export const restartable = <Row>(rows: () => AsyncIterable<Row>): AsyncIterable<Row> => ({
  [Symbol.asyncIterator]: () => rows()[Symbol.asyncIterator](),
});

const nextBatch = async (
  readStore: ReadStore,
  source: Source,
  audience: Audience,
  after: After,
): Promise<readonly Candidate[]> => {
  const table = readStore.tableName(source.projection, source.table);
  let query = readStore.db
    .selectFrom(table)
    .select([`${source.id} as id`, `${source.sort} as sort`])
    .where('cooperation', '=', audience.cooperation)
    .orderBy(source.sort)
    .orderBy(source.id)
    .limit(batch);
  const { concerned } = source;
  if (source.ownColumn !== undefined) query = query.where(source.ownColumn, '=', audience.organisation);
  if (concerned && !audience.isBureau) {
    let named = readStore.db
      .selectFrom(readStore.tableName(source.projection, concerned.table))
      .select(source.id)
      .where(concerned.organisation, '=', audience.organisation);
    if (concerned.until !== undefined) named = named.where(concerned.until, '>', audience.at);
    query = query.where(source.id, 'in', named);
  }
  if (after) {
    const { id, sort } = after;
    query = query.where((it) =>
      it.or([it(source.sort, '>', sort), it.and([it(source.sort, '=', sort), it(source.id, '>', id)])]),
    );
  }
  const rows = await query.execute();
  return rows.map(({ id, sort }) => ({ id: String(id), sort: String(sort) }));
};
