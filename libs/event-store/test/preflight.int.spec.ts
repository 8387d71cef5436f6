import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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

const command = fileURLToPath(new URL('against-eventstoredb.mjs', import.meta.url));
const usage = expect.stringMatching(/^EVENTSTOREDB_URL=… npm run test:eventstoredb .*\n$/);

/** What `npm run test:eventstoredb` answers; without an address there is nothing that it could write to. */
const asked = (...words: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '' },
  });
  return { status, stdout, stderr };
};

describe('npm run test:eventstoredb', () => {
  it('says what it takes where it is asked for help', () => {
    expect(asked('--help')).toEqual({ status: 0, stdout: usage, stderr: '' });
  });

  it.each([[['--inuse']], [['--lang', 'fr']], [['now']]])(
    'writes nowhere on a guess of what was meant: %j',
    (words) => {
      expect(asked(...words)).toEqual({ status: 2, stdout: '', stderr: usage });
    },
  );

  it('says what is left out where no server is named', () => {
    const { status, stdout } = asked('--lang', 'en');
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^skipped: the contract of the event log/)]);
  });
});

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
