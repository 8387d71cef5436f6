import { changesOf, projectionOf } from './define.js';

/** A check of a person of a signal against a register; `partner` is the organisation in whose name. `code`: why it was given up. */
export type PersonCheckRow = {
  readonly check_id: string;
  readonly contribution_id: string;
  readonly cooperation: string;
  readonly partner: string;
  readonly register: string;
  readonly block: string;
  readonly requested_at: string;
  /** Event that asked, with its correlation and trace: what the answer carries on. */
  readonly requested_by: string;
  readonly correlation: string;
  readonly trace_id: string;
  readonly state: string;
  readonly code: string | null;
};

/** Tables of `personChecks`. */
export type PersonChecksTables = { readonly checks: PersonCheckRow };
const { insertNew, update } = changesOf<PersonChecksTables>();

/** Which checks against registers are open, for the loop that makes the calls. States: `open`, `answered`, `abandoned`. */
export const personChecks = projectionOf<PersonChecksTables>({
  name: 'person-checks',
  version: 1,
  tables: {
    checks: {
      columns: {
        check_id: 'text',
        contribution_id: 'text',
        cooperation: 'text',
        partner: 'text',
        register: 'text',
        block: 'text',
        requested_at: 'text',
        requested_by: 'text',
        correlation: 'text',
        trace_id: 'text',
        state: 'text',
        code: 'text',
      },
      key: ['check_id'],
      indexes: [['partner', 'register', 'state', 'requested_at']],
    },
  },
  on: {
    PersonCheckRequested: (data, { id, cooperation, recordedAt, correlation, traceId }) => [
      insertNew('checks', {
        check_id: data.check,
        contribution_id: data.contribution,
        cooperation,
        partner: data.partner,
        register: data.register,
        block: data.block,
        requested_at: recordedAt,
        requested_by: id,
        correlation,
        trace_id: traceId,
        state: 'open',
        code: null,
      }),
    ],
    PersonCheckAnswered: ({ check: check_id }) => [update('checks', { check_id }, { state: 'answered' })],
    PersonCheckAbandoned: ({ check: check_id, code }) => [update('checks', { check_id }, { state: 'abandoned', code })],
  },
});
