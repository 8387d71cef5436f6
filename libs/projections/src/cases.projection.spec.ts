import { describe, expect, it } from '@jest/globals';
import type { AnyEvent } from '@knooppunt/cases';
import { cast, journey, recorded, rowsAfter, uuid } from '@knooppunt/testing';
import { cases } from './cases.projection.js';

const log = recorded(journey);
const until = (type: AnyEvent['type']) =>
  rowsAfter(cases, log.slice(0, log.findIndex((event) => event.type === type) + 1));
const eventOf = (type: AnyEvent['type']) => log.find((event) => event.type === type);
const all = rowsAfter(cases, log);

describe('the cases', () => {
  it('begin in phase 1, with signals and need-to-know set', () => {
    const rows = until('CaseOpened');
    expect(rows['cases']).toStrictEqual([
      {
        case_id: cast.case,
        cooperation: 'amsterdam-amstelland',
        state: 'open',
        state_reason: null,
        phase: '1',
        activity: 'casusoverleg',
        phenomenon: 'mensenhandel',
        director: cast.director,
        opened_at: eventOf('CaseOpened')?.recordedAt,
      },
    ]);
    expect(rows['case_signals']).toStrictEqual([{ case_id: cast.case, signal_id: cast.signal }]);
    expect(rows['case_grants']?.map((row) => row['organisation'])).toStrictEqual([
      cast.college,
      cast.police,
      cast.mayor,
    ]);
  });

  it('tell of a suspension why, and forget it when resumed', () => {
    expect(until('CaseSuspended')['cases']?.[0]).toMatchObject({ state: 'suspended', state_reason: 'investigation' });
    expect(until('CaseResumed')['cases']?.[0]).toMatchObject({ state: 'open', state_reason: null });
  });

  it('end without grants', () => {
    expect(all['cases']?.[0]).toMatchObject({ state: 'closed', state_reason: 'approach-done', phase: '2' });
    expect(all['case_grants']).toStrictEqual([]);
  });

  it('hold contributions with their blocks, and mark those that go', () => {
    expect(all['case_contributions']).toStrictEqual([
      {
        case_id: cast.case,
        contribution_id: cast.signal,
        way: 'signal',
        payload_type: 'S2',
        supplier: cast.college,
        supplier_kind: 'COLL',
        received_on: '2026-03-02',
        first_processed: '2026-02-20',
        request_id: null,
        under_destruction: 0,
      },
      {
        case_id: cast.case,
        contribution_id: cast.answer,
        way: 'answer',
        payload_type: 'S6',
        supplier: cast.police,
        supplier_kind: 'POL',
        received_on: '2026-03-02',
        first_processed: '2026-02-20',
        request_id: cast.request,
        under_destruction: 1,
      },
    ]);
    expect(all['case_blocks']).toHaveLength(4);
  });

  it('hold subjects with every role, their links, and the mark apart', () => {
    expect(all['case_subjects']).toStrictEqual([{ case_id: cast.case, subject: cast.subject, possible_victim: 1 }]);
    expect(all['case_subject_roles']?.map((row) => row['role'])).toStrictEqual(['circle', 'suspect']);
    expect(all['case_links']?.map((row) => row['contribution_id'])).toStrictEqual([cast.signal, cast.answer]);
    const unset = recorded([
      ...journey,
      {
        type: 'ShieldingSet',
        data: { case: cast.case, subject: cast.subject, mark: 'possible-victim', set: false },
      },
    ]);
    expect(rowsAfter(cases, unset)['case_subjects']?.[0]?.['possible_victim']).toBe(0);
  });

  it('tell where the texts of necessity, advice and phase are sealed', () => {
    const necessity = eventOf('NecessityRecorded');
    expect(all['case_necessities']).toStrictEqual([
      {
        case_id: cast.case,
        necessity_id: uuid(205),
        recipient: cast.police,
        purpose: 'POL.opsporing',
        payload_type: 'S2',
        categories: 'ID RES',
        request_id: null,
        recorded_at: necessity?.recordedAt,
        revision: necessity?.revision.toString(),
      },
    ]);
    const advice = eventOf('PrivacyAdviceGiven');
    expect(all['case_advice']).toStrictEqual([
      {
        case_id: cast.case,
        phase: '2',
        advice: 'positief',
        recorded_at: advice?.recordedAt,
        revision: advice?.revision.toString(),
      },
    ]);
    expect(all['case_phases']?.map((row) => [row['phase'], row['revision']])).toStrictEqual([
      ['1', eventOf('CaseOpened')?.revision.toString()],
      ['2', eventOf('PhaseOpened')?.revision.toString()],
    ]);
  });
});
