import { contributionDecider, hasGrantAt, isMemberAt, isScan, judgeSupply } from '@knooppunt/cases';
import type { AnyEvent, SupplyRefusal, SupplyTarget } from '@knooppunt/cases';
import { placeOfMessage } from '@knooppunt/contracts';
import { RegistryUnknown, inForce, standingStream } from '@knooppunt/disclosure';
import { decodeEvent, encodeEvent, eventIdOf } from '@knooppunt/event-store';
import type { NewEvent } from '@knooppunt/event-store';
import { DomainError, isDomainError, streamName } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import type { Delivery } from '@knooppunt/messaging';
import { Registries } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { createHash } from 'node:crypto';
import { reactWith } from './reacting.js';
import type { WorkerParts } from './worker.parts.js';

/** The first event of a contribution that was taken in. */
export type Supplied = Recorded & Extract<AnyEvent, { type: 'ContributionSupplied' }>;

/** The same contribution id lies in the log with other bytes: an alarm, never an overwrite. */
export class ContributionClash extends DomainError {
  readonly code = 'worker/contribution-clash';
  constructor(readonly contribution: string) {
    super(`contribution \`${contribution}\` is in the log with other bytes`);
  }
}

/** A message that no gateway of ours wrote: it goes into no log. `fault` says what of it. */
export class MessageUnfit extends DomainError {
  readonly code = 'worker/message-unfit';
  constructor(
    readonly eventId: string,
    readonly fault: 'type' | 'place' | 'bytes',
  ) {
    super(`the message of event \`${eventId}\` is unfit for the log (\`${fault}\`)`);
  }
}

const registries = new Registries((bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`);
const unread = { revision: 0n, position: '0'.repeat(20) };

/** The envelope of a message, decoded as if it lay in the store, where the message says that it belongs. */
const decode = ({ value, headers }: Pick<Delivery, 'value' | 'headers'>): Recorded =>
  decodeEvent({ ...placeOfMessage({ value, headers }), bytes: value, ...unread });

/** Where an event of the gateway belongs: what it says itself, nothing that a message may choose. */
const placeOf = ({ type, data }: Recorded): { readonly stream: string; readonly owner: string } | undefined => {
  const { contribution = '', refusal = '' } = data as { readonly contribution?: string; readonly refusal?: string };
  if (type === 'ContributionSupplied') return { stream: streamName('contribution', contribution), owner: contribution };
  const isRefusal = type === 'SupplyRefused' || type === 'CommandRefused';
  return isRefusal ? { stream: streamName('refusal', refusal), owner: refusal } : undefined;
};

/** Throws `MessageUnfit`, and what `encodeEvent` throws of clear data that the catalogue does not allow. */
const requireFit = (event: Recorded, bytes: Uint8Array): void => {
  const { revision: _revision, position: _position, ...envelope } = event;
  const place = placeOf(event);
  if (!place) throw new MessageUnfit(event.id, 'type');
  const { supplier = event.organisation } = event.data as { readonly supplier?: string };
  const isInPlace = event.stream === place.stream && event.organisation === supplier;
  if (!isInPlace || event.id !== eventIdOf(place.owner, 0)) throw new MessageUnfit(event.id, 'place');
  // The log keeps clear members for ever: none may ride along that the catalogue does not name.
  if (!Buffer.from(encodeEvent(envelope).bytes).equals(bytes)) throw new MessageUnfit(event.id, 'bytes');
};

/**
 * What the worker does with one message of `signals.<kind>`: decide again with what the log says, append the gateway's
 * bytes as they are, expected revision "no stream"; on conflict compare bytes (design §2). Refusals are appended as they came.
 * What will never go in is an alarm at every try; after the last one the message is parked.
 */
export const takeIn =
  (parts: WorkerParts) =>
  async ({ value, headers }: Delivery): Promise<void> => {
    try {
      const event = decode({ value, headers });
      requireFit(event, value);
      if (event.type === 'ContributionSupplied') await takeSupply(parts, event as Supplied, value);
      else await append(parts, event, value);
    } catch (error) {
      if (!isDomainError(error) || !error.retriable) parts.alarm('worker/intake', error);
      throw error;
    }
  };

const takeSupply = async (parts: WorkerParts, supplied: Supplied, bytes: Uint8Array): Promise<void> => {
  const refused = await judge(parts, supplied);
  // What lies in the log stands, whatever it is judged now; most is new, and only an append has to tell.
  const isThere = refused && (await parts.store.read(supplied.stream, { maxCount: 1 })).length > 0;
  if (refused && !isThere) await refuse(parts, supplied, refused);
  else await append(parts, supplied, bytes);
};

const append = async (parts: WorkerParts, event: Recorded, bytes: Uint8Array): Promise<void> => {
  const stored: NewEvent = { id: event.id, type: event.type, bytes };
  try {
    await parts.store.append(event.stream, [stored], 'no-stream');
  } catch (error) {
    const [first] = await parts.store.read(event.stream, { maxCount: 1 });
    if (!first) throw error;
    if (first.type === 'ContributionRefused') return;
    if (first.id !== event.id || !Buffer.from(first.bytes).equals(bytes)) throw new ContributionClash(event.stream);
  }
};

const targetOf = async (parts: WorkerParts, event: Supplied): Promise<SupplyTarget> => {
  const { case: caseId, request: requestId, supplier, payloadType } = event.data;
  if (caseId === undefined) return {};
  const at = parts.clock();
  const { state } = await parts.folds.fold('case', streamName('case', caseId), event.cooperation);
  const inCase = {
    phase: state.phase,
    isOpen: state.status === 'open',
    supplierInSet: hasGrantAt(state, supplier, at),
    isScan: isScan(state),
  };
  if (requestId === undefined) return { case: inCase };
  const request = (await parts.folds.fold('request', streamName('request', requestId), event.cooperation)).state;
  return {
    case: inCase,
    request: {
      isOfCase: request.case === caseId,
      isAsked: request.asked.includes(supplier) && request.payloadTypes.includes(payloadType),
    },
  };
};

/**
 * The type as the gateway had it. A gateway that is newer than this worker writes what this worker cannot judge: that is no
 * refusal, which would destroy its keys, but waits, parked, for a worker that knows. Throws `RegistryUnknown`.
 */
const typeOf = ({ registry, payloadType }: Supplied['data']): PayloadType | undefined => {
  const known = registries.find(registry);
  if (!known) throw new RegistryUnknown(registry);
  return known.find(payloadType);
};

const judge = async (parts: WorkerParts, event: Supplied): Promise<SupplyRefusal | undefined> => {
  const { data, cooperation } = event;
  const [covenant, party] = await Promise.all([
    parts.folds.fold('covenant', streamName('covenant', cooperation), cooperation),
    parts.folds.fold('party', standingStream('party', cooperation, data.supplier), cooperation),
  ]);
  const documents = inForce(covenant.state);
  const type = typeOf(data);
  if (!documents || documents.hasExpired || !type) return { code: 'supply/nothing-in-force', rules: [], basis: [] };
  const at = parts.clock();
  return judgeSupply({
    at,
    type,
    law: documents.law,
    covenant: documents.covenant,
    supplierKind: data.supplierKind,
    isMember: isMemberAt(party.state, at) && party.state.kind === data.supplierKind,
    way: data.way as 'signal' | 'answer' | 'supply',
    declaration: data.declaration,
    target: await targetOf(parts, event),
  });
};

/** Refuses after all, on the supplier's account: it reads the refusal back under its own delivery; the keys go (design §2). */
export const refuse = async (
  parts: WorkerParts,
  event: Supplied,
  { code, rules }: Pick<SupplyRefusal, 'code' | 'rules'>,
): Promise<void> => {
  const { contribution, supplier } = event.data;
  const stream = streamName('contribution', contribution);
  const deed = { decider: contributionDecider, stream, step: 'refuse', organisation: supplier };
  await reactWith(parts, event, deed, { type: 'RefuseContribution', data: { contribution, code, rules } });
};
