import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyDemonstration, linesOf, ownFolder, run } from '../../test/run.js';
import type { Run } from '../../test/run.js';

const folder = ownFolder();
const demonstration = copyDemonstration(folder.path);
const given = readFileSync(demonstration.covenant, 'utf8');
afterAll(() => folder.remove());

const written = (name: string, text: string): string => {
  const file = folder.path(name);
  writeFileSync(file, text);
  return file;
};
/** The covenant of the demonstration with some texts in place of others. */
const changed = (name: string, ...replacements: readonly (readonly [string, string])[]): string => {
  const text = replacements.reduce((so, [from, to]) => {
    if (!so.includes(from)) throw new Error(`nothing to replace in ${name}: ${from}`);
    return so.replaceAll(from, to);
  }, given);
  return written(name, text);
};
const amendment = [
  // the workplace inspection no longer asks for a recorded necessity
  ['own, phase: 1+, when: { asked: true }, basis: convenant art. 7.4', 'own, phase: 1+, basis: convenant art. 7.4'],
  // UWV loses the residence position
  [
    'to: [POL, KMAR, NLA, UWV], purpose: own, phase: 1+, when: { asked: true }',
    'to: [POL, KMAR, NLA], purpose: own, phase: 1+, when: { asked: true }',
  ],
  // four months instead of three
  ['retain: P90D', 'retain: P120D'],
] as const;

describe('an amendment', () => {
  let told: Run;
  let lines: readonly Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    const file = changed('amended.yaml', ...amendment);
    told = await run(['diff', demonstration.covenant, file]);
    lines = linesOf(await run(['diff', demonstration.covenant, file, '--json']));
  });

  it('ends with 1, and tells what widens before what narrows', () => {
    expect(told.code).toBe(1);
    expect(told.out.indexOf('RUIMER')).toBeGreaterThan(0);
    expect(told.out.indexOf('STRENGER')).toBeGreaterThan(told.out.indexOf('RUIMER'));
  });

  it('tells who gains which field, from whom, in which phase, when and by which article', () => {
    expect(told.out).toContain(`Te zien: niets → voluit
       S19 Controle van een werkplek: COM, ENF en RES; van NLA aan POL, BD, UWV, IND, BURG en COLL; fase 1, 2 en 3
     - wanneer asked is onwaar of onbekend
     - eerst: geen toestemming
     - nu: P-104 (convenant art. 7.4)
`);
  });

  it('tells who loses what, and which caps that lay under it', () => {
    expect(told.out).toContain(`Te zien: voluit → niets
       S24 Verblijfspositie: COM, ID en MIG; van IND aan UWV; fase 1, 2 en 3
     - wanneer asked is waar
     - voor zover C-26 en C-27 het niet lager houden
     - eerst: P-106 (convenant art. 7.6)
     - nu: geen toestemming
`);
  });

  it('tells a longer term of the defaults once', () => {
    expect(told.out.split('Plicht retain: P90D → P120D')).toHaveLength(2);
    expect(told.out).toContain('voor alles wat te zien is door een regel die zelf geen retain noemt');
  });

  it('says what the facts mean that it names', () => {
    expect(told.out).toContain(
      '  asked: voor deze organisatie en dit doel is de noodzaak van deze veldgroep vastgelegd (R08)',
    );
  });

  it('gives machines every change with its questions, and a summary', () => {
    const level = lines.find(({ aspect, isWider }) => isWider === true && JSON.stringify(aspect).includes('"level"'));
    expect(level).toMatchObject({
      kind: 'change',
      aspect: { kind: 'level', before: 'withhold', after: 'reveal' },
      when: [{ asked: [false, 'unknown'] }],
      decidedBy: { before: [], after: ['P-104'] },
      blocks: [{ from: ['NLA'], types: [{ type: 'S19' }], phases: ['1', '2', '3'], act: 'inzage' }],
    });
    expect(lines.at(-1)).toMatchObject({
      kind: 'summary',
      command: 'diff',
      term: null,
      newProcessing: null,
      suppliers: expect.arrayContaining(['NLA']),
    });
  });
});

describe('two covenants that mean the same', () => {
  it('have no difference, whatever the order of their rules', async () => {
    const [before = '', rules = ''] = given.split(/^rules:\n/m);
    const [own = '', assertions = ''] = rules.split(/^assertions:/m);
    const turned = own
      .split('\n')
      .filter((line) => line.trimStart().startsWith('- {'))
      .toReversed();
    const file = written('turned.yaml', `${before}rules:\n${turned.join('\n')}\nassertions:${assertions}`);
    const done = await run(['diff', demonstration.covenant, file]);
    expect(done.code).toBe(0);
    expect(done.out).toContain('Niets: in elke situatie');
    expect(linesOf(await run(['diff', demonstration.covenant, file, '--json']))).toHaveLength(1);
  });
});

describe('more than levels', () => {
  it('changes the term', async () => {
    const file = changed('longer.yaml', ["until: '2030-12-31'", "until: '2032-12-31'"]);
    const done = await run(['diff', demonstration.covenant, file]);
    expect(done.code).toBe(1);
    expect(done.out).toContain('Looptijd: 2026-01-01 t/m 2030-12-31 → 2026-01-01 t/m 2032-12-31');
  });

  it('changes with the law above it, from the day that it does', async () => {
    const law = readFileSync(demonstration.law, 'utf8');
    const later = law.replace(
      "when: { scan: true }, in: ['2025-03-01', open]",
      "when: { scan: true }, in: ['2025-03-01', '2027-12-31']",
    );
    expect(later).not.toBe(law);
    const other = written('wet-later.yaml', later);
    const done = await run([
      'diff',
      demonstration.covenant,
      demonstration.covenant,
      '--law',
      demonstration.law,
      '--law-b',
      other,
    ]);
    expect(done.code).toBe(1);
    expect(done.out).toContain('2028-01-01 t/m 2030-12-31');
    expect(done.out).toContain('wanneer scan is waar of onbekend');
  });

  it('is a new kind of processing where nobody could see a thing before', async () => {
    const file = changed('new.yaml', [
      '  # ---- plafonds',
      '  - { id: P-900, permit: reveal, from: any, type: [H10], fields: any, to: any, purpose: own, phase: any, basis: convenant art. 99 }\n  # ---- plafonds',
    ]);
    const done = await run(['diff', demonstration.covenant, file]);
    expect(done.out).toContain('Nieuw soort verwerking (wacht op advies van de RAC, BGS 1.13): soort levering H10');
  });
});

describe('files that cannot be compared', () => {
  it('are refused with the line of the fault', async () => {
    const file = changed('unknown.yaml', ['to: [OM, KMAR]', 'to: [OM, KVK]']);
    const done = await run(['diff', demonstration.covenant, file]);
    expect(done).toMatchObject({ code: 2, out: '' });
    expect(done.err).toContain(`${file}:`);
    expect(done.err).toContain('KVK');
  });

  it('are one too few', async () => {
    expect(await run(['diff', demonstration.covenant])).toMatchObject({ code: 2, out: '' });
  });
});
