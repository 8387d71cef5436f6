import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyDemonstration, linesOf, ownFolder, run } from '../../test/run.js';
import type { Run } from '../../test/run.js';

const folder = ownFolder();
const demonstration = copyDemonstration(folder.path);
const given = readFileSync(demonstration.covenant, 'utf8');
afterAll(() => folder.remove());

/** The covenant of the demonstration with one text in place of another, in a file beside its law. */
const changed = (name: string, from: string | RegExp, to: string): string => {
  const text = given.replace(from, to);
  if (text === given) throw new Error(`nothing to replace in ${name}`);
  const file = folder.path(name);
  writeFileSync(file, text);
  return file;
};

/** A rule more, before the caps. */
const withRule = (name: string, rule: string): string =>
  changed(name, '  # ---- plafonds', `  - ${rule}\n  # ---- plafonds`);
const lineWith = (file: string, text: string): number =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;
const findingsOf = (done: Run, code: string) => linesOf(done).filter((line) => line['code'] === code);

describe('the covenant of the demonstration', () => {
  let told: Run;
  let lines: readonly Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    told = await run(['check', demonstration.covenant]);
    lines = linesOf(await run(['check', demonstration.covenant, '--json']));
  });

  it('may be adopted', () => {
    expect(told.code).toBe(0);
    expect(told.out.trimEnd().split('\n').at(-1)).toMatch(
      /^riec-demonstratie \S+ onder wgs-riec 2026\.1: mag worden aangenomen \(0 fouten, 3 waarschuwingen, \d+ inlichtingen\)\.$/,
    );
  });

  it('is warned of what its permits alone limit, and of fields that nobody sees', () => {
    const warnings = lines.filter(({ severity }) => severity === 'waarschuwing');
    expect(warnings.map(({ code, names }) => [code, names])).toEqual([
      ['special-without-cap', { category: ['FISC'] }],
      ['special-without-cap', { category: ['MIG'] }],
      ['supplied-and-never-seen', { S7: ['omConsentRef'], S8: ['omConsentRef'], S30: ['linkedCrimRef'] }],
    ]);
  });

  it('has caps that are a safety net, each at its own line', () => {
    const nets = lines.filter(({ code }) => code === 'never-bites');
    expect(nets.map(({ rules }) => rules)).toEqual([['C-28'], ['C-30'], ['C-38b']]);
    for (const { rules, file, line } of nets) {
      expect(file).toBe(demonstration.covenant);
      expect(line).toBe(lineWith(demonstration.covenant, `{ id: ${String(rules)},`));
    }
  });

  it('ends its lines of JSON with a summary that says it may be adopted', () => {
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', command: 'check', adoptable: true, counts: { fout: 0 } });
  });

  it('is told of in English too', async () => {
    const { out } = await run(['check', demonstration.covenant, '--lang', 'en']);
    expect(out).toContain('FISC (special data) can be seen here');
    expect(out).toContain('may be adopted (0 errors, 3 warnings');
  });
});

describe('a covenant that may not be adopted', () => {
  it('lets a level betray a fact that its reader does not know', async () => {
    const file = changed(
      'betrays.yaml',
      ", observable: [codeB], basis: 'convenant art. 12.3",
      ", basis: 'convenant art. 12.3",
    );
    const done = await run(['check', file]);
    expect(done.code).toBe(1);
    expect(done.out).toContain(`${file}:${lineWith(file, '{ id: C-45')}:`);
    expect(done.out).toContain(
      'C-45 (convenant art. 12.3; Bpg 2:11): Aan het niveau kan de lezer raden of “codeB” waar is',
    );
    expect(done.out).toContain('mag niet worden aangenomen (1 fout,');
  });

  it('permits what the law always withholds', async () => {
    const file = withRule(
      'law.yaml',
      '{ id: P-900, permit: reveal, from: [BD], type: [S15], fields: [FISC], to: [NLA], purpose: own, phase: "1", basis: convenant art. 99 }',
    );
    const done = await run(['check', file, '--json']);
    expect(done.code).toBe(1);
    const [found] = findingsOf(done, 'law-always-withholds');
    expect(found).toMatchObject({ rules: ['P-900'], line: lineWith(file, 'P-900') });
    expect(found?.['names']).toMatchObject({ stops: expect.arrayContaining(['W-12', 'W-12a']) });
  });

  it('sets a duty that is looser than the law', async () => {
    const file = withRule(
      'looser.yaml',
      '{ id: C-900, cap: reveal, fields: [FISC], obligations: { onward: allowed }, basis: convenant art. 99 }',
    );
    const done = await run(['check', file, '--json']);
    expect(done.code).toBe(1);
    expect(findingsOf(done, 'looser-than-law')).toMatchObject([{ rules: ['C-900'], names: { stricter: ['W-40'] } }]);
  });

  it('shows without end where the defaults name no term', async () => {
    const file = changed('endless.yaml', 'obligations: { retain: P90D, onward', 'obligations: { onward');
    const done = await run(['check', file, '--json']);
    expect(done.code).toBe(1);
    const found = findingsOf(done, 'no-retention').flatMap(({ rules }) => rules);
    expect(found).toContain('P-104');
    // these name a term of their own
    expect(found).not.toContain('P-208');
  });

  it('redefines a fact of the law, at the line of the word', async () => {
    const file = changed(
      'redefines.yaml',
      'facts: # naast die van de wet\n',
      'facts: # naast die van de wet\n  ownRegion: { of: recipient, from: party.region, is: altijd, known: recipient }\n',
    );
    const done = await run(['check', file, '--json']);
    expect(done.code).toBe(1);
    expect(findingsOf(done, 'redefined-fact')).toMatchObject([{ line: lineWith(file, 'ownRegion: { of') }]);
  });

  it('breaks a promise of its own', async () => {
    const file = withRule(
      'promise.yaml',
      '{ id: P-900, permit: reveal, from: [POL], type: [S6], fields: [ID], to: [UWV], purpose: own, phase: 2+, basis: convenant art. 99 }',
    );
    const done = await run(['check', file]);
    expect(done.code).toBe(1);
    expect(done.out).toMatch(/: fout: A-07: .*\[assertion-broken\]/);
  });
});

describe('what is good to know of a covenant', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'a rule that never matches',
      'never-matches',
      '{ id: P-900, permit: reveal, from: [BD], type: [S19], fields: any, to: any, purpose: own, phase: any, basis: x }',
      'geen van de genoemde leveranciers brengt een van de genoemde soorten',
    ],
    [
      'a rule that never decides',
      'never-decides',
      '{ id: P-900, permit: reveal, from: [NLA], type: [S19], fields: [COM], to: [COLL], purpose: own, phase: "2", when: { asked: true }, basis: x }',
      'Zonder deze regel zou alles hetzelfde zijn',
    ],
    [
      'a cap that never bites',
      'never-bites',
      '{ id: P-900, cap: mask, type: [H9], to: [POL], basis: x }',
      'Dit plafond verlaagt nooit iets',
    ],
  ];

  it.each(cases)('is %s', async (_name, code, rule, words) => {
    const file = withRule(`${code}.yaml`, rule);
    const done = await run(['check', file]);
    expect(done.code).toBe(0);
    const line = done.out.split('\n').find((one) => one.includes(`[${code}]`) && one.includes(`P-900`));
    expect(line).toContain(`${file}:${lineWith(file, 'P-900')}:`);
    expect(line).toContain(words);
  });

  it('is what nothing uses', async () => {
    const file = changed('unused.yaml', 'groups:\n', 'groups:\n  vergeten: [S1]\n');
    const done = await run(['check', file, '--json']);
    expect(done.code).toBe(0);
    expect(findingsOf(done, 'unused-group')).toMatchObject([
      { names: { name: ['vergeten'] }, line: lineWith(file, 'vergeten') },
    ]);
  });
});

describe('a file that cannot be checked', () => {
  it('is refused with its line, and nothing is said of its meaning', async () => {
    const file = changed('broken.yaml', 'groups:\n', 'groups: [\n');
    const done = await run(['check', file]);
    expect(done).toMatchObject({ code: 2, out: '' });
    expect(done.err).toContain(`${file}:`);
  });

  it('is one that is not there', async () => {
    const done = await run(['check', folder.path('nowhere.yaml')]);
    expect(done).toMatchObject({ code: 2, out: '' });
    expect(done.err).toContain('is niet te lezen');
  });

  it('is a law alone', async () => {
    expect(await run(['check', demonstration.law])).toMatchObject({ code: 2, out: '' });
  });
});
