import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, findingsOf, lawOf, ownPurpose, permitOf, rulesWith } from '../../../test/analysed.js';
import type { LawDocument, Rule } from '../../model.js';

const inForce = ['2025-01-01', 'open'] as const;
const lawCap = (more: Partial<Rule> = {}): Rule => capOf({ id: 'W-1', in: inForce, basis: 'WGS 2.22', ...more });

describe('a rule that speaks of nothing', () => {
  const found = (rule: Rule) => findingsOf('never-matches', covenantOf([permitOf({ id: 'P-0' }), rule]));

  it.each<readonly [string, string, Partial<Rule>]>([
    ['nobody of its suppliers brings the type', 'source', { from: ['BD'] }],
    ['no type has its fields', 'fields', { fields: ['bsn'] }],
    ['no recipient has the purpose', 'reader', { purpose: ['POL.opsporing'] }],
    ['all is there, but never together', 'combination', { at: ['levering'] }],
  ])('is told, with why: %s', (_name, reason, more) => {
    const { permit: _level, ...scope } = permitOf(more);
    for (const rule of [permitOf(more), capOf({ ...scope, id: 'C-1' })]) {
      expect(found(rule)).toStrictEqual([
        {
          severity: 'waarschuwing',
          code: 'never-matches',
          rules: [rule.id],
          where: { document: 'covenant', path: ['rules', 1] },
          names: { reason: [reason] },
        },
      ]);
    }
  });

  it('is told with its recipient where one of its types has the fields', () => {
    const rule = permitOf({ type: 'any', from: 'any', purpose: ['POL.opsporing'] });
    expect(found(rule)[0]?.names).toEqual({ reason: ['reader'] });
  });

  it('is told of a cap on the reference to a supply: a supply brings its fields, and that it is there follows', () => {
    expect(found(capOf({ at: ['levering'], fields: ['_exists'] }))[0]?.names).toEqual({ reason: ['combination'] });
  });

  it('is not told of a permit to see that there is a supply', () => {
    expect(found(permitOf({ permit: 'exists', fields: ['_exists'] }))).toEqual([]);
  });

  it('is not told of one that speaks of a single question, nor of rules of the law', () => {
    expect(found(permitOf())).toEqual([]);
    expect(found(capOf({ at: ['levering'], type: ['S2'], fields: ['bsn'], phase: ['3'] }))).toEqual([]);
    const law = lawOf({ caps: [lawCap({ type: ['S1'], from: ['BD'] })] });
    expect(findingsOf('never-matches', covenantOf([permitOf()]), { law })).toEqual([]);
  });

  it('is told in full, whatever else speaks there', () => {
    const nowhere = [permitOf({ id: 'P-7', from: ['RIEC'] }), permitOf({ id: 'P-8', to: ['RIEC'], from: ['BD'] })];
    expect(rulesWith('never-matches', covenantOf([...nowhere, permitOf()]))).toEqual(['P-7', 'P-8']);
  });
});

describe('a rule without which all would be the same', () => {
  const idle = (rules: readonly Rule[], law = lawOf()) => rulesWith('never-decides', covenantOf(rules), { law });
  const full = permitOf();

  it('is a permit below another one, and either of two that say the same', () => {
    const lower = permitOf({ id: 'P-2', permit: 'mask' });
    expect(findingsOf('never-decides', covenantOf([full, lower]))).toStrictEqual([
      {
        severity: 'waarschuwing',
        code: 'never-decides',
        rules: ['P-2'],
        where: { document: 'covenant', path: ['rules', 1] },
        names: {},
      },
    ]);
    expect(idle([full, permitOf({ id: 'P-2' })])).toEqual(['P-1', 'P-2']);
    expect(idle([full, permitOf({ id: 'P-2', phase: ['3'] })])).toEqual([]);
  });

  it('is not one that decides for some facts only, or for one of its fields', () => {
    expect(idle([full, permitOf({ id: 'P-2', when: { laat: true } })])).toEqual([]);
    expect(idle([full, permitOf({ id: 'P-2', fields: ['naam', 'schuld'] })])).toEqual(['P-1']);
  });

  const withDuty = (more: Partial<Rule>): Rule => capOf({ cap: 'reveal', ...more });

  it.each<readonly [string, Partial<Rule>]>([
    ['a shorter term', { obligations: { retain: 'P89D' } }],
    ['a thing more on a list', { obligations: { use: ['x'] } }],
    ['a shorter term for some facts', { obligations: { retain: 'P7D' }, when: { laat: true } }],
  ])('is not one by which a shown field gets %s', (_name, more) => {
    expect(idle([full, withDuty(more)])).toEqual([]);
  });

  it.each<readonly [string, Partial<Rule>]>([
    ['a longer term', { obligations: { retain: 'P91D' } }],
    ['the same term in other words', { obligations: { retain: 'P90D' } }],
    ['a duty where nothing is shown', { obligations: { use: ['x'] }, phase: ['3'] }],
    ['a duty with facts under which nothing is shown', { obligations: { use: ['x'] }, when: { open: false } }],
    ['a duty of a supply', { obligations: { use: ['x'] }, at: ['levering'] }],
  ])('is one that has only %s', (_name, more) => {
    expect(idle([full, withDuty(more)])).toEqual(['C-1']);
  });

  it('is not one whose label names the secrecy of the supplier, where no other rule does', () => {
    const label = (id: string, words: readonly string[]) => withDuty({ id, obligations: { label: words } });
    expect(idle([full, label('C-1', ['supplier'])])).toEqual([]);
    expect(idle([full, label('C-1', ['supplier']), label('C-2', ['Wpg 7'])])).toEqual(['C-1', 'C-2']);
  });

  it('is told whatever the order in which the others say the same', () => {
    const use = (id: string, ...words: readonly string[]) => withDuty({ id, obligations: { use: words } });
    expect(idle([full, use('C-1', 'a'), use('C-2', 'b', 'a')])).toEqual(['C-1']);
    expect(idle([full, use('C-1', 'b'), use('C-2', 'a', 'b')])).toEqual(['C-1']);
  });

  it('is not told of one that speaks of nothing at all', () => {
    expect(idle([full, permitOf({ id: 'P-2', from: ['BD'] })])).toEqual([]);
  });

  it('is told of a cap that another cap makes needless', () => {
    const [cap, same] = [capOf({ cap: 'mask' }), capOf({ id: 'C-2', cap: 'mask' })];
    expect(idle([full, cap, same])).toEqual(['C-1', 'C-2']);
    expect(idle([full, cap])).toEqual([]);
  });
});

describe('a cap that never lowers anything', () => {
  const found = (rule: Rule, law?: LawDocument, permits = [permitOf({ permit: 'mask' })]) =>
    findingsOf('never-bites', covenantOf([...permits, rule]), law === undefined ? {} : { law });
  const told = [
    {
      severity: 'inlichting',
      code: 'never-bites',
      rules: ['C-1'],
      where: { document: 'covenant', path: ['rules', 1] },
      names: {},
    },
  ];

  it.each<readonly [string, Partial<Rule>]>([
    ['is at the level that is given', { cap: 'mask' }],
    ['speaks where nothing is given', { cap: 'withhold', phase: ['3'] }],
    ['speaks of fields that nobody is given', { cap: 'withhold', fields: ['schuld'] }],
    ['applies where the permit does not', { cap: 'withhold', when: { open: false } }],
    ['is above withhold, and speaks of supply alone', { cap: 'exists', at: ['levering'] }],
  ])('is told where it %s', (_name, more) => {
    expect(found(capOf(more))).toStrictEqual(told);
  });

  it.each<readonly [string, Partial<Rule>]>([
    ['is below what is given', { cap: 'pseudonymise' }],
    ['is below it for some facts', { cap: 'exists', when: { laat: true } }],
    ['stops a supply', { cap: 'withhold', at: ['levering'], phase: ['3'], fields: ['bedrag'] }],
    ['lowers nothing and says so', { cap: 'reveal' }],
    ['speaks of nothing', { cap: 'withhold', type: ['S1'], from: ['BD'] }],
  ])('is not told where it %s', (_name, more) => {
    expect(found(capOf(more))).toEqual([]);
  });

  it('is told where a guard of the law refuses all that it could lower', () => {
    const guard = { ...ownPurpose, id: 'G-2', require: { laat: false } };
    const law = lawOf({ guards: [ownPurpose, guard] });
    expect(found(capOf({ cap: 'exists', when: { laat: true } }), law)).toStrictEqual(told);
    expect(found(capOf({ cap: 'exists', when: { laat: false } }), law)).toEqual([]);
  });

  it('is not told of permits, nor of caps of the law', () => {
    const law = lawOf({ caps: [lawCap({ cap: 'mask' })] });
    expect(found(permitOf({ id: 'P-2', permit: 'withhold' }), law)).toEqual([]);
  });
});

describe('a permit that the law always withholds', () => {
  const found = (law: LawDocument, more: Partial<Rule> = {}, others: readonly Rule[] = []) =>
    findingsOf('law-always-withholds', covenantOf([permitOf(more), ...others]), { law });
  const told = (...stops: readonly string[]) => [
    {
      severity: 'fout',
      code: 'law-always-withholds',
      rules: ['P-1'],
      where: { document: 'covenant', path: ['rules', 0] },
      names: { stops },
    },
  ];
  const capped = (...caps: readonly Rule[]) => lawOf({ caps });

  it('is told with what stands in its way', () => {
    expect(found(capped(lawCap()))).toStrictEqual(told('G-1', 'W-1'));
    expect(found(capped(lawCap({ id: 'A-1', phase: ['2'] }), lawCap({ when: { stil: true } })))).toStrictEqual(
      told('A-1', 'G-1', 'W-1'),
    );
  });

  it('is told of permits alone', () => {
    const [own, ofLaw] = [capOf({ cap: 'mask' }), lawCap({ id: 'W-2', cap: 'mask' })];
    expect(found(capped(lawCap(), ofLaw), {}, [own])).toStrictEqual(told('G-1', 'W-1'));
  });

  it('is told where two caps, or a guard, leave nothing between them', () => {
    expect(found(capped(lawCap({ when: { laat: true } }), lawCap({ id: 'W-2', when: { laat: false } })))).toStrictEqual(
      told('G-1', 'W-1', 'W-2'),
    );
    const guard = { ...ownPurpose, id: 'G-2', require: { open: false } };
    expect(found(lawOf({ guards: [ownPurpose, guard] }))).toStrictEqual(told('G-1', 'G-2'));
  });

  it('is told with what stops it anywhere', () => {
    const caps = [lawCap({ phase: ['2'] }), lawCap({ id: 'W-2', phase: ['3'] })];
    expect(found(capped(...caps), { phase: ['2', '3'] })).toStrictEqual(told('G-1', 'W-1', 'W-2'));
  });

  it.each<readonly [string, Partial<Rule>]>([
    ['lets it through for some facts', { when: { laat: true } }],
    ['leaves something', { cap: 'exists' }],
    ['speaks of other fields', { fields: ['schuld'] }],
    ['speaks of supply', { at: ['levering'] }],
  ])('is not told where a cap of the law %s', (_name, more) => {
    expect(found(capped(lawCap(more)))).toEqual([]);
  });

  it('is not told where it gets through for one field, or in one phase', () => {
    expect(found(capped(lawCap({ fields: ['naam'] })), { fields: ['naam', 'schuld'] })).toEqual([]);
    expect(found(capped(lawCap({ phase: ['2'] })), { phase: ['1', '2'] })).toEqual([]);
  });

  it('is not told where the covenant itself withholds it', () => {
    expect(found(lawOf(), {}, [capOf()])).toEqual([]);
  });

  it('is not told of a permit that gives nothing, or that speaks of nothing that is seen', () => {
    expect(found(capped(lawCap()), { permit: 'withhold' })).toEqual([]);
    expect(found(capped(lawCap()), { from: ['BD'] })).toEqual([]);
    const supply = { at: ['levering'], to: ['RIEC'] } as const;
    expect(found(capped(lawCap({ at: ['levering'] })), supply)).toEqual([]);
  });
});
