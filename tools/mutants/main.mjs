import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { askedOf, misused } from '../asked.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const all = parse(readFileSync(join(root, 'test/two-worlds/mutants/source.yaml'), 'utf8'));
const usage = 'npm run test:mutants -- [--source] [--living] [mutant ...]';
const { values, positionals } = askedOf(usage, {
  allowPositionals: true,
  options: { source: { type: 'boolean', default: false }, living: { type: 'boolean', default: false } },
});
const both = values.source === values.living;
const isOfSource = (name) => Object.hasOwn(all, name);
const wanted = positionals.length === 0 ? Object.keys(all) : positionals.filter(isOfSource);
// those of a running hub: their own spec knows which there are, and refuses what is none
const living = positionals.filter((name) => !isOfSource(name));
if (!both && values.source && living.length > 0) misused(`no mutant of the source: ${living.join(', ')}`, usage);
if (!both && values.living && wanted.length > 0 && positionals.length > 0) {
  misused(`no mutant of a running hub: ${wanted.join(', ')}`, usage);
}
const folder = mkdtempSync(join(tmpdir(), 'knooppunt-mutants-'));

const jest = (config, more, environment, stdio) =>
  spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--config',
      `tools/mutants/${config}`,
      ...more,
    ],
    { cwd: root, stdio, env: { ...process.env, ...environment } },
  );

/** Why a mutant was not caught as it should be; undefined where it was. */
const faultOf = (name) => {
  const { spec, says } = all[name];
  const report = join(folder, `${name}.json`);
  // a test that fails may leave something open behind it
  const more = ['--forceExit', '--json', `--outputFile=${report}`, '--', spec];
  jest('jest.source.mjs', more, { KNOOPPUNT_SOURCE_MUTANT: name }, 'ignore');
  const { numTotalTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  if (numTotalTests === 0 || numRuntimeErrorTestSuites > 0) return 'its spec did not run';
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
  if (failed.length === 0) return 'no test fails';
  return failed.some((one) => one.includes(says ?? '')) ? undefined : `other tests fail: ${failed.join('; ')}`;
};

let survived = 0;
if ((both || values.source) && wanted.length > 0) {
  for (const name of wanted) {
    const started = performance.now();
    const fault = faultOf(name);
    if (fault) survived += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${fault ? 'SURVIVED' : 'caught  '} ${name} (${seconds} s)${fault ? `: ${fault}` : ''}\n`);
  }
  process.stdout.write(`mutants of the source: ${wanted.length - survived} of ${wanted.length} caught\n`);
}
let isWhole = survived === 0;
if ((both || values.living) && (positionals.length === 0 || living.length > 0)) {
  const only = living.length === 0 ? {} : { KNOOPPUNT_MUTANTS: living.join(',') };
  const { status } = jest('jest.mutants.mjs', [], only, 'inherit');
  isWhole &&= status === 0;
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = isWhole ? 0 : 1;
