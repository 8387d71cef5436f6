import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { Server } from 'node:net';

const host = '127.0.0.1';
// Below the ports that kernels give out by themselves (Linux from 32768, others from 49152).
const [firstPair, lastPair] = [7_500, 15_999];

/** Takes a port; undefined where it is taken. */
const take = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer((socket) => void socket.destroy()).unref();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => resolve(server));
  });
const letGo = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/**
 * A port on loopback that nobody listens on, for a program that is yet to start: none that the kernel gives to a connection or to
 * whoever asks for any port, and none that another process is given here at the same time. For that the odd port above it is
 * held for as long as this process lives.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = 2 * randomInt(firstPair, lastPair + 1);
    const guard = await take(port + 1);
    const own = guard && (await take(port));
    if (own) {
      await letGo(own);
      return port;
    }
    if (guard) await letGo(guard);
  }
};
