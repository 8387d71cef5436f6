import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { JsonLogger, SystemClock, fetchOrganisationToken, fetchPersonToken } from '@knooppunt/platform';
import { startStandalone } from '../../apps/standalone/src/standalone.js';
import type { Standalone } from '../../apps/standalone/src/standalone.js';
import { cast } from './deliveries.js';
import { nowMs } from './http-load.js';
import { freePort } from '../free-port.js';

/** The root of the repository, seen from the built file. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A standalone hub on a data folder, as `npm start` runs it, listening on a free port. */
export type BenchHub = { readonly hub: Standalone; readonly base: string };

export const startHub = async (folder: string): Promise<BenchHub> => {
  const clock = new SystemClock();
  const host = '127.0.0.1';
  const port = await freePort();
  const hub = await startStandalone({
    clock,
    logger: new JsonLogger(clock, (line) => process.stderr.write(line)),
    config: {
      host,
      port,
      data: folder,
      founding: `${root}deploy/demo/founding.yaml`,
      production: false,
      identity: { kind: 'demo' },
    },
  });
  await hub.app.listen(port, host);
  return { hub, base: `http://${host}:${port}` };
};

/** Headers of the system of the college. */
export const collegeHeaders = async (issuer: string): Promise<Readonly<Record<string, string>>> => ({
  authorization: `Bearer ${await fetchOrganisationToken({ issuer, cooperation: cast.cooperation, ...cast.collegeClient })}`,
});

/** Headers of a person with its purpose. */
export const personHeaders = async (
  issuer: string,
  sub: string,
  purpose: string,
): Promise<Readonly<Record<string, string>>> => ({
  authorization: `Bearer ${await fetchPersonToken({ issuer, sub, cooperation: cast.cooperation })}`,
  doelbinding: purpose,
});

/**
 * Notes when each stream got its first event durably: the instrument hangs on the port itself, for a subscription would
 * add one more reader to what is measured.
 */
export const watchAppends = ({ engines }: Standalone) => {
  const durableAt = new Map<string, number>();
  const { store } = engines;
  const append = store.append.bind(store);
  store.append = async (stream, events, expected) => {
    const result = await append(stream, events, expected);
    if (expected === 'no-stream') durableAt.set(stream, nowMs());
    return result;
  };
  const all = async (streams: readonly string[]): Promise<readonly number[]> => {
    while (!streams.every((stream) => durableAt.has(stream))) await new Promise((resolve) => setTimeout(resolve, 1));
    const moments = streams.map((stream) => durableAt.get(stream) ?? Number.NaN);
    durableAt.clear();
    return moments;
  };
  return { all };
};

const resolutionMs = 1;

/**
 * Delay of the event loop: how much later than asked a timer of 1 ms comes. `stop` gives the 99th percentile and the
 * most since `start`, in milliseconds.
 */
export const watchLoop = () => {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  const delayOf = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  return {
    start: (): void => {
      histogram.reset();
      histogram.enable();
    },
    stop: () => {
      histogram.disable();
      return { loopP99Ms: delayOf(histogram.percentile(99)), loopMaxMs: delayOf(histogram.max) };
    },
  };
};
