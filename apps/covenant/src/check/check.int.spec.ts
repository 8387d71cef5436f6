import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyDemonstration, linesOf, ownFolder, run } from '../../test/run.js';
import type { Run } from '../../test/run.js';

const folder = ownFolder();
const demonstration = copyDemonstration(folder.path);
const given = readFileSync(demonstration.covenant, 'utf8');
afterAll(() => folder.remove());

type Replacement = readonly [from: string, to: string];
type Line = Readonly<Record<string, unknown>>;

/** The covenant of the demonstration with some texts in place of others, in a file beside its law. */
const changed = (name: string, ...replacements: readonly Replacement[]): string => {
  const text = replacements.reduce((so, [from, to]) => {
    if (!so.includes(from)) throw new Error(`nothing to replace in ${name}: ${from}`);
    return so.replace(from, to);
  }, given);
  const file = folder.path(name);
  writeFileSync(file, text);
  return file;
};

/** Rules more, before the caps. */
const more = (...rules: readonly string[]): readonly Replacement[] => [
  ['  # ---- plafonds', `${rules.map((rule) => `  - ${rule}\n`).join('')}  # ---- plafonds`],
];
const lineWith = (file: string, text: string): number =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

describe('the covenant of the demonstration', () => {
  let told: Run;
  let lines: readonly Line[];
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
});

describe('a covenant with faults', () => {
  const file = changed(
    'faults.yaml',
    [', observable: [codeB], basis', ', basis'],
    ['obligations: { retain: P90D, onward', 'obligations: { onward'],
    ...more(
      '{ id: P-900, permit: reveal, from: [BD], type: [S15], fields: [FISC], to: [NLA], purpose: own, phase: "1", basis: convenant art. 99 }',
      '{ id: C-900, cap: reveal, fields: [FISC], obligations: { onward: allowed }, basis: convenant art. 99 }',
      '{ id: P-901, permit: reveal, from: [POL], type: [S6], fields: [ID], to: [UWV], purpose: own, phase: 2+, basis: convenant art. 99 }',
    ),
  );
  let told: Run;
  let english: string;
  let lines: readonly Line[];
  beforeAll(async () => {
    told = await run(['check', file]);
    const json = await run(['check', file, '--json', '--lang', 'en']);
    lines = linesOf(json);
    english = json.out;
  });
  const found = (code: string): readonly Line[] => lines.filter((line) => line['code'] === code);

  it('may not be adopted', () => {
    expect(told.code).toBe(1);
    expect(told.out).toMatch(/: mag niet worden aangenomen \(\d+ fouten,/);
    expect(lines.at(-1)).toMatchObject({ adoptable: false });
  });

  it('lets a level betray a fact that its reader does not know', () => {
    const start = `${file}:${lineWith(file, '{ id: C-45')}:`;
    const [first = ''] = told.out.split('\n').filter((line) => line.includes('[betrays-fact]'));
    expect(first.startsWith(start)).toBe(true);
    expect(first).toContain(
      'fout: C-45 (convenant art. 12.3; Bpg 2:11): Aan het niveau kan de lezer raden of “codeB” waar is',
    );
    expect(english).toContain('From the level its reader can guess whether “codeB” is true');
  });

  it('permits what the law always withholds', () => {
    const [one] = found('law-always-withholds');
    expect(one).toMatchObject({ rules: ['P-900'], line: lineWith(file, 'P-900') });
    expect(one?.['names']).toMatchObject({ stops: expect.arrayContaining(['W-12', 'W-12a']) as unknown });
  });

  it('sets a duty that is looser than the law', () => {
    expect(found('looser-than-law')).toMatchObject([{ rules: ['C-900'], names: { stricter: ['W-40'] } }]);
  });

  it('shows without end what the defaults set no term for', () => {
    const endless = found('no-retention').flatMap(({ rules }) => rules);
    expect(endless).toContain('P-104');
    // names a term of its own
    expect(endless).not.toContain('P-208');
  });

  it('breaks a promise of its own', () => {
    expect(told.out).toMatch(/: fout: A-07: .*\[assertion-broken\]/);
  });
});

describe('a covenant of which the form is wrong', () => {
  it('redefines a fact of the law, which is told at the line of the word', async () => {
    const file = changed('redefines.yaml', [
      'facts: # naast die van de wet\n',
      'facts: # naast die van de wet\n  ownRegion: { of: recipient, from: party.region, is: altijd, known: recipient }\n',
    ]);
    const done = await run(['check', file, '--json']);
    expect(done.code).toBe(1);
    expect(linesOf(done)[0]).toMatchObject({ code: 'redefined-fact', line: lineWith(file, 'ownRegion: { of') });
  });
});

describe('what is good to know of a covenant', () => {
  const file = changed(
    'notices.yaml',
    ['groups:\n', 'groups:\n  vergeten: [S1]\n'],
    ...more(
      '{ id: P-900, permit: reveal, from: [BD], type: [S19], fields: any, to: any, purpose: own, phase: any, basis: x }',
      '{ id: P-901, permit: reveal, from: [NLA], type: [S19], fields: [COM], to: [COLL], purpose: own, phase: "2", when: { asked: true }, basis: x }',
      '{ id: C-900, cap: mask, type: [H9], to: [POL], basis: x }',
    ),
  );
  let told: Run;
  beforeAll(async () => (told = await run(['check', file])));

  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a rule that never matches', 'P-900', 'never-matches', 'brengt een van de genoemde soorten'],
    ['a rule that never decides', 'P-901', 'never-decides', 'Zonder deze regel zou alles hetzelfde zijn'],
    ['a cap that never bites', 'C-900', 'never-bites', 'Dit plafond verlaagt nooit iets'],
    ['a group that nothing uses', 'vergeten', 'unused-group', 'wordt door geen regel gebruikt'],
  ];
  it.each(cases)('is %s', (_name, what, code, words) => {
    const line = told.out.split('\n').find((one) => one.includes(`[${code}]`) && one.includes(what));
    expect(line).toContain(`${file}:${lineWith(file, what)}:`);
    expect(line).toContain(words);
  });

  it('keeps nobody from adopting it', () => {
    expect(told.code).toBe(0);
  });
});

describe('a file that cannot be checked', () => {
  it('is refused with its line, and nothing is said of its meaning', async () => {
    const file = changed('broken.yaml', ['groups:\n', 'groups: [\n']);
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
