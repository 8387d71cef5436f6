import grpc from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type {
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreDbServer } from './server.js';
import type { EventStoreDbServer } from './server.js';

// What a real server refuses (EventStoreDB 22.10 to 24.10, KurrentDB 25): its Streams.Append, .BatchAppend, .Read and the
// constructors of Event and WriteEvents. A stand-in that took it would let through what fails there.

type Form = { readonly id?: string; readonly type?: string; readonly contentType?: string };
const good: Form = { id: '11111111-1111-4111-8111-111111111111', type: 'CaseOpened', contentType: 'a/b' };
type Keys = { getMetadataMap(): { set(key: string, value: string): unknown } };

const identifier = (stream: string) => {
  const made = new shared.StreamIdentifier();
  made.setStreamName(new TextEncoder().encode(stream));
  return made;
};
const uuid = (text: string) => {
  const made = new shared.UUID();
  made.setString(text);
  return made;
};
const described = <Message extends Keys & { setId(id?: InstanceType<typeof shared.UUID>): unknown }>(
  message: Message,
  { id, type, contentType }: Form,
): Message => {
  if (id !== undefined) message.setId(uuid(id));
  if (type !== undefined) message.getMetadataMap().set('type', type);
  if (contentType !== undefined) message.getMetadataMap().set('content-type', contentType);
  return message;
};

let server: EventStoreDbServer;
let client: InstanceType<typeof streamsService.StreamsClient>;
beforeAll(async () => {
  server = await startEventStoreDbServer();
  client = new streamsService.StreamsClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await server.stop();
});

const single = async (stream: string, form: Form): Promise<ServiceError | AppendResp> =>
  new Promise((resolve) => {
    const call = client.append((error, answer) => resolve(error ?? answer));
    const options = new streams.AppendReq.Options();
    options.setStreamIdentifier(identifier(stream));
    options.setAny(new shared.Empty());
    const header = new streams.AppendReq();
    header.setOptions(options);
    call.write(header);
    const message = new streams.AppendReq();
    message.setProposedMessage(described(new streams.AppendReq.ProposedMessage(), form));
    call.write(message);
    call.end();
  });

const batch = async (stream: string, form: Form): Promise<BatchAppendResp> =>
  new Promise((resolve, reject) => {
    const options = new streams.BatchAppendReq.Options();
    options.setStreamIdentifier(identifier(stream));
    options.setAny(new shared.Empty());
    const request: BatchAppendReq = new streams.BatchAppendReq();
    request.setCorrelationId(uuid('22222222-2222-4222-8222-222222222222'));
    request.setOptions(options);
    request.addProposedMessages(described(new streams.BatchAppendReq.ProposedMessage(), form));
    request.setIsFinal(true);
    const call = client.batchAppend();
    call.on('error', reject);
    call.on('data', (answer: BatchAppendResp) => {
      resolve(answer);
      call.end();
    });
    call.write(request);
  });

const refusedForms: readonly (readonly [name: string, stream: string, form: Form, code: number])[] = [
  ['no id', 'case-1', { type: 'CaseOpened', contentType: 'a/b' }, grpc.status.UNKNOWN],
  ['an id that is no uuid', 'case-1', { ...good, id: 'seven' }, grpc.status.UNKNOWN],
  ['the empty uuid', 'case-1', { ...good, id: '00000000-0000-0000-0000-000000000000' }, grpc.status.UNKNOWN],
  ['an empty type', 'case-1', { ...good, type: '' }, grpc.status.UNKNOWN],
  ['no type', 'case-1', { id: good.id as string, contentType: 'a/b' }, grpc.status.INVALID_ARGUMENT],
  ['no content type', 'case-1', { id: good.id as string, type: 'CaseOpened' }, grpc.status.INVALID_ARGUMENT],
  ['a stream without a name', '', good, grpc.status.UNKNOWN],
];

describe('an event', () => {
  it.each(refusedForms)('with %s is refused, and not written', async (_name, stream, form, code) => {
    const held = server.log.all.length;
    expect(await single(stream, form)).toMatchObject({ code });
    const answer = await batch(stream, form);
    expect(answer.getError()?.getDetails()?.getTypeName()).toBe('event_store.client.BadRequest');
    expect(server.log.all).toHaveLength(held);
  });

  it('of a good form is taken; of content types it keeps whether it is JSON', async () => {
    const answer = (await single('case-2', good)) as AppendResp;
    expect(answer.hasSuccess()).toBe(true);
    expect((await batch('case-2', { ...good, id: good.id?.toUpperCase() ?? '' })).hasSuccess()).toBe(true);
    expect(server.log.all.filter(({ stream }) => stream === 'case-2')).toMatchObject([
      { id: good.id, contentType: 'application/octet-stream' },
    ]);
  });
});

const read = async (change: (options: ReadReq.Options) => void): Promise<ServiceError | readonly ReadResp[]> =>
  new Promise((resolve) => {
    const options = new streams.ReadReq.Options();
    const all = new streams.ReadReq.Options.AllOptions();
    all.setStart(new shared.Empty());
    options.setAll(all);
    options.setCount('10');
    options.setNoFilter(new shared.Empty());
    const uuidOption = new streams.ReadReq.Options.UUIDOption();
    uuidOption.setString(new shared.Empty());
    options.setUuidOption(uuidOption);
    change(options);
    const request = new streams.ReadReq();
    request.setOptions(options);
    const answers: ReadResp[] = [];
    const call = client.read(request);
    call.on('data', (answer: ReadResp) => answers.push(answer));
    call.on('error', resolve);
    call.on('end', () => resolve(answers));
  });

const from =
  (commit: bigint, prepare = commit) =>
  (options: ReadReq.Options) => {
    const position = new streams.ReadReq.Options.Position();
    position.setCommitPosition(String(commit));
    position.setPreparePosition(String(prepare));
    const all = new streams.ReadReq.Options.AllOptions();
    all.setPosition(position);
    options.setAll(all);
  };

describe('a read', () => {
  const { INVALID_ARGUMENT, UNKNOWN } = grpc.status;

  it.each([
    ['begins in the middle of a record', from(1n), INVALID_ARGUMENT],
    ['says in no form how it wants ids', (options: ReadReq.Options) => options.clearUuidOption(), INVALID_ARGUMENT],
    ['says nothing of what is to be read', (options: ReadReq.Options) => options.clearAll(), UNKNOWN],
  ])('that %s is refused', async (_name, change, code) => {
    expect(await read(change)).toMatchObject({ code });
  });

  it('that begins where a record begins, or behind the last, is answered', async () => {
    await single('case-3', { ...good, id: '33333333-3333-4333-8333-333333333333' });
    const last = server.log.all.at(-1)?.position ?? 0n;
    expect(await read(from(last))).toHaveLength(1);
    expect(await read(from(last + 100_000n))).toEqual([]);
  });
});
