import convert from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { eventAnswerOf } from './read-answers.js';

const { ReadResp } = streams;
const { ReadEvent } = ReadResp;

type Given = {
  readonly id: string;
  readonly stream: string;
  readonly numbers: readonly [revision: bigint, prepare: bigint, commit: bigint];
  readonly metadata: readonly (readonly [string, string])[];
  readonly data: Uint8Array;
  readonly custom: Uint8Array;
  readonly commit: bigint | undefined;
};

const recorded = ({ id, stream, numbers, metadata, data, custom }: Given) => {
  const event = new ReadEvent.RecordedEvent();
  const uuid = new shared.UUID();
  uuid.setString(id);
  event.setId(uuid);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  event.setStreamIdentifier(identifier);
  const [revision, prepare, commit] = numbers.map(String) as [string, string, string];
  event.setStreamRevision(revision);
  event.setPreparePosition(prepare);
  event.setCommitPosition(commit);
  for (const [key, value] of metadata) event.getMetadataMap().set(key, value);
  event.setData(data);
  event.setCustomMetadata(custom);
  return event;
};

const answer = (given: Given) => {
  const read = new ReadEvent();
  read.setEvent(recorded(given));
  if (given.commit === undefined) read.setNoPosition(new shared.Empty());
  else read.setCommitPosition(String(given.commit));
  const response = new ReadResp();
  response.setEvent(read);
  return response;
};

const usual: Given = {
  id: '2f0e4c1a-6f6d-4f0e-9a55-1f0f5f1b2c3d',
  stream: 'case-1',
  numbers: [0n, 7n, 7n],
  metadata: [
    ['type', 'CaseOpened'],
    ['content-type', 'application/octet-stream'],
    ['created', '17000000000000000'],
  ],
  data: Buffer.from('{}'),
  custom: new Uint8Array(),
  commit: 7n,
};

const uint64 = fc.bigInt(0n, 2n ** 64n - 1n);
const given: fc.Arbitrary<Given> = fc.record({
  id: fc.uuid(),
  stream: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  numbers: fc.tuple(uint64, uint64, uint64),
  metadata: fc.constantFrom(usual.metadata, [], [['type', 'één']] as const),
  data: fc.uint8Array({ maxLength: 300 }),
  custom: fc.constantFrom(new Uint8Array(), Buffer.from('{"a":1}')),
  commit: fc.constantFrom(7n, 2n ** 63n),
});

const converted = (response: unknown) =>
  convert.convertGrpcEvent((response as { getEvent: () => never }).getEvent());

describe('the answer of a read that is an event', () => {
  it('is converted by the client to what its own reader gives', () => {
    fc.assert(
      fc.property(given, (one) => {
        const bytes = Buffer.from(answer(one).serializeBinary());
        const fast = eventAnswerOf(bytes);
        expect(fast).toBeDefined();
        expect(converted(fast)).toEqual(converted(ReadResp.deserializeBinary(bytes)));
      }),
    );
  });

  it('keeps its data when the bytes that it came in are used again', () => {
    const bytes = Buffer.from(answer(usual).serializeBinary());
    const fast = eventAnswerOf(bytes);
    const before = converted(fast);
    bytes.fill(0);
    expect(before.event?.data).toEqual(new Uint8Array(Buffer.from('{}')));
  });

  it.each([
    ['a confirmation', () => new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation())],
    ['a stream that is not found', () => new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound())],
    ['a link', () => new ReadResp().setEvent(new ReadEvent().setLink(recorded(usual)))],
    ['an event without a position', () => answer({ ...usual, commit: undefined })],
    ['nothing', () => new ReadResp()],
  ])('is left to the client where it holds %s', (_what, response) => {
    expect(eventAnswerOf(response().serializeBinary())).toBeUndefined();
  });

  it('is left to the client where its id has another form', () => {
    const response = answer(usual);
    const structured = new shared.UUID.Structured();
    structured.setMostSignificantBits('1');
    response.getEvent()?.getEvent()?.getId()?.setStructured(structured);
    expect(eventAnswerOf(response.serializeBinary())).toBeUndefined();
  });

  it('is never read otherwise than by the client, whatever is cut off or changed', () => {
    const bytes = Buffer.from(answer(usual).serializeBinary());
    const read = (changed: Uint8Array): unknown => {
      try {
        return converted(ReadResp.deserializeBinary(changed));
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
        const changed = isCut ? Buffer.from(bytes.subarray(0, at)) : Buffer.from(bytes);
        if (!isCut) changed[at] = byte;
        const fast = eventAnswerOf(changed);
        if (fast === undefined) return;
        expect(converted(fast)).toEqual(read(changed));
      }),
      { numRuns: 500 },
    );
  });
});
