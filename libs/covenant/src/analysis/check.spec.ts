import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, lawOf, permitOf, registry } from '../../test/analysed.js';
import type { CovenantDocument, LawDocument } from '../model.js';
import { check, mayBeAdopted } from './check.js';

const told = (covenant: CovenantDocument, law: LawDocument = lawOf()) =>
  check(law, covenant, registry).map(({ severity, code, rules }) => [severity, code, ...rules].join(' '));

/** Nothing to remark: all that may come in is seen by some, all that is defined is used. */
const { facts: _facts, ...plain } = covenantOf([
  permitOf({ type: 'any', from: 'any', fields: 'any', to: ['BD'], phase: 'any', when: { open: true } }),
  capOf({ cap: 'exists', fields: ['FISC'], when: { laat: true } }),
]);
const clean: CovenantDocument = {
  ...plain,
  facts: Object.fromEntries(Object.entries(covenantOf([]).facts).filter(([name]) => name !== 'stil')),
  obligations: { retain: { combine: 'shortest' } },
};

describe('a covenant without anything to remark', () => {
  it('has no findings, and may be adopted', () => {
    const found = check(lawOf(), clean, registry);
    expect(found).toEqual([]);
    expect(mayBeAdopted(found)).toBe(true);
  });
});

describe('a covenant that is not well-formed', () => {
  it('is told so alone, with the rule where there is one', () => {
    const unknown = covenantOf([permitOf({ to: ['XYZ'] }), capOf()], { groups: { ongebruikt: ['POL'] } });
    const found = check(lawOf(), unknown, registry);
    expect(found).toStrictEqual([
      {
        severity: 'fout',
        code: 'unknown-name',
        rules: ['P-1'],
        problem: expect.objectContaining({ code: 'unknown-name', rule: 'P-1' }),
      },
    ]);
    expect(mayBeAdopted(found)).toBe(false);
  });

  it('is told so without a rule where the document as a whole is meant', () => {
    expect(check(lawOf({ caps: [] }), clean, registry)).toStrictEqual([
      { severity: 'fout', code: 'shape', rules: [], problem: { code: 'shape', detail: 'law.caps: empty' } },
    ]);
    expect(check(undefined, undefined, registry)).not.toEqual([]);
  });
});

describe('a covenant that breaks its own promise', () => {
  it('is told so before all that the analysis finds', () => {
    const promising = {
      ...clean,
      assertions: [{ id: 'A-1', fields: ['naam'], atMost: 'mask' }],
      groups: { g: ['POL'] },
    };
    expect(told(promising)).toEqual(['fout assertion-broken A-1', 'waarschuwing unused-group']);
  });
});

describe('findings', () => {
  const secret = permitOf({ id: 'P-2', permit: 'mask', when: { stil: true } });
  const endless = { defaults: { level: 'withhold', obligations: {} } } as const;

  it('come gravest first, and of one gravity in the order of their kinds', () => {
    const rules = [
      capOf({ id: 'C-1', cap: 'mask', fields: ['naam', 'schuld'], type: ['S1'], phase: ['3'] }),
      permitOf({ id: 'P-9', from: ['BD'] }),
      permitOf(),
      secret,
      permitOf({ id: 'P-3', fields: ['bedrag'], type: ['S2'], from: ['BD'], to: ['POL'] }),
      capOf({ id: 'C-3', cap: 'reveal' }),
    ];
    const law = lawOf({
      caps: [capOf({ id: 'W-1', in: ['2025-01-01', 'open'], cap: 'reveal', obligations: { use: ['x'] } })],
    });
    const covenant = covenantOf(rules, { ...endless, groups: { g: ['POL'] } });
    expect(told(covenant, law)).toEqual([
      'fout betrays-fact P-2',
      'fout no-retention P-1',
      'fout no-retention P-2',
      'fout no-retention P-3',
      'waarschuwing law-duty-undefined W-1',
      'waarschuwing special-without-cap',
      'waarschuwing never-matches P-9',
      'waarschuwing never-decides C-3',
      'waarschuwing supplied-and-never-seen',
      'waarschuwing unused-group',
      'waarschuwing unused-fact',
      'waarschuwing unused-obligation',
      'inlichting never-bites C-1',
      'inlichting overlapping-permits P-2 P-1',
    ]);
  });

  it('of gravity keep a covenant from being adopted, and no others do', () => {
    expect(mayBeAdopted(check(lawOf(), covenantOf([permitOf(), secret]), registry))).toBe(false);
    const warned = check(lawOf(), covenantOf([permitOf()], { groups: { g: ['POL'] } }), registry);
    expect(new Set(warned.map(({ severity }) => severity))).toEqual(new Set(['waarschuwing']));
    expect(mayBeAdopted(warned)).toBe(true);
  });

  it('of a rule that the law stops, or that never lowers anything, do not say again that it never decides', () => {
    const law = lawOf({ caps: [capOf({ id: 'W-1', in: ['2025-01-01', 'open'], fields: ['naam'] })] });
    const rules = [permitOf(), capOf({ cap: 'exists', phase: ['3'] }), capOf({ id: 'C-2', cap: 'reveal' })];
    const about = told(covenantOf(rules), law).filter((line) => /P-1|C-1|C-2/.test(line));
    expect(about).toEqual([
      'fout law-always-withholds P-1',
      'waarschuwing never-decides C-2',
      'inlichting never-bites C-1',
    ]);
  });
});
