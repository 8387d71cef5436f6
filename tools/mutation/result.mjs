import { readFileSync } from 'node:fs';

const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();

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

/** What a run of Stryker found in one library. `alive`: mutants that no test saw, `slow`: those that may only have been slow. */
export const resultOf = (mutants, seconds) => {
  const killed = count(mutants, 'Killed');
  const timeout = count(mutants, 'Timeout');
  const survived = count(mutants, 'Survived');
  const noCoverage = count(mutants, 'NoCoverage');
  const errors = count(mutants, 'RuntimeError') + count(mutants, 'CompileError');
  const detected = killed + timeout;
  const score = ((100 * detected) / (detected + survived + noCoverage)).toFixed(1);
  return {
    totals: { killed, timeout, survived, noCoverage, ignored: count(mutants, 'Ignored'), errors, score, seconds },
    alive: mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').map(told),
    slow: mutants.filter(({ status }) => status === 'Timeout').map(told),
  };
};
