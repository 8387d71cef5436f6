import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidOf } from '../harness/derived-ids.js';
import { operationsOf } from '../two-worlds/session/document.js';
import type { Operation } from '../two-worlds/session/document.js';
import { auditorOfRotterdam, bureau, college, immigration, outsider, weigher } from '../two-worlds/session/parties.js';
import { deliveryPairsOf, pairsOf } from './pairs.js';
import type { Asked, QuestionPair } from './pairs.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';
import { WorkMeter } from './work.js';
import type { Work } from './work.js';

const isLong = process.env['KNOOPPUNT_LONG'] === '1';
const parties = isLong
  ? [college, immigration, weigher, outsider, bureau, auditorOfRotterdam]
  : [college, outsider, auditorOfRotterdam];
/** Hidden things that are asked about at each address. */
const most = isLong ? Infinity : 2;

let stage: Stage;
let operations: readonly Operation[];
let meter: WorkMeter;
let sent = 0;
beforeAll(async () => {
  stage = await openStage();
  operations = await operationsOf(stage.hub);
  meter = new WorkMeter(stage.hub);
}, 120_000);
afterAll(async () => {
  meter.stop();
  await stage.close();
});

type Done = { readonly status: number; readonly work: Work };

const ask = async ({ asker, method, path, headers, body }: Asked): Promise<Done> => {
  const { hub } = stage;
  const correlation = uuidOf('equal work', String((sent += 1)));
  const authorization = await hub.bearer(asker);
  const answer = await hub.send({
    method,
    path,
    headers: { authorization, 'x-correlation-id': correlation, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  // whoever follows the log reads streams too, and two reads of one stream at one time are one
  await hub.settled();
  return { status: answer.status, work: meter.workOf(correlation) };
};

/** What a refusal and an absence had done where they did not do the same. Asked before once: a stream is folded for good. */
const differenceOf = async ({ label, hidden, unknown }: QuestionPair) => {
  await ask(hidden);
  await ask(unknown);
  const [refused, absent] = [await ask(hidden), await ask(unknown)];
  // what a party supplied itself it reads back, also where all else about it is hidden
  if (refused.status === 200) return [];
  return JSON.stringify(refused) === JSON.stringify(absent) ? [] : [{ label, refused, absent }];
};

describe('a refusal', () => {
  it.each(parties.map((party) => [party.name, party] as const))(
    'has as much done for it as the answer that there is nothing, at every address: %s',
    async (_name, party) => {
      const pairs = pairsOf(stage, operations, party, most);
      expect(pairs.length).toBeGreaterThan(0);
      const differences = [];
      for (const pair of pairs) differences.push(...(await differenceOf(pair)));
      expect(differences).toEqual([]);
    },
    120_000,
  );

  it.each([college, immigration].map((party) => [party.name, party] as const))(
    'of a delivery into what its supplier has no part in is one of them: %s',
    async (_name, party) => {
      const differences = [];
      for (const pair of deliveryPairsOf(stage, party)) differences.push(...(await differenceOf(pair)));
      expect(differences).toEqual([]);
    },
  );

  it('is known to have had more done where a dossier is read before it is known that somebody may read it', async () => {
    const { gate } = stage.hub.standalone;
    const answer = gate.answer.bind(gate);
    gate.answer = (view, reader) =>
      answer(
        {
          ...view,
          plan: async (folded) => {
            const plan = await view.plan(folded);
            if (plan === 'absent' || 'like' in plan || typeof plan.items !== 'function') return plan;
            return { ...plan, items: await plan.items() };
          },
        },
        reader,
      );
    try {
      const pairs = pairsOf(stage, operations, outsider, 1).filter(({ label }) => label.endsWith('/dossier'));
      const [found] = await differenceOf(pairs[0] as QuestionPair);
      expect(found?.refused.work.reads).toBeGreaterThan(found?.absent.work.reads ?? Infinity);
    } finally {
      Reflect.deleteProperty(gate, 'answer');
    }
  });

  it('is recorded: what was compared was durable', async () => {
    const [pair] = pairsOf(stage, operations, outsider, 1);
    const { status, work } = await ask((pair as QuestionPair).hidden);
    expect(status).toBe(404);
    expect(work.appends).toBe(1);
    expect(work.reads).toBeGreaterThan(3);
    const commanded = pairsOf(stage, operations, college, 1).find(({ label }) => /POST .*noodzaak/.test(label));
    expect(await ask((commanded as QuestionPair).hidden)).toMatchObject({ status: 404, work: { appends: 1 } });
  });
});
