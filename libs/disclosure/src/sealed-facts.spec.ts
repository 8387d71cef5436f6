import { describe, expect, it } from '@jest/globals';
import { caseDecider } from '@knooppunt/cases';
import type { CaseEvent, CaseState, Item, SealedFacts } from '@knooppunt/cases';
import { canonicalJson, fold } from '@knooppunt/kernel';
import type { Json, Recorded, SealedBlock } from '@knooppunt/kernel';
import { oin, recorded, uuid } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { SealedFactsReader } from './sealed-facts.js';

/** What one contribution knows of its person p1; `lost` where its key is gone. */
type Knowledge = { readonly adultFrom?: string; readonly possibleVictim?: true } | 'lost';

const caseId = uuid(1);
const subject = uuid(2);
const contributionAt = (at: number): string => uuid(100 + at);
const blockAt = (at: number): SealedBlock => ({ keyId: contributionAt(at), check: '', iv: '', ct: '' });

const stateOf = (links: number): CaseState => {
  const events: CaseEvent[] = Array.from({ length: links }, (_, at) => ({
    type: 'SubjectLinked',
    data: { case: caseId, subject, contribution: contributionAt(at), block: 'p1', role: 'circle' },
  }));
  return fold(caseDecider, events);
};

const itemOf = (links: number): Item => ({
  payloadType: 'S2',
  supplier: oin(1),
  supplierKind: 'COLL',
  phase: '1',
  source: { stream: `contribution-${contributionAt(0)}`, revision: 0n },
  contribution: contributionAt(0),
  case: { stream: `case-${caseId}`, revision: 0n, state: stateOf(links) },
  blocks: [
    { name: 'p1', kind: 'person' },
    { name: 'p2', kind: 'person' },
    { name: 'text', kind: 'text' },
  ],
});

const suppliedAt = (at: number): Recorded => {
  const [event] = recorded([{ type: 'ContributionSupplied', data: { contribution: contributionAt(at) } }], {
    organisation: oin(1),
    sealed: { facts: blockAt(at) },
  });
  return event as Recorded;
};

const readerOf = (known: readonly Knowledge[], opened: string[] = []): SealedFactsReader =>
  new SealedFactsReader(
    {
      reach: () => Promise.resolve(),
      outputDigest: () => Promise.resolve(undefined),
      open: ({ keyId }) => {
        opened.push(keyId);
        const knowledge = known[known.findIndex((_, at) => contributionAt(at) === keyId)];
        if (knowledge === undefined || knowledge === 'lost') return Promise.resolve('destroyed');
        const { adultFrom, possibleVictim } = knowledge;
        const facts = {
          adultFrom: adultFrom === undefined ? {} : { p1: adultFrom },
          possibleVictim: possibleVictim ? { p1: true } : {},
        } satisfies Json;
        return Promise.resolve(new TextEncoder().encode(canonicalJson(facts)));
      },
    },
    (contribution) => Promise.resolve(suppliedAt(known.findIndex((_, at) => contributionAt(at) === contribution))),
  );

const knownOf = (known: readonly Knowledge[], block = { name: 'p1', kind: 'person' }) =>
  readerOf(known).ofBlock(itemOf(known.length), block);

describe('sealed facts of a person', () => {
  it('are the strictest that any linked contribution knows', async () => {
    expect(await knownOf([{ adultFrom: '2020-01-01' }, { adultFrom: '2031-04-02', possibleVictim: true }, {}])).toEqual(
      {
        adultFrom: '2031-04-02',
        possibleVictim: true,
      },
    );
  });

  it('are unknown where no contribution can be read, and not before', async () => {
    expect(await knownOf(['lost', 'lost'])).toEqual({ possibleVictim: false, lost: true });
    expect(await knownOf(['lost', {}])).toEqual({ possibleVictim: false });
  });

  it('of a text are those of all persons that it may name: what is not known of one is not known', async () => {
    // p2 is linked to nobody, and the block says nothing of it
    expect(await knownOf([{ adultFrom: '2020-01-01' }], { name: 'text', kind: 'text' })).toEqual({
      possibleVictim: false,
    });
    expect(await knownOf([{ adultFrom: '2020-01-01', possibleVictim: true }], { name: 'text', kind: 'text' })).toEqual({
      possibleVictim: true,
    });
  });

  it('take one opening per contribution, however many blocks ask', async () => {
    const opened: string[] = [];
    const reader = readerOf([{}, {}], opened);
    const item = itemOf(2);
    await Promise.all([...item.blocks, ...item.blocks].map((block) => reader.ofBlock(item, block)));
    await reader.ofItem(item);
    expect(opened.toSorted()).toEqual([contributionAt(0), contributionAt(1)]);
  });

  it('become no milder by one more contribution, but that something becomes known', async () => {
    const knowledge: fc.Arbitrary<Knowledge> = fc.oneof(
      fc.constant('lost' as const),
      fc.record(
        {
          adultFrom: fc.constantFrom('2020-01-01', '2027-01-01', '2031-04-02'),
          possibleVictim: fc.constant(true as const),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(knowledge, { minLength: 1, maxLength: 4 }), knowledge, async (some, more) => {
        const before = (await knownOf(some)) as SealedFacts;
        const after = (await knownOf([...some, more])) as SealedFacts;
        expect(after.possibleVictim).toBe(before.possibleVictim || (more !== 'lost' && more.possibleVictim === true));
        expect(before.adultFrom === undefined || (after.adultFrom ?? '') >= before.adultFrom).toBe(true);
        expect(after.lost === true).toBe(before.lost === true && more === 'lost');
      }),
    );
  });
});
