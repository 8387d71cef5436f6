import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { demoClients } from '../../../apps/standalone/src/demo-clients.js';
import { readFounding } from '../../../apps/worker/src/worker.module.js';
import { people } from '../../e2e/support/cast.js';
import { send } from '../../e2e/support/client.js';
import type { Answer } from '../../e2e/support/client.js';
import { cloudEvent, signals } from '../../e2e/support/deliveries.js';
import { compose } from '../compose.js';
import { Container } from './container.js';
import { missing, surround } from './surroundings.js';
import type { Surroundings } from './surroundings.js';

jest.setTimeout(180_000);
if (missing !== undefined) process.stderr.write(`the parts of docker-compose.yml are not started: ${missing}\n`);
const describeSurrounded = missing === undefined ? describe : describe.skip;

describeSurrounded('the parts of docker-compose.yml as processes', () => {
  let surroundings: Surroundings;
  const running: Container[] = [];
  const { services } = compose();
  const start = async (name: string): Promise<Container> => {
    const service = services[name];
    if (!service) throw new Error(`there is no ${name}`);
    const container = await Container.start(name, service, surroundings.here);
    running.push(container);
    return container;
  };
  let gateway: Container;
  let hub: Container;
  let worker: Container;

  const college = demoClients(readFounding('deploy/demo/founding.yaml')).find(
    ({ clientId }) => clientId === 'amsterdam-college',
  );
  const bearer = async (): Promise<Readonly<Record<string, string>>> => {
    if (!college) throw new Error('there is no college');
    const { clientId, organisation, cooperation } = college;
    const claims = { caller: 'organisation', organisation, cooperation, client_id: clientId, sub: clientId };
    return { authorization: `Bearer ${await surroundings.provider.token(claims)}` };
  };
  /** A person of the same organisation: deliveries are read back by people, who say for what. */
  const ofPerson = async (): Promise<Readonly<Record<string, string>>> => {
    const { sub, organisation, cooperation, purpose } = people.college;
    const token = await surroundings.provider.token({ caller: 'person', organisation, cooperation, sub });
    return { authorization: `Bearer ${token}`, doelbinding: purpose };
  };
  /** Asks again while the answer is one that passes: read models follow the log. */
  const until = async (ask: () => Promise<Answer>, isDone: (answer: Answer) => boolean): Promise<Answer> => {
    const end = performance.now() + 60_000;
    for (;;) {
      const answer = await ask();
      if (isDone(answer)) return answer;
      if (performance.now() > end) throw new Error(`still ${answer.status}: ${answer.text}`);
      await new Promise(setImmediate);
    }
  };

  beforeAll(async () => {
    surroundings = await surround();
  });
  afterAll(async () => {
    await Promise.all(running.map((container) => container.stop('SIGKILL')));
    await surroundings?.stop();
  });

  it('prepare ends with 0, and a second time too', async () => {
    const first = await start('prepare');
    expect([await first.ended, first.log]).toEqual([0, expect.any(String)]);
    expect(await (await start('prepare')).ended).toBe(0);
  });

  it('gateway, hub and worker become healthy by the check that compose makes', async () => {
    [gateway, hub, worker] = await Promise.all([start('gateway'), start('hub'), start('worker')]);
    await Promise.all([gateway.healthy(), hub.healthy(), worker.healthy()]);

    expect(await Promise.all([gateway, hub, worker].map((part) => part.isHealthy()))).toEqual([true, true, true]);
  });

  it('a signal that the gateway takes in is read back from the hub', async () => {
    const body = JSON.stringify(
      cloudEvent('S1', signals.S1, { id: randomUUID(), supplier: college?.organisation ?? '' }),
    );
    const headers = { 'content-type': 'application/cloudevents+json', ...(await bearer()) };
    const taken = await until(
      () => send(`${gateway.base}/v1/leveringen`, { method: 'POST', headers, body }),
      ({ status }) => status < 400,
    );
    expect([taken.status, taken.body]).toEqual([202, { id: expect.any(String), status: 'ontvangen' }]);

    const id = String(taken.body['id']);
    const own = await ofPerson();
    const seen = await until(
      () => send(`${hub.base}/v1/leveringen/${id}`, { headers: own }),
      ({ status, body: answer }) => status === 200 && answer['status'] === 'verwerkt',
    );
    expect(seen.body).toMatchObject({ id, soort: 'S1', wijze: 'signal' });
  });

  it('a file that was dropped is taken in, and its delivery read back from the hub', async () => {
    const at = (...names: readonly string[]): string => join(surroundings.drop, ...names);
    const row = cloudEvent('S1', signals.S1, { id: randomUUID(), supplier: college?.organisation ?? '' });
    const text = `${JSON.stringify(row)}\n`;
    writeFileSync(at('in/week-9.jsonl'), text);
    writeFileSync(at('in/week-9.jsonl.klaar'), createHash('sha256').update(text).digest('hex'));
    const outcome = at('uit/week-9.jsonl.uitkomst.jsonl');
    while (!existsSync(outcome)) await gateway.lives();
    const [first, last] = readFileSync(outcome, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([first, last]).toMatchObject([
      { regel: 1, status: 202 },
      { klaar: true, rijen: 1, ontvangen: 1, geweigerd: 0 },
    ]);

    const id = String(first?.['id']);
    const own = await ofPerson();
    const seen = await until(
      () => send(`${hub.base}/v1/leveringen/${id}`, { headers: own }),
      ({ status, body: answer }) => status === 200 && answer['status'] === 'verwerkt',
    );
    expect(seen.body).toMatchObject({ id, soort: 'S1' });
  });

  it('without a token nobody is answered', async () => {
    expect((await send(`${hub.base}/v1/leveringen`, {})).status).toBe(401);
    expect((await send(`${gateway.base}/v1/leveringen`, { method: 'POST' })).status).toBe(401);
  });

  it('a part that stops is not healthy any more, and ends with 0: its own limit has not run out', async () => {
    for (const part of [gateway, hub, worker]) {
      expect([part.name, await part.stop()]).toEqual([part.name, 0]);
      expect(await part.isHealthy()).toBe(false);
    }
  });

  it('no secret is in what they wrote', () => {
    const text = running.map(({ log }) => log).join('\n');

    expect(text.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/postgres(?:ql)?:\/\/[^\s"]*:[^\s"@]+@/);
    expect(text).not.toContain('eyJ');
  });
});
