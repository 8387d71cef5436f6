import { covenantDecider, daysLeft, dueCovenantCommands, isExpired } from '@knooppunt/cases';
import type { CovenantCommand, CovenantState } from '@knooppunt/cases';
import type { CovenantDocument } from '@knooppunt/covenant';
import { runDecider } from '@knooppunt/event-store';
import { DomainError, dutchDateOf, streamName } from '@knooppunt/kernel';
import type { CommandMeta, CooperationId } from '@knooppunt/kernel';
import { supplyRights } from '@knooppunt/projections';
import type { WorkerParts } from './worker.parts.js';

/** The covenant of a cooperation ends soon, and nothing has been adopted that follows it. */
export class CovenantEnding extends DomainError {
  readonly code = 'worker/covenant-ending';
  constructor(
    readonly cooperation: CooperationId,
    readonly days: number,
  ) {
    super(`the covenant of \`${cooperation}\` ends in ${days} days`);
  }
}

/** The covenant of a cooperation has expired: nobody sees or supplies anything there until another comes into force. */
export class CovenantExpired extends DomainError {
  readonly code = 'worker/covenant-expired';
  constructor(readonly cooperation: CooperationId) {
    super(`the covenant of \`${cooperation}\` has expired`);
  }
}

type RoundParts = Pick<WorkerParts, 'store' | 'folds' | 'readStore' | 'names' | 'clock' | 'alarm'>;
/** More than one command is due at once only after a long absence: a new version, and then its end. */
const mostSteps = 8;

const cooperationsOf = async ({ readStore }: Pick<RoundParts, 'readStore'>): Promise<readonly CooperationId[]> => {
  const rows = await readStore.db
    .selectFrom(readStore.tableName(supplyRights, 'documents'))
    .select('cooperation')
    .orderBy('cooperation')
    .execute();
  return rows.map((row) => String(row['cooperation']));
};

const stateOf = async ({ folds }: Pick<RoundParts, 'folds'>, cooperation: CooperationId): Promise<CovenantState> =>
  (await folds.fold('covenant', streamName('covenant', cooperation), cooperation)).state;

// Its id follows from what is due, so that two workers, or one that was killed, do it once.
const metaOf = (
  { names, clock }: RoundParts,
  cooperation: CooperationId,
  { type, data }: CovenantCommand,
): CommandMeta => {
  const {
    version,
    digest,
    days = 0,
  } = data as { readonly version: string; readonly digest: string; readonly days?: number };
  const commandId = names.derivedId('covenant-round', cooperation, `${type}:${version}:${digest}:${days}`);
  return {
    commandId,
    cooperation,
    at: clock(),
    actor: 'system:worker',
    organisation: null,
    role: null,
    purpose: null,
    correlation: commandId,
    causation: null,
    traceId: commandId.replaceAll('-', ''),
  };
};

const tell = ({ alarm }: RoundParts, cooperation: CooperationId, { type, data }: CovenantCommand): void => {
  if (type === 'AnnounceExpiry') alarm('worker/covenant', new CovenantEnding(cooperation, data.days));
  if (type === 'ExpireCovenant') alarm('worker/covenant', new CovenantExpired(cooperation));
};

/**
 * Does what the day asks of every covenant: an adopted version comes into force, an end is announced, a covenant expires.
 * The clock says that it is due; it is in force, or over, by the event alone. Repeating it changes nothing (ADR 0016).
 */
export const runCovenantRound = async (parts: RoundParts): Promise<void> => {
  for (const cooperation of await cooperationsOf(parts)) {
    for (let step = 0; step < mostSteps; step += 1) {
      const [command] = dueCovenantCommands(await stateOf(parts, cooperation), dutchDateOf(parts.clock()));
      if (!command) break;
      const stream = streamName('covenant', cooperation);
      await runDecider(parts.store, covenantDecider, { stream, command, meta: metaOf(parts, cooperation, command) });
      tell(parts, cooperation, command);
    }
  }
};

/** How long a covenant lasts (days; below 0 it has expired), and whether it was checked against another law than is in force. */
export type CovenantStanding = {
  readonly cooperation: CooperationId;
  readonly left: number;
  readonly isBehindLaw: boolean;
};

/** The standing of every covenant that is in force. */
export const covenantStandings = async (
  parts: Pick<RoundParts, 'folds' | 'readStore' | 'clock'>,
): Promise<readonly CovenantStanding[]> => {
  const on = dutchDateOf(parts.clock());
  const standings = await Promise.all(
    (await cooperationsOf(parts)).map(async (cooperation) => {
      const state = await stateOf(parts, cooperation);
      const left = daysLeft(state, on);
      if (!state.covenant || left === undefined) return [];
      const { under } = JSON.parse(state.covenant.document) as CovenantDocument;
      const isBehindLaw = state.law?.version !== under.checkedAgainst;
      return [{ cooperation, left: isExpired(state) ? Math.min(left, -1) : left, isBehindLaw }];
    }),
  );
  return standings.flat();
};
