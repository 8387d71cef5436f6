import grpc from '@grpc/grpc-js';
import type { LeaderAddress, Member, ServerContext } from './context.js';
import { openDoor } from './door.js';
import { Faults } from './faults.js';
import { liveIn } from './lived-in.js';
import { Log } from './log.js';
import { listen } from './services.js';

export { notLeader } from './faults.js';

/** A running server. */
export type EventStoreDbServer = {
  /** For `esdb://`; says whether with TLS, and names no user. */
  readonly connectionString: string;
  readonly port: number;
  readonly log: Log;
  readonly faults: Faults;
  /** Makes this node a follower of another, or the leader again. */
  readonly follow: (leader: LeaderAddress | undefined) => void;
  /** The subscriptions that are open now go on without a word, whatever is written. */
  readonly muteSubscriptions: () => void;
  /** How many subscriptions are open. */
  readonly subscriptions: () => number;
  /** What the server has sent to all clients, in bytes. */
  readonly bytesSent: () => number;
  /** Whether connections are taken. */
  readonly isListening: () => boolean;
  /** How many connections are open. */
  readonly connections: () => number;
  /** Resets all connections. */
  readonly reset: () => void;
  /** Who is in the cluster, as gossip tells it; without this the node is alone. */
  readonly tellMembers: (members: () => readonly Member[]) => void;
  /** Connections are taken, and nothing is answered, until `speak`; what was sent meanwhile is answered then. */
  readonly fallSilent: () => void;
  readonly speak: () => void;
  /** Resets all connections and takes none, until `comeBack`. The data stay. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** How a test server differs from a plain one. */
export type ServerOptions = {
  readonly batchAppend?: boolean;
  readonly maxAppendBytes?: number;
  readonly clockSkewMs?: number;
  /** Instead of a log of its own: nodes of one cluster share one. */
  readonly log?: Log;
  /** Names and passwords; without them everybody may do everything. */
  readonly users?: ReadonlyMap<string, string>;
  /** Key and certificate in PEM: the server speaks TLS. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  /** An append that was there already is acknowledged without a position, as some versions do. */
  readonly repeatsWithoutPosition?: boolean;
  /**
   * The first repeat of each append is dropped, and answered with a timeout so many milliseconds later: what the
   * database does with a repeat that comes before the first has reached its index (there it is two seconds).
   */
  readonly dropsFirstRepeatMs?: number;
  /** Reads of a stream do not say where an event lies in the whole log, as those of versions before 22.6. */
  readonly hidesPositions?: boolean;
  /** Subscriptions do not say that they have caught up, as those of versions before 23.10. */
  readonly hidesCaughtUp?: boolean;
  /** The database has been used for years, and others use it now: see `liveIn`. */
  readonly livedIn?: boolean;
};

/** A context without faults or company, on a log. */
export const contextOf = (log: Log, options: ServerOptions = {}): ServerContext => ({
  log,
  faults: new Faults(),
  maxAppendBytes: options.maxAppendBytes ?? 1024 * 1024,
  hasBatchAppend: options.batchAppend ?? true,
  clockSkewMs: options.clockSkewMs ?? 0,
  repeatsWithoutPosition: options.repeatsWithoutPosition ?? false,
  dropsFirstRepeatMs: options.dropsFirstRepeatMs,
  hidesPositions: options.hidesPositions ?? false,
  hidesCaughtUp: options.hidesCaughtUp ?? false,
  dropped: new Set(),
  someoneElse: options.livedIn === true ? liveIn(log) : () => undefined,
  leader: undefined,
  members: () => [],
  subscriptions: 0,
  muted: 0,
  opened: 0,
  reset: () => undefined,
});

/**
 * A server of the EventStoreDB protocol (gRPC) on a free port of loopback, with its log in memory and faults that can be
 * switched on. It is made from the client's own generated messages, so what crosses the wire is what the protocol defines.
 */
export const startEventStoreDbServer = async (options: ServerOptions = {}): Promise<EventStoreDbServer> => {
  const { tls, users } = options;
  const context = contextOf(options.log ?? Log.inMemory(), options);
  const credentials = tls
    ? grpc.ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
    : grpc.ServerCredentials.createInsecure();
  const { server, port } = await listen(context, { port: 0, credentials, ...(users ? { users } : {}) });
  const door = await openDoor(port);
  context.reset = door.reset;
  context.members = () => [{ host: '127.0.0.1', port: door.port, isLeader: !context.leader, isAlive: true }];
  return {
    connectionString: `esdb://127.0.0.1:${door.port}?tls=${tls !== undefined}`,
    port: door.port,
    log: context.log,
    faults: context.faults,
    follow: (leader) => {
      context.leader = leader;
    },
    tellMembers: (members) => {
      context.members = members;
    },
    muteSubscriptions: () => {
      context.muted = context.opened;
    },
    subscriptions: () => context.subscriptions,
    bytesSent: door.bytesSent,
    isListening: door.isListening,
    connections: door.count,
    reset: door.reset,
    fallSilent: door.hold,
    speak: door.pass,
    goAway: door.shut,
    comeBack: door.reopen,
    stop: async () => {
      await door.shut();
      server.forceShutdown();
    },
  };
};
