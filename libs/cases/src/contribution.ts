import type { CalendarDate, Digest, Kind, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { lookUp, requireDistinct } from './checks.js';
import { NotKnown, WrongState } from './common.errors.js';
import { KeyNotOfContribution } from './contribution.errors.js';
import { deciderBy } from './decider-by.js';
import type { ContributionEvent } from './events/contribution.events.js';
import { abandonCheck, answerCheck, checkBlock, evolveChecks, openChecksOf, requestCheck } from './person-check.js';
import type { PersonCheck, PersonCheckCommand } from './person-check.js';

/** Proof that one key is gone: which block it sealed, and the digest of the wrapped key that was removed. */
export type DestroyedKey = {
  readonly block: string;
  readonly keyId: Uuid;
  readonly wrappedKeyDigest: Digest;
  readonly receipt: string;
};

/** What can happen to a contribution after the gateway's own event; that one is appended as it came, by no decider. */
export type ContributionCommand =
  | Message<
      'RefuseContribution',
      { readonly contribution: Uuid; readonly code: string; readonly rules: readonly string[] }
    >
  | Message<'RecordKeysDestroyed', { readonly contribution: Uuid; readonly keys: readonly DestroyedKey[] }>
  | PersonCheckCommand;
export type ContributionStreamEvent = Extract<
  ContributionEvent,
  {
    readonly type:
      | 'ContributionSupplied'
      | 'ContributionRefused'
      | 'KeyDestroyed'
      | 'PersonCheckRequested'
      | 'PersonCheckAnswered'
      | 'PersonCheckAbandoned';
  }
>;

type Supplied = {
  /** signal | answer | supply; empty where it was refused before it was stored. */
  readonly way: string;
  readonly payloadType: string;
  readonly supplier: OrganisationId;
  readonly supplierKind: Kind;
  readonly case?: Uuid;
  readonly request?: Uuid;
  readonly declaration: { readonly lawful: boolean; readonly quality: boolean };
  readonly firstProcessed: CalendarDate;
  readonly blocks: readonly {
    readonly name: string;
    readonly kind: string;
    readonly keyId: Uuid;
    readonly about?: Uuid;
  }[];
};

/** One contribution. `destroyed` maps the id of each key that is gone to its block; all gone makes the status `destroyed`. */
export type ContributionState = Supplied & {
  readonly status: 'none' | 'supplied' | 'refused' | 'destroyed';
  readonly refusal: string | null;
  readonly destroyed: { readonly [keyId: Uuid]: string };
  readonly checks: { readonly [check: Uuid]: PersonCheck };
};

const noContribution: ContributionState = {
  status: 'none',
  way: '',
  payloadType: '',
  supplier: '',
  supplierKind: '',
  declaration: { lawful: false, quality: false },
  firstProcessed: '',
  blocks: [],
  refusal: null,
  destroyed: {},
  checks: {},
};

/**
 * A contribution that was refused before it was stored has keys but no blocks in its stream: those keys are taken as told.
 * So is the key of a check that was asked for: a crash, or the destruction itself, may come between key and answer.
 */
const isOwnKey = (state: ContributionState, key: DestroyedKey): boolean =>
  state.blocks.length === 0 ||
  state.blocks.some(({ name, keyId }) => name === key.block && keyId === key.keyId) ||
  (key.block === checkBlock && Object.keys(state.checks).length > 0);

const keysOf = ({ blocks, checks }: ContributionState): readonly Uuid[] => [
  ...blocks.map(({ keyId }) => keyId),
  ...Object.values(checks).flatMap(({ keyId }) => (keyId === undefined ? [] : [keyId])),
];

/**
 * The end of a contribution: refused after all, and its keys destroyed one by one. Throws `ContributionError` and
 * `CommonError`. Source: design §2, WGS 1.8(7), BGS 1.16.
 */
export const contributionDecider = deciderBy<ContributionState, ContributionCommand, ContributionStreamEvent>({
  initial: noContribution,
  decide: {
    RefuseContribution: (data, state) => {
      if (state.refusal !== null) return [];
      if (state.status === 'destroyed') throw new WrongState('contribution', data.contribution, state.status);
      return [{ type: 'ContributionRefused', data }];
    },
    RecordKeysDestroyed: ({ contribution, keys }, state) => {
      if (state.status === 'none') throw new NotKnown('contribution', contribution);
      requireDistinct(
        'keys',
        keys.map(({ keyId }) => keyId),
      );
      const foreign = keys.find((key) => !isOwnKey(state, key));
      if (foreign) throw new KeyNotOfContribution(contribution, foreign.keyId);
      const gone = keys
        .filter(({ keyId }) => lookUp(state.destroyed, keyId) === undefined)
        .map((key) => ({ type: 'KeyDestroyed', data: { contribution, ...key } }) as const);
      // What is gone is not asked about any more.
      const abandoned = openChecksOf(state).map(
        (check) => ({ type: 'PersonCheckAbandoned', data: { contribution, check, code: 'erased' } }) as const,
      );
      return [...gone, ...abandoned];
    },
    RequestPersonCheck: requestCheck,
    AnswerPersonCheck: answerCheck,
    AbandonPersonCheck: abandonCheck,
  },
  evolve: {
    ContributionSupplied: (state, { contribution: _contribution, ...data }) => {
      const { registry: _registry, phenomenon: _phenomenon, task: _task, ...supplied } = data;
      return { ...state, ...supplied, status: 'supplied' };
    },
    ContributionRefused: (state, data) => ({ ...state, status: 'refused', refusal: data.code }),
    KeyDestroyed: (state, data) => {
      const destroyed = { ...state.destroyed, [data.keyId]: data.block };
      const isGone = state.blocks.length > 0 && keysOf(state).every((keyId) => Object.hasOwn(destroyed, keyId));
      return { ...state, destroyed, status: isGone ? 'destroyed' : state.status };
    },
    PersonCheckRequested: (state, { check, block, register }) =>
      evolveChecks(state, check, { block, register, status: 'open' }),
    PersonCheckAnswered: (state, { check, keyId }) => evolveChecks(state, check, { status: 'answered', keyId }),
    PersonCheckAbandoned: (state, { check }) => evolveChecks(state, check, { status: 'abandoned' }),
  },
});
