import { describe, expect, it } from '@jest/globals';
import type { Payload } from '@knooppunt/signals';
import { covenant, noon, s1 } from '../test/scene.js';
import { declarationFaults } from './report-check.js';

const faultsOf = (changes: object, kind = 'COLL', at = noon) =>
  declarationFaults({ ...s1, ...changes } as unknown as Payload, {
    kind,
    at,
    cooperation: s1.report.region,
    covenant,
  }).map(({ code }) => code);
const task = (code: string, kind?: string) => faultsOf({ report: { ...s1.report, task: code } }, kind);

describe('what a payload declares', () => {
  it('has no fault where day and task are known', () => {
    expect(faultsOf({})).toEqual([]);
    expect(task('COLL.wonen')).toEqual([]);
  });

  it('may be of today on the Dutch calendar, and of no later day', () => {
    const on = (firstProcessed: string, at: string) =>
      faultsOf({ declaration: { ...s1.declaration, firstProcessed } }, 'COLL', at);
    expect(on('2026-03-02', noon)).toEqual([]);
    expect(on('2026-03-03', noon)).toEqual(['in-the-future']);
    expect(on('2026-03-03', '2026-03-02T23:00:00.000Z')).toEqual([]);
  });

  it('names a task of the covenant and no word of its own, which would stand in the clear for ever', () => {
    for (const word of [
      'jan-jansen',
      'constructor',
      'POL.opsporing',
      'COLL.opsporing',
      'BANK.wonen',
      'COLL.constructor',
    ]) {
      expect(task(word)).toEqual(['unknown-task']);
    }
  });

  it('is of the region of the cooperation that it came to, for nothing crosses by itself', () => {
    expect(faultsOf({ report: { ...s1.report, region: 'rotterdam' } })).toEqual(['other-region']);
  });

  it('needs no task where it is no signal', () => {
    const { report: _report, ...answer } = s1;
    const around = { kind: 'COLL', at: noon, cooperation: s1.report.region, covenant };
    expect(declarationFaults({ ...answer, way: 'answer' } as unknown as Payload, around)).toEqual([]);
  });
});
