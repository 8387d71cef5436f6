import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A collector of traces as far as a program sees one: it takes everything and keeps the bytes as they came. */
export class Collector {
  readonly received: Buffer[] = [];

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<Collector> {
    const server = createServer((request, response) => {
      const head = Buffer.from(JSON.stringify(request.rawHeaders));
      const parts: Buffer[] = [head];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        made.received.push(Buffer.concat(parts));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const made = new Collector(`http://127.0.0.1:${port}/v1/traces`, async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    return made;
  }
}
