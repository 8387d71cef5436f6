import { readFileSync } from 'node:fs';

/** A text on one line, as explanations hold it. */
export const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();

const textBetween = (lines, { start, end }) =>
  lines
    .slice(start.line - 1, end.line)
    .map((line, at, all) =>
      line.slice(at === 0 ? start.column - 1 : 0, at === all.length - 1 ? end.column - 1 : undefined),
    )
    .join('\n');

/** A mutant as survivors/<lib>.json names it: by the text of its line, so that it stays found when lines move. */
export const told = ({ fileName, mutatorName, replacement, location, status }) => {
  const file = fileName.replace(/^.*?(?=libs\/)/, '');
  const lines = readFileSync(file, 'utf8').split('\n');
  return {
    file,
    at: location.start.line,
    mutator: mutatorName,
    line: oneLine(lines[location.start.line - 1]),
    from: oneLine(textBetween(lines, location)),
    to: oneLine(replacement ?? ''),
    status,
  };
};

const count = (mutants, status) => mutants.filter((one) => one.status === status).length;

/** Detected of all that could be, in percent. */
export const scoreOf = ({ killed, timeout, survived, noCoverage }) =>
  ((100 * (killed + timeout)) / Math.max(1, killed + timeout + survived + noCoverage)).toFixed(1);

const totalsOf = (mutants, seconds) => {
  const totals = {
    killed: count(mutants, 'Killed'),
    timeout: count(mutants, 'Timeout'),
    survived: count(mutants, 'Survived'),
    noCoverage: count(mutants, 'NoCoverage'),
    ignored: count(mutants, 'Ignored'),
    errors: count(mutants, 'RuntimeError') + count(mutants, 'CompileError'),
  };
  return { ...totals, score: scoreOf(totals), seconds };
};

/** The totals of a file without mutants. */
export const noTotals = totalsOf([], 0);

/**
 * What a run of Stryker found in one library, as a whole and by file. `alive`: mutants that no test saw; `slow`: those
 * that never ended. The time is shared out among the files by their mutants.
 */
export const resultOf = (mutants, seconds) => {
  const named = mutants.map((mutant) => ({ mutant, file: told(mutant).file }));
  const byFile = Map.groupBy(named, ({ file }) => file);
  return {
    totals: totalsOf(mutants, seconds),
    files: Object.fromEntries(
      [...byFile].map(([file, list]) => [
        file,
        totalsOf(
          list.map(({ mutant }) => mutant),
          Math.round((10 * seconds * list.length) / mutants.length) / 10,
        ),
      ]),
    ),
    alive: mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').map(told),
    slow: mutants.filter(({ status }) => status === 'Timeout').map(told),
  };
};
