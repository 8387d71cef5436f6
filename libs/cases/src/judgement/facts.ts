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

/**
 * What lies sealed in the facts blocks of the contributions that count for a block. `lost`: none of them can be read any
 * more, so that a mark that is not set here may have been set all the same.
 */
export type SealedFacts = {
  /** Latest known day on which the person is surely of age. */
  readonly adultFrom?: CalendarDate;
  readonly possibleVictim: boolean;
  readonly lost?: true;
  readonly handlingCode?: string;
  readonly bpgCode?: string;
};

const yes = (value: boolean, source: string): Fact => ({ value: value ? 'true' : 'false', source });
const clear = (placed: { readonly stream: StreamName; readonly revision: bigint }): string =>
  `clear:${placed.stream}@${placed.revision}`;
const unset = yes(false, 'unset');
const question = (value: boolean): Fact => yes(value, 'question');
/** A mark in a facts block: false where nobody set it, unknown where nobody can read any more whether it was set. */
const mark = (isSet: boolean, sealed: SealedFacts | undefined): Fact =>
  isSet || sealed?.lost !== true ? yes(isSet, 'facts-block') : { value: 'unknown', source: 'facts-block' };

/** Name and kind of the block that holds `_exists`: whether the item is there at all for this reader. */
export const headBlock = 'head';

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

/** Is it still to be weighed, or being weighed: neither accepted nor rejected (BGS 2.16)? */
const isWeighed = ({ status }: SignalState): boolean => status === 'submitted' || status === 'weighing';

const relationFacts = (asking: Asking, item: Item): Facts => ({
  weigher: item.signal
    ? yes(item.signal.state.weighers.includes(asking.recipient), clear(item.signal))
    : question(false),
  weighingOpen: item.signal ? yes(isWeighed(item.signal.state), clear(item.signal)) : question(false),
  askedParty: item.request
    ? yes(item.request.state.asked.includes(asking.recipient), clear(item.request))
    : question(false),
  ownNecessity: question(item.payloadType !== 'H8' && item.concerns === asking.recipient),
  ownDisclosure: question(item.payloadType === 'H8' && item.concerns === asking.recipient),
  ownOrganisation: question(item.supplier === asking.recipient),
});

const contributionFacts = (asking: Asking, item: Item, sealed: SealedFacts | undefined): Facts => {
  const source = clear(item.source);
  const isSupplied = item.contribution !== undefined;
  const coded = (value: boolean): Fact => (isSupplied ? mark(value, sealed) : question(false));
  const missing = (otherwise: boolean): Fact => (isSupplied ? { value: 'unknown', source } : question(otherwise));
  const { declaration, firstProcessed } = item;
  return {
    declared: declaration ? yes(declaration.lawful && declaration.quality, source) : missing(true),
    expired: firstProcessed ? yes(dutchDateOf(asking.at) >= plusYears(firstProcessed, 5), source) : missing(false),
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

/** The strictest of all roles counts: whom one link calls a third is no person of the direct circle for anybody. */
const isInCircle = (item: Item, person: string): boolean => {
  const subject = subjectOf(item, person);
  if (subject === undefined) return item.way === 'signal';
  const roles = item.case?.state.subjects[subject]?.roles ?? [];
  return roles.length > 0 && roles.every((role) => role !== 'third');
};

/** Of a person, or of all whom a text may name: one outside the circle keeps the text back. */
const directCircle = (item: Item, persons: readonly string[]): Fact => {
  if (persons.length === 0) return question(true);
  const isIn = persons.every((person) => isInCircle(item, person));
  return item.case ? yes(isIn, clear(item.case)) : question(isIn);
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

const possibleVictim = (item: Item, persons: readonly string[], sealed: SealedFacts | undefined): Fact => {
  if (persons.length === 0) return question(false);
  if (item.case && persons.some((person) => markedVictim(item, person))) return yes(true, clear(item.case));
  return mark(sealed?.possibleVictim === true, sealed);
};

/**
 * Necessity recorded for this reader: `asked:<category>` for every category of fields (design §5). Whether an item is
 * there at all belongs to no category: any necessity for its type asks for that.
 */
const askedFacts = (
  asking: Asking,
  item: Item,
  { kind, categories }: { readonly kind: string; readonly categories: readonly string[] },
): Facts => {
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
        ? yes(
            entries?.some((entry) => kind === headBlock || entry.categories.includes(category)) === true,
            clear(inCase),
          )
        : question(false),
    ]),
  );
};

/** Local persons that a block is about: itself, all whom a free text may name, or nobody. */
const personsOf = (item: Item, block: { readonly name: string; readonly kind: string }): readonly string[] => {
  if (block.kind === 'person') return [block.name];
  if (block.kind !== 'text') return [];
  return item.blocks.filter(({ kind }) => kind === 'person').map(({ name }) => name);
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
  const persons = personsOf(item, block);
  return {
    directCircle: directCircle(item, persons),
    minor: minor(asking, persons.length > 0, sealed),
    possibleVictim: possibleVictim(item, persons, sealed),
    ...askedFacts(asking, item, block),
  };
};
