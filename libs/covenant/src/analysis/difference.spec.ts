import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, lawOf, linesOf, ownPurpose, permitOf, registry } from '../../test/analysed.js';
import { partyWith } from '../../test/documents.js';
import type { CovenantDocument, LawDocument, Rule } from '../model.js';
import type { RegistryView } from '../validate/problem.js';
import { diff } from './difference.js';

const law = lawOf();

/** The difference of two covenants under one law, unless each has its own. */
const between = (
  [before, after]: readonly [CovenantDocument, CovenantDocument],
  [old, now]: readonly [LawDocument, LawDocument] = [law, law],
  of: RegistryView = registry,
) => diff({ law: old, covenant: before }, { law: now, covenant: after }, of);
const changes = (...given: Parameters<typeof between>) => between(...given).changes.map(linesOf);
const rules = (before: readonly Rule[], after: readonly Rule[]) => [covenantOf(before), covenantOf(after)] as const;

const days = '2026-01-01..2030-12-31';
const inPhase2 = `inzage of POL S1(naam), to BD.heffing in 2, ${days}`;

describe('a covenant that says the same in other words', () => {
  it.each<readonly [string, readonly Rule[], readonly Rule[]]>([
    ['another id', [permitOf()], [permitOf({ id: 'P-9' })]],
    [
      'another order',
      [permitOf(), permitOf({ id: 'P-2', to: 'any' })],
      [permitOf({ to: 'any' }), permitOf({ id: 'P-2' })],
    ],
    [
      'a rule in two',
      [permitOf({ phase: ['1', '2'] })],
      [permitOf({ phase: ['1'] }), permitOf({ id: 'P-2', phase: ['2'] })],
    ],
    ['a rule twice', [permitOf()], [permitOf(), permitOf({ id: 'P-2' })]],
  ])('has no difference: %s', (_name, before, after) => {
    expect(between(rules(before, after))).toStrictEqual({
      changes: [],
      periods: [{ from: '2026-01-01', until: '2030-12-31' }],
    });
  });
});

describe('a permit that is new', () => {
  it('is a widening where it speaks, when its facts are known to hold and the guards let it through', () => {
    expect(between(rules([], [permitOf()])).changes).toStrictEqual([
      {
        aspect: { kind: 'level', before: 'withhold', after: 'reveal' },
        isWider: true,
        when: [{ open: [true] }],
        provided: ['G-1'],
        decidedBy: { before: [], after: ['P-1'] },
        blocks: [
          {
            from: ['POL'],
            types: [{ type: 'S1', fields: ['naam'] }],
            what: ['ID'],
            to: [{ to: 'BD', purpose: 'BD.heffing' }],
            phases: ['2'],
            act: 'inzage',
            periods: [{ from: '2026-01-01', until: '2030-12-31' }],
          },
        ],
      },
    ]);
  });

  it('is a narrowing where it goes', () => {
    expect(changes(rules([permitOf()], []))).toEqual([
      ['less: level reveal > withhold', 'when open=true, provided G-1', 'by P-1 > -', inPhase2],
    ]);
  });

  it.each<readonly [string, Partial<Rule>, string]>([
    ['phase', { phase: ['2', '3'] }, `inzage of POL S1(naam), to BD.heffing in 3, ${days}`],
    ['recipient', { to: ['BD', 'RIEC'] }, `inzage of POL S1(naam), to RIEC.ondersteuning in 2, ${days}`],
    [
      'type',
      { type: ['S1', 'S2'], from: 'any', fields: ['naam', 'bsn'] },
      `inzage of BD S2(bsn), to BD.heffing in 2, ${days}`,
    ],
    ['field', { fields: ['naam', 'schuld'] }, `inzage of POL S1(schuld), to BD.heffing in 2, ${days}`],
    ['act', { at: ['inzage', 'resultaat'] }, `resultaat of POL S1(naam), to BD.heffing in 2, ${days}`],
    [
      'purpose',
      { to: 'any', purpose: ['BD.heffing', 'POL.opsporing'] },
      `inzage of POL S1(naam), to POL.opsporing in 2, ${days}`,
    ],
  ])('is told for the one %s more that an old one speaks of, and for no more', (_name, more, where) => {
    expect(changes(rules([permitOf()], [permitOf(more)]))).toEqual([
      ['more: level withhold > reveal', 'when open=true, provided G-1', 'by - > P-1', where],
    ]);
  });

  it('is told by supplier, where two bring one type', () => {
    const both = { types: registry.types.map((type) => ({ ...type, suppliers: ['POL', 'BD'] })) };
    expect(changes(rules([permitOf()], [permitOf({ from: ['POL', 'BD'] })]), undefined, both)).toEqual([
      [
        'more: level withhold > reveal',
        'when open=true, provided G-1',
        'by - > P-1',
        `inzage of BD S1(naam), to BD.heffing in 2, ${days}`,
      ],
    ]);
  });

  it('is told field by field, each with the levels that it has', () => {
    expect(changes(rules([], [permitOf({ permit: 'mask', fields: 'content' })]))).toEqual([
      ['more: level withhold > mask', 'when open=true, provided G-1', 'by - > P-1', inPhase2],
      [
        'more: level withhold > exists',
        'when open=true, provided G-1',
        'by - > P-1',
        `inzage of POL S1(schuld), to BD.heffing in 2, ${days}`,
      ],
    ]);
  });

  it('is told for the reference to a supply, which every type has', () => {
    expect(changes(rules([], [permitOf({ permit: 'exists', fields: ['_exists'] })]))).toEqual([
      [
        'more: level withhold > exists',
        'when open=true, provided G-1',
        'by - > P-1',
        `inzage of POL S1(_exists), to BD.heffing in 2, ${days}`,
      ],
    ]);
  });

  it('is told type by type, each with its own fields', () => {
    const parties = { POL: partyWith(['opsporing']), BD: partyWith(['heffing']) };
    const everything = permitOf({ from: 'any', type: 'any', fields: 'content' });
    const sides = [covenantOf([], { parties }), covenantOf([everything], { parties })] as const;
    expect(changes(sides)).toEqual([
      [
        'more: level withhold > reveal',
        'when open=true, provided G-1',
        'by - > P-1',
        `inzage of POL S1(naam schuld), to BD.heffing in 2, ${days}`,
        `inzage of BD S2(bsn bedrag), to BD.heffing in 2, ${days}`,
      ],
    ]);
  });

  it.each([
    ['the same rules speak of both', capOf({ id: 'C-8', at: ['levering'] })],
    ['another cap speaks of one', capOf({ id: 'C-8', cap: 'reveal', at: ['resultaat'] })],
  ])('is one change for all acts and phases in which it occurs, where %s', (_name, other) => {
    const wide = permitOf({ at: ['inzage', 'resultaat'], phase: ['1', '2'] });
    expect(changes(rules([other], [other, wide]))).toEqual([
      [
        'more: level withhold > reveal',
        'when open=true, provided G-1',
        'by - > P-1',
        `inzage of POL S1(naam), to BD.heffing in 1+2, ${days}`,
        `resultaat of POL S1(naam), to BD.heffing in 1+2, ${days}`,
      ],
    ]);
  });

  it('takes for granted, in one list, what stands in the way in any of its places', () => {
    const standing = capOf({ id: 'C-8', phase: ['2'], when: { stil: true } });
    expect(changes(rules([standing], [standing, permitOf({ phase: ['2', '3'] })]))).toEqual([
      [
        'more: level withhold > reveal',
        'when open=true, provided C-8, G-1',
        'by - > P-1',
        `inzage of POL S1(naam), to BD.heffing in 2+3, ${days}`,
      ],
    ]);
  });
});

describe('a law that changes', () => {
  const unconditional = permitOf({ when: {} });
  const same = rules([unconditional], [unconditional]);

  it('shuts out a kind that it drops, though no rule says so', () => {
    const without = lawOf({ kinds: { participants: ['POL'], bureau: ['RIEC'] } });
    expect(changes(same, [law, without])).toEqual([
      ['less: level reveal > withhold', 'when eigenDoel=true, provided -', 'by P-1 > -', inPhase2],
      [
        'less: supply reveal > withhold',
        'when always, provided -',
        'by - > -',
        `levering of BD S2(bsn bedrag), to RIEC.ondersteuning in weging+1+2+3, ${days}`,
      ],
    ]);
  });

  it('lets in a kind that it adds', () => {
    const without = lawOf({ kinds: { participants: ['POL'], bureau: ['RIEC'] } });
    expect(changes(same, [without, law]).map(([first]) => first)).toEqual([
      'more: level withhold > reveal',
      'more: supply withhold > reveal',
    ]);
  });

  it('is told for each kind, where one takes the place of another', () => {
    const of = (kind: string) => lawOf({ kinds: { participants: [kind], bureau: ['RIEC'] } });
    const parties = { POL: partyWith(['opsporing']), BD: partyWith(['heffing']), RIEC: partyWith(['ondersteuning']) };
    const silent = covenantOf([], { parties });
    expect(changes([silent, silent], [of('POL'), of('BD')])).toEqual([
      [
        'more: supply withhold > reveal',
        'when always, provided -',
        'by - > -',
        `levering of BD S2(bsn bedrag), to RIEC.ondersteuning in weging+1+2+3, ${days}`,
      ],
      [
        'less: supply reveal > withhold',
        'when always, provided -',
        'by - > -',
        `levering of POL S1(naam schuld), to RIEC.ondersteuning in weging+1+2+3, ${days}`,
      ],
    ]);
  });

  it('is told for the days on which it is another', () => {
    const dated = capOf({ id: 'W-1', in: ['2028-01-01', '2028-12-31'], cap: 'mask' });
    expect(changes(same, [law, lawOf({ caps: [dated] })])).toEqual([
      [
        'less: level reveal > mask',
        'when always, provided G-1',
        'by P-1 > P-1, W-1',
        'inzage of POL S1(naam), to BD.heffing in 2, 2028-01-01..2028-12-31',
      ],
    ]);
  });

  it('is told by the guard that refuses what a permit would give', () => {
    const guard = { ...ownPurpose, id: 'G-2', at: ['inzage'], require: { betrokken: true } };
    const guarded = lawOf({ guards: [ownPurpose, guard] });
    expect(changes(same, [law, guarded])).toEqual([
      ['less: level reveal > withhold', 'when betrokken=false/unknown, provided G-1', 'by P-1 > G-2', inPhase2],
    ]);
    const supply = { ...guard, at: ['levering'] };
    expect(changes(same, [law, lawOf({ guards: [ownPurpose, supply] })])).toEqual([
      [
        'less: supply reveal > withhold',
        'when betrokken=false/unknown, provided -',
        'by - > G-2',
        `levering of POL S1(naam schuld), to RIEC.ondersteuning in weging+1+2+3, ${days}`,
        `levering of BD S2(bsn bedrag), to RIEC.ondersteuning in weging+1+2+3, ${days}`,
      ],
    ]);
  });
});

describe('a purpose that only one of two covenants knows', () => {
  const anybody = permitOf({ to: 'any', purpose: 'any' });
  const { parties } = covenantOf([]);
  const more = { ...parties, BD: partyWith(['heffing', 'toezicht'], ['AWR 67']) };

  it('is a widening of a rule for anybody that neither changes', () => {
    expect(changes([covenantOf([anybody]), covenantOf([anybody], { parties: more })])).toEqual([
      [
        'more: level withhold > reveal',
        'when eigenDoel=true & open=true, provided -',
        'by - > P-1',
        `inzage of POL S1(naam), to BD.toezicht in 2, ${days}`,
      ],
    ]);
  });

  it('is a narrowing where it goes', () => {
    expect(changes([covenantOf([anybody], { parties: more }), covenantOf([anybody])])).toEqual([
      [
        'less: level reveal > withhold',
        'when eigenDoel=true & open=true, provided -',
        'by P-1 > -',
        `inzage of POL S1(naam), to BD.toezicht in 2, ${days}`,
      ],
    ]);
  });
});

describe('a purpose that takes the place of another', () => {
  it('is a widening and a narrowing of a rule for anybody that neither changes', () => {
    const anybody = permitOf({ to: 'any', purpose: 'any' });
    const { parties } = covenantOf([]);
    const of = (code: string) =>
      covenantOf([anybody], { parties: { ...parties, BD: partyWith(['heffing', code], ['AWR 67']) } });
    expect(changes([of('toezicht'), of('inning')])).toEqual([
      [
        'more: level withhold > reveal',
        'when eigenDoel=true & open=true, provided -',
        'by - > P-1',
        `inzage of POL S1(naam), to BD.inning in 2, ${days}`,
      ],
      [
        'less: level reveal > withhold',
        'when eigenDoel=true & open=true, provided -',
        'by P-1 > -',
        `inzage of POL S1(naam), to BD.toezicht in 2, ${days}`,
      ],
    ]);
  });
});

describe('a duty to name the secrecy of who supplied', () => {
  it('is told by supplier, where two bring one type', () => {
    const both = { types: registry.types.map((type) => ({ ...type, suppliers: ['POL', 'BD'] })) };
    const shown = permitOf({ from: ['POL', 'BD'] });
    const labelled = { ...shown, obligations: { label: ['supplier'] } };
    expect(changes(rules([shown], [labelled]), undefined, both)).toEqual(
      [
        ['Wpg 7', 'POL'],
        ['AWR 67', 'BD'],
      ].map(([secret = '', from = '']) => [
        `less: label - > ${secret}`,
        'when always, provided -',
        'by - > P-1',
        `inzage of ${from} S1(naam), to BD.heffing in 2, ${days}`,
      ]),
    );
  });
});

describe('a cap that is new', () => {
  it('stops supply as well as sight, where it speaks of both', () => {
    const unguarded = lawOf({ guards: [] });
    const wide = permitOf({ to: ['RIEC'], purpose: ['RIEC.ondersteuning'], at: 'any', when: {} });
    const cap = capOf({ at: 'any', to: ['RIEC'], type: ['S1'], fields: ['naam'], phase: ['2'], purpose: 'own' });
    expect(changes(rules([wide], [wide, cap]), [unguarded, unguarded])).toEqual([
      [
        'less: level reveal > withhold',
        'when always, provided -',
        'by P-1 > C-1',
        `inzage of POL S1(naam), to RIEC.ondersteuning in 2, ${days}`,
        `resultaat of POL S1(naam), to RIEC.ondersteuning in 2, ${days}`,
      ],
      [
        'less: supply reveal > withhold',
        'when always, provided -',
        'by - > C-1',
        `levering of POL S1(naam), to RIEC.ondersteuning in 2, ${days}`,
      ],
    ]);
  });

  it('stops the supply of fields, and that there is one follows from them', () => {
    const cap = capOf({ at: ['levering'], when: { stil: true } });
    expect(changes(rules([], [cap]))).toEqual([
      [
        'less: supply reveal > withhold',
        'when stil=true/unknown, provided -',
        'by - > C-1',
        `levering of POL S1(naam schuld), to RIEC.ondersteuning in weging+1+2+3, ${days}`,
        `levering of BD S2(bsn bedrag), to RIEC.ondersteuning in weging+1+2+3, ${days}`,
      ],
    ]);
  });
});

describe('widenings', () => {
  it('come first, whatever the order of what changes', () => {
    const [naam, schuld] = [permitOf({ fields: ['naam'] }), permitOf({ id: 'P-2', fields: ['schuld'] })];
    const firsts = (before: readonly Rule[], after: readonly Rule[]) =>
      changes(rules(before, after)).map(([first]) => first);
    const told = ['more: level withhold > reveal', 'less: level reveal > withhold'];
    expect(firsts([naam], [schuld])).toEqual(told);
    expect(firsts([schuld], [naam])).toEqual(told);
  });
});

describe('the term of a covenant', () => {
  const valid = (from: string, until: string) => covenantOf([], { valid: { from, until, zone: 'Europe/Amsterdam' } });
  const old = { from: '2026-01-01', until: '2030-12-31' };

  it.each([
    ['begins earlier', '2025-12-31', '2030-12-31', true],
    ['begins later', '2026-01-02', '2030-12-31', false],
    ['ends later', '2026-01-01', '2031-01-01', true],
    ['ends earlier', '2026-01-01', '2030-12-30', false],
    ['begins later and ends later', '2027-01-01', '2031-12-31', true],
  ])('is told where it %s: wider only where days are added', (_name, from, until, isWider) => {
    expect(between([covenantOf([]), valid(from, until)]).term).toEqual({
      before: old,
      after: { from, until },
      isWider,
    });
  });

  it('is not told where it stays', () => {
    expect(between([covenantOf([]), valid('2026-01-01', '2030-12-31')])).not.toHaveProperty('term');
  });
});
