import { describe, expect, it } from '@jest/globals';
import { decide } from '@knooppunt/covenant';
import type { Decision } from '@knooppunt/covenant';
import { digestOf, goldenEvents } from '@knooppunt/testing';
import { decideByEngine, Redecider } from '../index.js';
import type { DecideOtherwise, RedecideSummary } from '../index.js';

const events = goldenEvents();

const replayedBy = (
  second?: DecideOtherwise,
): { readonly found: readonly string[]; readonly summary: RedecideSummary } => {
  const found: string[] = [];
  const redecider = new Redecider({
    digestOf,
    eventsOf: (name) => events.filter(({ stream }) => stream === name),
    report: ({ code, detail }) => void found.push(`${code} ${detail}`),
    ...(second ? { second } : {}),
  });
  for (const event of events) redecider.add(event);
  return { found, summary: redecider.finish() };
};
/** An engine that is right but for one thing. */
const wrong =
  (change: (decision: Decision) => Decision): DecideOtherwise =>
  (law, covenant, question) =>
    change(decide(law, covenant, question));
const lastWords = (found: readonly string[]): ReadonlySet<string> =>
  new Set(found.map((one) => one.replace(/^engines-differ \S+ \S+ /, '').replace(/^\S+: /, '')));

describe('the semantics replay', () => {
  it('finds that interpreter and compiled engine agree on every recorded decision', () => {
    const { found, summary } = replayedBy(decideByEngine());
    expect(found).toEqual([]);
    expect(summary.compared).toBeGreaterThan(2_000);
  });

  it('is not counted where no engine is given', () => {
    expect(replayedBy().summary).not.toHaveProperty('compared');
  });

  it('finds a level that the engine gives otherwise', () => {
    const { found } = replayedBy(
      wrong((decision) => ({
        ...decision,
        fields: decision.fields.map((field) =>
          field.level === 'pseudonymise' ? { ...field, level: 'reveal' } : field,
        ),
      })),
    );
    expect(lastWords(found)).toEqual(new Set(['pseudonymise by the interpreter, reveal by the engine']));
  });

  it.each<readonly [string, string, (decision: Decision) => Decision]>([
    [
      'a permit',
      'by the engine',
      (one) => ({ ...one, fields: one.fields.map(({ permit: _gone, ...field }) => field) }),
    ],
    ['a cap', 'by the engine', (one) => ({ ...one, fields: one.fields.map((field) => ({ ...field, cap: 'C-999' })) })],
    [
      'obligations',
      'by the engine',
      (one) => ({ ...one, fields: one.fields.map((field) => ({ ...field, obligations: { retain: 'P1D' } })) }),
    ],
    ['a field', 'by the engine', (one) => ({ ...one, fields: one.fields.slice(1) })],
    ['a guard', 'guards', (one) => ({ ...one, refusedBy: [...one.refusedBy, 'G-99'] })],
    ['a fact that was used', 'facts used', (one) => ({ ...one, factsUsed: one.factsUsed.slice(1) })],
  ])('finds %s that the engine says otherwise', (_what, words, change) => {
    const { found } = replayedBy(wrong(change));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((one) => one.startsWith('engines-differ ') && one.includes(words))).toBe(true);
  });

  it('finds an engine that cannot answer', () => {
    const { found } = replayedBy(() => {
      throw new TypeError('no');
    });
    expect(lastWords(found)).toEqual(new Set(['the engine did not answer']));
  });
});
