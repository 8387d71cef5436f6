import { changesOf, projectionOf } from './define.js';

/**
 * What became of a delivery: state `supplied`, `refused` (with its `code`) or `destroyed`; a refused one stays so.
 * Refused before it was stored, it may lack supplier, type and way. `received_at` is the moment of its register row.
 */
export type SupplyRow = {
  readonly contribution_id: string;
  readonly cooperation: string;
  readonly supplier: string | null;
  readonly payload_type: string | null;
  readonly way: string | null;
  readonly case_id: string | null;
  readonly request_id: string | null;
  readonly received_at: string;
  readonly state: string;
  readonly code: string | null;
  readonly destroyed_at: string | null;
};
/** A refusal of a supply, also of one without an id. */
export type SupplyRefusalRow = {
  readonly refusal_id: string;
  readonly contribution_id: string | null;
  readonly cooperation: string;
  readonly supplier: string;
  readonly supplier_kind: string;
  readonly payload_type: string | null;
  readonly way: string | null;
  readonly phase: string | null;
  readonly case_id: string | null;
  readonly code: string;
  readonly refused_at: string;
};

/** Tables of `supplies`. */
export type SuppliesTables = { readonly supplies: SupplyRow; readonly supply_refusals: SupplyRefusalRow };
const { upsert, insertNew, update } = changesOf<SuppliesTables>();

const bare = {
  supplier: null,
  payload_type: null,
  way: null,
  case_id: null,
  request_id: null,
  code: null,
  destroyed_at: null,
};

/** The deliveries of each supplier and the refusals, for `/v1/leveringen`. Source: design §2, WGS 1.5. */
export const supplies = projectionOf<SuppliesTables>({
  name: 'supplies',
  version: 1,
  tables: {
    supplies: {
      columns: {
        contribution_id: 'text',
        cooperation: 'text',
        supplier: 'text',
        payload_type: 'text',
        way: 'text',
        case_id: 'text',
        request_id: 'text',
        received_at: 'text',
        state: 'text',
        code: 'text',
        destroyed_at: 'text',
      },
      key: ['contribution_id'],
      indexes: [['cooperation', 'supplier', 'received_at']],
    },
    supply_refusals: {
      columns: {
        refusal_id: 'text',
        contribution_id: 'text',
        cooperation: 'text',
        supplier: 'text',
        supplier_kind: 'text',
        payload_type: 'text',
        way: 'text',
        phase: 'text',
        case_id: 'text',
        code: 'text',
        refused_at: 'text',
      },
      key: ['refusal_id'],
      indexes: [['cooperation', 'supplier', 'refused_at'], ['contribution_id']],
    },
  },
  on: {
    // Replaces what an earlier refusal under this id left: an agency may deliver again once the phase allows it.
    ContributionSupplied: (data, { cooperation, recordedAt }) => [
      upsert('supplies', {
        contribution_id: data.contribution,
        cooperation,
        supplier: data.supplier,
        payload_type: data.payloadType,
        way: data.way,
        case_id: data.case ?? null,
        request_id: data.request ?? null,
        received_at: recordedAt,
        state: 'supplied',
        code: null,
        destroyed_at: null,
      }),
    ],
    ContributionRefused: ({ contribution: contribution_id, code }, event) => [
      insertNew('supplies', {
        ...bare,
        contribution_id,
        cooperation: event.cooperation,
        supplier: event.organisation,
        received_at: event.recordedAt,
        state: 'refused',
      }),
      update('supplies', { contribution_id }, { state: 'refused', code }),
    ],
    // One key gone is enough: nothing of it is whole any more.
    KeyDestroyed: ({ contribution: contribution_id }) => [
      update('supplies', { contribution_id, state: 'supplied' }, { state: 'destroyed' }),
    ],
    ErasureCompleted: ({ contribution: contribution_id }, { recordedAt }) => [
      update('supplies', { contribution_id }, { destroyed_at: recordedAt }),
    ],
    SupplyRefused: (data, { cooperation, recordedAt }) => [
      upsert('supply_refusals', {
        refusal_id: data.refusal,
        contribution_id: data.contribution ?? null,
        cooperation,
        supplier: data.supplier,
        supplier_kind: data.supplierKind,
        payload_type: data.payloadType ?? null,
        way: data.way ?? null,
        phase: data.phase ?? null,
        case_id: data.case ?? null,
        code: data.code,
        refused_at: recordedAt,
      }),
      // A second delivery with other content under a known id is refused; the first one stands as it is.
      ...(data.contribution === undefined
        ? []
        : [
            insertNew('supplies', {
              ...bare,
              contribution_id: data.contribution,
              cooperation,
              supplier: data.supplier,
              payload_type: data.payloadType ?? null,
              way: data.way ?? null,
              case_id: data.case ?? null,
              received_at: recordedAt,
              state: 'refused',
              code: data.code,
            }),
          ]),
    ],
  },
});
