import 'reflect-metadata';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../clock.js';
import { JsonLogger } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import { startManagement } from './management.js';
import type { Management } from './management.js';
import { Readiness } from './readiness.js';

const clock = new SystemClock();
const seen = /kanari|123456782/i;
type State = 'up' | 'no' | 'silent' | 'fails';
let states: Record<'event-store' | 'messaging', State>;
let calls: number;
let lines: string[];
let metrics: Metrics;
let readiness: Readiness;
let management: Management;

const answerOf = async (state: State): Promise<boolean> => {
  calls += 1;
  if (state === 'silent') return new Promise(() => undefined);
  if (state === 'fails') throw Object.assign(new Error('kanarie 123456782'), { code: 'kanarie' });
  return state === 'up';
};

beforeEach(async () => {
  states = { 'event-store': 'up', messaging: 'up' };
  calls = 0;
  lines = [];
  metrics = new Metrics();
  const logger = new JsonLogger(clock, (line) => void lines.push(line));
  const checks = (['event-store', 'messaging'] as const).map((name) => ({
    name,
    check: () => answerOf(states[name]),
    limitMs: 60,
  }));
  readiness = new Readiness(checks, { logger, metrics, cacheMs: 40 });
  management = await startManagement({ port: 0, readiness, metrics, logger, clock });
});
afterEach(() => management.close());

const get = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${management.url}${path}`, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text };
};
const ready = async () => {
  const { status, text } = await get('/health/ready');
  return { status, body: JSON.parse(text) as unknown };
};
const readyOnce = async (status: number) => {
  for (;;) {
    const found = await ready();
    if (found.status === status) return found;
  }
};
const up = { 'event-store': 'up', messaging: 'up' };

describe('a live process', () => {
  it('says so, whatever its engines do', async () => {
    states = { 'event-store': 'silent', messaging: 'fails' };
    const { status, text, headers } = await get('/health/live');
    expect([status, text]).toEqual([200, '{"status":"up"}']);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('a ready process', () => {
  it('names its checks', async () => {
    const { status, text } = await get('/health/ready');
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'up', checks: up }]);
  });

  it.each<State>(['no', 'silent', 'fails'])(
    'is not ready while an engine %s, and is again when it is back',
    async (state) => {
      await readyOnce(200);
      states.messaging = state;
      const found = await readyOnce(503);
      expect(found.body).toEqual({ status: 'down', checks: { ...up, messaging: 'down' } });
      expect(await readiness.isReady()).toBe(false);
      states.messaging = 'up';
      await readyOnce(200);
      expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
        expect.objectContaining({ level: 'warn', event: 'check-down', check: 'messaging' }),
        expect.objectContaining({ level: 'info', event: 'check-up', check: 'messaging' }),
      ]);
    },
  );

  it('says that a silent engine is away, without an answer of it', async () => {
    states['event-store'] = 'silent';
    expect((await get('/health/ready')).status).toBe(503);
  });

  it('tells nobody why', async () => {
    states.messaging = 'fails';
    const { text } = await get('/health/ready');
    expect(text).not.toMatch(/kanari|error|message|time/i);
    expect((await get('/metrics')).text).toMatch(/knooppunt_check_up\{check="messaging"\} 0/);
    expect(lines.join('')).not.toMatch(seen);
  });

  it('asks its engines once for a storm of probes', async () => {
    const patient = new Readiness([{ name: 'messaging', check: () => answerOf('up') }], { cacheMs: 60_000 });
    await Promise.all(Array.from({ length: 200 }, () => patient.isReady()));
    expect(calls).toBe(1);
  });

  it('keeps one call at an engine that hangs, and gives it up in the end', async () => {
    const hanging = new Readiness([{ name: 'messaging', check: () => answerOf('silent'), limitMs: 20 }], {
      cacheMs: 0,
    });
    const before = performance.now();
    while (performance.now() - before < 90) await hanging.isReady();
    expect(calls).toBe(1);
    for (const made = () => calls; made() < 2;) await hanging.isReady();
    expect(performance.now() - before).toBeGreaterThanOrEqual(199);
  });

  it('is not ready any more once it stops, whatever its checks say', async () => {
    readiness.stop();
    expect(await ready()).toEqual({ status: 503, body: { status: 'stopping', checks: up } });
    expect((await get('/health/live')).status).toBe(200);
    expect(await readiness.isReady()).toBe(false);
  });
});

describe('the metrics', () => {
  it('are in the format of Prometheus, those of the process with them', async () => {
    const { status, headers, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('knooppunt_nodejs_eventloop_lag_seconds');
    expect(text).toContain('# TYPE knooppunt_http_request_duration_seconds histogram');
  });
});

describe('any other address', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/kanarie'],
    ['POST', '/health/live'],
    ['DELETE', '/metrics'],
    ['GET', '/health/ready/kanarie'],
    ['GET', '/%c0%80kanarie'],
  ])('%s %s is a problem that repeats nothing', async (method, path) => {
    const { status, headers, text } = await get(path, { method });
    expect([400, 404]).toContain(status);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ status, code: expect.stringMatching(/^platform\//) });
    expect(text).not.toMatch(seen);
  });

  it('that is no HTTP at all is answered in the same form', async () => {
    const { port } = new URL(management.url);
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('kanarie\r\n\r\n'));
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect(answer).not.toMatch(seen);
  });
});

describe('a port that is taken', () => {
  it('is told as such', async () => {
    const port = Number(new URL(management.url).port);
    const logger = new JsonLogger(clock, () => undefined);
    await expect(startManagement({ port, readiness, metrics, logger, clock })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
