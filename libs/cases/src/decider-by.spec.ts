import { describe, expect, it } from '@jest/globals';
import { noon } from '@knooppunt/testing';
import { caseDecider } from './case.decider.js';
import type { CaseCommand } from './case.js';
import { contributionDecider } from './contribution.js';
import { covenantDecider } from './covenant.decider.js';
import type { CaseEvent } from './events/case.events.js';
import { erasureDecider } from './erasure.js';
import { meetingDecider } from './meeting.js';
import { partyDecider } from './party.js';
import { personDecider } from './person.js';
import { requestDecider } from './request.js';
import { signalDecider } from './signal.js';

const evolutions: readonly [string, (type: string) => () => unknown][] = [
  ['signal', (type) => () => signalDecider.evolve(signalDecider.initial, { type, data: {} } as never)],
  ['case', (type) => () => caseDecider.evolve(caseDecider.initial, { type, data: {} } as never)],
  ['request', (type) => () => requestDecider.evolve(requestDecider.initial, { type, data: {} } as never)],
  ['meeting', (type) => () => meetingDecider.evolve(meetingDecider.initial, { type, data: {} } as never)],
  ['party', (type) => () => partyDecider.evolve(partyDecider.initial, { type, data: {} } as never)],
  ['person', (type) => () => personDecider.evolve(personDecider.initial, { type, data: {} } as never)],
  ['covenant', (type) => () => covenantDecider.evolve(covenantDecider.initial, { type, data: {} } as never)],
  [
    'contribution',
    (type) => () => contributionDecider.evolve(contributionDecider.initial, { type, data: {} } as never),
  ],
  ['erasure', (type) => () => erasureDecider.evolve(erasureDecider.initial, { type, data: {} } as never)],
];

describe('a stored type that a decider does not know', () => {
  it.each(evolutions)('throws and is named: %s', (_name, evolve) => {
    expect(evolve('SomethingElse')).toThrow('unexpected value `SomethingElse`');
    expect(evolve('constructor')).toThrow('unexpected value `constructor`');
  });

  it('throws for a command too', () => {
    const strange = { type: 'Tidy', data: {} } as unknown as CaseCommand;
    expect(() => caseDecider.decide(strange, caseDecider.initial, { at: noon })).toThrow('unexpected value `Tidy`');
  });

  it('throws for a mark that no build of this version wrote', () => {
    const strange: CaseEvent = {
      type: 'ShieldingSet',
      data: { case: 'c', subject: 's', mark: 'shy', set: true },
    };
    expect(() => caseDecider.evolve(caseDecider.initial, strange)).toThrow('unexpected mark `shy`');
  });
});
