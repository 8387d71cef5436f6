import { describe, expect, it } from '@jest/globals';
import { smallCovenants } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { diff } from './difference.js';
import { widenings } from './widenings.js';

const { allFacts, fatesOf, pairs, questionsOf, registry } = smallCovenants;

describe('the suppliers whose data a new covenant widens', () => {
  it('are exactly those of whom some question shows, or lets in, more', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(pairs, ({ law: ofLaw, before, after }) => {
        const raised = new Set<string>();
        for (const bare of questionsOf(ofLaw, before, after)) {
          if (raised.has(bare.from)) continue;
          for (const facts of allFacts) {
            const question = { ...bare, facts };
            const [old, now] = [fatesOf(ofLaw, before, question), fatesOf(ofLaw, after, question)];
            const isMore = question.fields.some(({ name, levels }) => {
              const ladder = question.act === 'levering' ? ['withhold', 'reveal'] : ['withhold', 'exists', ...levels];
              return ladder.indexOf(now.get(name)?.level ?? '') > ladder.indexOf(old.get(name)?.level ?? '');
            });
            if (isMore) raised.add(question.from);
          }
        }
        const found = widenings(diff({ law: ofLaw, covenant: before }, { law: ofLaw, covenant: after }, registry));
        const levels = found.filter(({ aspect }) => aspect.kind !== 'duty').flatMap(({ suppliers }) => suppliers);
        expect([...new Set(levels)].toSorted()).toEqual([...raised].toSorted());
      }),
      { numRuns: 3 },
    );
  });
});
