import { describe, expect, it } from '@jest/globals';
import { findingsOf, nothing } from './support/checker.js';
import type { History, Seen } from './support/checker.js';

const place = { topic: 'signals.coll', partition: 2, offset: 7 };
const event = (stream: string, type: string, id = `${stream} ${type}`): Seen => ({ stream, type, id });
const whole: History = {
  acknowledged: new Map([
    ['one', 'a-1'],
    ['two', 'b-2'],
  ]),
  log: [
    event('covenant-x', 'CovenantCameIntoForce'),
    event('contribution-a-1', 'ContributionSupplied'),
    event('contribution-b-2', 'ContributionSupplied'),
    event('contribution-b-2', 'PersonCheckRequested'),
    event('signal-a-1', 'SignalSubmitted'),
    event('signal-b-2', 'SignalSubmitted'),
  ],
  unrecorded: [],
  parked: [place],
  poison: [place],
  unforeseen: [],
};
const without = (type: string, stream: string): History => ({
  ...whole,
  log: whole.log.filter((one) => one.type !== type || one.stream !== stream),
});
const withMore = (...more: readonly Seen[]): History => ({ ...whole, log: [...whole.log, ...more] });

describe('the checker', () => {
  it('finds nothing in a history that keeps every promise', () => {
    expect(findingsOf(whole)).toEqual(nothing);
  });

  it('takes a refusal for what became of a delivery', () => {
    const { log, ...rest } = without('ContributionSupplied', 'contribution-a-1');
    const kept = log.filter(({ stream }) => stream !== 'signal-a-1');
    const refused = event('contribution-a-1', 'ContributionRefused');
    expect(findingsOf({ ...rest, log: [...kept, refused] })).toEqual(nothing);
  });

  it.each<readonly [string, History, Partial<typeof nothing>]>([
    [
      'an acknowledged delivery that is not in the log',
      without('ContributionSupplied', 'contribution-a-1'),
      { lost: ['a-1'] },
    ],
    [
      'a delivery that was applied twice',
      withMore(event('contribution-a-1', 'ContributionSupplied', 'other')),
      { twice: ['a-1'] },
    ],
    ['a weighing that was begun twice', withMore(event('signal-b-2', 'SignalSubmitted', 'other')), { twice: ['b-2'] }],
    [
      'an event that was appended twice',
      withMore(event('case-c', 'CaseOpened', 'same'), event('case-c', 'CaseOpened', 'same')),
      { twice: ['same'] },
    ],
    ['a signal that nobody weighs', without('SignalSubmitted', 'signal-b-2'), { unweighed: ['b-2'] }],
    [
      'a delivery that nobody offered',
      withMore(event('contribution-c-3', 'ContributionRefused')),
      { strange: ['c-3'] },
    ],
    [
      'two deliveries under one contribution',
      { ...whole, acknowledged: new Map([...whole.acknowledged, ['three', 'a-1']]) },
      { strange: ['a-1'] },
    ],
    ['an answer without a record', { ...whole, unrecorded: ['/v1/signalen'] }, { unrecorded: ['/v1/signalen'] }],
    [
      'a good message that was parked',
      { ...whole, parked: [place, { ...place, offset: 8 }] },
      { parked: ['signals.coll/2/8'] },
    ],
    ['a poison message that went by', { ...whole, parked: [] }, { swallowed: ['signals.coll/2/7'] }],
    ['an answer that nobody should get', { ...whole, unforeseen: ['500'] }, { unforeseen: ['500'] }],
  ])('finds %s', (_what, history, expected) => {
    expect(findingsOf(history)).toEqual({ ...nothing, ...expected });
  });
});
