import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { freePort } from './free-port.js';

describe('a port for a program that is yet to start', () => {
  it('is free, and none that the kernel gives out by itself', async () => {
    const port = await freePort();
    expect(port).toBeGreaterThanOrEqual(15_000);
    expect(port).toBeLessThan(32_000);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  });

  it('is given to nobody else, also while nobody listens on it yet', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('is held by the one above it, which another process sees', async () => {
    const port = await freePort();
    const server = createServer().listen(port + 1, '127.0.0.1');
    const [refusal] = (await once(server, 'error')) as [{ readonly code?: string }];
    expect(refusal.code).toBe('EADDRINUSE');
  });
});
