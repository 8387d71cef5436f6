import { describe, expect, it } from '@jest/globals';
import type { Fault, Payload } from '@knooppunt/signals';
import { covenant, noon, s1 } from '../test/scene.js';
import { gatewayFaults } from './gateway.problems.js';
import { allFaults, declarationFaults } from './report-check.js';

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

  it('has a text of its own for each of its faults', () => {
    const wrong = {
      report: { ...s1.report, region: 'rotterdam', task: 'x' },
      declaration: { firstProcessed: '2099-01-01' },
    };
    const codes = faultsOf(wrong);
    expect(codes).toEqual(['in-the-future', 'unknown-task', 'other-region']);
    expect(codes.filter((code) => !Object.hasOwn(gatewayFaults, code))).toEqual([]);
  });

  it('needs no task where it is no signal', () => {
    const { report: _report, ...answer } = s1;
    const around = { kind: 'COLL', at: noon, cooperation: s1.report.region, covenant };
    expect(declarationFaults({ ...answer, way: 'answer' } as unknown as Payload, around)).toEqual([]);
  });
});

describe('a payload that does not fit its type', () => {
  const around = { kind: 'COLL', at: noon, cooperation: s1.report.region, covenant };
  const late = { ...s1, declaration: { firstProcessed: '2099-01-01' }, report: { ...s1.report, task: 'x' } };
  const elsewhere = { pointer: '/matter/floorArea', code: 'wrong-type' };
  const codesOf = (data: unknown, ...faults: readonly Fault[]) =>
    allFaults(data, faults, around).map(({ pointer, code }) => `${pointer} ${code}`);

  it('is told at once what else it declares that cannot be', () => {
    expect(codesOf(late, elsewhere, { pointer: '/declaration', code: 'unknown-member' })).toEqual([
      '/data/matter/floorArea wrong-type',
      '/data/declaration unknown-member',
      '/data/declaration/firstProcessed in-the-future',
      '/data/report/task unknown-task',
    ]);
  });

  it('is told nothing of what could not be read, or where nobody knows who asks under which covenant', () => {
    const faults = [
      { pointer: '/declaration/firstProcessed', code: 'no-such-date' },
      { pointer: '/report', code: 'not-for-this-way' },
    ];
    expect(codesOf(late, ...faults)).toEqual([
      '/data/declaration/firstProcessed no-such-date',
      '/data/report not-for-this-way',
    ]);
    for (const data of [null, 'x', [], { declaration: null, report: [] }, { report: { task: 5 } }]) {
      expect(codesOf(data, elsewhere)).toEqual(['/data/matter/floorArea wrong-type']);
    }
    expect(allFaults(late, [elsewhere], undefined)).toHaveLength(1);
  });
});
