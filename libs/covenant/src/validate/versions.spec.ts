import { describe, expect, it } from '@jest/globals';
import type { CovenantDocument } from '../model.js';
import { versionProblems } from './versions.js';

const [oneDigest, twoDigest] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
const document = (changes: Partial<CovenantDocument>): CovenantDocument =>
  ({
    covenant: 'riec',
    version: '1.0.0',
    valid: { from: '2026-01-01', until: '2026-12-31', zone: 'Europe/Amsterdam' },
    ...changes,
  }) as CovenantDocument;

const previous = { document: document({}), digest: oneDigest };
const codesOf = (changes: Partial<CovenantDocument>, digest = twoDigest): readonly string[] =>
  versionProblems({ document: document(changes), digest }, { previous }).map(({ code }) => code);

describe('a version of a covenant', () => {
  it('follows on the one that it supersedes by number and digest', () => {
    expect(codesOf({ version: '1.1.0', supersedes: { version: '1.0.0', digest: oneDigest } })).toEqual([]);
  });

  it('needs to supersede nothing where the days of the other have ended, or where it is the same text', () => {
    const valid = { from: '2027-01-01', until: '2027-12-31', zone: 'Europe/Amsterdam' };
    expect(codesOf({ version: '2.0.0', valid })).toEqual([]);
    expect(codesOf({}, oneDigest)).toEqual([]);
  });

  it.each([
    ['another covenant', { covenant: 'ander', version: '1.1.0' }, ['other-covenant']],
    ['the number of another text', {}, ['version-reused']],
    ['the days of another that it does not supersede', { version: '1.1.0' }, ['overlapping-validity']],
    [
      'only the last day of it',
      { version: '1.1.0', valid: { from: '2026-12-31', until: '2027-12-31', zone: 'Europe/Amsterdam' } },
      ['overlapping-validity'],
    ],
    [
      'another version to supersede',
      { version: '1.1.0', supersedes: { version: '0.9.0', digest: oneDigest } },
      ['superseded-version'],
    ],
    [
      'a digest that does not match',
      { version: '1.1.0', supersedes: { version: '1.0.0', digest: twoDigest } },
      ['superseded-digest'],
    ],
  ])('is refused with %s', (_what, changes, codes) => {
    expect(codesOf(changes)).toEqual(codes);
  });

  it('does not supersede itself', () => {
    const next = { document: document({ supersedes: { version: '1.0.0', digest: oneDigest } }), digest: twoDigest };
    expect(versionProblems(next, {}).map(({ code }) => code)).toEqual(['superseded-itself']);
  });

  it('is for the cooperations that it names; one that names none is for any', () => {
    const next = (cooperations?: readonly string[]) => ({
      document: document(cooperations ? { cooperations } : {}),
      digest: twoDigest,
    });
    const codes = (one: ReturnType<typeof next>) =>
      versionProblems(one, { cooperation: 'rotterdam' }).map(({ code }) => code);
    expect([codes(next()), codes(next(['rotterdam'])), codes(next(['zeeland']))]).toEqual([
      [],
      [],
      ['other-cooperation'],
    ]);
  });
});
