import { describe, expect, it } from '@jest/globals';
import { given, noon, oin, uuid } from '@knooppunt/testing';
import { isAuthorisedAt, personDecider } from './person.js';
import type { PersonCommand, PersonEvent } from './person.js';

const person = uuid(1);
const designation = {
  person,
  organisation: oin(1),
  roles: ['accounthouder'],
  mandate: { from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' },
  screenedUntil: '2026-06-01T00:00:00.000Z',
};
const designated: PersonEvent = { type: 'PersonDesignated', data: designation };
const withdrawn: PersonEvent = { type: 'PersonWithdrawn', data: { person } };
const designate = (change: Partial<typeof designation> = {}): PersonCommand => ({
  type: 'DesignatePerson',
  data: { ...designation, ...change },
});
const withdraw: PersonCommand = { type: 'WithdrawPerson', data: { person } };

describe('a person whom nobody designated', () => {
  it('is designated', () => given(personDecider, []).when(designate()).then([designated]));

  it('is not designated without a role, or with one twice', () => {
    given(personDecider, [])
      .when(designate({ roles: [] }))
      .thenThrows('cases/list-invalid');
    given(personDecider, [])
      .when(designate({ roles: ['auditor', 'auditor'] }))
      .thenThrows('cases/list-invalid');
  });

  it('is not designated after the screening lapsed (R55)', () =>
    given(personDecider, [])
      .when(designate({ screenedUntil: noon }), noon)
      .thenThrows('cases/screening-lapsed'));

  it('is not designated for a mandate that ends before it begins', () =>
    given(personDecider, [])
      .when(designate({ mandate: { from: noon, until: noon } }))
      .thenThrows('cases/term-invalid'));

  it('cannot be withdrawn', () => given(personDecider, []).when(withdraw).thenThrows('cases/not-known'));

  it('may not act', () => expect(isAuthorisedAt(personDecider.initial, noon)).toBe(false));
});

describe('a designated person', () => {
  it('stays quiet when designated in the same way again', () =>
    given(personDecider, [designated]).when(designate()).thenNothing());

  it('gets other roles by a later designation', () =>
    given(personDecider, [designated])
      .when(designate({ roles: ['voorzitter'] }))
      .then([{ type: 'PersonDesignated', data: { ...designation, roles: ['voorzitter'] } }]));

  it('is not designated by a second organisation', () =>
    given(personDecider, [designated])
      .when(designate({ organisation: oin(2) }))
      .thenThrows('cases/person-elsewhere'));

  it('is withdrawn', () => given(personDecider, [designated]).when(withdraw).then([withdrawn]));

  it('may act within mandate and screening only', () => {
    const { state } = given(personDecider, [designated]);
    expect(isAuthorisedAt(state, '2025-12-31T23:59:59.999Z')).toBe(false);
    expect(isAuthorisedAt(state, '2026-01-01T00:00:00.000Z')).toBe(true);
    expect(isAuthorisedAt(state, '2026-05-31T23:59:59.999Z')).toBe(true);
    expect(isAuthorisedAt(state, '2026-06-01T00:00:00.000Z')).toBe(false);
    const longScreened = given(personDecider, [
      { type: 'PersonDesignated', data: { ...designation, screenedUntil: '2029-01-01T00:00:00.000Z' } },
    ]);
    expect(isAuthorisedAt(longScreened.state, '2027-01-01T00:00:00.000Z')).toBe(false);
  });
});

describe('the people of an organisation', () => {
  const appoint = (change: Partial<typeof designation> = {}): PersonCommand => ({
    type: 'AppointPerson',
    data: { ...designation, ...change },
  });
  const change = (changed: Partial<typeof designation> = {}): PersonCommand => ({
    type: 'ChangeDesignation',
    data: { ...designation, ...changed },
  });
  const withdrawBy = (organisation: string): PersonCommand => ({
    type: 'WithdrawPerson',
    data: { person, organisation },
  });

  it('are appointed once: what would replace a designation does not', () => {
    given(personDecider, []).when(appoint()).then([designated]);
    given(personDecider, [designated]).when(appoint()).thenNothing();
    given(personDecider, [designated])
      .when(appoint({ roles: ['voorzitter'] }))
      .thenThrows('cases/already-exists');
    given(personDecider, [designated])
      .when(appoint({ organisation: oin(2) }))
      .thenThrows('cases/person-elsewhere');
    given(personDecider, [designated, withdrawn])
      .when(appoint({ organisation: oin(2) }))
      .then([{ type: 'PersonDesignated', data: { ...designation, organisation: oin(2) } }]);
  });

  it('are appointed anew once mandate or screening has ended', () =>
    given(personDecider, [designated])
      .when(appoint({ screenedUntil: '2028-06-01T00:00:00.000Z' }), '2026-06-01T00:00:00.000Z')
      .then([{ type: 'PersonDesignated', data: { ...designation, screenedUntil: '2028-06-01T00:00:00.000Z' } }]));

  it('are given other roles and terms while they are designated by it', () => {
    given(personDecider, [designated])
      .when(change({ roles: ['voorzitter'] }))
      .then([{ type: 'PersonDesignated', data: { ...designation, roles: ['voorzitter'] } }]);
    given(personDecider, []).when(change()).thenThrows('cases/not-known');
    given(personDecider, [designated])
      .when(change({ organisation: oin(2) }))
      .thenThrows('cases/not-known');
    given(personDecider, [designated, withdrawn]).when(change()).thenThrows('cases/wrong-state');
  });

  it('are withdrawn by it, and by no other', () => {
    given(personDecider, [designated])
      .when(withdrawBy(oin(1)))
      .then([withdrawn]);
    given(personDecider, [designated])
      .when(withdrawBy(oin(2)))
      .thenThrows('cases/not-known');
  });

  it('may be designated outside the hub, with a signature that is kept', () => {
    const signed = { key: 'k1', at: noon, signature: 'c2ln' };
    given(personDecider, [])
      .when({ type: 'AppointPerson', data: { ...designation, signed } })
      .then([{ type: 'PersonDesignated', data: { ...designation, signed } }]);
  });
});

describe('a withdrawn person', () => {
  it('stays quiet when withdrawn again', () =>
    given(personDecider, [designated, withdrawn]).when(withdraw).thenNothing());

  it('may not act', () =>
    expect(isAuthorisedAt(given(personDecider, [designated, withdrawn]).state, noon)).toBe(false));

  it('is designated anew, by another organisation too', () =>
    given(personDecider, [designated, withdrawn])
      .when(designate({ organisation: oin(2) }))
      .then([{ type: 'PersonDesignated', data: { ...designation, organisation: oin(2) } }]));
});
