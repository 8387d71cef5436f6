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

describe('sealed facts of a contribution', () => {
  const sealedAs = (facts: Json): SealedFactsReader =>
    new SealedFactsReader(
      {
        outputDigest: () => Promise.resolve(undefined),
        open: (_block, name) =>
          Promise.resolve(name === 'facts' ? new TextEncoder().encode(canonicalJson(facts)) : 'destroyed'),
      },
      () => Promise.resolve(suppliedAt(0)),
    );
  const unsupplied = new SealedFactsReader(
    { outputDigest: () => Promise.resolve(undefined), open: () => Promise.resolve('destroyed') },
    () => Promise.resolve(undefined),
  );
  const { contribution: _contribution, ...text } = itemOf(1);

  it('are its handling codes, each where it has one', async () => {
    expect(await sealedAs({ handlingCode: 'H1', bpgCode: 'b' }).ofItem(itemOf(1))).toEqual({
      possibleVictim: false,
      handlingCode: 'H1',
      bpgCode: 'b',
    });
    expect(await sealedAs({ bpgCode: 'c' }).ofItem(itemOf(1))).toStrictEqual({ possibleVictim: false, bpgCode: 'c' });
    expect(await sealedAs({}).ofItem(itemOf(1))).toStrictEqual({ possibleVictim: false });
  });

  it('are lost where they cannot be read, and the reason is told', async () => {
    expect(await readerOf(['lost']).ofItem(itemOf(1))).toEqual({ possibleVictim: false, lost: true });
    expect(await readerOf(['lost']).unreadOf(itemOf(1))).toBe('key-destroyed');
    expect(await unsupplied.ofItem(itemOf(1))).toEqual({ possibleVictim: false, lost: true });
    expect(await unsupplied.unreadOf(itemOf(1))).toBe('key-unknown');
    expect(await readerOf([{}]).unreadOf(itemOf(1))).toBeUndefined();
  });

  it('are lost where the event of the supply holds no facts block', async () => {
    for (const sealed of [undefined, {}, { text: blockAt(0) }]) {
      const [event] = recorded([{ type: 'ContributionSupplied', data: {} }], sealed ? { sealed } : {});
      const reader = new SealedFactsReader(
        { outputDigest: () => Promise.resolve(undefined), open: () => Promise.resolve(new TextEncoder().encode('{}')) },
        () => Promise.resolve(event),
      );
      expect(await reader.unreadOf(itemOf(1))).toBe('key-unknown');
    }
  });

  it('that say nothing of a person leave it unknown', async () => {
    const { case: _case, ...alone } = itemOf(1);
    expect(await sealedAs({}).ofBlock(alone, { name: 'p1', kind: 'person' })).toStrictEqual({ possibleVictim: false });
  });

  it('are none of what was not supplied', async () => {
    const reader = readerOf([{ possibleVictim: true }]);
    expect(await reader.ofItem(text)).toBeUndefined();
    expect(await reader.ofBlock(text, { name: 'p1', kind: 'person' })).toBeUndefined();
    expect(await reader.unreadOf(text)).toBeUndefined();
  });

  it('of a person in no case are those of its own block, true and nothing like it', async () => {
    const { case: _case, ...alone } = itemOf(1);
    const facts = { adultFrom: { p1: '2031-04-02', p2: '2020-01-01' }, possibleVictim: { p1: true, p2: 'yes' } };
    const reader = sealedAs(facts);
    expect(await reader.ofBlock(alone, { name: 'p1', kind: 'person' })).toEqual({
      possibleVictim: true,
      adultFrom: '2031-04-02',
    });
    expect(await reader.ofBlock(alone, { name: 'p2', kind: 'person' })).toStrictEqual({
      possibleVictim: false,
      adultFrom: '2020-01-01',
    });
    expect(await reader.ofBlock(alone, { name: 'c1', kind: 'company' })).toStrictEqual({ possibleVictim: false });
    expect(await reader.ofBlock(alone, { name: 'text', kind: 'text' })).toEqual({
      possibleVictim: true,
      adultFrom: '2031-04-02',
    });
  });

  it('of a text are lost where those of one person are', async () => {
    const { case: _case, ...alone } = itemOf(1);
    expect(await readerOf(['lost']).ofBlock(alone, { name: 'text', kind: 'text' })).toEqual({
      possibleVictim: false,
      lost: true,
    });
    const oneOfTwo = { ...itemOf(1), case: { ...itemOf(1).case, state: stateOf(1) } } as Item;
    expect(await knownOf([{ adultFrom: '2020-01-01' }], { name: 'p1', kind: 'person' })).not.toHaveProperty('lost');
    expect(
      await readerOf([{ adultFrom: '2020-01-01' }]).ofBlock(oneOfTwo, { name: 'text', kind: 'text' }),
    ).toStrictEqual({
      possibleVictim: false,
    });
  });

  it('of a text that names nobody are unknown to nobody', async () => {
    const nobody = { ...itemOf(1), blocks: [{ name: 'text', kind: 'text' }] } as Item;
    expect(await readerOf(['lost']).ofBlock(nobody, { name: 'text', kind: 'text' })).toStrictEqual({
      possibleVictim: false,
    });
  });
});
