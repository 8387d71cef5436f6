import { describe, expect, it } from '@jest/globals';
import { totalsOf } from './audit-program.js';

const lines = (...written: readonly object[]): string => written.map((one) => JSON.stringify(one)).join('\n');

describe('the JSON lines of a run of the audit', () => {
  it('give every count of the summary, and what no checkpoint covers over all trees', () => {
    const written = lines({
      kind: 'summary',
      command: 'verify',
      events: 30,
      streams: 9,
      cooperations: [{ tail: { events: 3 } }, { tail: null }, { tail: { events: 4 } }],
    });
    expect(totalsOf('verify', 0, written)).toEqual({
      command: 'verify',
      exit: 0,
      findings: 0,
      counts: { events: 30, streams: 9 },
      uncovered: 7,
      asRecorded: [],
    });
  });

  it('count findings line by line, and name facts that were taken as recorded', () => {
    const written = lines(
      { kind: 'finding', code: 'level-differs' },
      { kind: 'finding', code: 'fact-differs' },
      { kind: 'summary', command: 'redecide', disclosures: 2, asRecorded: { minor: 5 } },
    );
    expect(totalsOf('redecide', 1, written)).toMatchObject({ exit: 1, findings: 2, asRecorded: ['minor'] });
  });

  it('give nothing but the exit code where the log could not be read', () => {
    expect(totalsOf('verify', 2, '')).toMatchObject({ exit: 2, findings: 0, counts: {} });
  });
});
