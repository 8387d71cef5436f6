import { decide } from '@knooppunt/covenant';
import { dutchDateOf } from '@knooppunt/kernel';
import { levels } from '@knooppunt/signals';
import { asQuestion, decidedAt } from '../../policy/workload/documents.js';
import type { Workload } from '../../policy/workload/workload.js';
import type { Asked } from '../harness.js';
import { applied, round, roundingOf } from './apply.js';
import { caslCan, caslFields } from './peers/casl.js';
import { cedarLevels, cedarRules } from './peers/cedar.js';
import { opaPolicy } from './peers/opa-compiler.js';
import { opaLevels, opaRules } from './peers/opa.js';
import type { Peer, Rules } from './peers/peer.js';
import { copiesOf, fieldsPerCopy, mismatchesOf, workloadFor } from './sample.js';
import type { Copy, Options } from './sample.js';
import { cpuPer } from './timing.js';

type Makes = (of: Rules) => Peer;
const ofOpa =
  (make: (wasm: Uint8Array<ArrayBuffer>) => Makes): Makes =>
  (of) => {
    const wasm = opaPolicy();
    if (wasm === undefined) throw new TypeError('no compiler for Rego');
    return make(wasm)(of);
  };

/** Every other engine, each in its ways of use. */
export const peers = {
  'casl-fields': caslFields,
  'casl-can': caslCan,
  'opa-rules': ofOpa(opaRules),
  'opa-levels': ofOpa(opaLevels),
  'cedar-rules-few': cedarRules(true),
  'cedar-rules': cedarRules(false),
  'cedar-levels-few': cedarLevels(true),
  'cedar-levels': cedarLevels(false),
} as const satisfies Readonly<Record<string, Makes>>;
export type PeerName = keyof typeof peers;

type DecideInto = (copy: Copy, into: Uint8Array) => void;

const peerDecides = (workload: Workload, name: PeerName): DecideInto => {
  const peer = peers[name](workload);
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
  const decideInto = name === 'interpreter' ? interpreterDecides(workload) : peerDecides(workload, name);
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
