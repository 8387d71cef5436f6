import { describe, expect, it } from '@jest/globals';
import SkipReporter from '../../tools/jest-skips.mjs';
import type { SkipOptions } from '../../tools/jest-skips.mjs';

/** What the reporter says of a run, and whether it calls it a failure. */
const reported = (
  passed: number,
  skipped: number,
  { testNamePattern, ...given }: SkipOptions & { readonly testNamePattern?: string } = {},
) => {
  const said: string[] = [];
  const options = { env: {}, ...given, say: (line: string) => void said.push(line) };
  const reporter = new SkipReporter(testNamePattern === undefined ? {} : { testNamePattern }, options);
  const testResults = Array.from({ length: skipped }, (_one, at) => ({ status: 'pending', fullName: `rule ${at}` }));
  reporter.onRunComplete(undefined, { numPassedTests: passed, numFailedTests: 0, testResults: [{ testResults }] });
  const error = reporter.getLastError();
  expect(error === undefined || said.at(-1) === error.message).toBe(true);
  return { said, isFailure: error !== undefined };
};

describe('a run of tests in which not one ran', () => {
  it('fails where tests of a certain name were asked for, and says which', () => {
    const { said, isFailure } = reported(0, 2, { testNamePattern: 'brokr' });
    expect(isFailure).toBe(true);
    expect(said).toEqual(['overgeslagen: rule 0', 'overgeslagen: rule 1', expect.stringContaining('-t "brokr"')]);
  });

  it('fails where the command is there for nothing else', () => {
    expect(reported(0, 1, { mustRun: true }).isFailure).toBe(true);
  });

  it('is well on a machine without engines, where every file was asked for', () => {
    expect(reported(0, 1)).toEqual({ said: ['overgeslagen: rule 0'], isFailure: false });
  });
});

describe('a run of tests in which one ran', () => {
  it('is well, also with a name that fits it only', () => {
    expect(reported(1, 1, { testNamePattern: 'rule 1', mustRun: true }).isFailure).toBe(false);
  });

  it('fails on what was skipped where every engine is required', () => {
    expect(reported(1, 1, { env: { KNOOPPUNT_ENGINES: 'required' } }).isFailure).toBe(true);
    expect(reported(1, 0, { env: { KNOOPPUNT_ENGINES: 'required' } }).isFailure).toBe(false);
  });
});
