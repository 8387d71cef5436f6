import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import * as fc from 'fast-check';
import { endingWith, wasEndless, workMs } from './endless.mjs';
import { collect, fullNameOf, runBlock, testsOf } from './spec-api.mjs';

// A test runner of Stryker without Jest around the specs. Starting Jest costs a second or two for each mutant; here a
// mutant costs what it takes to load the library anew and to run the tests that reach it.

const activation = '__STRYKER_ACTIVE_MUTANT__';
const timesFile = '.times.json';
/** Work that a mutant may make in one spec: so many times what the whole spec takes without it, and some more. */
const allowance = { times: 4, ms: 5_000 };
const maxKillers = 4;
const messageOf = (error) => (error instanceof Error ? (error.stack ?? error.message) : String(error));

class InProcessRunner {
  static inject = [];
  /** Stryker's own place for what the instrumented code says and is told. */
  stryker = (globalThis.__stryker__ ??= {});
  specs = JSON.parse(process.env.KNOOPPUNT_MUTATION_SPECS ?? '[]');
  crash = undefined;
  /** What the specs of this life declare, by their address. */
  declared = new Map();
  /** By file: the tests that saw a mutant of it last, the latest first. */
  killers = new Map();

  init() {
    // properties draw the same values in each life, or luck would decide which mutant lives
    fc.configureGlobal({ seed: 20_260_301 });
    const crashed = (error) => this.crash?.(error);
    process.on('uncaughtException', crashed);
    process.on('unhandledRejection', crashed);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const tests = [];
    const perTest = {};
    const times = {};
    for (const [at, spec] of this.specs.entries()) {
      const cover = this.#coverage();
      const begin = workMs();
      const { results } = await this.#runSpec(spec, `dry${at}`, undefined, { cover, goesOnAfterFailure: true });
      times[spec] = workMs() - begin;
      tests.push(...results);
      for (const { id } of results) perTest[id] = cover.of(id);
    }
    writeFileSync(timesFile, JSON.stringify(times));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
  }

  async mutantRun({ activeMutant: { id, fileName }, testFilter, hitLimit, disableBail }) {
    if (wasEndless(id)) return toMutantRunResult({ status: DryRunStatus.Timeout, reason: 'never ended' });
    this.declared.clear();
    this.stryker.activeMutant = id;
    process.env[activation] = id;
    this.stryker.hitCount = hitLimit === undefined ? undefined : 0;
    this.stryker.hitLimit = hitLimit;
    const times = existsSync(timesFile) ? JSON.parse(readFileSync(timesFile, 'utf8')) : {};
    const quickFirst = this.specs
      .map((spec) => ({ spec, wanted: testFilter?.filter((one) => one.startsWith(`${spec} `)) }))
      .filter(({ wanted }) => wanted?.length !== 0)
      .toSorted((a, b) => (times[a.spec] ?? 0) - (times[b.spec] ?? 0));
    const run = ({ spec, wanted }) => {
      const allowedMs = allowance.ms + allowance.times * (times[spec] ?? 0);
      return endingWith(id, allowedMs, () =>
        this.#runSpec(spec, `m${id}`, wanted, { goesOnAfterFailure: disableBail }),
      );
    };
    try {
      const tests = await runUntilFailure(this.#killersFirst(quickFirst, fileName), run, disableBail);
      this.#learn(fileName, tests);
      const reached = determineHitLimitReached(this.stryker.hitCount, hitLimit);
      return toMutantRunResult(reached ?? { status: DryRunStatus.Complete, tests });
    } finally {
      this.stryker.activeMutant = undefined;
      delete process.env[activation];
    }
  }

  /** Tests that saw mutants of this file before go first, each by itself: mostly one of them sees the next one too. */
  #killersFirst(specs, file) {
    const killers = this.killers.get(file) ?? [];
    const first = killers.flatMap((killer) =>
      specs.flatMap(({ spec, wanted }) => (wanted?.includes(killer) ? [{ spec, wanted: [killer] }] : [])),
    );
    const rest = specs.map(({ spec, wanted }) => ({ spec, wanted: wanted?.filter((one) => !killers.includes(one)) }));
    return [...first, ...rest.filter(({ wanted }) => wanted?.length !== 0)];
  }

  #learn(file, tests) {
    const killer = tests.find(({ status }) => status === TestStatus.Failed)?.id;
    if (killer === undefined) return;
    const others = (this.killers.get(file) ?? []).filter((one) => one !== killer);
    this.killers.set(file, [killer, ...others].slice(0, maxKillers));
  }

  /** Runs the wanted tests of one spec in a life of its own; an error that nobody caught fails the test at hand. */
  async #runSpec(spec, life, wanted, { cover, goesOnAfterFailure }) {
    const results = [];
    const idOf = namer(spec);
    let begin = performance.now();
    const resultOf = (id, failure) => ({
      id,
      name: id,
      fileName: spec,
      timeSpentMs: performance.now() - begin,
      ...(failure
        ? { status: TestStatus.Failed, failureMessage: messageOf(failure.error) }
        : { status: TestStatus.Success }),
    });
    const crashed = new Promise((resolve) => {
      this.crash = (error) => resolve({ crash: error });
    });
    cover?.enterFile(spec);
    const loading = this.#loaded(`${pathToFileURL(spec).href}?life=${life}`).then(
      (root) => ({ root }),
      (error) => ({ crash: error }),
    );
    const { root, crash } = await Promise.race([loading, crashed]);
    if (!root) {
      // a library that does not even load fails every test that was asked for
      return { failed: true, results: (wanted ?? [spec]).slice(0, 1).map((id) => resultOf(id, { error: crash })) };
    }
    const named = new Map(testsOf(root).map((test) => [test, idOf(fullNameOf(test))]));
    cover?.leaveFile([...named.values()]);
    const selected = new Set([...named].filter(([, id]) => !wanted || wanted.includes(id)).map(([test]) => test));
    let failed = false;
    let running;
    const events = {
      enter: (one) => {
        running = one;
        if (one.run) begin = performance.now();
        cover?.enter(named.get(one));
      },
      leave: (one) => cover?.leave(one.run ? [named.get(one)] : testsOf(one).map((test) => named.get(test))),
      done: (test, failure) => {
        results.push(resultOf(named.get(test), failure));
        failed ||= failure !== undefined;
        return !failure || goesOnAfterFailure === true;
      },
    };
    const ended = await Promise.race([runBlock(root, selected, events), crashed]);
    if (ended?.crash !== undefined) {
      const test = running?.run ? running : [...selected][0];
      results.push(resultOf(named.get(test), { error: ended.crash }));
      failed = true;
    }
    this.crash = undefined;
    return { results, failed };
  }

  /** What a spec declares: it says so once in a life, also where its tests are run in two goes. */
  async #loaded(url) {
    const root = this.declared.get(url) ?? (await collect(() => import(url)));
    this.declared.set(url, root);
    return root;
  }

  /** Which mutants each test reaches: while its file loads, in hooks around it, and in itself. */
  #coverage() {
    const coverage = { static: {}, perTest: {} };
    this.stryker.mutantCoverage = coverage;
    this.stryker.currentTestId = undefined;
    const found = new Map();
    const note = (ids) => {
      for (const id of ids) {
        const times = found.get(id) ?? {};
        for (const [mutant, count] of Object.entries(coverage.static)) times[mutant] = (times[mutant] ?? 0) + count;
        found.set(id, times);
      }
    };
    const clear = () => {
      for (const id of Object.keys(coverage.static)) delete coverage.static[id];
    };
    return {
      enterFile: clear,
      leaveFile: note,
      enter: clear,
      leave: note,
      of: (id) => found.get(id) ?? {},
    };
  }
}

/** Results of tests up to the first that fails. */
const runUntilFailure = async (specs, run, goesOnAfterFailure) => {
  const all = [];
  for (const spec of specs) {
    const { results, failed } = await run(spec);
    all.push(...results);
    if (failed && !goesOnAfterFailure) break;
  }
  return all;
};

/** Ids of the tests of a spec: its path and the name, and a number where a name comes again. */
const namer = (spec) => {
  const seen = new Map();
  return (name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return `${spec} ${name}${times === 1 ? '' : ` (${times})`}`;
  };
};

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
