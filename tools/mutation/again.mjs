import { existsSync, readFileSync } from 'node:fs';
import { oneLine } from './result.mjs';

// `-- --again`: tries only what lived and was not explained at the last run of each file. Tests are added between the two runs and
// no code is changed, so that what was killed then is killed still: only the totals of the living change.

const aliveFile = (name) => `.mutation/${name}.alive.json`;
const keyOf = ({ file, at, mutator, from, to }) => JSON.stringify([file, at, mutator, from, to]);

/** The mutants that lived and were not explained at the last run. */
export const livingOf = (name) =>
  existsSync(aliveFile(name)) ? JSON.parse(readFileSync(aliveFile(name), 'utf8')) : [];

/** The lines of a mutant, as Stryker takes them. */
const rangeOf = ({ file, at, from }) => {
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let end = at; end <= lines.length; end++) {
    if (oneLine(lines.slice(at - 1, end).join('\n')).includes(from)) return `${file}:${at}-${end}`;
  }
  throw new Error(`${file} has changed since its last run: mutate it anew (--only ${file})`);
};

/** What has to be mutated to meet these mutants again; others on their lines come along. */
export const rangesOf = (living) => [...new Set(living.map(rangeOf))];

/** Of a run over those ranges: the mutants that were asked for and live still. */
export const stillAlive = (living, alive) => {
  const left = Map.groupBy(living, keyOf);
  return alive.filter((one) => left.get(keyOf(one))?.pop() !== undefined);
};

const count = (list, file, status) => list.filter((one) => one.file === file && one.status === status).length;

/** The totals of the files, with what was found out since. `former`: their totals at the last run. */
export const totalsSince = (former, living, { alive, slow }) => {
  const wereSlow = Map.groupBy(living, keyOf);
  const slowNow = slow.filter((one) => wereSlow.get(keyOf(one))?.pop() !== undefined);
  const files = [...new Set(living.map(({ file }) => file))];
  return Object.fromEntries(
    files.map((file) => {
      const was = former[file];
      const gone = (status) => count(living, file, status) - count(alive, file, status);
      const timeout = count(slowNow, file, 'Timeout');
      const found = gone('Survived') + gone('NoCoverage');
      return [
        file,
        {
          ...was,
          killed: was.killed + found - timeout,
          timeout: was.timeout + timeout,
          survived: was.survived - gone('Survived'),
          noCoverage: was.noCoverage - gone('NoCoverage'),
        },
      ];
    }),
  );
};
