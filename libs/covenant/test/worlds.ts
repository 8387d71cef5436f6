import * as fc from 'fast-check';
import type { CovenantDocument, DecidedField, LawDocument, Question, Truth } from '../src/index.js';
import {
  acts,
  askingAll,
  days,
  factCounts,
  factDefinitions,
  factName,
  groupsAround,
  guardAt,
  kinds,
  lawCapAt,
  levelOrder,
  obligations,
  ofTheLaw,
  onward,
  parties,
  phases,
  place,
  purposes,
  ruleAt,
  typeIds,
  types,
  unknownName,
} from './world-rules.js';
import type { Place } from './world-rules.js';

/** Documents, the fields of their payload types, and questions to them. */
export type World = {
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly types: readonly { readonly id: string; readonly fields: readonly DecidedField[] }[];
  readonly questions: readonly Question[];
};

// ---- questions: most at the place that the rules are around; facts from a seed, for there are many

const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
const truths: readonly (Truth | undefined)[] = [true, true, true, true, false, false, false, 'unknown', undefined];

/** Values of facts, some unknown, some not there at all. */
const factsFrom = (count: number, seed: number): Question['facts'] => {
  const next = seeded(seed);
  const facts: Record<string, Truth> = { nooitGevraagd: true };
  for (let at = 0; at < count; at++) {
    const value = truths[Math.floor(next() * truths.length)];
    if (value !== undefined) facts[factName(at)] = value;
  }
  return facts;
};

const instants = [
  '2026-03-02T09:30:00.000Z',
  '2025-12-31T22:59:59.999Z',
  '2025-12-31T23:00:00.000Z',
  '2026-06-29T22:00:00.000Z',
  '2026-06-30T22:00:00.000Z',
  '2024-01-01T00:00:00.000Z',
  '2026-03-02',
  '',
];

/** Mostly the value, seldom another. */
const mostly = <T>(value: T, others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const strange: readonly DecidedField[] = [
  { name: 'veld1', category: 'ID', levels: ['reveal'] },
  { name: 'onbekend', category: 'FIN', levels: ['pseudonymise', 'reveal'] },
  { name: 'veld1', category: 'CRIM', levels: ['mask', 'generalise', 'reveal'] },
];

const questionAt = (at: Place, known: World['types'], facts: number): fc.Arbitrary<Question> =>
  fc
    .record({
      act: mostly<Question['act']>('inzage', acts),
      from: mostly(at.from, [...kinds, unknownName]),
      to: mostly(at.to, [...kinds, unknownName]),
      type: mostly(at.type, [...typeIds, unknownName]),
      purpose: mostly(at.purpose, [...purposes, 'own', unknownName]),
      phase: mostly(at.phase, [...phases, '2+', unknownName]),
      at: fc.constantFrom(...instants),
      seed: fc.integer(),
      which: fc.nat(11),
    })
    .map(({ seed, which, ...shape }) => {
      const own = known.find(({ id }) => id === shape.type)?.fields ?? strange;
      const fields = which === 0 ? strange : which === 1 ? own.filter((_, field) => field % 3 === 1) : own;
      return { ...shape, fields, facts: factsFrom(facts, seed) };
    });

/** Worlds with `asked` questions each. */
export const worlds = (asked: number): fc.Arbitrary<World> =>
  fc.tuple(place, types, fc.constantFrom(...factCounts)).chain(([at, known, facts]) =>
    fc
      .record({
        rules: fc
          .tuple(fc.array(ruleAt(at, facts), { minLength: 2, maxLength: 10 }), askingAll(facts))
          .map(([rules, asking]) => [...rules, asking]),
        caps: fc.array(lawCapAt(at, facts), { maxLength: 3 }),
        guards: fc.oneof(
          { weight: 5, arbitrary: fc.constant([]) },
          { weight: 1, arbitrary: fc.array(guardAt(at, facts), { maxLength: 2 }) },
        ),
        defaults: obligations,
        questions: fc.array(questionAt(at, known, facts), { minLength: asked, maxLength: asked }),
      })
      .map(({ rules, caps, guards, defaults, questions }) => ({
        types: known,
        questions,
        law: {
          wet: 'wet',
          version: '1',
          semantics: 'covenant/1',
          kinds: { participants: ofTheLaw.slice(0, 3), bureau: ['RIEC'] },
          acts: { levering: 'WGS 1.5', inzage: 'WGS 1.6', resultaat: 'WGS 1.7' },
          facts: factDefinitions(Math.min(2, facts)),
          guards,
          caps,
          obligations: { feedback: { combine: 'shortest' } },
        },
        covenant: {
          covenant: 'c',
          version: '1',
          semantics: 'covenant/1',
          under: { law: 'wet', checkedAgainst: '1' },
          valid: { from: days[0] as string, until: '2030-12-31', zone: 'Europe/Amsterdam' },
          phases,
          levels: levelOrder,
          categories: ['ID', 'FIN', 'CRIM'],
          parties,
          groups: groupsAround(at),
          facts: factDefinitions(facts),
          obligations: {
            retain: { combine: 'shortest' },
            onward: { combine: 'strictest', order: onward },
            notify: { combine: 'union' },
            label: { combine: 'union' },
          },
          defaults: { level: 'withhold', obligations: defaults },
          rules,
        },
      })),
  );
