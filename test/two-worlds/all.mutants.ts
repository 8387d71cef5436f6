import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ids } from './history/plot.js';
import { mutants } from './mutants/index.js';
import { foundWith, readings } from './readings.js';
import { operationsOf } from './session/document.js';
import type { Operation } from './session/document.js';
import { Worlds, goOnInRotterdam } from './worlds.js';
import type { Pair } from './worlds.js';

/** The names of those that are to be played; without any, all. */
const wanted = (process.env['KNOOPPUNT_MUTANTS'] ?? '').split(',').filter((name) => name !== '');
const played = Object.entries(mutants).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter((name) => !Object.hasOwn(mutants, name));
if (unknown.length > 0) throw new Error(`no mutant of a running hub: ${unknown.join(', ')}`);
const begin = 400;
const minutesPerMutant = 100;

let worlds: Worlds;
let operations: readonly Operation[];
let caught = 0;

beforeAll(async () => {
  worlds = await Worlds.begin();
}, 600_000);
afterAll(async () => {
  await worlds.end();
  process.stdout.write(`mutants of a running hub: ${caught} of ${played.length} caught\n`);
});

for (const { name, party, plot } of readings) {
  const spoilt = played.filter(([, mutant]) => mutant.reading === name);
  if (spoilt.length === 0) continue;
  describe(`worlds that differ in what is hidden from the ${party.name}`, () => {
    let pair: Pair;
    let ids: Ids;
    beforeAll(async () => {
      pair = await worlds.pair(plot);
      operations ??= await operationsOf(pair.hubs[0]);
      ids = await goOnInRotterdam(pair);
    }, 600_000);
    afterAll(() => pair.close());

    for (const [at, [key, mutant]] of spoilt.entries()) {
      it(`are told apart where ${mutant.what} (${key})`, async () => {
        const where = { pair, operations, party, ids, begin: begin + minutesPerMutant * at };
        expect(await foundWith(mutant, where)).toMatch(mutant.foundAt);
        caught += 1;
      }, 600_000);
    }
  });
}
