import type { Message, Uuid } from '@knooppunt/kernel';
import { isSame, requireCode } from './checks.js';
import { AlreadyExists, NotKnown } from './common.errors.js';
import { deciderBy } from './decider-by.js';
import type { ContributionEvent } from './events/contribution.events.js';

/** Why the keys of a contribution go (WGS 1.8(7), BGS 1.16). */
export const erasureGrounds = ['signal-rejected', 'supply-refused', 'term-ended'] as const;
export type ErasureGround = (typeof erasureGrounds)[number];

type Demand = {
  readonly erasure: Uuid;
  readonly contribution: Uuid;
  readonly ground: ErasureGround;
  /** Id of the event that brings it about. */
  readonly cause: Uuid;
};

/** What can be done with an erasure; `keys` counts the keys that are gone. */
export type ErasureCommand =
  | Message<'RequestErasure', Demand>
  | Message<'CompleteErasure', { readonly erasure: Uuid; readonly contribution: Uuid; readonly keys: number }>;
export type ErasureEvent = Extract<ContributionEvent, { readonly type: 'ErasureRequested' | 'ErasureCompleted' }>;

/** One erasure of one contribution. `keys` stands from the completion on. */
export type ErasureState = {
  readonly status: 'none' | 'requested' | 'completed';
  readonly erasure: Uuid;
  readonly contribution: Uuid;
  readonly ground: string;
  readonly cause: Uuid;
  readonly keys: number;
};

const requireErasure = (state: ErasureState, erasure: Uuid, contribution: Uuid): void => {
  if (state.status === 'none' || state.contribution !== contribution) throw new NotKnown('erasure', erasure);
};

/** The destruction of one contribution, from the fact that demands it to the last key. Source: WGS 1.8(7), BGS 1.16. */
export const erasureDecider = deciderBy<ErasureState, ErasureCommand, ErasureEvent>({
  initial: { status: 'none', erasure: '', contribution: '', ground: '', cause: '', keys: 0 },
  decide: {
    RequestErasure: (data, state) => {
      requireCode('ground', erasureGrounds, data.ground);
      if (state.status === 'none') return [{ type: 'ErasureRequested', data }];
      const { status: _status, keys: _keys, ...demand } = state;
      if (isSame(demand, data)) return [];
      throw new AlreadyExists('erasure', data.erasure);
    },
    CompleteErasure: (data, state) => {
      requireErasure(state, data.erasure, data.contribution);
      // A retry after a crash finds no keys any more and counts none: the first count stands.
      return state.status === 'completed' ? [] : [{ type: 'ErasureCompleted', data }];
    },
  },
  evolve: {
    ErasureRequested: (state, data) => ({ ...state, ...data, status: 'requested' }),
    ErasureCompleted: (state, data) => ({ ...state, status: 'completed', keys: data.keys }),
  },
});
