import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import grpc from '@grpc/grpc-js';
import type { InterceptingCall, Interceptor, Listener, Metadata, StatusObject } from '@grpc/grpc-js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';

type InnerCall = ReturnType<Parameters<Interceptor>[1]>;
type MessageContext = Parameters<InnerCall['sendMessageWithContext']>[0];
type InnerListener = NonNullable<Parameters<InnerCall['start']>[1]>;

const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

/** An id of the protocol as text; the server sends it as text or as two signed 64-bit numbers. */
export const uuidText = (uuid: UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (!structured) return uuid?.getString() ?? '';
  const halves = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()];
  return dashed(halves.map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0')).join(''));
};

const isDenied = ({ code, metadata }: StatusObject): boolean =>
  code === grpc.status.UNAUTHENTICATED ||
  code === grpc.status.PERMISSION_DENIED ||
  metadata.get('exception')[0] === 'access-denied';

/** What a request is answered that the server has not answered: with a timeout, or with what ended its stream. */
const noAnswer = (id: string, ended?: StatusObject): BatchAppendResp => {
  const details = new anyMessage.Any();
  if (ended && isDenied(ended)) {
    details.pack(new shared.AccessDenied().serializeBinary(), 'event_store.client.AccessDenied');
  } else {
    details.pack(new shared.Timeout().serializeBinary(), 'event_store.client.Timeout');
  }
  const error = new status.Status();
  error.setMessage('no answer');
  error.setDetails(details);
  const correlation = new shared.UUID();
  correlation.setString(id);
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(correlation);
  response.setStreamIdentifier(new shared.StreamIdentifier());
  response.setError(error);
  return response;
};

// The client reads these without looking whether they are there, and throws where nobody can catch it.
const isWhole = (message: BatchAppendResp): boolean =>
  message.hasSuccess() || Boolean(message.getError()?.getDetails() && message.getStreamIdentifier());

/** The stream of batch appends as the client sees it: one answer for each request, no error and no end. */
class AnsweredCall {
  private readonly open = new Set<string>();
  private listener: Listener = {};
  private hasEnded = false;
  private ending: StatusObject | undefined;

  constructor(
    private readonly inner: InnerCall,
    private readonly onEnd: (ended: StatusObject) => void,
  ) {}

  start(metadata: Metadata, listener?: Partial<InnerListener>): void {
    this.listener = listener as Listener;
    this.inner.start(metadata, {
      onReceiveMetadata: (received) => listener?.onReceiveMetadata?.(received),
      onReceiveMessage: (message: BatchAppendResp) => this.receive(message),
      onReceiveStatus: (ended) => this.end(ended, this.onEnd),
    });
  }

  sendMessageWithContext(context: MessageContext, message: BatchAppendReq): void {
    const id = uuidText(message.getCorrelationId());
    if (!this.hasEnded) {
      this.open.add(id);
      this.inner.sendMessageWithContext(context, message);
      return;
    }
    queueMicrotask(() => {
      context.callback?.();
      if (message.getIsFinal()) this.deliver(noAnswer(id, this.ending));
    });
  }

  sendMessage(message: BatchAppendReq): void {
    this.sendMessageWithContext({}, message);
  }

  startRead(): void {
    if (!this.hasEnded) this.inner.startRead();
  }

  halfClose(): void {
    if (!this.hasEnded) this.inner.halfClose();
  }

  cancelWithStatus(code: grpc.status, details: string): void {
    this.inner.cancelWithStatus(code, details);
  }

  getPeer(): string {
    return this.inner.getPeer();
  }

  getAuthContext(): ReturnType<InnerCall['getAuthContext']> {
    return this.inner.getAuthContext();
  }

  /** Answers what is open, and takes nothing more from the server. */
  close(): void {
    this.end(undefined, () => this.inner.cancelWithStatus(grpc.status.CANCELLED, 'Cancelled on client'));
  }

  private receive(message: BatchAppendResp): void {
    const id = uuidText(message.getCorrelationId());
    // A second or late answer: the client has forgotten the id and would throw, so it must not hear of it.
    if (!this.open.delete(id)) this.inner.startRead();
    else this.deliver(isWhole(message) ? message : noAnswer(id));
  }

  private end<Ended extends StatusObject | undefined>(ended: Ended, tell: (ended: Ended) => void): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.ending = ended;
    tell(ended);
    for (const id of this.open) this.deliver(noAnswer(id, ended));
    this.open.clear();
  }

  private deliver(message: BatchAppendResp): void {
    this.listener.onReceiveMessage?.(message, () => undefined);
  }
}

/**
 * Stands between one client and its stream of batch appends. The client keeps the waiting appends of all clients of the
 * process in one map: an error of one stream rejects the appends of all, an answer for an id that is not in the map
 * throws where nobody can catch it, and a stream that ends normally leaves its appends waiting for ever. Here each
 * request is answered exactly once, by the server or, when its stream has ended, with a timeout; the client sees
 * neither errors nor ends. `onEnd` hears of an end once; after it the client must be replaced.
 */
export class AnswerOnce {
  private readonly streams = new Set<AnsweredCall>();
  private readonly others = new Set<InnerCall>();

  constructor(private readonly onEnd: (ended: StatusObject) => void) {}

  /** For the call options of each call of the client. Calls other than batch appends are only counted. */
  readonly interceptor: Interceptor = (options, nextCall) => {
    const inner = nextCall(options);
    if (!options.method_definition.path.endsWith('/BatchAppend')) return this.counted(inner);
    const call = new AnsweredCall(inner, this.onEnd);
    this.streams.add(call);
    return call as unknown as InterceptingCall;
  };

  /** Answers all that is open and ends all calls. */
  close(): void {
    for (const call of this.streams) call.close();
    this.streams.clear();
    for (const call of this.others) call.cancelWithStatus(grpc.status.CANCELLED, 'Cancelled on client');
    this.others.clear();
  }

  private counted(inner: InnerCall): InterceptingCall {
    this.others.add(inner);
    const start = inner.start.bind(inner);
    // The call itself with one look at its end: the interceptor classes of gRPC would touch each message three times.
    inner.start = (metadata, listener) =>
      start(metadata, {
        onReceiveMetadata: (received) => listener?.onReceiveMetadata?.(received),
        onReceiveMessage: (message: unknown) => listener?.onReceiveMessage?.(message),
        onReceiveStatus: (ended) => {
          this.others.delete(inner);
          listener?.onReceiveStatus?.(ended);
        },
      });
    return inner as InterceptingCall;
  }
}
