import type { EventIn, Kind, Message, OrganisationId, Uuid } from '@knooppunt/kernel';
import { lookUp, requireCode } from './checks.js';
import { NotKnown, WrongState } from './common.errors.js';
import { CheckNotAuthorised } from './contribution.errors.js';
import type { contributionEvents } from './events/contribution.events.js';

type Event<Type extends keyof typeof contributionEvents> = EventIn<typeof contributionEvents, Type>;

/** A local person of a signal, held against a register: asked, and then answered or given up. */
export type PersonCheck = {
  readonly block: string;
  readonly register: string;
  readonly status: 'open' | 'answered' | 'abandoned';
  /** Key of the sealed answer. */
  readonly keyId?: Uuid;
};

/** The sealed block in which an answer lies. */
export const checkBlock = 'check';
/** Why a check ends without an answer. */
const abandonments = ['term-ended', 'not-authorised', 'erased'] as const;
export type Abandonment = (typeof abandonments)[number];

/** Kinds of organisation that may ask a register in their own name (BRP 1.4: the college). */
const mayAsk: Readonly<Record<string, readonly Kind[]>> = { brp: ['COLL'] };

/** May an organisation of this kind have a register asked about persons of its signals? */
export const mayAskRegister = (register: string, kind: Kind): boolean =>
  Object.hasOwn(mayAsk, register) && mayAsk[register]?.includes(kind) === true;

type Ref = { readonly contribution: Uuid; readonly check: Uuid };

/** `partner`: with whose authorisation. `keyId`: of the block in which the answer is sealed. */
export type PersonCheckCommand =
  | Message<
      'RequestPersonCheck',
      Ref & { readonly block: string; readonly register: string; readonly partner: OrganisationId }
    >
  | Message<'AnswerPersonCheck', Ref & { readonly keyId: Uuid }>
  | Message<'AbandonPersonCheck', Ref & { readonly code: Abandonment }>;
type DataOf<Type extends PersonCheckCommand['type']> = Extract<PersonCheckCommand, { readonly type: Type }>['data'];

type Checked = {
  readonly status: 'none' | 'supplied' | 'refused' | 'destroyed';
  readonly way: string;
  readonly supplier: OrganisationId;
  readonly supplierKind: Kind;
  readonly blocks: readonly { readonly name: string; readonly kind: string }[];
  readonly destroyed: { readonly [keyId: Uuid]: string };
  readonly checks: { readonly [check: Uuid]: PersonCheck };
};

/** Nothing of it has been destroyed and it was not refused: what is going is not asked about. */
const isWhole = ({ status, destroyed }: Checked): boolean =>
  status === 'supplied' && Object.keys(destroyed).length === 0;

const openOf = (state: Checked, { check }: Ref): boolean => {
  const known = lookUp(state.checks, check);
  if (!known) throw new NotKnown('check', check);
  return known.status === 'open';
};

/** Asks once per check; quiet where the contribution is on its way out. Throws `cases/check-not-authorised`. */
export const requestCheck = (
  data: DataOf<'RequestPersonCheck'>,
  state: Checked,
): readonly Event<'PersonCheckRequested'>[] => {
  if (state.status === 'none') throw new NotKnown('contribution', data.contribution);
  if (lookUp(state.checks, data.check) || !isWhole(state)) return [];
  const isTheirs = state.way === 'signal' && state.supplier === data.partner;
  if (!isTheirs || !mayAskRegister(data.register, state.supplierKind)) {
    throw new CheckNotAuthorised(data.contribution, data.register);
  }
  const isPerson = state.blocks.some(({ name, kind }) => name === data.block && kind === 'person');
  if (!isPerson) throw new NotKnown('person', data.block);
  return [{ type: 'PersonCheckRequested', data }];
};

/** The first answer stands; none comes after the check was given up or the keys began to go. */
export const answerCheck = (
  data: DataOf<'AnswerPersonCheck'>,
  state: Checked,
): readonly Event<'PersonCheckAnswered'>[] => {
  if (!openOf(state, data)) return [];
  if (!isWhole(state)) throw new WrongState('contribution', data.contribution, state.status);
  return [{ type: 'PersonCheckAnswered', data }];
};

/** Gives an open check up. */
export const abandonCheck = (
  data: DataOf<'AbandonPersonCheck'>,
  state: Checked,
): readonly Event<'PersonCheckAbandoned'>[] => {
  requireCode('code', abandonments, data.code);
  return openOf(state, data) ? [{ type: 'PersonCheckAbandoned', data }] : [];
};

/** Ids of the checks that wait for an answer. */
export const openChecksOf = ({ checks }: Pick<Checked, 'checks'>): readonly Uuid[] =>
  Object.entries(checks).flatMap(([check, { status }]) => (status === 'open' ? [check] : []));

/** The state with one check changed. */
export const evolveChecks = <State extends Pick<Checked, 'checks'>>(
  state: State,
  check: Uuid,
  change: Partial<PersonCheck>,
): State => {
  const known = lookUp(state.checks, check) ?? { block: '', register: '', status: 'open' };
  return { ...state, checks: { ...state.checks, [check]: { ...known, ...change } } };
};
