import { compile } from '@knooppunt/covenant';
import type { CompiledCovenant } from '@knooppunt/covenant';
import { workloadOf } from '../../policy/workload/workload.js';
import type { Workload } from '../../policy/workload/workload.js';
import type { Asked, Sample } from '../harness.js';
import { collect, cpuPer } from './timing.js';

/** Numbers of rules that are compiled. */
export const compiledSizes = [50, 400, 1_600, 6_400] as const;

const compiledOf = ({ law, covenant, fields }: Workload): CompiledCovenant =>
  compile(
    { law, covenant },
    Object.entries(fields).map(([id, all]) => ({ id, fields: all })),
  );

const held = (): number => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** Part: documents into tables. */
export const compilePart = async (): Promise<Asked> => {
  const workloads = new Map(compiledSizes.map((rules) => [rules, workloadOf({ rules, signals: 10 })]));
  const of = (rules: number): Workload => workloads.get(rules as (typeof compiledSizes)[number]) as Workload;
  let last: unknown;
  return {
    /** Processor time of compiling so many rules once, in milliseconds. */
    compile: (rules: number): Sample => {
      const workload = of(rules);
      const { cpuUs = Number.NaN } = cpuPer(1, () => {
        last = compiledOf(workload);
      });
      return { ms: cpuUs / 1000, isThere: last === undefined ? 0 : 1 };
    },
    /** Bytes that one compiled covenant of so many rules holds, of the heap and beside it; the mean of several. */
    heldBytes: (rules: number): number => {
      const workload = of(rules);
      const many = 20;
      const before = held();
      const kept = Array.from({ length: many }, () => compiledOf(workload));
      const after = held();
      return (after - before) / kept.length;
    },
    close: async () => {},
  };
};
