import { describe, expect, it } from '@jest/globals';
import { partyDecider } from '@knooppunt/cases';
import type { Asking, Facts, Item, StoredDisclosure } from '@knooppunt/cases';
import { decide } from '@knooppunt/covenant';
import type { Decision, FieldDecision } from '@knooppunt/covenant';
import { digestOf, goldenCovenant, goldenEvents, goldenLaw, noon, oin, uuid } from '@knooppunt/testing';
import { decideByEngine, Redecider } from '../index.js';
import type { DecideOtherwise, RedecideSummary } from '../index.js';
import { SecondEngine } from './second-engine.js';
import type { JudgedBlock } from './second-engine.js';
import { Totals } from './totals.js';

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
    const asked = events.flatMap(({ type, data }) => {
      const { act, items, decisions } = data as StoredDisclosure;
      if (type !== 'DisclosureRecorded' || act === 'eigen') return [];
      return items.flatMap(({ blocks }) =>
        blocks.flatMap(({ decision }) => Object.values(decisions[decision]?.levels ?? {}).flat()),
      );
    });
    expect(asked.length).toBeGreaterThan(2_000);
    expect(summary.compared).toBe(asked.length);
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

const asking: Asking = {
  at: noon,
  act: 'inzage',
  cooperation: 'rotterdam',
  recipient: oin(1),
  recipientKind: 'POL',
  purpose: 'POL.opsporing',
  law: goldenLaw(),
  covenant: goldenCovenant(),
  party: { stream: `party-rotterdam-${oin(1)}`, revision: 0n, state: partyDecider.initial },
};
const item: Item = {
  payloadType: 'S2',
  supplier: oin(2),
  supplierKind: 'NLA',
  phase: '1',
  source: { stream: `contribution-${uuid(1)}`, revision: 0n },
  blocks: [{ name: 'p1', kind: 'person' }],
};
const facts: Facts = {
  'asked:ID': { value: 'true', source: 'case' },
  'asked:RES': { value: 'false', source: 'case' },
  minor: { value: 'false', source: 'facts-block' },
  attends: { value: 'true', source: 'meeting' },
};
const named: FieldDecision = { field: 'name', level: 'reveal', permit: 'P-1', obligations: {} };
const address: FieldDecision = { field: 'address', level: 'withhold', obligations: {} };
/** A block as the interpreter judged it: two categories, so two questions; two guards, and every fact used. */
const block = (changes: Partial<JudgedBlock['judgement']> = {}): JudgedBlock => ({
  fields: [
    { name: 'name', category: 'ID', levels: ['reveal', 'withhold'] },
    { name: 'address', category: 'RES', levels: ['reveal', 'withhold'] },
  ],
  facts,
  judgement: { refusedBy: ['G-1', 'G-2'], fields: [named, address], facts, ...changes },
  place: 'contribution p1',
});
/** Answers of an engine to the questions of `block`, the one of `ID` first. */
const answers: readonly Decision[] = [
  { semantics: 'covenant/1', refusedBy: ['G-2'], fields: [named], factsUsed: ['minor', 'asked'] },
  { semantics: 'covenant/1', refusedBy: ['G-1', 'G-2'], fields: [address], factsUsed: ['attends'] },
];
/** What is said of these blocks where the engine answers so, how often it was asked, and what was counted. */
const compared = (blocks: readonly JudgedBlock[], [ofId, ofRes] = answers) => {
  const said: string[] = [];
  const totals = new Totals();
  let asked = 0;
  const engine = new SecondEngine((_law, _covenant, { fields }) => {
    asked++;
    const answer = fields[0]?.name === 'name' ? ofId : ofRes;
    if (!answer) throw new TypeError('no answer');
    return answer;
  }, totals);
  const atFirst = totals.compared;
  for (const one of blocks) engine.compare(asking, item, one, (code, detail) => void said.push(`${code} ${detail}`));
  return { said, asked, counted: [atFirst, totals.compared] };
};

describe('one block that an engine decides too', () => {
  it('is agreed on whichever question a guard or fact came from, and in whatever order', () => {
    expect(compared([block()])).toEqual({ said: [], asked: 2, counted: [0, 2] });
  });

  it('is put to it once where the interpreter judged several alike, and counts each time', () => {
    const { judgement } = block();
    const alike = { ...block(), judgement };
    expect(compared([alike, alike, alike])).toEqual({ said: [], asked: 2, counted: [0, 6] });
  });

  it('is told each time where it is decided otherwise', () => {
    const { judgement } = block({ refusedBy: ['G-1'] });
    const alike = { ...block(), judgement };
    expect(compared([alike, alike])).toEqual({
      said: Array.from({ length: 2 }, () => 'engines-differ contribution p1 guards'),
      asked: 4,
      counted: [0, 4],
    });
  });

  it('is told with the field and both levels, be it that the engine has none', () => {
    const [ofId, ofRes] = answers as [Decision, Decision];
    const other = { ...ofRes, fields: [{ ...address, level: 'exists' as const }] };
    expect(compared([block()], [ofId, other]).said).toEqual([
      'engines-differ contribution p1 address: withhold by the interpreter, exists by the engine',
    ]);
    expect(compared([block()], [ofId, { ...ofRes, fields: [] }]).said).toEqual([
      'engines-differ contribution p1 address: withhold by the interpreter, - by the engine',
    ]);
  });

  it('used necessity where any of its questions asked for it, and another fact by its own name alone', () => {
    const said = 'engines-differ contribution p1 facts used';
    const { minor, attends, ...necessity } = facts as Record<string, Facts[string]>;
    const used = (of: object): readonly string[] => compared([block({ facts: of as Facts })]).said;
    for (const less of [
      { minor, attends },
      { ...necessity, minor },
      { ...necessity, attends },
    ]) {
      expect(used(less)).toEqual([said]);
    }
    const unasked = answers.map((answer) => ({ ...answer, factsUsed: ['minor', 'attends'] }));
    expect(compared([block({ facts: { minor, attends } as Facts })], unasked).said).toEqual([]);
    expect(compared([block()], unasked).said).toEqual([said]);
  });
});
