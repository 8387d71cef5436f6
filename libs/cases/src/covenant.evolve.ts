import type { Instant } from '@knooppunt/kernel';
import type { CovenantState } from './covenant.js';
import { noLife } from './covenant.version.js';
import type { CovenantVersion, VersionStatus } from './covenant.version.js';
import { lookUp } from './checks.js';
import type { CovenantLifeEvent } from './events/covenant.events.js';

type DataOf<Type extends CovenantLifeEvent['type']> = Extract<CovenantLifeEvent, { readonly type: Type }>['data'];
type Named = { readonly covenant: string; readonly version: string; readonly digest: string };

const unnamed = { semantics: '', document: '', signatures: {}, announced: [] } as const;

/** A version changed; one that no event has drafted begins here, so that every log can be folded. */
const changed = (
  state: CovenantState,
  { covenant, version, digest }: Named,
  change: (version: CovenantVersion) => CovenantVersion,
): CovenantState => {
  const life = state.life ?? noLife;
  const known = lookUp(life.versions, version) ?? { ...unnamed, status: 'drafted', covenant, version, digest };
  return { ...state, life: { ...life, versions: { ...life.versions, [version]: change(known) } } };
};

const inStatus =
  (status: VersionStatus) =>
  (state: CovenantState, data: Named): CovenantState =>
    changed(state, data, (version) => ({ ...version, status }));

const drafted = (state: CovenantState, data: DataOf<'CovenantDrafted'>): CovenantState =>
  changed(state, data, () => ({ ...data, status: 'drafted', signatures: {}, announced: [] }));

/** The covenant that has just come into force, in its own life too where it has one; nothing is expired any more. */
export const withInForce = (state: CovenantState): CovenantState => {
  const { life, covenant } = state;
  if (!life || !covenant) return state;
  const opened = { ...state, life: { ...life, expired: null } };
  return lookUp(life.versions, covenant.version)?.digest === covenant.digest
    ? inStatus('in-force')(opened, covenant)
    : opened;
};

/** What each event in the life of a version means. */
export const lifeEvolutions = {
  CovenantDrafted: drafted,
  CovenantAmended: drafted,
  CovenantSubmitted: (
    state: CovenantState,
    { covenant, version, digest, ...submission }: DataOf<'CovenantSubmitted'>,
    recordedAt: Instant | undefined,
  ): CovenantState =>
    changed(state, { covenant, version, digest }, (known) => ({
      ...known,
      status: 'submitted',
      submission,
      ...(recordedAt === undefined ? {} : { submittedAt: recordedAt }),
    })),
  CovenantSigned: (state: CovenantState, data: DataOf<'CovenantSigned'>): CovenantState => {
    const { organisation, kind, key, at, signature } = data;
    return changed(state, data, (version) => ({
      ...version,
      signatures: { ...version.signatures, [organisation]: { kind, key, at, signature } },
    }));
  },
  CovenantAdviceGiven: (state: CovenantState, data: DataOf<'CovenantAdviceGiven'>): CovenantState =>
    changed(state, data, (version) => ({ ...version, advice: { advice: data.advice, document: data.document } })),
  CovenantAdopted: inStatus('adopted'),
  CovenantRefused: inStatus('refused'),
  CovenantWithdrawn: inStatus('withdrawn'),
  CovenantSuperseded: inStatus('superseded'),
  CovenantExpiryAnnounced: (state: CovenantState, data: DataOf<'CovenantExpiryAnnounced'>): CovenantState =>
    changed(state, data, (version) => ({ ...version, announced: [...version.announced, data.days] })),
  CovenantExpired: (state: CovenantState, data: DataOf<'CovenantExpired'>): CovenantState => {
    const expired = inStatus('expired')(state, data);
    return { ...expired, life: { ...(expired.life ?? noLife), expired: data.digest } };
  },
} as const;
