import { readFileSync } from 'node:fs';
import { it } from '@jest/globals';
import { payloadTypes } from '@knooppunt/signals';
import { parse } from 'yaml';
import { check, diff } from './index.js';
import { spaceOf } from './analysis/space.js';
import { tableOf } from './analysis/table.js';
import { Reaches } from './analysis/reach.js';
import { walk } from './analysis/walk.js';
import { survey } from './analysis/check/survey.js';
import { betraying } from './analysis/check/betrayals.js';
import { guarding, retaining, seeing } from './analysis/check/field-probes.js';
import { loosening } from './analysis/check/law-probes.js';
import { biting, deciding, lawful, matching } from './analysis/check/rule-probes.js';
import { overlapping } from './analysis/check/overlaps.js';
import { assertionProblems } from './validate/assertions.js';
const read = (path: string) => parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as never;
it('times', () => {
  const law = read('../../../deploy/demo/law-wgs-riec.yaml') as any;
  const covenant = read('../../../deploy/demo/convenant.yaml') as any;
  const registry = { types: payloadTypes };
  const timed = (name: string, f: () => unknown) => { for (let i = 0; i < 2; i++) { const a = process.cpuUsage(); f(); const u = process.cpuUsage(a); console.log(name, (u.user + u.system) / 1000); } };
  const d = { law, covenant };
  timed('check', () => check(law, covenant, registry));
  const space = spaceOf([d], registry);
  timed('table', () => tableOf([d], space));
  const table = tableOf([d], space);
  for (const s of space.sources) table.ofSource(s);
  let n = 0; const keys = new Set<string>();
  timed('walk', () => walk(table, () => { n++; }));
  timed('walk keys', () => walk(table, (s) => { keys.add(s.source.type + s.reader.to + s.rows.join()); }));
  console.log('n', n, keys.size);
  timed('assertions', () => assertionProblems(d, registry));
  for (const [name, p] of Object.entries({ matching, deciding, biting, lawful, seeing, guarding, retaining, loosening, betraying })) {
    timed(name, () => { const i = { table, reaches: new Reaches() }; const probe = p(i); survey(i, [probe]); probe.findings(); });
  }
  timed('overlap', () => overlapping({ table, reaches: new Reaches() }));
  timed('diff', () => diff(d, { law, covenant: structuredClone(covenant) }, registry));
});
