import { readFileSync } from 'node:fs';
import { checkParseEntities, checkParseSchema, validate } from '@cedar-policy/cedar-wasm/nodejs';
import type { Entities } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from '@jest/globals';
import { cedarExport } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Question } from '@knooppunt/covenant';
import { levels, payloadTypes } from '@knooppunt/signals';
import type { Level } from '@knooppunt/signals';
import { parse } from 'yaml';
import { randomOf } from '../../e2e/support/random.js';
import { enginesOf } from '../engines.js';
import { seedOf } from '@knooppunt/testing';
import { CedarOracle } from './oracle.js';
import { fieldsOf, questionsAround } from './questions.js';

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../../../deploy/demo/${name}.yaml`, import.meta.url), 'utf8'));
const law = read('law-wgs-riec') as LawDocument;
const covenant = read('convenant') as CovenantDocument;
const exported = cedarExport(law, covenant, { types: payloadTypes });
const oracle = new CedarOracle({ law, covenant }, exported);

const copies = 1_000;
const asWritten = 15;
const types = payloadTypes.map((type) => ({ id: type.id, fields: fieldsOf(type) }));
const { interpreter: own, compiled } = enginesOf({ law, covenant }, types);
const ask = questionsAround({ law, covenant }, types, randomOf(seedOf('Cedar and the demonstration')));
const questions: readonly Question[] = Array.from({ length: copies }, ask);

describe('the covenant of the demonstration and the law above it, exported to Cedar', () => {
  it('is text, schema and entities that Cedar takes, and its validator finds nothing in', () => {
    expect(checkParseSchema(exported.schema)).toEqual({ type: 'success' });
    const entities = exported.entities as unknown as Entities;
    expect(checkParseEntities({ entities, schema: exported.schema })).toEqual({ type: 'success' });
    const found = validate({ schema: exported.schema, policies: { staticPolicies: exported.text } });
    expect(found).toMatchObject({ type: 'success', validationErrors: [], validationWarnings: [] });
  });

  it('holds every guard, cap and permit once, with its article', () => {
    const rules = [...law.guards, ...law.caps, ...covenant.rules];
    expect(exported.policies.map(({ id }) => id)).toEqual(['unknown-name', ...rules.map(({ id }) => id)]);
    for (const { id, basis } of rules) {
      expect(exported.text.split(`@id("${id}")\n@basis("${basis}")`)).toHaveLength(2);
    }
  });

  it(`gives the levels of the interpreter and of the compiled engine for ${copies} copies, drawn around its rules`, () => {
    const seen = new Set<Level>();
    const mismatches = questions.filter((question) => {
      const ours = own(question);
      for (const level of ours) seen.add(level);
      const others = [compiled(question), oracle.levels(question)];
      return others.some((theirs) => JSON.stringify(theirs) !== JSON.stringify(ours));
    });
    expect(mismatches.slice(0, 3)).toEqual([]);
    expect([...seen].toSorted()).toEqual([...levels].toSorted());
  });

  it('gives them as it is written, height by height', () => {
    const shown = questions.filter((question) => own(question).some((level) => level !== 'withhold'));
    const asked = shown.slice(0, asWritten);
    expect(asked).toHaveLength(asWritten);
    expect(asked.map((question) => oracle.levelsAsWritten(question))).toEqual(asked.map(own));
  });
});
