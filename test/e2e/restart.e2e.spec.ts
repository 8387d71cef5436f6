import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { Recorded } from '@knooppunt/kernel';
import { exitCodes, fetchOrganisationToken, fetchPersonToken } from '@knooppunt/platform';
import { amsterdam } from './support/cast.js';
import { ChildHub } from './support/child-hub.js';
import { freePort } from '../free-port.js';
import { Client, idOf } from './support/client.js';
import type { Answer } from './support/client.js';
import { cloudEvent, signals } from './support/deliveries.js';
import { linesOf } from './support/play.js';

jest.setTimeout(120_000);

const folders: string[] = [];
const running: ChildHub[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-restart-'));
  folders.push(folder);
  return folder;
};
const begin = (settings: ChildHub['settings']): ChildHub => {
  const hub = new ChildHub(settings);
  running.push(hub);
  return hub;
};
afterAll(async () => {
  for (const hub of running) await hub.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const systemOf = async ({ base, issuer }: ChildHub): Promise<Client> => {
  const who = { issuer, clientId: 'amsterdam-college', clientSecret: 'demo-amsterdam-college', cooperation: amsterdam };
  const token = await fetchOrganisationToken(who);
  return new Client(base, { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' });
};

/** Every delivery that the college finds, page by page. */
const listed = async ({ base, issuer }: ChildHub): Promise<ReadonlyMap<string, string>> => {
  const token = await fetchPersonToken({ issuer, sub: 'college.amsterdam', cooperation: amsterdam });
  const client = new Client(base, { authorization: `Bearer ${token}`, doelbinding: 'COLL.wonen' });
  const found = new Map<string, string>();
  for (let cursor = ''; ;) {
    const page = await client.get(`/v1/leveringen${cursor === '' ? '' : `?cursor=${cursor}`}`);
    for (const line of linesOf(page) as readonly { id: string; status?: string }[]) {
      if (found.has(line.id)) throw new Error('one delivery on two pages');
      found.set(line.id, line.status ?? '');
    }
    const { volgende = '' } = page.body as { readonly volgende?: string };
    cursor = volgende;
    if (cursor === '') return found;
  }
};

const eventsIn = async (folder: string): Promise<readonly Recorded[]> => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  try {
    const found: Recorded[] = [];
    for (;;) {
      const after = found.at(-1)?.position;
      const page = await store.readAll({ maxCount: 500, ...(after === undefined ? {} : { after }) });
      found.push(...page.map(decodeEvent));
      if (page.length < 500) return found;
    }
  } finally {
    await store.close();
  }
};

describe('a hub that is killed in mid-intake', () => {
  const rounds = 2;
  const perRound = 40;
  const acknowledged = new Map<string, string>();
  const offered: string[] = [];
  let folder: string;
  let port: number;

  const offer = async (system: Client, source: string): Promise<Answer> =>
    system.raw('POST', '/v1/leveringen', JSON.stringify(cloudEvent('S1', signals.S1, { id: source })));

  /** Delivers from eight hands at once, kills the process when so many are acknowledged, and goes on until all connections broke. */
  const killWhileTakingIn = async (hub: ChildHub): Promise<void> => {
    const system = await systemOf(hub);
    let count = 0;
    const hand = async (): Promise<never> => {
      for (;;) {
        const source = randomUUID();
        offered.push(source);
        const answer = await offer(system, source);
        if (answer.status !== 202) throw new Error(`answer ${answer.status}`);
        acknowledged.set(source, idOf(answer));
        count += 1;
        if (count === perRound) void hub.kill();
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, hand));
    expect((await hub.ended).signal).toBe('SIGKILL');
  };

  beforeAll(async () => {
    folder = newFolder();
    port = await freePort();
    for (let round = 0; round < rounds; round += 1) {
      await killWhileTakingIn(await begin({ port, data: folder }).listening());
    }
  });

  it('has lost and doubled no acknowledged delivery when it begins again, and completes what it had begun', async () => {
    const hub = await begin({ port, data: folder }).listening();
    let found = await listed(hub);
    const missing = (): readonly string[] => [...acknowledged.values()].filter((id) => found.get(id) !== 'verwerkt');
    while (missing().length > 0) found = await listed(hub);
    expect(acknowledged.size).toBeGreaterThanOrEqual(rounds * perRound);

    const system = await systemOf(hub);
    for (const source of offered) {
      const again = await offer(system, source);
      expect(again.status).toBe(202);
      const id = idOf(again);
      expect(acknowledged.get(source) ?? id).toBe(id);
      acknowledged.set(source, id);
    }
    const all = new Set(acknowledged.values());
    expect(all.size).toBe(offered.length);
    while ((found = await listed(hub)).size < all.size);
    expect(new Set(found.keys())).toEqual(all);

    const { code, err } = await hub.stop();
    expect(code).toBe(0);
    expect(err.split('\n').filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([]);
    const events = await eventsIn(folder);
    for (const type of ['ContributionSupplied', 'SignalSubmitted']) {
      const ids = events
        .filter((event) => event.type === type)
        .map(({ stream }) => stream.slice(stream.indexOf('-') + 1));
      expect(ids).toHaveLength(all.size);
      expect(new Set(ids)).toEqual(all);
    }
    expect(events.filter(({ type }) => type === 'CovenantCameIntoForce')).toHaveLength(2);
    process.stdout.write(`killed ${rounds} times: ${acknowledged.size} deliveries, 0 lost, 0 doubled\n`);
  });
});

describe('a start that cannot be', () => {
  const expectOneSentence = (err: string, word: RegExp): void => {
    const lines = err.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(word);
    expect(lines[0]).toMatch(/\.$/);
  };

  it('on a port that is taken says so in one sentence, with its own exit code', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, out, err } = await begin({ port, data: newFolder() }).ended;
    other.close();
    expect([code, out]).toEqual([exitCodes.portTaken, '']);
    expectOneSentence(err, new RegExp(`Poort ${port} is al in gebruik`));
  });

  it('on data that another instance works on says so in one sentence; that instance is not disturbed', async () => {
    const data = newFolder();
    const first = await begin({ port: await freePort(), data }).listening();
    const { code, out, err } = await begin({ port: await freePort(), data }).ended;
    expect([code, out]).toEqual([exitCodes.dataLocked, '']);
    expectOneSentence(err, /Er draait al een knooppunt op de gegevens/);
    const system = await systemOf(first);
    const answer = await system.raw('POST', '/v1/leveringen', JSON.stringify(cloudEvent('S1', signals.S1)));
    expect(answer.status).toBe(202);
    expect((await first.stop()).code).toBe(0);
  });

  it('with settings that make no sense says what is wrong, with its own exit code', async () => {
    const { code, out, err } = await begin({ port: 'drieduizend', data: newFolder() }).ended;
    expect([code, out]).toEqual([exitCodes.configuration, '']);
    expectOneSentence(err, /KNOOPPUNT_PORT/);
  });
});
