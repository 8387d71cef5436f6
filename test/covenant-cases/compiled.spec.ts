import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile, decide } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Question, Truth } from '@knooppunt/covenant';
import { payloadTypes } from '@knooppunt/signals';
import { seedOf } from '@knooppunt/testing';
import { parse } from 'yaml';

/** Questions that the covenant of the demonstration can be asked, put to the compiled engine and to the interpreter. */
const read = (path: string): unknown => parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const law = read('../../deploy/demo/law-wgs-riec.yaml') as LawDocument;
const covenant = read('../../deploy/demo/convenant.yaml') as CovenantDocument;
const { at, facts: ordinary } = read('./baseline.yaml') as {
  readonly at: string;
  readonly facts: Readonly<Record<string, Truth>>;
};

const types = payloadTypes.map(({ id, suppliers, fields }) => ({
  id,
  suppliers,
  fields: [{ name: '_exists', category: '_', levels: [] }, ...fields],
}));
const readers = Object.entries(covenant.parties).flatMap(([to, { purposes }]) =>
  Object.keys(purposes).map((code) => ({ to, purpose: `${to}.${code}` })),
);
const shapes = types.flatMap(({ id: type, suppliers, fields }) =>
  suppliers.flatMap((from) =>
    covenant.phases.flatMap((phase) =>
      readers.flatMap((reader) =>
        (['inzage', 'resultaat', 'levering'] as const).map((act) => ({
          act,
          from,
          type,
          phase,
          at,
          fields,
          ...reader,
        })),
      ),
    ),
  ),
);

const seed = seedOf('demonstration, compiled');
/** Each run asks another of so many, a long run all: the numbers of readers, phases and acts share no factor with it. */
const every = process.env['KNOOPPUNT_LONG'] === '1' ? 1 : 23;
const asked = shapes.filter((_, number) => number % every === seed % every);

const others: readonly Truth[] = [true, false, 'unknown'];

/** Facts of an ordinary question, of which one in thirty is another than usual. */
const factsOf = (next: () => number): Question['facts'] =>
  Object.fromEntries(
    Object.entries(ordinary).map(([name, usual]) => {
      const other = others[Math.floor(next() * 90)];
      return [name, other ?? usual];
    }),
  );

const seeded = (state: number) => (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return (state >>> 0) / 2 ** 32;
};

describe('the covenant of the demonstration', () => {
  it('is decided alike by the compiled engine and the interpreter, whatever is asked of it', () => {
    const compiled = compile({ law, covenant }, types);
    const next = seeded(seed);
    const differing: Question[] = [];
    let shown = 0;
    for (const shape of asked) {
      const question: Question = { ...shape, facts: factsOf(next) };
      const decision = decide(law, covenant, question);
      shown += decision.fields.filter(({ level }) => level !== 'withhold').length;
      if (JSON.stringify(compiled.decide(question)) !== JSON.stringify(decision)) differing.push(question);
    }
    process.stdout.write(
      `demonstration, compiled: ${asked.length} of ${shapes.length} questions, ${shown} fields shown\n`,
    );
    expect(differing.slice(0, 3)).toEqual([]);
    expect(shown).toBeGreaterThan(0);
  });
});
