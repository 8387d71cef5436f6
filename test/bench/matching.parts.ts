import { createHmac, randomBytes } from 'node:crypto';
import { openMatchIndex } from '@knooppunt/matching';
import { checkPayload, findPayloadType, tokenValuesOf } from '@knooppunt/signals';
import { openEngines } from '../../apps/standalone/src/engines/embedded.js';
import { cpuMs } from './cpu.js';
import { cast, payloadOf } from './deliveries.js';
import type { Fixture } from './fixture.js';
import type { Asked, Parts, Sample } from './harness.js';

const timed = async (times: number, work: (time: number) => unknown): Promise<Sample> => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let time = 0; time < times; time++) await work(time);
  return { us: ((performance.now() - started) * 1000) / times, cpuUs: (cpuMs(cpu) * 1000) / times };
};

const many = 500;

/** Payloads as the gateway has them when it makes their tokens, and the normal forms that come out of them. */
const payloads = () => {
  const type = findPayloadType('S2');
  if (!type) throw new TypeError('payload type S2 is not there');
  return Array.from({ length: many }, (_, number) => {
    const { payload } = checkPayload(type, payloadOf('S2', number));
    if (!payload) throw new TypeError('a payload has faults');
    return { type, payload, values: tokenValuesOf(type, payload) };
  });
};

const key = randomBytes(32);
const hmac = ({ kind, value }: { readonly kind: string; readonly value: string }): string =>
  createHmac('sha256', key).update(`${kind}\n${value}`).digest('base64url');

type Token = { readonly contribution: string; readonly kind: string; readonly token: string };

const matchTable = { name: 'match-tokens', version: 2 };

/** Tokens of payloads and matches of a case, by the code that makes them in a hub and by a keyed hash and a map. */
const matchPart = async ({ folder, caseId }: Fixture): Promise<Asked> => {
  const { readStore, vault, close } = await openEngines(folder);
  const index = await openMatchIndex({ readStore, opener: vault.opener });
  const table = (name: string) => readStore.tableName(matchTable, name);
  const all = (await readStore.db.selectFrom(table('tokens')).selectAll().execute()) as unknown as readonly Token[];
  const holders = Map.groupBy(all, ({ kind, token }) => `${kind} ${token}`);
  const taken = await readStore.db.selectFrom(table('taken_in')).selectAll().where('case_id', '=', caseId).execute();
  const ofCase = new Set(taken.map((row) => String(row['contribution'])));
  const sought = all.filter(({ contribution }) => ofCase.has(contribution));
  const made = payloads();
  const isKnown = new Set(made.flatMap(({ values }) => values.map(hmac)));
  return {
    tokens: (count: number) =>
      timed(count, (time) => {
        const one = made[time % many] as (typeof made)[number];
        return tokenValuesOf(one.type, one.payload).map(({ kind, value }) =>
          vault.names.blindToken(cast.cooperation, kind, value),
        );
      }),
    /** The normal forms are given: a keyed hash of each, and a look into a set. */
    hashes: (count: number) =>
      timed(count, (time) => (made[time % many] as (typeof made)[number]).values.map((one) => isKnown.has(hmac(one)))),
    proposals: (count: number) => timed(count, () => index.proposalsIn(caseId)),
    /** For each token of the case a keyed hash, and a look into a map of all tokens of the log. */
    lookups: (count: number) =>
      timed(count, () =>
        sought.map(({ kind, token }) => [hmac({ kind, value: token }), holders.get(`${kind} ${token}`)]),
      ),
    sizes: async () => ({
      perPayload: made.reduce((sum, { values }) => sum + values.length, 0) / many,
      tokens: all.length,
      ofCase: sought.length,
      proposals: (await index.proposalsIn(caseId)).length,
    }),
    close,
  };
};

/** Parts of the benchmark of matching. */
export const matchingParts: Parts = { match: matchPart };
