import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server as SocketServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from './engines/free-port.js';
import { baseOf, requireFree, whatListens } from './listening.js';

const opened: (Server | SocketServer)[] = [];

const listen = (server: Server | SocketServer): Promise<number> =>
  new Promise((resolve) => {
    opened.push(server);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const close = (server: Server | SocketServer): Promise<void> =>
  new Promise((resolve) => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close(() => resolve());
  });

afterEach(async () => {
  await Promise.all(opened.splice(0).map(close));
});

const at = (port: number): string => baseOf({ host: '127.0.0.1', port });

describe('asking what listens at an address', () => {
  it('finds nothing where nothing listens', async () => {
    expect(await whatListens(at(await freePort()))).toBe('nothing');
  });

  it('knows a hub by its health and the version of its API', async () => {
    const port = await listen(
      createHttpServer((_request, response) => {
        response.setHeader('api-version', '1.0.0').end('{"status":"goed"}');
      }),
    );
    expect(await whatListens(at(port))).toBe('hub');
  });

  it.each([
    ['a web server with a page of its own', 200, '<html>goed</html>'],
    ['a web server without one', 404, ''],
  ])('takes %s for another program', async (_what, status, body) => {
    const port = await listen(
      createHttpServer((_request, response) => {
        response.writeHead(status).end(body);
      }),
    );
    expect(await whatListens(at(port))).toBe('other');
  });

  it('takes what does not speak HTTP for another program', async () => {
    const port = await listen(createServer((socket) => socket.end('SSH-2.0-x\r\n', () => socket.destroy())));
    expect(await whatListens(at(port))).toBe('other');
  });
});

describe('asking for a free address', () => {
  it('is refused with the system’s own code where something listens', async () => {
    const port = await listen(createServer());
    await expect(requireFree({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('leaves a free address free', async () => {
    const port = await freePort();
    await requireFree({ host: '127.0.0.1', port });
    await expect(requireFree({ host: '127.0.0.1', port })).resolves.toBeUndefined();
  });
});

describe('the address of a hub', () => {
  it('puts an IPv6 host in brackets', () => {
    expect(baseOf({ host: '::1', port: 3000 })).toBe('http://[::1]:3000');
    expect(baseOf({ host: '[::1]', port: 3000 })).toBe('http://[::1]:3000');
    expect(baseOf({ host: 'localhost', port: 3000 })).toBe('http://localhost:3000');
  });
});
