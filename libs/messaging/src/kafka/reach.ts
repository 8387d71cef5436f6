import { connect } from 'node:net';

/** Where a node listens. */
export type NodeAddress = { readonly host: string; readonly port: number };

const takes = ({ host, port }: NodeAddress, limitMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, signal: AbortSignal.timeout(limitMs) });
    const end = (isThere: boolean): void => {
      resolve(isThere);
      socket.destroy();
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });

/**
 * How many of these nodes take a connection within so many milliseconds. A node that has lost the others goes on telling of them
 * as it last heard; whether they are there, only they can say.
 */
export const countReachable = async (nodes: readonly NodeAddress[], limitMs: number): Promise<number> =>
  (await Promise.all(nodes.map((node) => takes(node, limitMs)))).filter(Boolean).length;
