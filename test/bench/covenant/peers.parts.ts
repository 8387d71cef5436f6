import { decide } from '@knooppunt/covenant';
import { dutchDateOf } from '@knooppunt/kernel';
import { levels } from '@knooppunt/signals';
import { asQuestion, decidedAt } from '../../policy/workload/documents.js';
import type { Workload } from '../../policy/workload/workload.js';
import type { Asked } from '../harness.js';
import { applied, round, roundingOf } from './apply.js';
import type { PeerName } from './peers/peer.js';
import { copiesOf, fieldsPerCopy, mismatchesOf, workloadFor } from './sample.js';
import type { Copy, Options } from './sample.js';
import { cpuPer } from './timing.js';

type DecideInto = (copy: Copy, into: Uint8Array) => void;

const peerDecides = async (workload: Workload, name: PeerName): Promise<DecideInto> => {
  // only here: no other process of the benchmarks is to carry these engines
  const { peers } = await import('./peers/index.js');
  const peer = await peers[name](workload);
  const rounding = roundingOf(workload.schema);
  return ({ question }, into) => {
    peer(question, into);
    round(rounding, question.type, into);
  };
};

const interpreterDecides =
  ({ law, covenant, fields }: Workload): DecideInto =>
  ({ question }, into) => {
    const decision = decide(law, covenant, asQuestion(question, fields[question.type] ?? []));
    decision.fields.forEach(({ level }, at) => {
      into[at] = levels.indexOf(level);
    });
  };

/** Pseudonyms cost the others nothing here: their own work is what is measured. */
const context = { on: dutchDateOf(decidedAt), pseudonym: () => 'aaaaaaaaaaaaaaaa' };

/** Part: one engine, copy by copy. */
export const peerPart = async (options: Options): Promise<Asked> => {
  const workload = workloadFor(options);
  const name = options.peer as PeerName | 'interpreter';
  const decideInto = name === 'interpreter' ? interpreterDecides(workload) : await peerDecides(workload, name);
  const into = new Uint8Array(fieldsPerCopy);
  let bytes = 0;
  const filter = (copy: Copy): void => {
    decideInto(copy, into);
    const shown = applied(workload.schema[copy.signal.type] ?? [], copy.signal, into, context);
    if (shown !== undefined) bytes += Buffer.byteLength(JSON.stringify(shown));
  };
  const each = (count: number, work: (copy: Copy) => void) => {
    const copies = copiesOf(workload, count);
    return { ...cpuPer(copies.length, () => copies.forEach(work)), bytes };
  };
  return {
    mismatches: (count: number) => mismatchesOf(workload, copiesOf(workload, count), decideInto),
    decide: (count: number) => each(count, (copy) => decideInto(copy, into)),
    filter: (count: number) => each(count, filter),
    close: async () => {},
  };
};
