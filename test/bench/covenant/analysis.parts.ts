import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, diff } from '@knooppunt/covenant';
import type { CovenantDocument, Documents, LawDocument, RegistryView, Rule } from '@knooppunt/covenant';
import { payloadTypes } from '@knooppunt/signals';
import { parse } from 'yaml';
import { parties } from '../../policy/workload/rules.js';
import { workloadOf } from '../../policy/workload/workload.js';
import type { Asked, Sample } from '../harness.js';
import { root } from '../hub.js';
import { cpuPer } from './timing.js';

type Pair = { readonly before: Documents; readonly after: Documents; readonly registry: RegistryView };

/** Every fortieth rule gone, and as many again that now hold for all phases: what a new version changes. */
const nextVersion = (covenant: CovenantDocument): CovenantDocument => ({
  ...covenant,
  version: '9.9.9',
  rules: covenant.rules
    .filter((_, at) => at % 40 !== 3)
    .map((rule, at): Rule => (at % 40 === 7 ? { ...rule, phase: 'any' } : rule)),
});

const pairOf = (law: LawDocument, covenant: CovenantDocument, registry: RegistryView): Pair => ({
  before: { law, covenant },
  after: { law, covenant: nextVersion(covenant) },
  registry,
});

const workloadPair = (): Pair => {
  const { law, covenant, fields } = workloadOf({ signals: 10 });
  const types = Object.entries(fields).map(([id, all]) => ({ id, suppliers: parties, ways: ['signal'], fields: all }));
  return pairOf(law, covenant, { types });
};

const read = (name: string): unknown => parse(readFileSync(join(root, `deploy/demo/${name}.yaml`), 'utf8'));
const demonstrationPair = (): Pair =>
  pairOf(read('law-wgs-riec') as LawDocument, read('convenant') as CovenantDocument, { types: payloadTypes });

/** Part: everything that two versions differ in, and everything that is to be said of one. */
export const analysisPart = (): Promise<Asked> => {
  const pairs = { workload: workloadPair(), demonstration: demonstrationPair() };
  return Promise.resolve({
    /** Processor time in milliseconds; one that finds nothing measured nothing. */
    diff: (name: keyof typeof pairs): Sample => {
      const { before, after, registry } = pairs[name];
      let changes = 0;
      const { cpuUs = Number.NaN } = cpuPer(1, () => {
        ({ length: changes } = diff(before, after, registry).changes);
      });
      if (changes === 0) throw new Error('two versions that do not differ');
      return { ms: cpuUs / 1000, changes };
    },
    check: (name: keyof typeof pairs): Sample => {
      const { before, registry } = pairs[name];
      let findings = 0;
      const { cpuUs = Number.NaN } = cpuPer(1, () => {
        findings = check(before.law, before.covenant, registry).length;
      });
      return { ms: cpuUs / 1000, findings };
    },
    close: () => Promise.resolve(),
  });
};
