import type { Digest, Message } from '@knooppunt/kernel';
import { requireText } from './checks.js';
import { NoLawInForce, VersionReused } from './covenant.errors.js';
import { deciderBy } from './decider-by.js';
import type { FoundingEvent } from './events/founding.events.js';

type Text = {
  readonly version: string;
  /** Major version of the engine that judges by it. */
  readonly semantics: string;
  readonly digest: Digest;
  /** Canonical JSON of the document; the digest is over its bytes, which the caller has checked. */
  readonly document: string;
};
/** The law layer as it came into force. */
export type LawInForce = Text & { readonly law: string };
/** A covenant as it came into force, with the digest of the payload registry that it was checked against. */
export type CovenantInForce = Text & { readonly covenant: string; readonly registry: Digest };

/** What the covenant stream of a cooperation can be asked. */
export type CovenantCommand =
  Message<'BringLawIntoForce', LawInForce> | Message<'BringCovenantIntoForce', CovenantInForce>;
export type CovenantEvent = Extract<FoundingEvent, { readonly type: 'LawCameIntoForce' | 'CovenantCameIntoForce' }>;

/**
 * Law and covenant in force, null before the first; `digests` holds the digest of every `<document> <version>` so far.
 */
export type CovenantState = {
  readonly law: LawInForce | null;
  readonly covenant: CovenantInForce | null;
  readonly digests: { readonly [version: string]: Digest };
};

const requireOneText = (state: CovenantState, name: string, { version, digest }: Text): void => {
  const known = state.digests[`${name} ${version}`];
  if (known !== undefined && known !== digest) throw new VersionReused(name, version);
};

const withDigest = (state: CovenantState, name: string, { version, digest }: Text) => ({
  ...state.digests,
  [`${name} ${version}`]: digest,
});

/**
 * Law and covenant of one cooperation as they come into force. What is in force at a moment is the last such event at or
 * before it; an earlier version may come into force again. Throws `CovenantError` and `cases/text-missing`.
 * Source: design §1, R59, WGS 1.4.
 */
export const covenantDecider = deciderBy<CovenantState, CovenantCommand, CovenantEvent>({
  initial: { law: null, covenant: null, digests: {} },
  decide: {
    BringLawIntoForce: (data, state) => {
      if (state.law?.digest === data.digest) return [];
      requireText('law', data.document.length);
      requireOneText(state, data.law, data);
      return [{ type: 'LawCameIntoForce', data }];
    },
    BringCovenantIntoForce: (data, state) => {
      if (state.covenant?.digest === data.digest && state.covenant.registry === data.registry) return [];
      requireText('covenant', data.document.length);
      if (state.law === null) throw new NoLawInForce(data.covenant);
      requireOneText(state, data.covenant, data);
      return [{ type: 'CovenantCameIntoForce', data }];
    },
  },
  evolve: {
    LawCameIntoForce: (state, data) => ({ ...state, law: data, digests: withDigest(state, data.law, data) }),
    CovenantCameIntoForce: (state, data) => ({
      ...state,
      covenant: data,
      digests: withDigest(state, data.covenant, data),
    }),
  },
});
