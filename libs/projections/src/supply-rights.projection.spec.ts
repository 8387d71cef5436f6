import { describe, expect, it } from '@jest/globals';
import type { AnyEvent } from '@knooppunt/cases';
import { cast, digest, journey, noon, oin, recorded, rowsAfter, uuid } from '@knooppunt/testing';
import { supplyRights } from './supply-rights.projection.js';

const rowsOf = (...events: AnyEvent[]) => rowsAfter(supplyRights, recorded(events));
const until = (type: AnyEvent['type']) => journey.slice(0, journey.findIndex((event) => event.type === type) + 1);
const cooperation = 'amsterdam-amstelland';

describe('supply rights', () => {
  it('hold the documents in force, each set by its own event', () => {
    expect(rowsOf(...until('LawCameIntoForce'))['documents']).toStrictEqual([
      {
        cooperation,
        law_digest: digest(1),
        law_document: '{"wet":1}',
        covenant_digest: null,
        covenant_document: null,
      },
    ]);
    expect(rowsOf(...until('CovenantCameIntoForce'))['documents']).toStrictEqual([
      {
        cooperation,
        law_digest: digest(1),
        law_document: '{"wet":1}',
        covenant_digest: digest(2),
        covenant_document: '{"covenant":1}',
      },
    ]);
  });

  it('hold each cooperation apart', () => {
    const law = until('LawCameIntoForce');
    const rows = rowsAfter(supplyRights, [...recorded(law), ...recorded(law, { cooperation: 'rotterdam' })]);
    expect(rows['documents']?.map((row) => row['cooperation'])).toStrictEqual([cooperation, 'rotterdam']);
  });

  it('tell since when and until when an organisation is a member, and begin anew when it joins again', () => {
    const left = rowsOf(...journey)['parties'];
    expect(left?.map(({ organisation, member_until }) => [organisation, member_until])).toStrictEqual([
      [cast.college, cast.until],
      [cast.police, null],
    ]);
    const again: AnyEvent = {
      type: 'PartyJoined',
      data: { organisation: cast.college, kind: 'COLL', region: cooperation, name: 'College', memberFrom: noon },
    };
    expect(rowsOf(...journey, again)['parties']?.[0]).toStrictEqual({
      cooperation,
      organisation: cast.college,
      kind: 'COLL',
      region: cooperation,
      member_from: noon,
      member_until: null,
    });
  });

  it('follow phase and state of a case', () => {
    const stateAfter = (type: AnyEvent['type']) => rowsOf(...until(type))['cases'];
    const row = { case_id: cast.case, cooperation, phase: '1', state: 'open' };
    expect(stateAfter('CaseOpened')).toStrictEqual([row]);
    expect(stateAfter('PhaseOpened')).toStrictEqual([{ ...row, phase: '2' }]);
    expect(stateAfter('CaseSuspended')).toStrictEqual([{ ...row, phase: '2', state: 'suspended' }]);
    expect(stateAfter('CaseResumed')).toStrictEqual([{ ...row, phase: '2', state: 'open' }]);
    expect(stateAfter('CaseClosed')).toStrictEqual([{ ...row, phase: '2', state: 'closed' }]);
  });

  it('hold the need-to-know set: decided, withdrawn, gone with the case', () => {
    const setAfter = (type: AnyEvent['type']) =>
      rowsOf(...until(type))['grants']?.map((row) => [row['organisation'], row['until']]);
    const held = (...organisations: string[]) => organisations.map((organisation) => [organisation, cast.until]);
    expect(setAfter('CaseOpened')).toStrictEqual(held(cast.college, cast.police, cast.mayor));
    expect(setAfter('GrantsDecided')).toStrictEqual(held(cast.college, cast.police, cast.tax, cast.mayor));
    expect(setAfter('GrantWithdrawn')).toStrictEqual(held(cast.police, cast.tax, cast.mayor));
    expect(setAfter('CaseClosed')).toStrictEqual([]);
  });

  it('hold one row per organisation and type that is asked, and what became of it', () => {
    const states = (type: AnyEvent['type']) =>
      rowsOf(...until(type))['requests']?.map((row) => [row['organisation'], row['payload_type'], row['state']]);
    expect(states('RequestPut')).toStrictEqual([
      [cast.police, 'S6', 'open'],
      [cast.tax, 'S6', 'open'],
    ]);
    expect(states('RequestRefused')).toStrictEqual([
      [cast.police, 'S6', 'answered'],
      [cast.tax, 'S6', 'refused'],
    ]);
    expect(rowsOf(...journey)['request_subjects']).toStrictEqual([{ request_id: cast.request, subject: cast.subject }]);
  });

  it('let a refusal stand beside the types that were answered before it', () => {
    const [request, organisation] = [uuid(1), oin(1)];
    const put: AnyEvent = {
      type: 'RequestPut',
      data: {
        request,
        case: uuid(2),
        asked: [organisation],
        payloadTypes: ['S6', 'S15'],
        categories: ['CRIM'],
        subjects: [],
        recipients: [],
        dueOn: '2026-03-16',
        length: 1,
        textDigest: 'dA',
      },
    };
    const answered: AnyEvent = {
      type: 'RequestAnswered',
      data: { request, contribution: uuid(3), organisation, payloadType: 'S6' },
    };
    const refused: AnyEvent = { type: 'RequestRefused', data: { request, organisation, reason: 'no-data' } };
    const states = (...events: AnyEvent[]) => rowsOf(...events)['requests']?.map((row) => row['state']);
    expect(states(put, answered, refused)).toStrictEqual(['refused', 'answered']);
    expect(states(put, refused, answered)).toStrictEqual(['refused', 'answered']);
  });
});
