import type { Asked } from '../harness.js';
import { readersOf, workloadFor } from './sample.js';
import type { Options } from './sample.js';
import { cpuPer } from './timing.js';

/** Part: what JSON itself costs for the same signals, in microseconds per signal. */
export const limitsPart = async (options: Options): Promise<Asked> => {
  const { signals } = workloadFor(options);
  const texts = signals.map((signal) => JSON.stringify(signal));
  let bytes = 0;
  const write = (signal: unknown): void => {
    bytes += Buffer.byteLength(JSON.stringify(signal));
  };
  const each = (count: number, work: (at: number) => void) => {
    const sample = cpuPer(count, () => {
      for (let at = 0; at < count; at++) work(at);
    });
    return { ...sample, bytes };
  };
  return {
    bytesPerSignal: async () => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length,
    stringify: (count: number) => each(count, (at) => write(signals[at])),
    roundTrip: (count: number) => each(count, (at) => write(JSON.parse(texts[at] as string))),
    /** The whole signal, parsed once and written once per reader. */
    unfiltered: (count: number) =>
      each(count, (at) => {
        const signal = JSON.parse(texts[at] as string) as (typeof signals)[number];
        for (let reader = readersOf(signal).length; reader > 0; reader--) write(signal);
      }),
    close: async () => {},
  };
};
