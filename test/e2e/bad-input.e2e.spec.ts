import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { seedOf } from '@knooppunt/testing';
import { corpus } from './bad-input/corpus.js';
import { inherited, keptRows } from './bad-input/kept.js';
import { routesOf } from './bad-input/routes.js';
import type { Route } from './bad-input/routes.js';
import { shotsOf } from './bad-input/shots.js';
import type { Range } from './bad-input/shot.js';
import { chosen, fire, misrecorded, nothingFound } from './bad-input/sweep.js';
import { keyringOf } from './bad-input/tokens.js';
import { wordsOf } from './bad-input/words.js';
import { findAll } from './support/byte-search.js';
import { oins } from './support/cast.js';
import { accepted, idOf, send } from './support/client.js';
import { deliver, signals } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { marker } from './support/planted.js';
import { Play } from './support/play.js';
import { randomOf } from './support/random.js';

// as long as it takes: thousands of requests, on a machine that may be busy
jest.setTimeout(3_600_000);

const isLong = process.env['KNOOPPUNT_LONG'] === '1';
/** Shots of one case in the short form, and how many each route gets at least. */
const shotsPerCase = 5;
const shotsPerRoute = 15;
const random = randomOf(seedOf('bad input'));

const cases = corpus();
const categories = [...new Set(cases.map(({ category }) => category))];
const found = nothingFound();
const met = new Map<Route, number>();
let hub: TestHub;
let play: Play;
let range: Range;
let routes: readonly Route[];
let before: { readonly rows: unknown; readonly names: readonly string[]; readonly lines: string };

beforeAll(async () => {
  hub = await TestHub.start();
  play = await new Play(hub).untilMeeting();
  await hub.standalone.sequencer.checkpoint();
  const disclosure = String((await play.dossierOfMeeting('police')).body['verstrekking']);
  routes = await routesOf(hub, play, disclosure);
  range = { hub, routes, keys: await keyringOf(hub), words: wordsOf(hub) };
  await hub.settled();
  before = { rows: keptRows(hub), names: inherited(), lines: hub.lines.join('').toLowerCase() };
});
afterAll(async () => {
  const { ms, what } = found.slowest;
  process.stdout.write(
    `bad input: ${cases.length} cases, ${found.sent.length} requests to ${routes.length} routes; ` +
      `longest turn ${Math.round(ms)} ms (${what})\n`,
  );
  await hub.end();
});

describe('the corpus', () => {
  it('has at least 150 cases, each with a name of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(cases.length - new Set(cases.map(({ category, name }) => `${category}: ${name}`)).size).toBe(0);
  });

  it('has a place for every case', () => {
    expect(cases.filter((one) => shotsOf(range, one).length === 0).map(({ name }) => name)).toEqual([]);
  });
});

describe('whatever comes in', () => {
  it.each(categories)(
    '%s: one problem, nothing repeated, nothing stored but the refusal, no long turn',
    async (category) => {
      const { failures, sent } = found;
      const already = { failures: failures.length, sent: sent.length };
      const strangers = await hub.standalone.metrics.read('knooppunt_http_unauthenticated_total');
      const port = Number(new URL(hub.base).port);
      const events = await hub.eventsOf(async () => {
        for (const one of cases.filter((each) => each.category === category)) {
          const most = isLong ? undefined : shotsPerCase;
          for (const shot of chosen(shotsOf(range, one), { most, met, random })) await fire(port, shot, found);
        }
      });
      const now = sent.slice(already.sent);
      expect([...failures.slice(already.failures), ...misrecorded(now, events)]).toEqual([]);
      const unknown = now.filter(({ status }) => status === 401).length;
      // a connection that breaks within a request is answered as broken, and may have been counted before
      const broken = now.filter(({ shot }) => shot.expected.facts === undefined).length;
      const counted = (await hub.standalone.metrics.read('knooppunt_http_unauthenticated_total')) - strangers;
      expect(counted).toBeGreaterThanOrEqual(unknown);
      expect(counted).toBeLessThanOrEqual(unknown + broken);
    },
  );

  it('meets every route', () => {
    expect(cases.length).toBeLessThan(found.sent.length);
    const few = routes.filter((route) => (met.get(route) ?? 0) < shotsPerRoute).map(({ name }) => name);
    expect(few).toEqual([]);
  });
});

describe('after all of it', () => {
  it('the tables of keys, intake and read models are as they were', async () => {
    await hub.settled();
    expect(keptRows(hub)).toEqual(before.rows);
  });

  it('no prototype has another member', () => {
    expect(inherited()).toEqual(before.names);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('no line of the log is a warning or an error, or holds anything that was sent', () => {
    expect(hub.lines.filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([]);
    const lines = hub.lines.join('').toLowerCase();
    expect(lines).not.toContain(marker.toLowerCase());
    const sought = [...found.canaries].map((canary) => ({ name: canary, bytes: Buffer.from(canary.toLowerCase()) }));
    const toldIn = (text: string): readonly string[] => findAll([{ name: 'log', bytes: Buffer.from(text) }], sought);
    const early = new Set(toldIn(before.lines));
    expect(toldIn(lines).filter((told) => !early.has(told))).toEqual([]);
  });

  it('the process lives', async () => {
    expect(accepted(await send(`${hub.base}/v1/gezondheid`, {})).body).toEqual({ status: 'goed' });
  });

  it('nobody is named to weigh who is no participant, nor the bureau: a signal would wait for ever', async () => {
    const id = idOf(await deliver(hub, 'S1', signals.S1));
    await hub.settled();
    const analyst = await hub.as('analyst');
    const body = routes.find(({ name }) => name.endsWith('/wegingen'))?.body as object;
    for (const stranger of ['00000099000000099000', oins.bureau]) {
      const answer = await analyst.post(`/v1/signalen/${id}/wegingen`, { ...body, wegers: [stranger] });
      expect(answer.body).toMatchObject({ status: 409, code: 'hub/not-a-participant', grondslag: ['WGS 2.19'] });
    }
  });

  it('a good delivery is still taken in, and its maker reads its own writes', async () => {
    const id = idOf(await deliver(hub, 'S1', signals.S1, randomUUID()));
    await hub.settled();
    const analyst = await hub.as('analyst');
    const body = routes.find(({ name }) => name.endsWith('/wegingen'))?.body;
    const prepared = accepted(await analyst.post(`/v1/signalen/${id}/wegingen`, body));
    const seen = await analyst.get(`/v1/signalen/${id}`, { leesbewijs: String(prepared.body['leesbewijs']) });
    expect(seen.text).toContain('"waarde":"weighing"');
  });
});
