import { isAuthorisedAt, isMemberAt, personDecider } from '@knooppunt/cases';
import type { Asking, PartyState, PersonState, Placed } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { Instant, StreamName } from '@knooppunt/kernel';
import { inForce } from './documents.js';
import type { InForce } from './documents.js';
import type { StreamFolds } from './folds.js';
import type { AnyReader, FoldedView, Snapshot, View } from './view.js';

/**
 * Everything that one answer rests on, folded to S; `snapshot` is S as far as it has been folded by then, `own` names the
 * streams of the question itself, which it rests on whatever items it shows.
 */
export type FoldedAnswer = Omit<FoldedView, 'asking' | 'folds' | 'sees'> & {
  readonly reader: AnyReader;
  readonly at: Instant;
  readonly asking?: Asking;
  readonly documents?: InForce;
  readonly pins: { readonly pins?: { readonly law: string; readonly covenant: string } };
  readonly snapshot: () => Snapshot;
  readonly own: ReadonlySet<StreamName>;
};

/** The stream of a party or person in one cooperation: who works in two cooperations has one in each (walk §3). */
export const standingStream = (category: 'party' | 'person', cooperation: string, id: string): StreamName =>
  streamName(category, category === 'party' ? `${cooperation}-${id}` : id);

/** No person was designated for what the hub reads itself. */
const nobody: Placed<PersonState> = { stream: 'person-none', revision: -1n, state: personDecider.initial };

/** Folds covenant, party, person, and where a view names them the case and the meeting (design §6 step 1). */
export const foldFor = async (
  folds: StreamFolds,
  view: View,
  reader: AnyReader,
  at: Instant,
): Promise<FoldedAnswer> => {
  const folded = new Map<StreamName, Placed<unknown>>();
  const add = <P extends Placed<unknown>>(placed: P): P => {
    const first = folded.get(placed.stream);
    if (!first) folded.set(placed.stream, placed);
    return (first as P | undefined) ?? placed;
  };
  const { cooperation } = reader;
  const standing = (category: 'party' | 'person', id: string): StreamName => standingStream(category, cooperation, id);
  const [covenant, party, person, inCase, meeting] = await Promise.all([
    folds.fold('covenant', streamName('covenant', cooperation), cooperation),
    folds.fold('party', standing('party', reader.organisation), cooperation),
    reader.role === null ? nobody : folds.fold('person', standing('person', reader.person), cooperation),
    view.case === undefined ? undefined : folds.fold('case', streamName('case', view.case), cooperation),
    view.meeting === undefined ? undefined : folds.fold('meeting', streamName('meeting', view.meeting), cooperation),
  ]);
  for (const placed of [covenant, party, person, inCase, meeting]) if (placed && placed !== nobody) add(placed);
  const documents = inForce(covenant.state);
  const asking: Asking | undefined = documents && {
    at,
    act: 'inzage',
    cooperation,
    recipient: reader.organisation,
    recipientKind: reader.kind,
    purpose: reader.purpose,
    law: documents.law,
    covenant: documents.covenant,
    party,
    ...(meeting ? { meeting } : {}),
  };
  return {
    reader,
    at,
    person,
    add,
    pins: documents ? { pins: { law: documents.lawDigest, covenant: documents.covenantDigest } } : {},
    snapshot: () => new Map([...folded].map(([stream, { revision }]) => [stream, revision])),
    own: new Set(folded.keys()),
    ...(inCase ? { case: inCase } : {}),
    ...(meeting ? { meeting } : {}),
    ...(documents ? { documents } : {}),
    ...(asking ? { asking } : {}),
  };
};

/**
 * Does the reader still stand where the request found it: designated by its organisation in this role, mandated and
 * screened, the organisation a member of this kind (R55)? Asked of what was folded, so that a withdrawal during a read ends it.
 */
export const mayRead = (view: View, folded: FoldedAnswer, party: PartyState): boolean => {
  const { reader, at } = folded;
  // What an organisation supplied goes back to it alone: of a system no more is asked than for whom it reads.
  const mayAsk = reader.role === null ? view.act === 'eigen' : isDesignated(folded, reader.role);
  return mayAsk && party.kind === reader.kind && isMemberAt(party, at);
};

const isDesignated = ({ person, reader, at }: FoldedAnswer, role: string): boolean =>
  isAuthorisedAt(person.state, at) &&
  person.state.organisation === reader.organisation &&
  person.state.roles.includes(role);
