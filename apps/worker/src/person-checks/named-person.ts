import type { PersonToCheck } from '@knooppunt/agencies';
import type { AnyEvent } from '@knooppunt/cases';
import type { PlannedItem, ShownItem, SystemReader, View } from '@knooppunt/disclosure';
import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { dutchDateOf, streamName } from '@knooppunt/kernel';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import type { PersonCheckRow } from '@knooppunt/projections';
import { isBsn } from '@knooppunt/signals';
import { checkActor, checkPurpose } from './parts.js';
import type { PersonCheckParts } from './parts.js';

type Supplied = Recorded & Extract<AnyEvent, { type: 'ContributionSupplied' }>;

/** `not-authorised`: the gate has nothing for this organisation. `erased`: the keys are gone. `no-number`: nothing to ask with. */
export type NamedPerson = PersonToCheck | 'not-authorised' | 'erased' | 'no-number';

const contentKinds = ['person', 'company', 'matter', 'text'];
const viewName = 'registercontrole';

const plannedOf = (event: Supplied): PlannedItem => {
  const { data, stream, revision } = event;
  return {
    content: { kind: 'sealed', event },
    identity: { id: data.contribution, within: data.contribution },
    receivedOn: dutchDateOf(event.recordedAt),
    item: {
      payloadType: data.payloadType,
      supplier: data.supplier,
      supplierKind: data.supplierKind,
      phase: 'weging',
      source: { stream, revision },
      contribution: data.contribution,
      way: data.way,
      declaration: data.declaration,
      firstProcessed: data.firstProcessed,
      blocks: data.blocks.filter(({ kind }) => contentKinds.includes(kind)),
    },
  };
};

/** An organisation's own delivery, as the hub reads it back in its name. */
const ownView = (store: EventStore, contribution: Uuid): View => ({
  name: viewName,
  act: 'eigen',
  plan: async ({ asking }) => {
    const [stored] = await store.read(streamName('contribution', contribution), { maxCount: 1 });
    const supplied = stored && (decodeEvent(stored) as Recorded & AnyEvent);
    if (supplied?.type !== 'ContributionSupplied') return 'absent';
    const isTheirs = supplied.data.supplier === asking.recipient && supplied.cooperation === asking.cooperation;
    return isTheirs ? { items: [plannedOf(supplied)] } : 'absent';
  },
});

const readerOf = (row: PersonCheckRow): SystemReader => ({
  person: checkActor,
  role: null,
  organisation: row.partner,
  kind: 'COLL',
  cooperation: row.cooperation,
  purpose: checkPurpose,
  correlation: row.correlation,
  traceId: row.trace_id,
});

const personIn = (items: readonly ShownItem[], block: string): NamedPerson => {
  const fields = items.flatMap(({ blocks }) => blocks.find((shown) => shown.block === block)?.fields ?? []);
  if (fields.length === 0) return 'erased';
  const text = (name: string): string | undefined => {
    const value = fields.find(({ field }) => field === name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const bsn = text('bsn');
  if (bsn === undefined || !isBsn(bsn)) return 'no-number';
  const named = ['name', 'birthDate', 'address', 'bagId'].flatMap((name) => {
    const value = text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { bsn, ...Object.fromEntries(named) };
};

/**
 * Reads the person of a check through the gate, in the name of the organisation that supplied: the record is durable
 * before the number goes out (no record, no disclosure). Errors: those of the gate.
 */
export const readNamedPerson = async (
  store: EventStore,
  { gate }: PersonCheckParts,
  row: PersonCheckRow,
): Promise<NamedPerson> => {
  const answer = await gate.answer(ownView(store, row.contribution_id), readerOf(row));
  return answer.kind === 'absent' ? 'not-authorised' : personIn(answer.items, row.block);
};
