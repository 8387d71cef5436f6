import { describe, expect, it } from '@jest/globals';
import { fold } from '@knooppunt/kernel';
import type { EventCatalogue, Message } from '@knooppunt/kernel';
import { arbitraryEvent, noon } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { caseDecider } from './case.decider.js';
import { contributionDecider } from './contribution.js';
import { covenantDecider } from './covenant.decider.js';
import { erasureDecider } from './erasure.js';
import { eventCatalogue } from './events/catalogue.js';
import { meetingDecider } from './meeting.js';
import { partyDecider } from './party.js';
import { personDecider } from './person.js';
import { requestDecider } from './request.js';
import { signalDecider } from './signal.js';

type Fold = { readonly initial: unknown; readonly evolve: (state: unknown, event: Message) => unknown };
const folds = {
  case: caseDecider,
  contribution: contributionDecider,
  covenant: covenantDecider,
  erasure: erasureDecider,
  meeting: meetingDecider,
  party: partyDecider,
  person: personDecider,
  request: requestDecider,
  signal: signalDecider,
} as unknown as Readonly<Record<string, Fold>>;
const catalogue: EventCatalogue = eventCatalogue;

/** The types that a fold takes: all that it does not call unexpected. */
const typesOf = ({ initial, evolve }: Fold): readonly string[] =>
  Object.keys(catalogue).filter((type) => {
    const [sample] = fc.sample(arbitraryEvent(catalogue, [type]), { numRuns: 1, seed: 7 });
    try {
      evolve(initial, { ...(sample as Message), recordedAt: noon } as Message);
      return true;
    } catch (error) {
      return !(error as Error).message.startsWith('unexpected value');
    }
  });

describe.each(Object.entries(folds))('the fold of a %s', (_name, decider) => {
  const types = typesOf(decider);
  // there is one mark, and a fold that met another could not say what it shields
  const known = ({ type, data }: Message): Message =>
    type === 'ShieldingSet' ? { type, data: { ...(data as object), mark: 'possible-victim' } } : { type, data };
  const stored = arbitraryEvent(catalogue, [...types]).map((event) => ({ ...known(event), recordedAt: noon }));

  it('takes any events of its types in any order, also those that no decider would make', () => {
    expect(types.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.array(stored, { maxLength: 12 }), (events) => {
        expect(fold(decider, events)).toBeDefined();
      }),
    );
  });

  it('gives the same state for the same events, and leaves what it was given as it was', () => {
    fc.assert(
      fc.property(fc.array(stored, { maxLength: 8 }), (events) => {
        const before = JSON.stringify(events);
        expect(fold(decider, events)).toStrictEqual(fold(decider, events));
        expect(JSON.stringify(events)).toBe(before);
      }),
    );
  });

  it('throws on a type that it does not know, and names it', () => {
    const strange = fc.oneof(
      fc.constantFrom('constructor', '__proto__', 'toString', ''),
      fc.string(),
      fc.constantFrom(...Object.keys(catalogue)),
    );
    fc.assert(
      fc.property(strange, fc.array(stored, { maxLength: 3 }), (type, events) => {
        fc.pre(!types.includes(type));
        expect(() => fold(decider, [...events, { type, data: {} }])).toThrow(`unexpected value \`${type}\``);
      }),
    );
  });
});

describe('every event of the log', () => {
  it('is of a type that a fold takes, or a single fact that none needs', () => {
    const folded = new Set(Object.values(folds).flatMap(typesOf));
    const single = Object.keys(catalogue).filter((type) => !folded.has(type));
    expect(single.toSorted()).toStrictEqual([
      'CheckpointSigned',
      'CommandRefused',
      'DisclosureAborted',
      'DisclosureRecorded',
      'LogConsulted',
      'ReadRefused',
      'SupplyRefused',
    ]);
  });
});
