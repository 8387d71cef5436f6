import { describe, expect, it } from '@jest/globals';
import { eventCatalogue } from '../events/catalogue.js';
import { covenantEvents } from '../events/covenant.events.js';
import { narrowingOf, narrowsFor } from './narrowing.js';

const reader = '00000099000000000003';
const other = '00000099000000000004';
const narrows = (type: string, data: object = {}): boolean => narrowsFor(narrowingOf({ type, data }), reader);

describe('what narrows an answer', () => {
  it.each([
    'LawCameIntoForce',
    'CovenantCameIntoForce',
    'PartyLeft',
    'PartyMembershipEnded',
    'PersonWithdrawn',
    'GrantWithdrawn',
    'GrantsDecided',
    'PhaseOpened',
    'SubjectLinked',
    'ShieldingSet',
    'ContributionUnderDestruction',
    'KeyDestroyed',
    'CaseSuspended',
    'CaseClosed',
    'AttendanceEnded',
    'InvitationWithdrawn',
    'RequestLapsed',
    'WeigherWithdrawn',
    'CovenantExpired',
    'SignalAccepted',
    'SignalRejected',
    'SomethingNew',
  ])('is every event that is not known to be harmless: %s', (type) => {
    expect(narrowingOf({ type, data: { organisation: other } })).toBe('all');
    expect(narrows(type)).toBe(true);
  });

  it('is nothing that only adds, or changes no fact', () => {
    for (const type of ['ContributionTakenIn', 'MeetingConvened', 'RequestAnswered', 'SignalTakenIntoCase']) {
      expect(Object.hasOwn(eventCatalogue, type)).toBe(true);
      expect(narrows(type, { organisation: reader })).toBe(false);
    }
  });

  it('is nothing in the life of a covenant that is not, or not yet, in force', () => {
    const lives = Object.keys(covenantEvents).filter((type) => type !== 'CovenantExpired');
    for (const type of [...lives, 'PartyKeyRegistered', 'PartyKeyRevoked']) expect(narrows(type)).toBe(false);
  });

  it('is of one organisation alone where only its facts change', () => {
    expect(narrows('AttendanceRecorded', { organisation: reader })).toBe(true);
    expect(narrows('AttendanceRecorded', { organisation: other })).toBe(false);
    expect(narrows('NecessityRecorded', { recipient: reader })).toBe(true);
    expect(narrows('NecessityRecorded', { recipient: other })).toBe(false);
  });

  it('is of all where such an event names nobody, and where a right is taken from another', () => {
    expect(narrows('AttendanceRecorded')).toBe(true);
    expect(narrows('NecessityRecorded', {})).toBe(true);
    expect(narrows('GrantWithdrawn', { organisation: other })).toBe(true);
  });
});
