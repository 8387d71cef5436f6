import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { appliedRules, decide } from './index.js';
import type { CovenantDocument, LawDocument, Question } from './index.js';

const read = (name: string): object =>
  parseAllDocuments(
    readFileSync(new URL(`../../../deploy/demo/${name}.yaml`, import.meta.url), 'utf8'),
  )[0]?.toJS() as object;
const law = read('law-wgs-riec') as LawDocument;
const covenant = read('convenant') as CovenantDocument;

const question: Question = {
  act: 'inzage',
  from: 'COLL',
  to: 'NLA',
  type: 'S2',
  purpose: 'NLA.toezicht',
  phase: '1',
  at: '2026-06-01T10:00:00.000Z',
  fields: [{ name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] }],
  facts: { asked: true, minor: 'unknown', possibleVictim: false, childInterest: false },
};
const applied = (facts: Question['facts']): readonly string[] =>
  appliedRules(law, covenant, { ...question, facts }).get('bsn') ?? [];

describe('the rules that applied to a field', () => {
  it('hold the permit and the caps that a fact leaves possible, and not what is known to fail', () => {
    expect(applied(question.facts)).toEqual(expect.arrayContaining(['P-102', 'C-26']));
    expect(applied({ ...question.facts, minor: false })).not.toContain('C-26');
    expect(applied({ ...question.facts, asked: 'unknown' })).not.toContain('P-102');
  });

  it('hold the permit and the cap that decided', () => {
    const known = { participants: true, ownPurpose: true, inNeedToKnowSet: true };
    const [field] = decide(law, covenant, { ...question, facts: { ...question.facts, ...known } }).fields;
    const ids = applied({ ...question.facts, ...known });
    expect(ids).toEqual(expect.arrayContaining([field?.permit, field?.cap].filter((id) => id !== undefined)));
    expect(field?.permit).toBe('P-102');
  });

  it('leave out rules of law that were not in force on that day', () => {
    const before = { ...question, at: '2024-01-01T10:00:00.000Z' };
    const ofLaw = new Set(law.caps.map(({ id }) => id));
    expect((appliedRules(law, covenant, before).get('bsn') ?? []).filter((id) => ofLaw.has(id))).toEqual([]);
    expect(applied(question.facts).some((id) => ofLaw.has(id))).toBe(true);
  });
});
