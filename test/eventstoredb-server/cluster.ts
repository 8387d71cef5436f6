import { Log } from './log.js';
import { startEventStoreDbServer } from './server.js';
import type { EventStoreDbServer, ServerOptions } from './server.js';

/** Three nodes that share one log, as if each write had reached a majority; the first leads. */
export type Cluster = {
  readonly nodes: readonly EventStoreDbServer[];
  readonly log: Log;
  /** `esdb://a,b,c`. */
  readonly connectionString: string;
  /** Makes a node the leader; the others know it at once. */
  readonly elect: (leader: number) => void;
  readonly stop: () => Promise<void>;
};

/** Starts a cluster. Whether a node is alive is what gossip tells: a node that has gone away stays in it as dead. */
export const startCluster = async (options: ServerOptions = {}, size = 3): Promise<Cluster> => {
  const log = Log.inMemory();
  const nodes = await Promise.all(Array.from({ length: size }, () => startEventStoreDbServer({ ...options, log })));
  let leading = 0;
  const members = () =>
    nodes.map(({ port, isListening }, at) => ({
      host: '127.0.0.1',
      port,
      isLeader: at === leading,
      isAlive: isListening(),
    }));
  const elect = (leader: number): void => {
    leading = leader;
    const { port } = nodes[leader] as EventStoreDbServer;
    for (const [at, node] of nodes.entries()) node.follow(at === leader ? undefined : { host: '127.0.0.1', port });
  };
  for (const node of nodes) node.tellMembers(members);
  elect(0);
  return {
    nodes,
    log,
    connectionString: `esdb://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=${options.tls !== undefined}`,
    elect,
    stop: async () => {
      for (const node of nodes) await node.stop();
    },
  };
};
