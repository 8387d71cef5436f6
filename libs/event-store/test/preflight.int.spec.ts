import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreDbServer } from '../../../test/eventstoredb-server/server.js';
import type { EventStoreDbServer, ServerOptions } from '../../../test/eventstoredb-server/server.js';
import { encodeEvent } from '../src/codec.js';
import { openStore } from '../src/eventstoredb/eventstoredb.store.js';
import { Authority } from './authority.js';
import { preflight } from './preflight.js';
import { sampleEnvelope, sampleStream } from './samples.js';

const on = async (options: ServerOptions, act: (server: EventStoreDbServer) => Promise<void>): Promise<void> => {
  const server = await startEventStoreDbServer(options);
  try {
    await act(server);
  } finally {
    await server.stop();
  }
};

describe('before the contract is run at an address', () => {
  it.each([
    ['empty', {}],
    ['used for years by others', { livedIn: true }],
  ])('a server that is %s is found ready', async (_name, options) => {
    await on(options, async ({ connectionString }) => {
      expect(await preflight(connectionString)).toEqual({ readiness: 'ready', what: '' });
      expect(await preflight(connectionString)).toEqual({ readiness: 'ready', what: '' });
    });
  });

  it.each([
    ['kurrentdb://', ''],
    ['kdb://', ''],
    ['esdb://', '&tls_ca_file=x&Connection-Name=n'],
  ])('%s…%s is an address as good as any', async (scheme, more) => {
    await on({}, async ({ connectionString }) => {
      const address = connectionString.replace('esdb://', scheme) + more;
      expect(await preflight(address)).toMatchObject({ readiness: 'ready' });
    });
  });

  it.each([
    ['https://127.0.0.1:2113', 'form'],
    ['127.0.0.1:2113', 'form'],
    ['esdb://', 'form'],
    ['esdb://127.0.0.1:port?tls=false', 'form'],
    ['esdb://127.0.0.1:2113?tls', 'tls'],
    ['esdb://u:geheim@127.0.0.1:2113?tls=ja', 'form'],
    ['esdb://u:geheim@127.0.0.1:2113?tlsVerifyCert=false', 'tlsVerifyCert'],
    ['esdb://u:geheim@127.0.0.1:2113?throwOnAppendFailure=false', 'throwOnAppendFailure'],
    ['esdb://u:geheim@127.0.0.1:2113?tls=false&wat=1', 'wat'],
    ['esdb://u:geheim@127.0.0.1:2113?tlsCAFile=/is/not/there.pem', 'tlsCAFile'],
  ])('%s is refused for its %s, and nothing of it is printed', async (address, what) => {
    expect(await preflight(address)).toEqual({ readiness: 'address', what });
  });

  it('an address where nobody listens is told from a server that refuses', async () => {
    await on({}, async ({ connectionString, goAway }) => {
      await goAway();
      expect(await preflight(connectionString)).toMatchObject({ readiness: 'nobody' });
    });
  });

  it('a log of a Knooppunt is left alone, unless it is said to be in use', async () => {
    await on({}, async ({ connectionString, log }) => {
      const store = await openStore({ connectionString });
      await store.append(sampleStream, [encodeEvent(sampleEnvelope())], 'no-stream');
      await store.close();
      const held = log.all.length;
      expect(await preflight(connectionString)).toMatchObject({ readiness: 'in-use' });
      expect(log.all).toHaveLength(held);
      expect(await preflight(connectionString, true)).toMatchObject({ readiness: 'ready' });
    });
  });

  it('a server whose reads do not say where an event lies is too old', async () => {
    await on({ hidesPositions: true }, async ({ connectionString }) => {
      expect(await preflight(connectionString)).toMatchObject({ readiness: 'old' });
    });
  });
});

describe('before the contract is run at a server with TLS and users', () => {
  let authority: Authority;
  let tls: { readonly key: Buffer; readonly cert: Buffer };
  beforeAll(() => {
    authority = new Authority();
    tls = authority.issue('eventstoredb');
  });
  afterAll(() => authority.remove());

  const secured = async (
    change: (address: string) => string,
    options: ServerOptions = { tls, users: new Map([['admin', 'changeit']]) },
  ) => {
    let found: unknown;
    await on(options, async ({ connectionString }) => {
      const trusting = `${connectionString}&tlsCAFile=${encodeURIComponent(authority.caFile)}`;
      found = await preflight(change(trusting));
    });
    return found;
  };
  const named = (address: string, user: string) => address.replace('://', `://${user}@`);

  it('the right user is let in', async () => {
    expect(await secured((address) => named(address, 'admin:changeit'))).toMatchObject({ readiness: 'ready' });
  });

  it.each([
    ['nobody', (address: string) => address],
    ['a wrong password', (address: string) => named(address, 'admin:x')],
  ])('%s is told to name a user', async (_name, change) => {
    expect(await secured(change)).toMatchObject({ readiness: 'denied' });
  });

  it.each([
    ['an authority that is not known', (address: string) => address.replace(/&tlsCAFile.*/, '')],
    ['no TLS where the server speaks it', (address: string) => address.replace(/\?tls=true.*/, '?tls=false')],
  ])('%s is told from a server that is away', async (_name, change) => {
    expect(await secured(change)).toMatchObject({ readiness: 'tls' });
  });

  it('TLS where the server speaks none is told from a server that is away', async () => {
    const toTls = (address: string) => address.replace('tls=false', 'tls=true');
    expect(await secured(toTls, {})).toMatchObject({ readiness: 'tls' });
  });
});
