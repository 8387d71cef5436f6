import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { recorded } from '@knooppunt/testing';
import { DocumentsSeen } from './documents-seen.js';

const at = (day: number): string => `2026-03-0${day}T12:00:00.000Z`;
const came = (kind: 'law' | 'covenant', digest: string, day: number, cooperation = 'rotterdam'): Recorded => {
  const type = kind === 'law' ? 'LawCameIntoForce' : 'CovenantCameIntoForce';
  const data = { [kind]: `the ${kind}`, version: `v-${digest}`, digest, document: JSON.stringify({ digest }) };
  const [event] = recorded([{ type, data, recordedAt: at(day) }], { cooperation });
  return event as Recorded;
};
const seen = (...events: readonly Recorded[]): DocumentsSeen => {
  const documents = new DocumentsSeen();
  for (const event of events) documents.note(event);
  return documents;
};

describe('the documents of a log', () => {
  it('are laws and covenants, each in force until another of its kind comes in its cooperation', () => {
    const { laws, covenants } = seen(
      came('law', 'a', 1),
      came('covenant', 'b', 1),
      came('covenant', 'b', 1, 'zeeland'),
      came('covenant', 'c', 3),
    );
    const common = { cooperation: 'rotterdam', from: at(1), until: null };
    expect(laws).toEqual([{ id: 'the law', version: 'v-a', digest: 'a', ...common, document: { digest: 'a' } }]);
    const b = { id: 'the covenant', version: 'v-b', digest: 'b', document: { digest: 'b' } };
    expect(covenants).toEqual([
      { ...b, ...common, until: at(3) },
      { ...b, ...common, cooperation: 'zeeland' },
      { ...b, ...common, version: 'v-c', digest: 'c', from: at(3), document: { digest: 'c' } },
    ]);
  });

  it('that come into force again while they are in force change nothing; after another they do', () => {
    const { covenants } = seen(came('covenant', 'a', 1), came('covenant', 'a', 2));
    expect(covenants.map(({ from, until }) => [from, until])).toEqual([[at(1), null]]);
    const back = seen(came('covenant', 'a', 1), came('covenant', 'b', 2), came('covenant', 'a', 3));
    expect(back.covenants.map(({ digest, from, until }) => [digest, from, until])).toEqual([
      ['a', at(1), at(2)],
      ['b', at(2), at(3)],
      ['a', at(3), null],
    ]);
    expect(back.covenants[0]?.document).toBe(back.covenants[2]?.document);
  });

  it('are found by digest, and by cooperation as they stand', () => {
    const documents = seen(
      came('law', 'a', 1),
      came('law', 'b', 2),
      came('law', 'c', 1, 'zeeland'),
      came('covenant', 'd', 1),
      came('covenant', 'e', 2),
      came('covenant', 'f', 3, 'zeeland'),
    );
    expect(['a', 'c', 'd', undefined].map((digest) => documents.law(digest))).toEqual([
      { digest: 'a' },
      { digest: 'c' },
      undefined,
      undefined,
    ]);
    const names = ['rotterdam', 'zeeland', 'utrecht'];
    expect(names.map((name) => documents.lawOf(name)?.digest)).toEqual(['b', 'c', undefined]);
    expect(names.map((name) => documents.covenantOf(name)?.digest)).toEqual(['e', 'f', undefined]);
  });

  it('are no other events', () => {
    const [event] = recorded([{ type: 'SignalAccepted', data: {} }]);
    const { laws, covenants } = seen(event as Recorded);
    expect([laws, covenants]).toEqual([[], []]);
  });
});
