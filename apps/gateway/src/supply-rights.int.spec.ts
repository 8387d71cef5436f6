import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Payload } from '@knooppunt/signals';
import { Scene, amsterdam, noon, parties, rotterdam, s6 } from '../test/scene.js';
import type { PartyName } from '../test/scene.js';
import { SupplyRights } from './supply-rights.js';

let scene: Scene;
let rights: SupplyRights;
beforeEach(async () => {
  scene = await Scene.open();
  rights = new SupplyRights(scene.readStore);
});
afterEach(() => scene.close());

const kindOf = (name: PartyName, { cooperation = amsterdam, at = noon } = {}) =>
  rights.kindOf(cooperation, parties[name].organisation, at);
const target = (
  name: PartyName,
  caseId: string,
  request: string = randomUUID(),
  { cooperation = amsterdam, at = noon } = {},
) => rights.target(cooperation, parties[name].organisation, s6(caseId, request) as unknown as Payload, 'S6', at);

describe('what the gateway knows of an organisation', () => {
  it('is its kind while it is a member, from the first moment to before the last', async () => {
    await scene.join('college', '2026-03-02T12:00:00.000Z');
    expect(await kindOf('college', { at: '2026-03-02T11:59:59.999Z' })).toBeUndefined();
    expect(await kindOf('college')).toBe('COLL');
    const memberUntil = '2026-03-03T12:00:00.000Z';
    await scene.tell({ type: 'PartyLeft', data: { organisation: parties.college.organisation, memberUntil } });
    expect(await kindOf('college', { at: '2026-03-03T11:59:59.999Z' })).toBe('COLL');
    expect(await kindOf('college', { at: memberUntil })).toBeUndefined();
  });

  it('is nothing in a cooperation that it did not join', async () => {
    await scene.join('college');
    expect(await kindOf('college', { cooperation: rotterdam })).toBeUndefined();
    expect(await kindOf('stranger')).toBeUndefined();
  });
});

describe('what the gateway knows of documents', () => {
  it('is nothing until both law and covenant are in force, per cooperation', async () => {
    expect(await rights.documents(amsterdam)).toBeUndefined();
    await scene.documents(amsterdam);
    expect(await rights.documents(amsterdam)).toMatchObject({ law: { wet: 'wgs-riec' } });
    expect(await rights.documents(rotterdam)).toBeUndefined();
  });
});

describe('what the gateway knows of a case', () => {
  it('is its phase and state, and whether the supplier holds a grant that runs', async () => {
    const caseId = await scene.openCase(['police']);
    expect(await target('police', caseId)).toMatchObject({
      case: { phase: '1', isOpen: true, supplierInSet: true },
    });
    expect(await target('college', caseId)).toMatchObject({ case: { supplierInSet: false } });
    expect(await target('police', caseId, undefined, { at: '2027-01-01T00:00:00.000Z' })).toMatchObject({
      case: { supplierInSet: false },
    });
    await scene.openPhase(caseId);
    await scene.tell({ type: 'CaseSuspended', data: { case: caseId, reason: 'opsporing' } });
    expect(await target('police', caseId)).toMatchObject({ case: { phase: '2', isOpen: false } });
  });

  it('is nothing where the case is not there, or belongs to another cooperation: one and the same nothing', async () => {
    const elsewhere = await scene.openCase(['police'], rotterdam);
    expect(await target('police', elsewhere)).toEqual(await target('police', randomUUID()));
    expect(await target('police', elsewhere)).toEqual({});
  });

  it('is nothing for a signal, whatever case it might name', async () => {
    const caseId = await scene.openCase(['police']);
    const signal = { ...s6(caseId, randomUUID()), way: 'signal', case: undefined } as unknown as Payload;
    expect(await rights.target(amsterdam, parties.police.organisation, signal, 'S1', noon)).toEqual({});
  });
});

describe('what the gateway knows of a request', () => {
  const none = { isOfCase: false, isAsked: false };

  it('is that this organisation was asked for this type in this case', async () => {
    const caseId = await scene.openCase(['police']);
    const request = await scene.request(caseId, ['police']);
    expect(await target('police', caseId, request)).toMatchObject({ request: { isOfCase: true, isAsked: true } });
    expect(await target('college', caseId, request)).toMatchObject({ request: none });
    expect(await target('police', caseId)).toMatchObject({ request: none });
    const other = await scene.openCase(['police']);
    expect(await target('police', other, request)).toMatchObject({ request: none });
    const payload = s6(caseId, request) as unknown as Payload;
    expect(await rights.target(amsterdam, parties.police.organisation, payload, 'S15', noon)).toMatchObject({
      request: none,
    });
  });

  it('stays after an answer and after a refusal: the duty to supply stands', async () => {
    const caseId = await scene.openCase(['police']);
    const request = await scene.request(caseId, ['police']);
    const organisation = parties.police.organisation;
    await scene.tell({ type: 'RequestRefused', data: { request, organisation, reason: 'no-data' } });
    expect(await target('police', caseId, request)).toMatchObject({ request: { isAsked: true } });
    await scene.tell({
      type: 'RequestAnswered',
      data: { request, organisation, contribution: randomUUID(), payloadType: 'S6' },
    });
    expect(await target('police', caseId, request)).toMatchObject({ request: { isAsked: true } });
  });
});
