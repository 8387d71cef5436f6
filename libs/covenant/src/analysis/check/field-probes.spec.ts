import { describe, expect, it } from '@jest/globals';
import {
  capOf,
  covenantOf,
  findingsOf,
  lawOf,
  ownPurpose,
  permitOf,
  registry,
  rulesWith,
} from '../../../test/analysed.js';
import { partyWith } from '../../../test/documents.js';
import type { CovenantDocument, Rule } from '../../model.js';
import type { RegistryView } from '../../validate/problem.js';

const inForce = ['2025-01-01', 'open'] as const;
const wholeCovenant = { document: 'covenant', path: ['rules'] };
const { when: _asked, ...open } = permitOf();
/** A permit by which who is told for its own purposes sees everything, in every phase. */
const everything: Rule = { ...open, from: 'any', to: 'any', type: 'any', fields: 'any', phase: 'any' };

describe('a field that nobody can ever see', () => {
  const names = (code: 'supplied-and-never-seen' | 'never-seen', rules: readonly Rule[], of: RegistryView = registry) =>
    findingsOf(code, covenantOf(rules), { of }).map((one) => one.names);

  it('is told with its type, as supplied in vain where it may come in', () => {
    expect(findingsOf('supplied-and-never-seen', covenantOf([open]))).toStrictEqual([
      {
        severity: 'waarschuwing',
        code: 'supplied-and-never-seen',
        rules: [],
        where: wholeCovenant,
        names: { S1: ['schuld'], S2: ['bsn', 'bedrag'] },
      },
    ]);
    expect(names('never-seen', [open])).toEqual([]);
  });

  it('is told for information where it may not come in either', () => {
    const shut = capOf({ at: ['levering'], fields: ['schuld', 'bedrag'] });
    expect(findingsOf('never-seen', covenantOf([open, shut]))).toStrictEqual([
      {
        severity: 'inlichting',
        code: 'never-seen',
        rules: [],
        where: wholeCovenant,
        names: { S1: ['schuld'], S2: ['bedrag'] },
      },
    ]);
    expect(names('supplied-and-never-seen', [open, shut])).toEqual([{ S2: ['bsn'] }]);
  });

  it('is supplied where it may come in for some facts, or in one phase', () => {
    const partly = capOf({ id: 'C-2', at: ['levering'], fields: ['schuld'], when: { laat: true } });
    expect(names('never-seen', [everything, capOf({ fields: ['schuld'] }), partly])).toEqual([]);
    const early = capOf({ id: 'C-2', at: ['levering'], fields: ['schuld'], phase: ['weging', '1', '2'] });
    expect(names('never-seen', [everything, capOf({ fields: ['schuld'] }), early])).toEqual([]);
    expect(names('supplied-and-never-seen', [everything, capOf({ fields: ['schuld'] }), early])).toEqual([
      { S1: ['schuld'] },
    ]);
  });

  it('is never supplied where only the process writes it, or nobody may bring it yet', () => {
    const [s1, s2] = registry.types;
    if (s1 === undefined || s2 === undefined) throw new Error('the registry has two types');
    for (const unsupplied of [{ ways: ['process'] }, { open: false }]) {
      expect(names('never-seen', [open], { types: [s1, { ...s2, ...unsupplied }] })).toEqual([
        { S2: ['bsn', 'bedrag'] },
      ]);
    }
  });

  it('is none that one reader sees something of, under one act, for some facts', () => {
    const rare = permitOf({
      id: 'P-2',
      type: 'any',
      from: 'any',
      fields: 'content',
      permit: 'exists',
      phase: ['3'],
      at: ['resultaat'],
    });
    expect(names('supplied-and-never-seen', [open, rare])).toEqual([]);
    expect(names('never-seen', [open, rare])).toEqual([]);
  });

  it('is none that a permit alone speaks of: no guard, no cap', () => {
    const law = lawOf({
      guards: [{ ...ownPurpose, at: ['levering'] }],
      caps: [capOf({ id: 'W-1', in: inForce, at: ['levering'], cap: 'reveal' })],
    });
    const found = findingsOf('supplied-and-never-seen', covenantOf([open]), { law });
    expect(found.map(({ names: missed }) => missed)).toEqual([{ S1: ['schuld'], S2: ['bsn', 'bedrag'] }]);
    const endless = covenantOf([open], { defaults: { level: 'withhold', obligations: {} } });
    expect(rulesWith('no-retention', endless, { law })).toEqual(['P-1']);
  });

  it('is supplied in vain where no rule speaks of its supply, nor of its sight', () => {
    const law = lawOf({
      guards: [{ ...ownPurpose, at: ['resultaat'] }],
      caps: [capOf({ id: 'W-1', in: inForce, at: ['resultaat'], cap: 'reveal' })],
    });
    expect(findingsOf('supplied-and-never-seen', covenantOf([open]), { law }).map((one) => one.names)).toEqual([
      { S1: ['schuld'], S2: ['bsn', 'bedrag'] },
    ]);
  });

  it('is no field of a type that no kind of the law brings', () => {
    const types = [{ id: 'S9', suppliers: ['GEM'], fields: [{ name: 'adres', category: 'ID' }] }, ...registry.types];
    for (const code of ['supplied-and-never-seen', 'never-seen'] as const) {
      expect(names(code, [open], { types }).flatMap((one) => Object.keys(one))).not.toContain('S9');
    }
  });

  it('is not the reference itself, which is no field of the agency', () => {
    const types = [{ id: 'S9', suppliers: ['POL'], fields: [{ name: 'naam', category: 'ID' }] }, ...registry.types];
    expect(names('supplied-and-never-seen', [open], { types })[0]).toEqual({
      S9: ['naam'],
      S1: ['schuld'],
      S2: ['bsn', 'bedrag'],
    });
  });
});

describe('a field that every kind of recipient can see in full', () => {
  const names = (rules: readonly Rule[], more: Partial<CovenantDocument> = {}) =>
    findingsOf('revealed-to-all', covenantOf(rules, more)).map((one) => one.names);

  it('is told with its type', () => {
    expect(findingsOf('revealed-to-all', covenantOf([everything]))).toStrictEqual([
      {
        severity: 'inlichting',
        code: 'revealed-to-all',
        rules: [],
        where: wholeCovenant,
        names: { S1: ['naam', 'schuld'], S2: ['bsn', 'bedrag'] },
      },
    ]);
  });

  it('is told though each sees it in another phase, or by another permit', () => {
    const of = (to: string, phase: string) => permitOf({ id: `P-${to}`, to: [to], phase: [phase] });
    expect(names([of('POL', '1'), of('BD', '2'), of('RIEC', '3')])).toEqual([{ S1: ['naam'] }]);
    expect(names([of('POL', '1'), of('BD', '2')])).toEqual([]);
  });

  it('is none that some see less of', () => {
    expect(names([everything, capOf({ cap: 'mask' })])).toEqual([]);
    expect(names([everything, capOf({ to: ['BD'] })])).toEqual([]);
    expect(names([permitOf({ ...everything, permit: 'mask' })])).toEqual([]);
  });

  it('is not told where the covenant has one kind of recipient only', () => {
    expect(names([open], { parties: { BD: partyWith(['heffing']) } })).toEqual([]);
  });
});

describe('a field of a special category', () => {
  const special = (...rules: readonly Rule[]) => findingsOf('special-without-cap', covenantOf(rules));
  const schuld = permitOf({ fields: ['schuld'] });

  it('is told with its category and where it can be seen, where no cap was written for it', () => {
    expect(special(permitOf({ fields: ['schuld'], phase: ['2', '3'] }))).toStrictEqual([
      {
        severity: 'waarschuwing',
        code: 'special-without-cap',
        rules: [],
        where: wholeCovenant,
        names: { category: ['FISC'] },
        blocks: [
          {
            from: ['POL'],
            types: [{ type: 'S1', fields: ['schuld'] }],
            what: ['FISC'],
            to: [{ to: 'BD', purpose: 'BD.heffing' }],
            phases: ['2', '3'],
            act: 'inzage',
            periods: [{ from: '2026-01-01', until: '2030-12-31' }],
          },
        ],
      },
    ]);
  });

  it('is told once for all its fields', () => {
    const found = special({ ...everything, to: ['BD'] });
    expect(found.map(({ names }) => names)).toEqual([{ category: ['FISC'] }]);
    expect(found[0]?.blocks?.map(({ types }) => types)).toEqual([
      [{ type: 'S1', fields: ['schuld'] }],
      [{ type: 'S2', fields: ['bedrag'] }],
    ]);
  });

  it.each(['CRIM', 'FISC', 'HEA', 'MIG', 'SEX', 'VIC', 'ID'])(
    'is one of the six that need a reason of their own: %s',
    (category) => {
      const types = [{ id: 'S1', suppliers: ['POL'], fields: [{ name: 'veld', category }] }];
      const categories = [category];
      const found = findingsOf('special-without-cap', covenantOf([permitOf({ fields: ['veld'] })], { categories }), {
        of: { types },
      });
      expect(found.length).toBe(category === 'ID' ? 0 : 1);
    },
  );

  it.each<readonly [string, Partial<Rule>]>([
    ['its category', { fields: ['FISC'] }],
    ['its name, as the only word', { fields: 'schuld' }],
    ['its type', { type: ['S1'] }],
    ['its category but for a field', { fields: { of: ['FISC'], except: ['naam'] } }],
  ])('is not told where a cap was written for %s, even one that lowers it for some facts only', (_name, more) => {
    expect(special(schuld, capOf({ cap: 'exists', when: { laat: true }, ...more }))).toEqual([]);
  });

  it('is not told where a cap of the law was written for it', () => {
    const law = lawOf({ caps: [capOf({ id: 'W-1', in: inForce, cap: 'exists', fields: ['FISC'] })] });
    expect(findingsOf('special-without-cap', covenantOf([schuld]), { law })).toEqual([]);
  });

  it.each<readonly [string, Partial<Rule>]>([
    ['everything', {}],
    ['any field', { fields: 'any' }],
    ['all content', { fields: 'content' }],
    ['all but other fields', { fields: { except: ['naam'] } }],
    ['it, and lowers nothing', { fields: ['FISC'], cap: 'reveal' }],
    ['it, under another act', { fields: ['FISC'], at: ['resultaat'] }],
  ])('is told where a cap speaks of %s', (_name, more) => {
    expect(special(schuld, capOf({ cap: 'exists', when: { laat: true }, ...more }))).toHaveLength(1);
  });

  it('is told where only a permit that shows less, or a promise, was written for it', () => {
    expect(special({ ...schuld, permit: 'exists' })).toHaveLength(1);
    const assertions = [{ id: 'A-1', fields: ['FISC'], to: ['POL'], atMost: 'withhold' }];
    expect(findingsOf('special-without-cap', covenantOf([schuld], { assertions }))).toHaveLength(1);
  });

  it('is not told where nothing of it can be seen', () => {
    expect(special(open)).toEqual([]);
    expect(special(schuld, capOf())).toEqual([]);
    expect(special(open, capOf({ at: ['levering'], cap: 'mask' }))).toEqual([]);
  });
});

describe('a permit that shows what no rule sets a term for', () => {
  const bare = { defaults: { level: 'withhold', obligations: {} } } as const;
  const endless = (...rules: readonly Rule[]) => rulesWith('no-retention', covenantOf(rules, bare));
  const term = (more: Partial<Rule> = {}) => capOf({ cap: 'reveal', obligations: { retain: 'P1Y' }, ...more });

  it('is told with its place, and with what it shows', () => {
    expect(
      findingsOf('no-retention', covenantOf([permitOf({ fields: ['naam', 'schuld'], phase: ['2', '3'] })], bare)),
    ).toStrictEqual([
      {
        severity: 'fout',
        code: 'no-retention',
        rules: ['P-1'],
        where: { document: 'covenant', path: ['rules', 0] },
        names: {},
        blocks: [
          {
            from: ['POL'],
            types: [{ type: 'S1', fields: ['naam', 'schuld'] }],
            what: ['content'],
            to: [{ to: 'BD', purpose: 'BD.heffing' }],
            phases: ['2', '3'],
            act: 'inzage',
            periods: [{ from: '2026-01-01', until: '2030-12-31' }],
          },
        ],
      },
    ]);
  });

  it('is not told where the defaults, the permit itself or a cap sets one', () => {
    expect(rulesWith('no-retention', covenantOf([permitOf()]))).toEqual([]);
    expect(endless(permitOf({ obligations: { retain: 'P1Y' } }))).toEqual([]);
    expect(endless(permitOf(), term())).toEqual([]);
    const law = lawOf({ caps: [term({ id: 'W-1', in: inForce })] });
    expect(rulesWith('no-retention', covenantOf([permitOf()], bare), { law })).toEqual([]);
  });

  it('is told where the term is set for some facts, fields or phases only', () => {
    expect(endless(permitOf(), term({ when: { laat: true } }))).toEqual(['P-1']);
    expect(endless(permitOf({ fields: ['naam', 'schuld'] }), term({ fields: ['naam'] }))).toEqual(['P-1']);
    expect(endless(permitOf({ phase: ['2', '3'] }), term({ phase: ['3'] }))).toEqual(['P-1']);
    expect(endless(permitOf(), term({ when: { open: true } }))).toEqual([]);
  });

  it('is not told of one that applies only where another rule sets it', () => {
    const bounded = permitOf({ id: 'P-2', obligations: { retain: 'P1Y' } });
    expect(endless(permitOf({ when: { open: true, laat: true } }), bounded)).toEqual([]);
    expect(endless(permitOf({ when: { laat: true } }), bounded)).toEqual(['P-1']);
  });

  it('is not told where nothing is shown, nor of a supply', () => {
    expect(endless(permitOf(), capOf())).toEqual([]);
    expect(endless(permitOf({ at: ['levering'], to: ['RIEC'] }))).toEqual([]);
  });
});
