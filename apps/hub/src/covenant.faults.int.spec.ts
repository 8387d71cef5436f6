import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findingCodes } from '@knooppunt/covenant';
import { covenantFaults } from './covenant.faults.js';

const repository = new URL('../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, repository), 'utf8');
const codesIn = (path: string, form: RegExp): readonly string[] =>
  [...textOf(path).matchAll(form)].map(([, code = '']) => code);

const validating = readdirSync(new URL('libs/covenant/src/validate', repository))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .map((name) => `libs/covenant/src/validate/${name}`);
const problems = ['libs/covenant/src/validate.ts', ...validating].flatMap((file) =>
  codesIn(file, /problem\(\s*'([a-z-]+)'/g),
);
const verdicts = codesIn('libs/covenant/src/signatures/verdict.ts', /reason: '([a-z-]+)'/g);
const missing = codesIn('libs/cases/src/covenant.errors.ts', /code: '(signature-of-[a-z]+)'/g);

describe('what is wrong with a covenant or a signature', () => {
  it('has words for people, whatever it is', () => {
    const codes = [...problems, ...findingCodes, ...verdicts, ...missing, 'key-replaced', 'key-revoked'];
    const known = new Set(Object.keys(covenantFaults));
    expect([problems, verdicts, missing].map(({ length }) => length > 1)).toEqual([true, true, true]);
    // a fault of shape has the codes of the edge
    expect(codes.filter((code) => code !== 'shape' && !known.has(code))).toEqual([]);
    expect([...known].filter((code) => ![...codes, 'before-submission'].includes(code))).toEqual([]);
  });

  it.each(Object.entries(covenantFaults))('is a sentence in both languages: %s', (_code, { nl, en }) => {
    expect([nl, en].every((text) => /^\S.{10,}\.$/.test(text))).toBe(true);
    expect(nl).not.toBe(en);
  });
});
