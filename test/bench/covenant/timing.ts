import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cpuMs } from '../cpu.js';
import type { Sample } from '../harness.js';

let gc: (() => void) | undefined;

/** Collects garbage now, so that what one measurement left behind is not paid by the next. */
export const collect = (): void => {
  setFlagsFromString('--expose-gc');
  gc ??= runInNewContext('gc') as () => void;
  gc();
};

/** Processor time per piece of work, all threads of this process together, in microseconds. */
export const cpuPer = (count: number, work: () => void): Sample => {
  collect();
  const cpu = process.cpuUsage();
  work();
  return { cpuUs: (cpuMs(cpu) * 1000) / count };
};
