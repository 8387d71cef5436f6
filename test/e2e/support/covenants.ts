import { readFileSync } from 'node:fs';
import { covenantDigest } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { parse } from 'yaml';
import { digestOf } from './signing.js';

const demo = new URL('../../../deploy/demo/', import.meta.url);
const documentIn = (name: string): unknown => parse(readFileSync(new URL(name, demo), 'utf8'));

/** Law and covenant of the demonstration. */
export const law = documentIn('law-wgs-riec.yaml') as LawDocument;
export const demoCovenant = documentIn('convenant.yaml') as CovenantDocument;

export const digest = (document: CovenantDocument): string => covenantDigest(document, digestOf);

type Change = Partial<Omit<CovenantDocument, 'version'>>;

/** A version that follows on the one before it, from one day to the end of that year. */
export const following = (
  before: CovenantDocument,
  version: string,
  from: string,
  change: Change = {},
): CovenantDocument => ({
  ...before,
  version,
  supersedes: { version: before.version, digest: digest(before) },
  valid: { ...before.valid, from, until: '2026-12-31' },
  ...change,
});

// What is worked out of a version takes its time by the rule.
const kept = ['P-101', 'P-102', 'P-209', 'P-412', 'C-17', 'C-61'];

/** A covenant with a few of its rules, and no assertions about the others. */
export const withFewRules = ({ assertions: _assertions, ...covenant }: CovenantDocument): CovenantDocument => ({
  ...covenant,
  rules: covenant.rules.filter(({ id }) => kept.includes(id)),
});
