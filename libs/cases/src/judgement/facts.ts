import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { dutchDateOf, plusYears } from '@knooppunt/kernel';
import type { CalendarDate, CooperationId, Instant, Kind, OrganisationId, StreamName, Uuid } from '@knooppunt/kernel';
import { findSubjectOf, hasGrantAt, isPossibleVictim, isScan } from '../case.js';
import type { CaseState } from '../case.js';
import { attendsMeeting } from '../meeting.js';
import type { MeetingState } from '../meeting.js';
import { isMemberAt } from '../party.js';
import type { PartyState } from '../party.js';
import type { RequestState } from '../request.js';
import type { SignalState } from '../signal.js';

/** Three values: what should be known and is not is `unknown`, and fails closed in the engine. */
export type FactValue = 'true' | 'false' | 'unknown';

/**
 * A fact as a decision used it. `source`: `clear:<stream>@<revision>` and `question` are recomputed by an audit,
 * `unset` is a mark that nothing sets yet (false), `facts-block` is sealed and taken as recorded.
 */
export type Fact = { readonly value: FactValue; readonly source: string };
export type Facts = Readonly<Record<string, Fact>>;

/** The state of a stream, folded to a revision. */
export type Placed<State> = { readonly stream: StreamName; readonly revision: bigint; readonly state: State };

/** Who asks, for what, at which moment, under which documents, and the streams that say where the asker stands. */
export type Asking = {
  readonly at: Instant;
  readonly act: 'inzage' | 'resultaat';
  readonly cooperation: CooperationId;
  readonly recipient: OrganisationId;
  readonly recipientKind: Kind;
  readonly purpose: string;
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly party: Placed<PartyState>;
  readonly meeting?: Placed<MeetingState>;
};

/** What is asked about: one contribution, text or record, and the streams it belongs to. */
export type Item = {
  readonly payloadType: string;
  readonly supplier: OrganisationId;
  readonly supplierKind: Kind;
  readonly phase: string;
  readonly source: { readonly stream: StreamName; readonly revision: bigint };
  readonly contribution?: Uuid;
  readonly way?: string;
  readonly declaration?: { readonly lawful: boolean; readonly quality: boolean };
  readonly firstProcessed?: CalendarDate;
  readonly case?: Placed<CaseState>;
  readonly signal?: Placed<SignalState>;
  readonly request?: Placed<RequestState>;
  /** The organisation that a process record or text is about or for: recipient of a necessity, of a disclosure, of a name. */
  readonly concerns?: OrganisationId;
  readonly blocks: readonly { readonly name: string; readonly kind: string }[];
};

/** What lies sealed in the facts blocks of the contributions that count for a block. */
export type SealedFacts = {
  /** Latest known day on which the person is surely of age. */
  readonly adultFrom?: CalendarDate;
  readonly possibleVictim: boolean;
  readonly handlingCode?: string;
  readonly bpgCode?: string;
};

const yes = (value: boolean, source: string): Fact => ({ value: value ? 'true' : 'false', source });
const clear = (placed: { readonly stream: StreamName; readonly revision: bigint }): string =>
  `clear:${placed.stream}@${placed.revision}`;
const unset = yes(false, 'unset');
const question = (value: boolean): Fact => yes(value, 'question');

const exploitation = ['mensenhandel', 'illegale-prostitutie', 'uitbuiting'];

const isOfRegion = ({ party, cooperation, at }: Asking): boolean =>
  isMemberAt(party.state, at) && (party.state.region === 'national' || party.state.region === cooperation);

/** Facts of the question and the recipient: own purpose, own region, attendance (domain §4, policy-engine §3.1). */
export const questionFacts = (asking: Asking): Facts => {
  const { party, meeting } = asking;
  const purposes = Object.keys(asking.covenant.parties[asking.recipientKind]?.purposes ?? {});
  return {
    ownPurpose: question(purposes.some((code) => `${asking.recipientKind}.${code}` === asking.purpose)),
    ownRegion: yes(isOfRegion(asking), clear(party)),
    attends: meeting ? yes(attendsMeeting(meeting.state, asking.recipient), clear(meeting)) : question(false),
  };
};

/** Joined before the case was opened, and still in: no back-access, none after leaving (R61, R62). */
const memberAtOpening = (asking: Asking, openedAt: Instant): boolean =>
  isMemberAt(asking.party.state, openedAt) && isMemberAt(asking.party.state, asking.at);

/** Facts of the case that an item lies in; without a case none of them is known. */
const caseFacts = (asking: Asking, item: Item): Facts => {
  if (!item.case) return {};
  const { state } = item.case;
  const isBureau = asking.law.kinds.bureau.includes(asking.recipientKind);
  const inSet = isBureau || hasGrantAt(state, asking.recipient, asking.at);
  const source = clear(item.case);
  return {
    inNeedToKnowSet: yes(inSet, source),
    memberAtOpening: yes(state.openedAt !== null && memberAtOpening(asking, state.openedAt), clear(asking.party)),
    caseOpen: yes(state.status === 'open', source),
    scan: yes(isScan(state), source),
    exploitationCase: yes(exploitation.includes(state.phenomenon), source),
  };
};

const relationFacts = (asking: Asking, item: Item): Facts => ({
  weigher: item.signal
    ? yes(item.signal.state.weighers.includes(asking.recipient), clear(item.signal))
    : question(false),
  askedParty: item.request
    ? yes(item.request.state.asked.includes(asking.recipient), clear(item.request))
    : question(false),
  ownNecessity: question(item.payloadType !== 'H8' && item.concerns === asking.recipient),
  ownDisclosure: question(item.payloadType === 'H8' && item.concerns === asking.recipient),
  ownOrganisation: question(item.supplier === asking.recipient),
});

const contributionFacts = (asking: Asking, item: Item, sealed: SealedFacts | undefined): Facts => {
  const source = clear(item.source);
  const coded = (value: boolean): Fact => (item.contribution ? yes(value, 'facts-block') : question(false));
  const { declaration, firstProcessed } = item;
  return {
    declared: declaration ? yes(declaration.lawful && declaration.quality, source) : question(true),
    expired: firstProcessed ? yes(dutchDateOf(asking.at) >= plusYears(firstProcessed, 5), source) : question(false),
    codeH1: coded(sealed?.handlingCode === 'H1'),
    codeH2: coded(sealed?.handlingCode === 'H2'),
    codeB: coded(sealed?.bpgCode === 'b'),
    silent: coded(sealed?.bpgCode === 'c'),
    informant: unset,
    held: unset,
    objection: unset,
    originatorConsent: unset,
    omConsent: unset,
    linkedCrime: unset,
    childInterest: unset,
    identityNeed: unset,
    ownHit: unset,
  };
};

/**
 * Facts of one item: of the contribution, its case, signal or request, and how the reader stands to it.
 * `sealed` is what the contribution's own facts block says; in an audit it is absent and those facts are taken as recorded.
 */
export const itemFacts = (asking: Asking, item: Item, sealed?: SealedFacts): Facts => {
  const kinds = [...asking.law.kinds.participants, ...asking.law.kinds.bureau];
  return {
    participants: question(kinds.includes(item.supplierKind) && kinds.includes(asking.recipientKind)),
    ...caseFacts(asking, item),
    ...relationFacts(asking, item),
    ...contributionFacts(asking, item, sealed),
  };
};

/** The subject that a block of a contribution is linked to in its case. */
export const subjectOf = (item: Item, block: string): Uuid | undefined => {
  if (!item.case || !item.contribution) return undefined;
  return findSubjectOf(item.case.state, item.contribution, block);
};

const directCircle = (item: Item, block: { readonly name: string; readonly kind: string }): Fact => {
  if (block.kind !== 'person') return question(true);
  const subject = subjectOf(item, block.name);
  if (!item.case) return question(item.way === 'signal');
  const source = clear(item.case);
  if (subject === undefined) return yes(item.way === 'signal', source);
  const roles = item.case.state.subjects[subject]?.roles ?? [];
  return yes(
    roles.some((role) => role !== 'third'),
    source,
  );
};

const minor = (asking: Asking, about: boolean, sealed: SealedFacts | undefined): Fact => {
  if (!about) return question(false);
  if (sealed?.adultFrom === undefined) return { value: 'unknown', source: 'facts-block' };
  return yes(dutchDateOf(asking.at) < sealed.adultFrom, 'facts-block');
};

const markedVictim = (item: Item, block: string): boolean => {
  const subject = subjectOf(item, block);
  const state = subject === undefined ? undefined : item.case?.state.subjects[subject];
  return state !== undefined && isPossibleVictim(state);
};

const possibleVictim = (item: Item, block: string, about: boolean, sealed: SealedFacts | undefined): Fact => {
  if (!about) return question(false);
  if (item.case && markedVictim(item, block)) return yes(true, clear(item.case));
  return yes(sealed?.possibleVictim === true, 'facts-block');
};

/** Necessity recorded for this reader: `asked:<category>` for every category of fields (design §5). */
const askedFacts = (asking: Asking, item: Item, categories: readonly string[]): Facts => {
  const inCase = item.case;
  const entries = inCase?.state.necessities.filter(
    (entry) =>
      entry.recipient === asking.recipient &&
      entry.purpose === asking.purpose &&
      entry.payloadType === item.payloadType,
  );
  return Object.fromEntries(
    categories.map((category) => [
      `asked:${category}`,
      inCase
        ? yes(entries?.some((entry) => entry.categories.includes(category)) === true, clear(inCase))
        : question(false),
    ]),
  );
};

/**
 * Facts of one block. `sealed` is the strictest of all contributions linked to the block's subject; for free text the
 * strictest over all persons of the contribution, for a text may name any of them.
 */
export const blockFacts = (
  asking: Asking,
  item: Item,
  block: { readonly name: string; readonly kind: string; readonly categories: readonly string[] },
  sealed?: SealedFacts,
): Facts => {
  const persons = item.blocks.filter(({ kind }) => kind === 'person');
  const about = block.kind === 'person' || (block.kind === 'text' && persons.length > 0);
  const named = block.kind === 'text' ? persons.map(({ name }) => name) : [block.name];
  const victims = named.map((name) => possibleVictim(item, name, about, sealed));
  return {
    directCircle: directCircle(item, block),
    minor: minor(asking, about, sealed),
    possibleVictim: victims.find(({ value }) => value === 'true') ?? victims[0] ?? question(false),
    ...askedFacts(asking, item, block.categories),
  };
};
