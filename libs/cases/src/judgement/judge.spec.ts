import { describe, expect, it } from '@jest/globals';
import { levels } from '@knooppunt/signals';
import { findPayloadType } from '@knooppunt/signals';
import type { Level, PayloadType } from '@knooppunt/signals';
import * as fc from 'fast-check';
import {
  asking,
  caseWith,
  contribution,
  covenant,
  first,
  linked,
  needed,
  second,
  takenIn,
} from '../../test/judgement-scene.js';
import { subjectRoles } from '../case.js';
import type { CaseEvent } from '../events/case.events.js';
import { headBlock, itemFacts, questionFacts } from './facts.js';
import type { Asking, Facts, FactValue, Item, SealedFacts } from './facts.js';
import { decidedFields, factsOfBlock, judgeFromFacts } from './judge.js';

const s2 = findPayloadType('S2') as PayloadType;
const adult: SealedFacts = { possibleVictim: false, adultFrom: '2020-01-01' };

const judged = (item: Item, kind: string, sealed = adult, changes: Partial<Asking> = {}) => {
  const fields = decidedFields(s2, kind);
  const block = { name: kind === 'person' ? 'p1' : kind, kind, fields };
  const question = asking(changes);
  const facts = {
    ...questionFacts(question),
    ...itemFacts(question, item, { possibleVictim: false }),
    ...factsOfBlock(question, item, block, sealed),
  };
  return judgeFromFacts(question, item, fields, facts);
};
const levelsOf = ({ fields }: { readonly fields: readonly { readonly field: string; readonly level: Level }[] }) =>
  Object.fromEntries(fields.map(({ field, level }) => [field, level]));
const inCase = (...events: readonly CaseEvent[]): Item => contribution({ case: caseWith(takenIn(first), ...events) });

describe('the fields of a block', () => {
  it('are those that the registry gives its kind, whether the content holds them or not', () => {
    const names = decidedFields(s2, 'person').map(({ name }) => name);
    expect(names).toEqual(s2.fields.filter(({ block }) => block === 'person').map(({ name }) => name));
    expect(names).toContain('bsn');
  });

  it('of the head are _exists alone, and of facts and tokens none', () => {
    expect(decidedFields(s2, headBlock).map(({ name }) => name)).toEqual(['_exists']);
    expect(decidedFields(s2, 'facts')).toEqual([]);
    expect(decidedFields(s2, 'tokens')).toEqual([]);
  });
});

describe('a block as judged', () => {
  it('shows a category only where necessity was recorded for it', () => {
    const { name, bsn, address } = levelsOf(judged(inCase(needed(['ID'])), 'person'));
    expect([name, bsn, address]).toEqual(['reveal', 'reveal', 'withhold']);
    expect(levelsOf(judged(inCase(needed(['RES'])), 'person'))['address']).toBe('reveal');
  });

  it('is there once any category of its type is needed, and not before', () => {
    expect(levelsOf(judged(inCase(), headBlock))['_exists']).toBe('withhold');
    expect(levelsOf(judged(inCase(needed(['RES'])), headBlock))['_exists']).toBe('exists');
  });

  it('names the permit of what is shown, and the cap only where it lowered', () => {
    const [name] = judged(inCase(needed(['ID'])), 'person').fields;
    expect(name).toMatchObject({ field: 'name', level: 'reveal', permit: 'P-2' });
    expect(name).not.toHaveProperty('cap');
    const [lowered] = judged(inCase(needed(['ID'])), 'person', {
      possibleVictim: true,
      adultFrom: '2020-01-01',
    }).fields;
    expect(lowered).toMatchObject({ field: 'name', level: 'pseudonymise', permit: 'P-2', cap: 'C-27' });
  });

  it('keeps the strictest obligation of what applied, and none for what is withheld', () => {
    const [name, , , address] = judged(inCase(needed(['ID'])), 'person').fields;
    expect(name?.obligations).toMatchObject({ onward: 'forbidden' });
    expect(address).toMatchObject({ field: 'address', level: 'withhold', obligations: {} });
  });

  it('is refused whole, with the guard by name, to who is outside the set', () => {
    const refused = judged(inCase(needed(['ID'])), 'person', adult, { at: '2026-07-01T00:00:00.000Z' });
    expect(refused.refusedBy).toEqual(['G-34']);
    expect(new Set(Object.values(levelsOf(refused)))).toEqual(new Set(['withhold']));
  });

  it('records the facts that rules in scope asked, and no others', () => {
    const { facts } = judged(inCase(needed(['ID'])), 'person');
    expect(Object.keys(facts).toSorted()).toEqual(
      [
        'asked:ID',
        'asked:RES',
        'directCircle',
        'expired',
        'inNeedToKnowSet',
        'minor',
        'possibleVictim',
        'silent',
      ].toSorted(),
    );
  });

  it('gives the same levels from the recorded facts alone', () => {
    const item = inCase(needed(['ID']));
    const once = judged(item, 'person');
    expect(judgeFromFacts(asking(), item, decidedFields(s2, 'person'), once.facts)).toEqual(once);
  });

  it('withholds all where a fact is missing that a rule asks', () => {
    const item = inCase(needed(['ID']));
    expect(new Set(Object.values(levelsOf(judgeFromFacts(asking(), item, decidedFields(s2, 'person'), {}))))).toEqual(
      new Set(['withhold']),
    );
  });

  it('withholds a field that no covenant knows, and asks nothing for it', () => {
    const empty = asking({ covenant: { ...covenant, rules: [] } });
    const outcome = judgeFromFacts(empty, inCase(), decidedFields(s2, 'person'), {});
    expect(outcome.fields.every(({ level, permit }) => level === 'withhold' && permit === undefined)).toBe(true);
  });
});

// ---- properties

const values: readonly FactValue[] = ['true', 'false', 'unknown'];
const factNames = [
  'inNeedToKnowSet',
  'directCircle',
  'silent',
  'expired',
  'minor',
  'possibleVictim',
  'asked:ID',
  'asked:RES',
  'asked:_',
];
const someFacts = fc.record(Object.fromEntries(factNames.map((name) => [name, fc.constantFrom(...values)])));
const factsOf = (chosen: Readonly<Record<string, FactValue>>): Facts =>
  Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, { value, source: 'question' }]));
const heightOf = (level: Level | undefined): number => levels.indexOf(level ?? 'withhold');
const isNowhereHigher = (one: Record<string, Level>, other: Record<string, Level>): boolean =>
  Object.keys(one).every((field) => heightOf(one[field]) <= heightOf(other[field]));
const levelsFrom = (facts: Facts, kind: string) =>
  levelsOf(judgeFromFacts(asking(), contribution(), decidedFields(s2, kind), facts));

describe('whatever the facts', () => {
  it('a fact that becomes unknown raises no level', () => {
    fc.assert(
      fc.property(
        someFacts,
        fc.constantFrom(...factNames),
        fc.constantFrom('person', headBlock),
        (facts, name, kind) => {
          const unknown = levelsFrom(factsOf({ ...facts, [name]: 'unknown' }), kind);
          return values.every((value) =>
            isNowhereHigher(unknown, levelsFrom(factsOf({ ...facts, [name]: value }), kind)),
          );
        },
      ),
    );
  });

  it('a fact that is not there at all counts as unknown', () => {
    fc.assert(
      fc.property(someFacts, fc.constantFrom(...factNames), (facts, name) => {
        const { [name]: _left, ...without } = facts;
        expect(levelsFrom(factsOf(without), 'person')).toEqual(
          levelsFrom(factsOf({ ...facts, [name]: 'unknown' }), 'person'),
        );
      }),
    );
  });

  it('one more link of the subject, in whatever role, raises no level of what is linked already', () => {
    const role = fc.constantFrom(...subjectRoles);
    const mark = fc.boolean();
    fc.assert(
      fc.property(role, fc.array(role, { maxLength: 3 }), mark, (of, more, isVictim) => {
        const sealed = { ...adult, possibleVictim: isVictim };
        const base = [needed(['ID', 'RES']), linked(first, of)];
        const before = levelsOf(judged(inCase(...base), 'person', sealed));
        const links = more.flatMap((also) => [takenIn(second), linked(second, also)]);
        return isNowhereHigher(levelsOf(judged(inCase(...base, ...links), 'person', sealed)), before);
      }),
    );
  });

  it('a known day of age that lies later raises no level', () => {
    const day = fc.constantFrom('2020-01-01', '2026-03-02', '2026-03-03', '2031-04-02');
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [earlier, later] = [one, other].toSorted() as [string, string];
        const at = (adultFrom: string) =>
          levelsOf(judged(inCase(needed(['ID', 'RES'])), 'person', { possibleVictim: false, adultFrom }));
        return isNowhereHigher(at(later), at(earlier));
      }),
    );
  });
});
