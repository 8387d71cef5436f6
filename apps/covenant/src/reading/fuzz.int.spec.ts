import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { inRepository, ownFolder } from '../../test/run.js';
import { Wrong } from '../shell/wrong.js';
import { DocumentRefused } from './document-refused.js';
import { readCovenant } from './read-covenant.js';

const base = readFileSync(inRepository('test/fixtures/covenants/base.yaml'));
const lines = base.toString('utf8').split('\n');
const folder = ownFolder();
afterAll(() => folder.remove());

/** What came of a file: read, or refused in one of the two ways in which it may be. Anything else is thrown on. */
const outcomeOf = (bytes: Uint8Array): 'read' | 'refused' => {
  const file = folder.path('fuzz.yaml');
  writeFileSync(file, bytes);
  try {
    readCovenant(file, { text: () => undefined });
    return 'read';
  } catch (error) {
    if (error instanceof Wrong) return 'refused';
    if (!(error instanceof DocumentRefused)) throw error;
    for (const { line, column, sentence } of error.faults) {
      expect([line ?? 1, column ?? 1].every((place) => Number.isInteger(place) && place >= 1)).toBe(true);
      expect([sentence.nl, sentence.en].every((text) => text !== '')).toBe(true);
    }
    return 'refused';
  }
};

const words = [
  'any',
  'own',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '!!x ',
  '"',
  "'",
  '---',
  '\t',
  '\n',
  'S1',
  '__proto__',
];
/** Long: KNOOPPUNT_LONG=1. */
const runs = process.env['KNOOPPUNT_LONG'] === '1' ? 5_000 : 120;
const place = fc.nat(base.length - 1);

describe('a covenant in which anything may be wrong', () => {
  it('is read or refused with a place, whatever words are put into it', () => {
    const met = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.constantFrom(...words)), { minLength: 1, maxLength: 3 }), (puts) => {
        let text = base.toString('utf8');
        for (const [at, word] of puts) text = text.slice(0, at) + word + text.slice(at);
        met[outcomeOf(Buffer.from(text))]++;
      }),
      { numRuns: runs },
    );
    expect(met.refused).toBeGreaterThan(met.read);
  });

  it('is read or refused with a place, whatever lines are lost, doubled or moved', () => {
    const line = fc.nat(lines.length - 1);
    fc.assert(
      fc.property(fc.constantFrom('lose', 'double', 'move'), line, line, (what, from, to) => {
        const taken = lines[from] ?? '';
        const rest = what === 'double' ? lines : lines.toSpliced(from, 1);
        outcomeOf(Buffer.from((what === 'lose' ? rest : rest.toSpliced(to, 0, taken)).join('\n')));
      }),
      { numRuns: runs },
    );
  });

  it('is read or refused with a place, whatever bytes are changed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Uint8Array.from(base);
        for (const [at, byte] of changes) bytes[at] = byte;
        outcomeOf(bytes);
      }),
      { numRuns: runs },
    );
  });
});
