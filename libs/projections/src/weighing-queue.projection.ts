import { changesOf, projectionOf, revisionOf } from './define.js';
import type { Flag } from './define.js';

/** A signal: state `submitted`, `weighing`, `accepted`, `rejected` or `in-case`. Revisions tell where texts are sealed. */
export type SignalRow = {
  readonly signal_id: string;
  readonly contribution_id: string;
  readonly cooperation: string;
  readonly supplier: string;
  readonly supplier_kind: string;
  readonly payload_type: string;
  readonly phenomenon: string;
  readonly received_on: string;
  readonly submitted_at: string;
  readonly state: string;
  readonly case_id: string | null;
  readonly prepared_revision: string | null;
  readonly rejected_revision: string | null;
};
/** A weigher of a signal; `recorded` is 1 once it recorded that the criteria are met. */
export type SignalWeigherRow = { readonly signal_id: string; readonly organisation: string; readonly recorded: Flag };

/** Tables of `weighingQueue`. */
export type WeighingQueueTables = { readonly signals: SignalRow; readonly signal_weighers: SignalWeigherRow };
const { insertNew, update, remove } = changesOf<WeighingQueueTables>();

/** The signals of each cooperation and how far their weighing is. Source: WGS 2.23(1)-(4), domain §3. */
export const weighingQueue = projectionOf<WeighingQueueTables>({
  name: 'weighing-queue',
  version: 1,
  tables: {
    signals: {
      columns: {
        signal_id: 'text',
        contribution_id: 'text',
        cooperation: 'text',
        supplier: 'text',
        supplier_kind: 'text',
        payload_type: 'text',
        phenomenon: 'text',
        received_on: 'text',
        submitted_at: 'text',
        state: 'text',
        case_id: 'text',
        prepared_revision: 'text',
        rejected_revision: 'text',
      },
      key: ['signal_id'],
      indexes: [['cooperation', 'state', 'submitted_at'], ['contribution_id']],
    },
    signal_weighers: {
      columns: { signal_id: 'text', organisation: 'text', recorded: 'integer' },
      key: ['signal_id', 'organisation'],
      indexes: [['organisation']],
    },
  },
  on: {
    SignalSubmitted: (data, { cooperation, recordedAt }) => [
      insertNew('signals', {
        signal_id: data.signal,
        contribution_id: data.contribution,
        cooperation,
        supplier: data.supplier,
        supplier_kind: data.supplierKind,
        payload_type: data.payloadType,
        phenomenon: data.phenomenon,
        received_on: data.receivedOn,
        submitted_at: recordedAt,
        state: 'submitted',
        case_id: null,
        prepared_revision: null,
        rejected_revision: null,
      }),
    ],
    WeighingPrepared: ({ signal: signal_id, weighers }, event) => [
      update('signals', { signal_id }, { state: 'weighing', prepared_revision: revisionOf(event) }),
      ...weighers.map((organisation) => insertNew('signal_weighers', { signal_id, organisation, recorded: 0 })),
    ],
    CriteriaMetRecorded: ({ signal: signal_id, organisation }) => [
      update('signal_weighers', { signal_id, organisation }, { recorded: 1 }),
    ],
    WeigherWithdrawn: ({ signal: signal_id, organisation, left }) => [
      remove('signal_weighers', { signal_id, organisation }),
      ...(left === 0 ? [update('signals', { signal_id, state: 'weighing' }, { state: 'submitted' })] : []),
    ],
    SignalAccepted: ({ signal: signal_id }) => [update('signals', { signal_id }, { state: 'accepted' })],
    SignalRejected: ({ signal: signal_id }, event) => [
      update('signals', { signal_id }, { state: 'rejected', rejected_revision: revisionOf(event) }),
    ],
    SignalTakenIntoCase: ({ signal: signal_id, case: case_id }) => [
      update('signals', { signal_id }, { state: 'in-case', case_id }),
    ],
  },
});
