import { describe, expect, it } from '@jest/globals';
import { digest, given, oin } from '@knooppunt/testing';
import { countingKeys, findKey, isMemberAt, mayWeigh, partyDecider } from './party.js';
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

describe('a departure that is told ahead (R62)', () => {
  const ahead = '2026-04-01T22:00:00.000Z';
  const told: PartyEvent = { type: 'PartyLeft', data: { organisation, memberUntil: ahead } };
  const onDay = (lastDay: string, memberUntil: string): PartyCommand => ({
    type: 'LeaveParty',
    data: { organisation, memberUntil, lastDay },
  });
  const end = (memberUntil = ahead): PartyCommand => ({ type: 'EndMembership', data: { organisation, memberUntil } });
  const ended: PartyEvent = { type: 'PartyMembershipEnded', data: { organisation, memberUntil: ahead } };

  it('names a last day that is not over', () => {
    given(partyDecider, [joined]).when(onDay('2026-04-01', ahead)).then([told]);
    given(partyDecider, [joined])
      .when(onDay('2026-03-01', '2026-03-01T23:00:00.000Z'))
      .thenThrows('cases/term-invalid');
  });

  it('leaves it a member until then, who registers keys', () => {
    const { state, when } = given(partyDecider, [joined, told]);
    expect(isMemberAt(state, '2026-04-01T21:59:59.999Z')).toBe(true);
    expect(isMemberAt(state, ahead)).toBe(false);
    const register: PartyCommand = { type: 'RegisterKey', data: { organisation, key: 'k1', publicKey: 'p' } };
    when(register).then([{ type: 'PartyKeyRegistered', data: { organisation, key: 'k1', publicKey: 'p' } }]);
    when(register, ahead).thenThrows('cases/wrong-state');
  });

  it('is brought forward, said again, and never put off', () => {
    const { when } = given(partyDecider, [joined, told]);
    when(leave('2026-03-05T00:00:00.000Z')).then([
      { type: 'PartyLeft', data: { organisation, memberUntil: '2026-03-05T00:00:00.000Z' } },
    ]);
    when(leave(ahead)).thenNothing();
    when(leave('2026-05-01T00:00:00.000Z')).thenThrows('cases/already-exists');
  });

  it('ends by an event of its own, at its moment and once', () => {
    const { when } = given(partyDecider, [joined, told]);
    when(end(), '2026-04-01T21:59:59.999Z').thenThrows('cases/term-invalid');
    when(end('2026-03-01T00:00:00.000Z'), ahead).thenThrows('cases/term-invalid');
    when(end(), ahead).then([ended]);
    given(partyDecider, [joined, told, ended]).when(end(), ahead).thenNothing();
    given(partyDecider, []).when(end(), ahead).thenThrows('cases/not-known');
    given(partyDecider, [joined]).when(end(), ahead).thenThrows('cases/term-invalid');
  });

  it('leaves nothing of itself to who joins anew', () => {
    const again: PartyEvent = { type: 'PartyJoined', data: { ...membership, memberFrom: ahead } };
    expect(given(partyDecider, [joined, told, ended, again]).state).toEqual(given(partyDecider, [again]).state);
  });
});

describe('a weigher', () => {
  const { state } = given(partyDecider, [joined]);

  it.each([
    ['2025-03-01', true],
    ['2025-02-28', false],
  ])('was a member on the day of receipt: %s', (day, may) => {
    expect(mayWeigh(state, day, '2025-06-01T00:00:00.000Z')).toBe(may);
  });

  it('is a member still', () => {
    const { state: after } = given(partyDecider, [joined, left]);
    expect(mayWeigh(after, '2025-03-01', '2026-01-01T00:00:00.000Z')).toBe(false);
  });
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

describe('the keys of an organisation', () => {
  const registered = (key: string): PartyEvent => ({
    type: 'PartyKeyRegistered',
    data: { organisation, key, publicKey: `public-${key}` },
  });
  const revoked: PartyEvent = { type: 'PartyKeyRevoked', data: { organisation, key: 'k1', reason: 'gelekt' } };
  const register = (key: string): PartyCommand => ({
    type: 'RegisterKey',
    data: { organisation, key, publicKey: `public-${key}` },
  });
  const revoke = (key: string): PartyCommand => ({ type: 'RevokeKey', data: { organisation, key, reason: 'gelekt' } });

  it('are registered by a member, each once', () => {
    given(partyDecider, [joined])
      .when(register('k1'))
      .then([registered('k1')]);
    given(partyDecider, [joined, registered('k1')])
      .when(register('k1'))
      .thenNothing();
    given(partyDecider, []).when(register('k1')).thenThrows('cases/not-known');
    given(partyDecider, [joined, left]).when(register('k1')).thenThrows('cases/wrong-state');
  });

  it('follow one another: the former does not sign any more, and what it signed counts', () => {
    const { state } = given(partyDecider, [joined, registered('k1'), registered('k2')]);
    expect(findKey(state, 'k1')?.status).toBe('replaced');
    expect(findKey(state, 'k2')).toEqual({ publicKey: 'public-k2', status: 'current' });
    expect(countingKeys(state)).toEqual(['k1', 'k2']);
    expect(findKey(state, 'constructor')).toBeUndefined();
  });

  it('count nothing any more once revoked, and do not come back', () => {
    given(partyDecider, [joined, registered('k1')])
      .when(revoke('k1'))
      .then([revoked]);
    given(partyDecider, [joined, registered('k1'), revoked])
      .when(revoke('k1'))
      .thenNothing();
    given(partyDecider, [joined, registered('k1'), revoked])
      .when(register('k1'))
      .thenThrows('cases/key-over');
    given(partyDecider, [joined]).when(revoke('k1')).thenThrows('cases/key-unknown');
    expect(countingKeys(given(partyDecider, [joined, registered('k1'), revoked]).state)).toEqual([]);
  });

  it('outlive a departure, so that one can be revoked that is lost later', () => {
    given(partyDecider, [joined, registered('k1'), left])
      .when(revoke('k1'))
      .then([revoked]);
  });
});

describe('accession (R61)', () => {
  const signed = { covenant: digest(1), key: 'k1', at: '2026-01-01T00:00:00.000Z', signature: 'c2ln' };
  const accede: PartyCommand = { type: 'AccedeParty', data: { ...membership, signed, publicKey: 'public-k1' } };

  it('is membership with its signature under the covenant in force, and the key of it', () =>
    given(partyDecider, [])
      .when(accede)
      .then([
        { type: 'PartyJoined', data: { ...membership, signed } },
        { type: 'PartyKeyRegistered', data: { organisation, key: 'k1', publicKey: 'public-k1' } },
      ]));

  it('happens once', () => {
    const acceded: readonly PartyEvent[] = [
      { type: 'PartyJoined', data: { ...membership, signed } },
      { type: 'PartyKeyRegistered', data: { organisation, key: 'k1', publicKey: 'public-k1' } },
    ];
    given(partyDecider, acceded).when(accede).thenNothing();
    given(partyDecider, [joined]).when(accede).thenThrows('cases/already-exists');
  });

  it('takes no key that was revoked before', () => {
    const before: readonly PartyEvent[] = [
      joined,
      { type: 'PartyKeyRegistered', data: { organisation, key: 'k1', publicKey: 'public-k1' } },
      { type: 'PartyKeyRevoked', data: { organisation, key: 'k1', reason: 'gelekt' } },
      left,
    ];
    const again: PartyCommand = {
      type: 'AccedeParty',
      data: { ...membership, memberFrom: '2026-02-01T00:00:00.000Z', signed, publicKey: 'public-k1' },
    };
    given(partyDecider, before).when(again).thenThrows('cases/key-over');
  });
});
