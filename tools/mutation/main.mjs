import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { askedOf, misused } from '../asked.mjs';
import { livingOf, rangesOf, stillAlive, totalsSince } from './again.mjs';
import { core, filesOf, libs } from './libs.mjs';
import { noTotals, resultOf } from './result.mjs';
import { changedSince, sourcesOf, withSources } from './sources.mjs';
import { judge } from './survivors.mjs';
import { resultsNow, writeTable } from './table.mjs';

// Mutates the source of the libraries and runs their specs on every mutant. Fails on a mutant that lives and is not explained in
// survivors/<lib>.json, and on an explanation that speaks of no living mutant. docs/mutation.md tells more.

const usage =
  'npm run test:mutation -- [<lib> ...] [--core] [--only <glob>] [--changed] [--again] [--explained] [--fresh] [--workers <n>]';
const { values, positionals } = askedOf(usage, {
  allowPositionals: true,
  options: {
    core: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    changed: { type: 'boolean' },
    again: { type: 'boolean' },
    explained: { type: 'boolean' },
    fresh: { type: 'boolean' },
    workers: { type: 'string', default: '1' },
  },
});
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const home = '.mutation';
const wanted = values.core ? [core.lib] : positionals.length > 0 ? positionals : Object.keys(libs);
for (const name of wanted) {
  if (!Object.hasOwn(libs, name)) misused(`no library \`${name}\`: ${Object.keys(libs).join(', ')}`, usage);
}
// stores of the tests need no disk: what a power cut leaves is not what is judged here
if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';
const changedOf = (name) => changedSince(filesOf(libs[name]), resultsNow()[name]);
const partOf = (name) => {
  if (values.again) return rangesOf(livingOf(name));
  if (values.core) return core.mutate;
  if (values.changed) return changedOf(name);
  // a glob may mean specs too, and those are never mutated
  return values.only && [...values.only, ...libs[name].mutate.filter((one) => one.startsWith('!'))];
};

/** What the specs need of the repository. */
const sandboxed = ['libs', 'test', 'deploy', 'tools', 'package.json', 'tsconfig.json', '.swcrc'];
const optionsOf = (name, part) => ({
  mutate: part ?? libs[name].mutate,
  testRunner: 'in-process',
  plugins: [here('runner.mjs'), here('ignore.mjs'), here('reporter.mjs')],
  ignorers: ['messages'],
  testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning', '--import', new URL('hooks.mjs', import.meta.url).href],
  coverageAnalysis: 'perTest',
  concurrency: Number(values.workers),
  maxTestRunnerReuse: 150,
  // endless.mjs tells what never ends, by its work; this ends only what waits for ever for another process
  timeoutMS: 900_000,
  dryRunTimeoutMinutes: 60,
  incremental: part === undefined,
  incrementalFile: `${home}/${name}.json`,
  force: values.fresh === true,
  // a folder of its own for each run, so that two may go at once
  tempDirName: `${home}/${name}-${process.pid}`,
  cleanTempDir: 'always',
  ignorePatterns: ['/*', ...sandboxed.map((one) => `!/${one}`), 'dist'],
  disableTypeChecks: false,
  reporters: ['lines'],
  logLevel: 'error',
  allowConsoleColors: false,
});

const say = (name, { killed, timeout, survived, noCoverage, errors, score, seconds }, unexplained) => {
  const alive = `${survived} survived, ${noCoverage} reached by no test, ${unexplained} of them not explained`;
  console.log(`${name}: ${killed} killed, ${timeout} timed out, ${alive}; score ${score} %, ${seconds} s`);
  if (errors > 0) console.log(`  ${errors} mutants did not run at all: that judges nothing`);
};

/** Names the files of which the page tells what was found of another text, or nothing at all. */
const sayChanged = (name) => {
  for (const file of changedOf(name)) console.log(`  changed since its last run, or never mutated: ${file}`);
};
const sayNothingChanged = (name) => {
  console.log(`${name}: no file has changed since its last run`);
  return true;
};

/** Names what is open, and keeps it for `--again` beside what is open in files that this run left alone. */
const report = (name, unexplained, leftAlone = []) => {
  for (const { file, at, mutator, from, to } of unexplained) {
    console.log(`  lives and is not explained: ${file}:${at} ${mutator}: ${from} -> ${to}`);
  }
  writeFileSync(`${home}/${name}.alive.json`, `${JSON.stringify([...leftAlone, ...unexplained], null, 1)}\n`);
};

/** What lived and was not explained, tried once more: with the tests and explanations of today. */
const againJudged = (name, result) => {
  const living = livingOf(name);
  const alive = stillAlive(living, result.alive);
  const { unexplained } = judge(name, { alive, files: {} });
  const files = totalsSince(resultsNow()[name], living, { alive, slow: result.slow });
  console.log(
    `${name}: of ${living.length} that lived ${alive.length} live still, ${unexplained.length} not explained`,
  );
  report(name, unexplained);
  writeTable(name, { files }, unexplained);
  return unexplained.length + result.totals.errors === 0;
};

/** What lived and was not explained, held against the explanations of today; nothing is tried. */
const explainedSince = (name) => {
  const living = livingOf(name);
  const { unexplained } = judge(name, { alive: living, files: {} });
  console.log(`${name}: of ${living.length} that lived ${unexplained.length} not explained`);
  const results = resultsNow()[name];
  const files = Object.fromEntries([...new Set(living.map(({ file }) => file))].map((file) => [file, results[file]]));
  report(name, unexplained);
  writeTable(name, { files }, unexplained);
  return unexplained.length === 0;
};

/** Files that a run goes over and that hold nothing to mutate: types, and lists of names. */
const withoutMutants = (name) => {
  const own = new Set(filesOf(libs[name]));
  const tried = filesOf({ mutate: partOf(name) ?? libs[name].mutate });
  return Object.fromEntries(tried.filter((file) => own.has(file)).map((file) => [file, noTotals]));
};

/** Mutates one library; gives whether all that lives is explained. What is not lies in `.mutation/<lib>.alive.json`. */
const run = async (name) => {
  if (values.explained) return explainedSince(name);
  const part = partOf(name);
  const sources = sourcesOf(filesOf(libs[name]));
  if (values.changed && part.length === 0) return sayNothingChanged(name);
  process.env.KNOOPPUNT_MUTATION_SPECS = JSON.stringify(values.core ? core.specs : libs[name].specs);
  process.env.KNOOPPUNT_MUTATION_RELOAD = libs[name].reload.join(' ');
  mkdirSync(home, { recursive: true });
  const begin = performance.now();
  const mutants = await new Stryker(optionsOf(name, part)).runMutationTest();
  const result = resultOf(mutants, Math.round((performance.now() - begin) / 1000));
  if (values.again) return againJudged(name, result);
  const { unexplained, stale } = judge(name, result);
  say(name, result.totals, unexplained.length);
  const tried = { ...withoutMutants(name), ...result.files };
  const leftAlone = livingOf(name).filter(({ file }) => !Object.hasOwn(tried, file));
  report(name, unexplained, leftAlone);
  for (const { file, from, to } of stale) console.log(`  explained and not alive: ${file}: ${from} -> ${to}`);
  if (!values.core) writeTable(name, { files: withSources(tried, sources) }, unexplained);
  if (!values.core) sayChanged(name);
  return unexplained.length + stale.length + result.totals.errors === 0;
};

// what was not tried is no mutant that was killed: a run that is broken off writes nothing
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
let isGood = true;
for (const name of wanted) isGood = (await run(name)) && isGood;
process.exitCode = isGood ? 0 : 1;
