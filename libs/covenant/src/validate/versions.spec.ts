import { describe, expect, it } from '@jest/globals';
import type { CovenantDocument } from '../model.js';
import type { Problem } from './problem.js';
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
    expect(codesOf({ version: '1.1.0', supersedes: { version: '1.0.0', digest: oneDigest } })).toStrictEqual([]);
  });

  it('needs to supersede nothing where the days of the other have ended, or where it is the same text', () => {
    const valid = { from: '2027-01-01', until: '2027-12-31', zone: 'Europe/Amsterdam' };
    expect(codesOf({ version: '2.0.0', valid })).toStrictEqual([]);
    expect(codesOf({}, oneDigest)).toStrictEqual([]);
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
    expect(codesOf(changes)).toStrictEqual(codes);
  });

  it('follows on one that ends the day before it begins, or begins the day after it ends', () => {
    const during = (from: string, until: string) => ({ version: '2.0.0', valid: { from, until, zone: 'x' } });
    expect(codesOf(during('2027-01-01', '2027-12-31'))).toStrictEqual([]);
    expect(codesOf(during('2025-01-01', '2025-12-31'))).toStrictEqual([]);
    expect(codesOf(during('2025-01-01', '2026-01-01'))).toStrictEqual(['overlapping-validity']);
    expect(codesOf(during('2026-03-01', '2026-03-31'))).toStrictEqual(['overlapping-validity']);
  });

  it.each<[string, Partial<CovenantDocument>, Problem]>([
    [
      'another covenant',
      { covenant: 'ander' },
      {
        code: 'other-covenant',
        detail: 'riec, not ander',
        values: { before: 'riec', after: 'ander' },
      },
    ],
    [
      'the number of another text',
      {},
      {
        code: 'version-reused',
        detail: `version 1.0.0 is ${oneDigest}`,
        values: { version: '1.0.0', digest: oneDigest },
      },
    ],
    [
      'days that both have',
      { version: '1.1.0', valid: { from: '2026-12-31', until: '2027-12-31', zone: 'Europe/Amsterdam' } },
      {
        code: 'overlapping-validity',
        detail: '1.0.0: 2026-01-01 to 2026-12-31, and 2026-12-31 to 2027-12-31',
        values: { first: '2026-01-01/2026-12-31', second: '2026-12-31/2027-12-31' },
      },
    ],
    [
      'another version that it names',
      { version: '1.1.0', supersedes: { version: '0.9.0', digest: oneDigest } },
      {
        code: 'superseded-version',
        detail: 'it names 0.9.0, not 1.0.0',
        values: { named: '0.9.0', version: '1.0.0' },
      },
    ],
    [
      'another digest that it names',
      { version: '1.1.0', supersedes: { version: '1.0.0', digest: twoDigest } },
      {
        code: 'superseded-digest',
        detail: `it names ${twoDigest}, the text has ${oneDigest}`,
        values: { named: twoDigest, digest: oneDigest },
      },
    ],
  ])('that is refused is told %s', (_what, changes, problem) => {
    expect(versionProblems({ document: document(changes), digest: twoDigest }, { previous })).toStrictEqual([problem]);
  });

  it('does not supersede itself', () => {
    const next = { document: document({ supersedes: { version: '1.0.0', digest: oneDigest } }), digest: twoDigest };
    expect(versionProblems(next, {})).toStrictEqual([
      { code: 'superseded-itself', detail: 'version 1.0.0', values: { version: '1.0.0' } },
    ]);
  });

  it('is for the cooperations that it names; one that names none is for any', () => {
    const next = (cooperations?: readonly string[]) => ({
      document: document(cooperations ? { cooperations } : {}),
      digest: twoDigest,
    });
    const codes = (one: ReturnType<typeof next>) =>
      versionProblems(one, { cooperation: 'rotterdam' }).map(({ code }) => code);
    expect([codes(next()), codes(next(['rotterdam'])), codes(next(['zeeland']))]).toStrictEqual([
      [],
      [],
      ['other-cooperation'],
    ]);
    expect(versionProblems(next(['zeeland']), { cooperation: 'rotterdam' })).toStrictEqual([
      { code: 'other-cooperation', detail: 'not for rotterdam', values: { cooperation: 'rotterdam' } },
    ]);
    expect(versionProblems(next(['zeeland']), {})).toStrictEqual([]);
  });
});
