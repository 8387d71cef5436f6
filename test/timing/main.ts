import 'reflect-metadata';
import { parseArgs } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { people } from '../e2e/support/cast.js';
import type { Person } from '../e2e/support/cast.js';
import { uuidOf } from '../harness/derived-ids.js';
import { gapOf, randomOf, verdictOf } from './statistics.js';
import type { Gap, Rounds } from './statistics.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';

/** One address that is asked for something hidden and for something that does not exist. */
type Asked = {
  readonly name: string;
  readonly person: Person;
  readonly path: (id: string) => string;
  readonly id: string;
};

const limit = 50;
const warming = 200;
/** After so many rounds everything that follows the log catches up, outside of what is measured. */
const settleEvery = 250;

/** What was asked wrongly: nothing is measured, and that is not said to be in order. */
const misused = (why: string): never => {
  process.stderr.write(`${why}\nUsage: npm run test:timing -- [--samples N] [--only ADDRESS] [--seed N]\n`);
  process.exit(2);
};

const wanted = () => {
  try {
    return parseArgs({
      options: {
        samples: { type: 'string', default: '20000' },
        only: { type: 'string' },
        seed: { type: 'string', default: '1' },
      },
    }).values;
  } catch (error) {
    return misused((error as Error).message);
  }
};

const wholeOf = (name: string, given: string): number =>
  /^\d{1,9}$/.test(given) ? Number(given) : misused(`--${name} ${given} is no whole number`);

const values = wanted();
const rounds = Math.max(10, Math.floor(wholeOf('samples', values.samples) / 2));
const seed = wholeOf('seed', values.seed);

const auditor: Person = { ...people.directorRotterdam, sub: 'auditor.rotterdam', purpose: 'rechtmatigheid' };

const all = ({ ids }: Stage): readonly Asked[] => {
  const of = (name: string): string => ids[name] ?? '';
  const asked = (name: string, person: Person, path: (id: string) => string, id: string): Asked => ({
    name,
    person,
    path,
    id,
  });
  const { college, kmar } = people;
  return [
    asked('case', college, (id) => `/v1/casussen/${id}`, of('cH')),
    asked('case dossier', college, (id) => `/v1/casussen/${id}/dossier`, of('cH')),
    asked('case dossier, from outside', kmar, (id) => `/v1/casussen/${id}/dossier`, of('c1')),
    asked('subjects', college, (id) => `/v1/casussen/${id}/betrokkenen`, of('cH')),
    asked('contribution', college, (id) => `/v1/signalen/${id}`, of('s19')),
    asked('delivery', college, (id) => `/v1/leveringen/${id}`, of('s19')),
    asked('meeting', college, (id) => `/v1/overleggen/${id}`, of('mH')),
    asked('pack', college, (id) => `/v1/overleggen/${id}/dossier`, of('mH')),
    asked('request', college, (id) => `/v1/verzoeken/${id}`, of('r3')),
    asked('disclosures of a case', auditor, (id) => `/v1/casussen/${id}/verstrekkingen`, of('c1')),
    asked('disclosure', auditor, (id) => `/v1/verstrekkingen/${id}`, of('seenByPolice')),
  ];
};

type Ask = (id: string) => Promise<number>;

const askerOf = async ({ hub }: Stage, { person, path }: Asked): Promise<Ask> => {
  const server: FastifyInstance = hub.standalone.app.getHttpAdapter().getInstance();
  const authorization = await hub.bearer(person);
  let sent = 0;
  return async (id) => {
    sent += 1;
    const headers = {
      authorization,
      doelbinding: person.purpose,
      'x-correlation-id': uuidOf('timing', person.sub, path(''), String(sent)),
    };
    const request = { method: 'GET', url: path(id), headers } as const;
    const began = performance.now();
    const { statusCode } = await server.inject(request);
    const took = (performance.now() - began) * 1_000;
    if (statusCode !== 404) throw new Error(`${path(id)} is ${statusCode}`);
    return took;
  };
};

const measure = async (stage: Stage, asked: Asked, random: () => number): Promise<Rounds> => {
  const ask = await askerOf(stage, asked);
  const nowhere = uuidOf('nowhere', asked.name);
  for (let at = 0; at < warming; at += 1) {
    await ask(asked.id);
    await ask(nowhere);
  }
  const found = { first: new Float64Array(rounds), second: new Float64Array(rounds) };
  for (let at = 0; at < rounds; at += 1) {
    if (at % settleEvery === 0) await stage.hub.settled();
    // who comes first is chance: what one leaves behind for the other evens out
    const hiddenFirst = random() < 0.5;
    const [one, other] = hiddenFirst ? [asked.id, nowhere] : [nowhere, asked.id];
    const took = [await ask(one), await ask(other)] as const;
    found.first[at] = took[hiddenFirst ? 0 : 1];
    found.second[at] = took[hiddenFirst ? 1 : 0];
  }
  return found;
};

const cell = (value: number): string => value.toFixed(1).padStart(9);
const lineOf = (name: string, { first, second, gap, low, high, chance }: Gap): string =>
  `${name.padEnd(28)}${cell(first)}${cell(second)}${cell(gap)}   [${low.toFixed(1)}, ${high.toFixed(1)}]`.padEnd(84) +
  chance.toFixed(3);

const run = async (): Promise<void> => {
  const stage = await openStage();
  const random = randomOf(seed);
  const addresses = all(stage);
  const asked = addresses.filter(({ name }) => values.only === undefined || name === values.only);
  if (asked.length === 0) {
    await stage.close();
    misused(`--only is one of: ${addresses.map(({ name }) => name).join('; ')}`);
  }
  process.stdout.write(
    `refusal against absence: ${2 * rounds} samples each, in turn; medians in microseconds, limit ${limit}\n`,
  );
  process.stdout.write(
    '                               hidden  nowhere      gap   95 %                         chance\n',
  );
  const [slow, undecided]: [string[], string[]] = [[], []];
  for (const one of asked) {
    const gap = gapOf(await measure(stage, one, random), seed);
    process.stdout.write(`${lineOf(one.name, gap)}\n`);
    const verdict = verdictOf(gap, limit);
    if (verdict !== 'within') (verdict === 'beyond' ? slow : undecided).push(one.name);
  }
  await stage.close();
  process.stdout.write(slow.length === 0 ? 'no gap beyond the limit\n' : `beyond the limit: ${slow.join(', ')}\n`);
  if (undecided.length > 0) process.stdout.write(`undecided, measure longer or in peace: ${undecided.join(', ')}\n`);
  process.exitCode = slow.length > 0 ? 1 : Number(undecided.length > 0) * 2;
};

await run();
