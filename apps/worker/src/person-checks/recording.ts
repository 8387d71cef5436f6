import type { PersonFinding } from '@knooppunt/agencies';
import { checkBlock, contributionDecider } from '@knooppunt/cases';
import type { Abandonment } from '@knooppunt/cases';
import { eventIdOf, runDecider } from '@knooppunt/event-store';
import { canonicalJson, isDomainError, streamName } from '@knooppunt/kernel';
import type { CommandMeta } from '@knooppunt/kernel';
import type { PersonCheckRow } from '@knooppunt/projections';
import { labelOf } from '@knooppunt/vault';
import type { SealedUnit } from '@knooppunt/vault';
import type { WorkerParts } from '../worker.parts.js';
import { checkActor, checkPurpose } from './parts.js';
import type { PersonCheckParts } from './parts.js';

/** What an answer says: of a person without a usable number nothing can be asked. */
export type Outcome = PersonFinding | { readonly outcome: 'not-checkable' };

const encoder = new TextEncoder();

const metaOf = (parts: WorkerParts, row: PersonCheckRow, step: string): CommandMeta => ({
  commandId: parts.names.derivedId('person-check', row.check_id, step),
  cooperation: row.cooperation,
  at: parts.clock(),
  actor: checkActor,
  organisation: row.partner,
  role: null,
  purpose: checkPurpose,
  correlation: row.correlation,
  causation: row.requested_by,
  traceId: row.trace_id,
});

const codeOf = (error: unknown): string => (isDomainError(error) ? error.code : '');

/** Gives a check up: a fact of its own, so that nobody waits for an answer that does not come. */
export const abandonCheck = async (parts: WorkerParts, row: PersonCheckRow, code: Abandonment): Promise<void> => {
  await runDecider(parts.store, contributionDecider, {
    stream: streamName('contribution', row.contribution_id),
    command: { type: 'AbandonPersonCheck', data: { contribution: row.contribution_id, check: row.check_id, code } },
    meta: metaOf(parts, row, `abandon:${code}`),
  });
};

const sealed = async (
  { sealer }: PersonCheckParts,
  row: PersonCheckRow,
  { commandId, at }: CommandMeta,
  outcome: Outcome,
): Promise<SealedUnit> => {
  const content = canonicalJson({ person: row.block, ...outcome, checkedAt: at });
  const context = {
    cooperation: row.cooperation,
    supplier: row.partner,
    eventId: eventIdOf(commandId, 0),
    eventType: 'PersonCheckAnswered',
    label: labelOf({}),
  };
  return sealer.seal({ [checkBlock]: encoder.encode(content) }, context, at);
};

const append = async (parts: WorkerParts, row: PersonCheckRow, meta: CommandMeta, unit: SealedUnit) => {
  const keyId = unit.keys[0]?.keyId ?? '';
  const { events } = await runDecider(parts.store, contributionDecider, {
    stream: streamName('contribution', row.contribution_id),
    command: { type: 'AnswerPersonCheck', data: { contribution: row.contribution_id, check: row.check_id, keyId } },
    meta,
    sealed: { PersonCheckAnswered: unit.sealed },
  });
  return events.some((event) => event.sealed?.[checkBlock]?.keyId === keyId);
};

/**
 * Seals an answer under a key of its own, kept under the contribution before the event is there: whatever destroys the
 * contribution destroys the answer. A key that no event came to use is dropped. Where the contribution went in the
 * meantime, the check is given up.
 */
export const recordAnswer = async (
  parts: WorkerParts,
  checks: PersonCheckParts,
  row: PersonCheckRow,
  outcome: Outcome,
): Promise<void> => {
  const meta = metaOf(parts, row, 'answer');
  const unit = await sealed(checks, row, meta, outcome);
  const keyIds = unit.keys.map(({ keyId }) => keyId);
  try {
    await checks.sealer.keep(row.contribution_id, unit.keys);
    if (!(await append(parts, row, meta, unit))) await checks.sealer.discard(keyIds);
  } catch (error) {
    const isGoing = ['vault/owner-destroyed', 'cases/wrong-state'].includes(codeOf(error));
    if (!isGoing) throw error;
    await checks.sealer.discard(keyIds);
    await abandonCheck(parts, row, 'erased');
  }
};
