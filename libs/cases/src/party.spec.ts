import { describe, expect, it } from '@jest/globals';
import { given, oin } from '@knooppunt/testing';
import { isMemberAt, partyDecider } from './party.js';
import type { PartyCommand, PartyEvent } from './party.js';

const organisation = oin(1);
const membership = {
  organisation,
  kind: 'COLL',
  region: 'amsterdam-amstelland',
  name: 'College van burgemeester en wethouders van Amsterdam',
  municipality: '0363',
  memberFrom: '2025-03-01T00:00:00.000Z',
};
const joined: PartyEvent = { type: 'PartyJoined', data: membership };
const left: PartyEvent = { type: 'PartyLeft', data: { organisation, memberUntil: '2026-01-01T00:00:00.000Z' } };
const join = (change: Partial<typeof membership> = {}): PartyCommand => ({
  type: 'JoinParty',
  data: { ...membership, ...change },
});
const leave = (memberUntil: string): PartyCommand => ({ type: 'LeaveParty', data: { organisation, memberUntil } });

describe('an organisation that never joined', () => {
  it('joins', () => given(partyDecider, []).when(join()).then([joined]));

  it('cannot leave', () =>
    given(partyDecider, []).when(leave('2026-01-01T00:00:00.000Z')).thenThrows('cases/not-known'));

  it('is a member at no moment', () => {
    expect(isMemberAt(partyDecider.initial, '2026-01-01T00:00:00.000Z')).toBe(false);
    expect(partyDecider.initial.memberFrom > '2999-01-01T00:00:00.000Z').toBe(true);
  });
});

describe('a member', () => {
  it('stays quiet when it joins in the same way again', () => given(partyDecider, [joined]).when(join()).thenNothing());

  it('does not join in another way', () =>
    given(partyDecider, [joined])
      .when(join({ kind: 'BURG' }))
      .thenThrows('cases/already-exists'));

  it('leaves', () => given(partyDecider, [joined]).when(leave('2026-01-01T00:00:00.000Z')).then([left]));

  it('does not leave before it came', () =>
    given(partyDecider, [joined]).when(leave(membership.memberFrom)).thenThrows('cases/term-invalid'));
});

describe('a former member', () => {
  it('stays quiet when it leaves again', () =>
    given(partyDecider, [joined, left]).when(leave('2026-02-01T00:00:00.000Z')).thenNothing());

  it('was a member until the moment it left, and not at it', () => {
    const { state } = given(partyDecider, [joined, left]);
    expect(isMemberAt(state, '2025-02-28T23:59:59.999Z')).toBe(false);
    expect(isMemberAt(state, '2025-03-01T00:00:00.000Z')).toBe(true);
    expect(isMemberAt(state, '2025-12-31T23:59:59.999Z')).toBe(true);
    expect(isMemberAt(state, '2026-01-01T00:00:00.000Z')).toBe(false);
  });

  it('joins anew, from after its former membership (R61)', () => {
    const again = { ...membership, memberFrom: '2026-02-01T00:00:00.000Z' };
    given(partyDecider, [joined, left])
      .when(join({ memberFrom: again.memberFrom }))
      .then([{ type: 'PartyJoined', data: again }]);
    given(partyDecider, [joined, left]).when(join()).thenThrows('cases/term-invalid');
  });
});
