import { describe, expect, it } from '@jest/globals';
import { dumpSentence, dumpingFlags, withoutReports, writesCore } from './memory-dumps.js';

const launch = { arguments: [], options: '', limits: '' };

describe('the flags by which memory can leave', () => {
  it.each([
    '--heapsnapshot-signal=SIGUSR2',
    '--heapsnapshot-near-heap-limit=3',
    '--heap-prof',
    '--report-on-fatalerror',
    '--report-on-signal',
    '--report-uncaught-exception',
    '--abort-on-uncaught-exception',
    '--abort_on_uncaught_exception',
    '--inspect',
    '--inspect-brk=127.0.0.1:9229',
  ])('%s is one, as an argument and in NODE_OPTIONS, and is told without its value', (flag) => {
    const name = flag.replaceAll('_', '-').replace(/^--/, '').replace(/=.*$/, '');
    expect(dumpingFlags({ ...launch, arguments: ['--import', 'x.mjs', flag] })).toEqual([name]);
    expect(dumpingFlags({ ...launch, options: `--disable-sigusr1  ${flag}` })).toEqual([name]);
    expect(dumpSentence([name])).not.toContain('=');
  });

  it('are no others', () => {
    expect(
      dumpingFlags({
        ...launch,
        arguments: ['--import', 'inspect'],
        options: '--disable-sigusr1 --stack-trace-limit=5',
      }),
    ).toEqual([]);
  });
});

describe('the limit of core files', () => {
  const limits = (soft: string): string =>
    `Limit                     Soft Limit           Hard Limit           Units\nMax core file size        ${soft.padEnd(20)} unlimited            bytes\n`;

  it.each([
    ['0', false],
    ['unlimited', true],
    ['1048576', true],
  ])('of %s: %s', (soft, expected) => {
    expect(writesCore({ ...launch, limits: limits(soft) })).toBe(expected);
  });

  it('is not known everywhere', () => {
    expect(writesCore(launch)).toBeUndefined();
  });
});

describe('the reports of Node', () => {
  it('are off', () => {
    withoutReports();
    const { reportOnFatalError, reportOnSignal, reportOnUncaughtException } = process.report;
    expect([reportOnFatalError, reportOnSignal, reportOnUncaughtException]).toEqual([false, false, false]);
  });
});
