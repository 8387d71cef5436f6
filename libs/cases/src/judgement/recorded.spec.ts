import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Fact, Facts, FactValue } from './facts.js';
import { disclosedOf, sourcesOf, storedDecision, storedFacts } from './recorded.js';
import type { StoredDisclosure } from './recorded.js';

const digestOf = (text: string | Uint8Array): string => `digest of ${String(text)}`;
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const recipient = '00000099000000000003';
const inCase = `case-${uuid(1)}`;
const supplied = `contribution-${uuid(2)}`;

const empty: StoredDisclosure = {
  disclosure: uuid(9),
  act: 'inzage',
  view: 'overleg-dossier',
  recipient,
  recipientKind: 'POL',
  meeting: uuid(3),
  semantics: 'covenant/1',
  build: 'poort/1',
  registry: `sha256:${'0'.repeat(64)}`,
  folded: [
    { stream: `party-oost-${recipient}`, revision: '2' },
    { stream: `party-oost-00000099000000000004`, revision: '8' },
    { stream: `meeting-${uuid(3)}`, revision: '5' },
    { stream: inCase, revision: '7' },
  ],
  facts: {},
  circumstances: [],
  decisions: [],
  items: [],
};
const item = {
  reference: 'r1',
  stream: supplied,
  revision: '0',
  payloadType: 'S2',
  supplier: '00000099000000000002',
  supplierKind: 'COLL',
  phase: '1',
  case: uuid(1),
};
const sources = sourcesOf(empty, item);
const fact = (value: FactValue, source: string): Fact => ({ value, source });

/** One item with one block of these facts, as stored and read back. */
const readBack = (ofItem: Facts, ofBlock: Facts) => {
  const decision = storedDecision({ kind: 'person', facts: ofBlock, fields: [] }, sources, digestOf);
  const [read] = disclosedOf({
    ...empty,
    circumstances: [storedFacts(ofItem, sources)],
    decisions: [decision],
    items: [{ ...item, circumstances: 0, blocks: [{ block: 'p1', decision: 0 }] }],
  }).items;
  return { item: read?.facts, block: read?.blocks[0]?.facts };
};

describe('facts in a record', () => {
  it('stand by source and value, and call a source by its place in the record', () => {
    const facts = {
      ownRegion: fact('true', `clear:party-oost-${recipient}@2`),
      attends: fact('false', `clear:meeting-${uuid(3)}@5`),
      inNeedToKnowSet: fact('true', `clear:${inCase}@7`),
      caseOpen: fact('true', `clear:${inCase}@7`),
      expired: fact('unknown', `clear:${supplied}@0`),
      minor: fact('false', 'facts-block'),
    };
    expect(storedFacts(facts, sources)).toEqual({
      party: { true: ['ownRegion'] },
      meeting: { false: ['attends'] },
      case: { true: ['caseOpen', 'inNeedToKnowSet'] },
      item: { unknown: ['expired'] },
      'facts-block': { false: ['minor'] },
    });
  });

  it('write a source in full where the place would mean another revision or stream', () => {
    const stale = fact('true', `clear:${inCase}@6`);
    const other = fact('true', 'clear:party-oost-00000099000000000004@8');
    expect(storedFacts({ stale, other }, sources)).toEqual({
      [`clear:${inCase}@6`]: { true: ['stale'] },
      'clear:party-oost-00000099000000000004@8': { true: ['other'] },
    });
  });

  it('come back exactly: each by name, with its value and its source', () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z:]{0,12}$/);
    const elsewhere = [`clear:${inCase}@6`, `clear:case-${uuid(8)}@1`];
    const source = fc.constantFrom('question', 'unset', 'facts-block', ...sources.values(), ...elsewhere);
    const facts = fc.dictionary(
      name,
      fc.record({ value: fc.constantFrom<FactValue>('true', 'false', 'unknown'), source }),
    );
    fc.assert(
      fc.property(facts, facts, (ofItem, ofBlock) => {
        expect(readBack(ofItem, ofBlock)).toEqual({ item: ofItem, block: ofBlock });
      }),
    );
  });

  it('are stored in one way, in whatever order they were computed', () => {
    const facts = { a: fact('true', 'question'), b: fact('false', 'unset'), c: fact('true', 'question') };
    const turned = Object.fromEntries(Object.entries(facts).toReversed());
    expect(JSON.stringify(storedFacts(turned, sources))).toBe(JSON.stringify(storedFacts(facts, sources)));
  });
});

describe('a decision in a record', () => {
  const stored = storedDecision(
    {
      kind: 'person',
      facts: {},
      fields: [
        { field: 'name', level: 'reveal', permit: 'P-102', obligations: {} },
        { field: 'bsn', level: 'withhold', permit: 'P-102', obligations: {} },
        { field: 'birthDate', level: 'reveal', permit: 'P-102', cap: 'C-26', obligations: { retain: 'P90D' } },
      ],
    },
    sources,
    digestOf,
  );
  const readDecision = (decision: typeof stored, at = 0) =>
    disclosedOf({
      ...empty,
      decisions: [decision],
      items: [{ ...item, circumstances: 0, blocks: [{ block: 'p1', decision: at }] }],
    }).items[0]?.blocks[0];

  it('lists fields per level, and per permit those that are shown', () => {
    expect(stored.levels).toEqual({ reveal: ['name', 'birthDate'], withhold: ['bsn'] });
    expect(stored.permits).toEqual({ 'P-102': ['name', 'birthDate'] });
    expect(readDecision(stored)).toMatchObject({
      kind: 'person',
      levels: { name: 'reveal', bsn: 'withhold', birthDate: 'reveal' },
      permits: { name: 'P-102', birthDate: 'P-102' },
    });
  });

  it('names the cap that lowered a field, and a digest of the obligations of what is shown', () => {
    expect(stored.caps).toEqual({ 'C-26': ['birthDate'] });
    expect(stored.obligations).toBe(digestOf('[["name",{}],["birthDate",{"retain":"P90D"}]]'));
    expect(readDecision(stored)).toMatchObject({ caps: { birthDate: 'C-26' }, obligations: stored.obligations });
  });

  it('has neither in a record of version 1', () => {
    const { caps: _caps, obligations: _obligations, ...older } = stored;
    expect(Object.keys(readDecision(older) ?? {})).not.toEqual(expect.arrayContaining(['caps']));
    expect(readDecision(older)?.obligations).toBeUndefined();
  });
});

describe('a record that could not have been written', () => {
  const twiceIn = (facts: StoredDisclosure['facts']) => disclosedOf({ ...empty, facts }).facts['attends'];

  it('gives a fact that stands twice neither value nor source that could be so', () => {
    const impossible = { value: 'unknown', source: 'twice' };
    expect(twiceIn({ question: { true: ['attends'], false: ['attends'] } })).toEqual(impossible);
    expect(twiceIn({ question: { true: ['attends', 'attends'] } })).toEqual(impossible);
    expect(twiceIn({ question: { true: ['attends'] }, unset: { true: ['attends'] } })).toEqual(impossible);
  });

  it('gives a field at two levels, or by two permits, neither', () => {
    const decision = {
      kind: 'person',
      facts: {},
      levels: { reveal: ['name'], withhold: ['name'] },
      permits: { 'P-1': ['name'], 'P-2': ['name'] },
    };
    const items = [{ ...item, circumstances: 0, blocks: [{ block: 'p1', decision: 0 }] }];
    const [block] = disclosedOf({ ...empty, decisions: [decision], items }).items[0]?.blocks ?? [];
    expect([block?.levels, block?.permits]).toEqual([{ name: 'twice' }, { name: 'twice' }]);
  });

  it('gives an item without circumstances no facts, and a block without decision no kind', () => {
    const items = [{ ...item, circumstances: 4, blocks: [{ block: 'p1', decision: 4 }] }];
    const [read] = disclosedOf({ ...empty, items }).items;
    expect([read?.facts, read?.blocks]).toEqual([{}, [{ block: 'p1', kind: '', facts: {}, levels: {}, permits: {} }]]);
  });
});
