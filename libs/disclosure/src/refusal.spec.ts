import { describe, expect, it } from '@jest/globals';
import { eventIdOf } from '@knooppunt/event-store';
import { oin, uuid } from '@knooppunt/testing';
import { refusalEvent } from './refusal.js';
import type { RefusalParts, RefusedRequest } from './refusal.js';

const parts: RefusalParts = {
  names: {
    personId: (...who: readonly string[]) => (who.join(' ') === 'https://idp anna rotterdam' ? uuid(5) : uuid(6)),
  } as never,
  clock: () => '2026-03-02T09:30:00.000Z',
  newId: (scope, correlation) => (scope === 'refusal' && correlation === 'asked' ? uuid(7) : uuid(8)),
};
const person: RefusedRequest = {
  caller: { kind: 'person', provider: 'https://idp', sub: 'anna', organisation: oin(1), cooperation: 'rotterdam' },
  code: 'cases/not-in-state',
  method: 'POST',
  route: '/v1/casussen/:id/fasen',
  correlation: 'asked',
  traceId: '1'.repeat(32),
  purpose: { purpose: 'POL.opsporing' },
};
const { purpose: _purpose, ...organisation }: RefusedRequest = {
  ...person,
  caller: { kind: 'organisation', organisation: oin(2), cooperation: 'zeeland' },
};
const told = (refused: RefusedRequest) => {
  const { refusal, stream, event } = refusalEvent(parts, refused);
  return { refusal, stream, event, envelope: JSON.parse(new TextDecoder().decode(event.bytes)) as unknown };
};

describe('a request of a person that was not granted', () => {
  it('is a fact of its own stream: who, where, why, and nothing of what was sent', () => {
    const { refusal, stream, event, envelope } = told(person);
    expect([refusal, stream, event.type, event.id]).toEqual([
      uuid(7),
      `refusal-${uuid(7)}`,
      'CommandRefused',
      eventIdOf(uuid(7), 0),
    ]);
    expect(envelope).toEqual({
      id: eventIdOf(uuid(7), 0),
      type: 'CommandRefused',
      schemaVersion: 1,
      stream: `refusal-${uuid(7)}`,
      cooperation: 'rotterdam',
      recordedAt: '2026-03-02T09:30:00.000Z',
      actor: uuid(5),
      organisation: oin(1),
      role: null,
      purpose: 'POL.opsporing',
      commandId: uuid(7),
      correlation: 'asked',
      causation: null,
      traceId: '1'.repeat(32),
      data: { refusal: uuid(7), command: 'POST.v1.casussen.id.fasen', code: 'cases/not-in-state', rules: [] },
    });
  });
});

describe('a request of an organisation that was not granted', () => {
  it('names no person and no purpose', () => {
    expect(told(organisation).envelope).toMatchObject({
      actor: 'system:organisation',
      organisation: oin(2),
      cooperation: 'zeeland',
      purpose: null,
    });
  });
});
