import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { freePort } from '../free-port.js';

/** A door before the server whose connections can be cut with a reset, or held so that nothing goes through. */
export const openDoor = async (port: number) => {
  const sockets = new Set<Socket>();
  let sent = 0;
  let isHeld = false;
  const held: (() => void)[] = [];
  const connected = (from: Socket, to: Socket): void => {
    const pass = (bytes: Buffer): void => {
      if (to.destroyed || to.write(bytes)) return;
      from.pause();
      to.once('drain', () => from.resume());
    };
    from.on('data', (bytes: Buffer) => (isHeld ? held.push(() => pass(bytes)) : pass(bytes)));
    from.on('end', () => to.end());
  };
  const door = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === incoming ? outgoing : incoming).destroy();
      });
    }
    outgoing.on('data', (bytes: Buffer) => {
      sent += bytes.length;
    });
    connected(incoming, outgoing);
    connected(outgoing, incoming);
  });
  const listen = async (at: number) =>
    new Promise<void>((resolve, reject) => door.once('error', reject).listen(at, '127.0.0.1', resolve));
  // One that stays its own while it is shut.
  const own = await freePort();
  await listen(own);
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const shut = async () => {
    const shutting = new Promise((resolve) => door.close(resolve));
    reset();
    await shutting;
  };
  return {
    port: own,
    /** From now on nothing is passed on, in any direction; connections are taken all the same. */
    hold: () => {
      isHeld = true;
    },
    /** What was held goes on. */
    pass: () => {
      isHeld = false;
      for (const go of held.splice(0)) go();
    },
    reset,
    shut,
    reopen: async () => listen(own),
    isListening: () => door.listening,
    count: () => sockets.size / 2,
    bytesSent: () => sent,
  };
};
