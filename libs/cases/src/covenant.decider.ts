import { requireText } from './checks.js';
import { lifeDecisions } from './covenant.decisions.js';
import { NoLawInForce, VersionNotNewer, VersionReused } from './covenant.errors.js';
import { lifeEvolutions, withInForce } from './covenant.evolve.js';
import type { CovenantCommand, CovenantEvent, CovenantState, CovenantText } from './covenant.js';
import { deciderBy } from './decider-by.js';

const requireOneText = (state: CovenantState, name: string, { version, digest }: CovenantText): void => {
  const known = state.digests[`${name} ${version}`];
  if (known !== undefined && known !== digest) throw new VersionReused(name, version);
};

const withDigest = (state: CovenantState, name: string, { version, digest }: CovenantText) => ({
  ...state.digests,
  [`${name} ${version}`]: digest,
});

type Named = CovenantText & { readonly name: string };

/** What has been in force and is not any more does not come back by itself (ADR 0016). */
const requireNotOver = (state: CovenantState, inForce: CovenantText | null, { name, version, digest }: Named): void => {
  const isNew = state.digests[`${name} ${version}`] === undefined;
  const isInForce = inForce?.digest === digest && state.life?.expired !== digest;
  if (!isNew && !isInForce) throw new VersionNotNewer(name, version);
};

/**
 * Law and covenant of one cooperation: how versions are drafted, checked, signed, adopted, come into force and end. What is
 * in force at a moment is the last coming into force at or before it; a version that is over never comes back. Nothing but
 * what is in force ever decides. Throws `CovenantError`, `cases/code-unknown` and `cases/text-missing`.
 * Source: design §1, R59, R69, WGS 1.4, ADR 0016.
 */
export const covenantDecider = deciderBy<CovenantState, CovenantCommand, CovenantEvent>({
  initial: { law: null, covenant: null, digests: {} },
  decide: {
    BringLawIntoForce: (data, state) => {
      if (state.law?.digest === data.digest) return [];
      requireText('law', data.document.length);
      requireOneText(state, data.law, data);
      requireNotOver(state, state.law, { ...data, name: data.law });
      return [{ type: 'LawCameIntoForce', data }];
    },
    BringCovenantIntoForce: (data, state) => {
      if (state.covenant?.digest === data.digest && state.covenant.registry === data.registry) return [];
      requireText('covenant', data.document.length);
      if (state.law === null) throw new NoLawInForce(data.covenant);
      requireOneText(state, data.covenant, data);
      requireNotOver(state, state.covenant, { ...data, name: data.covenant });
      return [{ type: 'CovenantCameIntoForce', data }];
    },
    ...lifeDecisions,
  },
  evolve: {
    LawCameIntoForce: (state, data) => ({ ...state, law: data, digests: withDigest(state, data.law, data) }),
    CovenantCameIntoForce: (state, data) =>
      withInForce({ ...state, covenant: data, digests: withDigest(state, data.covenant, data) }),
    ...lifeEvolutions,
  },
});
