import type { Recorded, Uuid } from '@knooppunt/kernel';
import { positionName } from '@knooppunt/read-store';
import type { Reaction, ReadStore } from '@knooppunt/read-store';
import type { Opener } from '@knooppunt/vault';
import { changesOf, matchedEvents } from './match-changes.js';
import { matchTables } from './match.tables.js';
import type { LinkRow, TokenRow } from './match.tables.js';
import { proposalsOf } from './proposals.js';
import type { Proposal } from './proposals.js';

/**
 * Exact matches inside one case.
 *
 * - `reaction`: fills the index from the log. An event that it has handled before changes nothing.
 * - `proposalsIn`: pairs that may be one subject, for people to confirm; a case that is not there has none.
 */
export type MatchIndex = {
  readonly reaction: Reaction;
  proposalsIn(caseId: Uuid): Promise<readonly Proposal[]>;
};

// Another version of the tables is filled from the start of the log, so by a reaction that has not been anywhere yet.
const reactionName = `${matchTables.name}-${matchTables.version}`;

const reactionOver = (readStore: ReadStore, opener: Opener): Reaction => {
  const reactAll = async (events: readonly Recorded[]): Promise<void> => {
    const from = await readStore.position(positionName(matchTables));
    // The reaction's own position is stored after the effect: after a crash the last events come again.
    const fresh = events.filter(({ position }) => from === undefined || position > from);
    const last = fresh.at(-1);
    if (!last) return;
    const changes = await Promise.all(fresh.map((event) => changesOf(event, opener)));
    await readStore.apply(matchTables, changes.flat(), { from, to: last.position });
  };
  return { name: reactionName, handles: matchedEvents, react: (event) => reactAll([event]), reactAll };
};

/** Makes the tables where they are not there yet. `opener` opens tokens blocks and nothing else (design §3). */
export const openMatchIndex = async ({
  readStore,
  opener,
}: {
  readonly readStore: ReadStore;
  readonly opener: Opener;
}): Promise<MatchIndex> => {
  await readStore.migrate([matchTables]);
  const { db } = readStore;
  const [tokens, takenIn, links] = (['tokens', 'taken_in', 'links'] as const).map((table) =>
    readStore.tableName(matchTables, table),
  ) as [string, string, string];
  return {
    reaction: reactionOver(readStore, opener),
    proposalsIn: async (caseId) => {
      const ofCase = db.selectFrom(takenIn).select('contribution').where('case_id', '=', caseId);
      const found = await db.selectFrom(tokens).selectAll().where('contribution', 'in', ofCase).execute();
      const linked = await db.selectFrom(links).selectAll().where('case_id', '=', caseId).execute();
      return proposalsOf(found as unknown as readonly TokenRow[], linked as unknown as readonly LinkRow[]);
    },
  };
};
