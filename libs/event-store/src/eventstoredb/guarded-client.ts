import type { EventStoreDBClient } from '@eventstore/db-client';
import type { CallOptions, Channel, Metadata, StatusObject } from '@grpc/grpc-js';
import { AnswerOnce } from './answer-once.js';

type CallArguments = (base: { readonly deadline?: number }, options?: CallOptions) => [Metadata, CallOptions];
/** The parts of client 6.2.1 that its types hide; a test holds this list against the package. */
type Internals = {
  callArguments: CallArguments;
  supports: (method: unknown, feature?: string) => Promise<boolean>;
  getChannel: () => Promise<Channel>;
  readonly disposableStreams: Set<{ cancel?: () => void; destroy: () => void }>;
};

const internalsOf = (client: EventStoreDBClient): Internals => {
  const internals = client as unknown as Internals;
  const isKnown =
    typeof internals.callArguments === 'function' &&
    typeof internals.supports === 'function' &&
    typeof internals.getChannel === 'function' &&
    internals.disposableStreams instanceof Set;
  if (!isKnown) throw new TypeError('this client is not @eventstore/db-client 6.2.1');
  return internals;
};

// The transport's deadline comes after our own, so that it is ours that a caller hears of.
const graceMs = 1_000;

/** How a client is to be guarded. */
export type Guards = {
  readonly callTimeoutMs: number;
  readonly appends: 'stream' | 'single';
  /** The stream of batch appends has ended: the client cannot be used for appends any more. */
  readonly onStreamEnd: (ended: StatusObject) => void;
};

/**
 * A client whose known faults cannot reach the process: batch appends are answered exactly once (`AnswerOnce`), calls
 * that end by themselves have a deadline in the transport too, the server's features are never asked for (a failed
 * answer would be kept for good), and all channels are closed at the end.
 */
export class GuardedClient {
  private readonly answers: AnswerOnce;
  private readonly channels = new Set<Channel>();
  private readonly internals: Internals;

  constructor(
    readonly client: EventStoreDBClient,
    guards: Guards,
  ) {
    this.answers = new AnswerOnce(guards.onStreamEnd);
    this.internals = internalsOf(client);
    const { callArguments, getChannel } = this.internals;
    this.internals.supports = async () => guards.appends === 'stream';
    this.internals.getChannel = async () => {
      const channel = await getChannel();
      this.channels.add(channel);
      return channel;
    };
    this.internals.callArguments = (base, given) => {
      const [metadata, options] = callArguments(base, given);
      const deadline = given?.deadline ?? new Date(Date.now() + guards.callTimeoutMs + graceMs);
      return [metadata, { ...options, deadline, interceptors: [this.answers.interceptor] }];
    };
  }

  /** Ends all calls and connections. Never waits: the client's own `dispose` can wait for ever. */
  dispose(): void {
    this.answers.close();
    for (const stream of this.internals.disposableStreams) {
      stream.cancel?.();
      stream.destroy();
    }
    for (const channel of this.channels) channel.close();
  }
}
