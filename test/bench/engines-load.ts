import { cloudEventOf } from './deliveries.js';
import { quantile } from './harness.js';
import { Load, RequestRefused, nowMs } from './http-load.js';
import type { Ask, Exchange } from './http-load.js';

/** Where deliveries go, singly and in batches. */
export type Target = {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly single: string;
  readonly batch: string;
};
/** What was sent: ids of the contributions, and how each exchange went. */
export type Sent = { readonly ids: readonly string[]; readonly exchanges: readonly Exchange[] };

/** Items of a batch. */
export const perBatch = 100;
// What is under way at the same time stays below the gateway's bound, 256 deliveries.
const connections = { single: 32, batch: 2 };

let number = 0;
const singleTo = ({ headers, single }: Target): Ask => ({
  method: 'POST',
  path: single,
  headers,
  body: cloudEventOf('S2', number++),
});
const batchTo = ({ headers, batch }: Target): Ask => ({
  method: 'POST',
  path: batch,
  // Who takes nothing but JSON, as a bare server does, has no headers of ours.
  headers: headers['authorization'] === undefined ? {} : { ...headers, 'content-type': batchType },
  body: `[${Array.from({ length: perBatch }, () => cloudEventOf('S2', number++)).join(',')}]`,
});
const batchType = 'application/cloudevents-batch+json';

type Outcome = { readonly id?: string };

const outcomesIn = ({ text }: Exchange): readonly Outcome[] => {
  const answer = JSON.parse(text) as Outcome & { readonly leveringen?: readonly Outcome[] };
  return answer.leveringen ?? [answer];
};
const takenIn = (exchange: Exchange): readonly string[] =>
  outcomesIn(exchange).flatMap(({ id }) => (id === undefined ? [] : [id]));
const idsIn = (exchange: Exchange): readonly string[] => {
  const ids = takenIn(exchange);
  if (ids.length < outcomesIn(exchange).length) throw new Error('a delivery was not taken in');
  return ids;
};

/** Sends as fast as answers come: deliveries singly over 32 connections, or batches over 2. */
export const sendAll = async (target: Target, way: 'single' | 'batch', count: number): Promise<Sent> => {
  const load = new Load(target.base, connections[way]);
  const asks = Array.from({ length: way === 'single' ? count : Math.ceil(count / perBatch) }, () =>
    way === 'single' ? singleTo(target) : batchTo(target),
  );
  const exchanges = await load.send(asks);
  load.close();
  return { ids: exchanges.flatMap(idsIn), exchanges };
};

/** `behindMs`: how much later than the last was due the last was answered; infinite where the gateway had enough to do. */
export type Offered = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly behindMs: number;
  readonly ids: readonly string[];
};

const manyConnections = 512;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const busy = 503;

/** The exchange, or nothing where the gateway said that it has enough to do. */
const unlessBusy = async (exchange: Promise<Exchange>): Promise<Exchange | undefined> => {
  try {
    return await exchange;
  } catch (error) {
    if (error instanceof RequestRefused && error.status === busy) return undefined;
    throw error;
  }
};

/** Offers so many signals a second whatever the answers do; times count from the moment at which each was due. */
export const offer = async (
  target: Target,
  way: 'single' | 'batch',
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Offered> => {
  const each = way === 'single' ? 1 : perBatch;
  const count = Math.round((perSecond * seconds) / each);
  const asks = Array.from({ length: count }, () => (way === 'single' ? singleTo(target) : batchTo(target)));
  const load = new Load(target.base, manyConnections);
  const began = nowMs();
  const dueAt = (at: number): number => began + (at * 1000 * each) / perSecond;
  const under: Promise<Exchange | undefined>[] = [];
  for (const [at, ask] of asks.entries()) {
    const early = dueAt(at) - nowMs();
    if (early > 1) await pause(early);
    under.push(unlessBusy(load.one(ask)));
  }
  const answers = await Promise.all(under);
  load.close();
  const exchanges = answers.flatMap((answer) => (answer ? [answer] : []));
  const waits = answers.flatMap((answer, at) => (answer ? [answer.endedAt - dueAt(at)] : []));
  const ids = exchanges.flatMap(takenIn);
  const isBorne = ids.length === count * each;
  const behindMs = isBorne ? Math.max(...exchanges.map(({ endedAt }) => endedAt)) - dueAt(count - 1) : Infinity;
  return { perSecond, p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99), behindMs, ids };
};
