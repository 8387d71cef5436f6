import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, lawOf, linesOf, ownPurpose, permitOf, registry } from '../../test/analysed.js';
import { partyWith } from '../../test/documents.js';
import type { CovenantDocument, LawDocument, Obligations, Rule } from '../model.js';
import { diff } from './difference.js';

const law = lawOf();
const changes = (
  [before, after]: readonly [CovenantDocument, CovenantDocument],
  [old, now]: readonly [LawDocument, LawDocument] = [law, law],
) => diff({ law: old, covenant: before }, { law: now, covenant: after }, registry).changes.map(linesOf);
/** What is said of the first change from some rules to others, but for where it occurs. */
const said = (before: readonly Rule[], after: readonly Rule[], laws?: readonly [LawDocument, LawDocument]) =>
  changes([covenantOf(before), covenantOf(after)], laws).map((lines) => lines.slice(0, 3));

const full = permitOf();
const masked = permitOf({ id: 'P-2', permit: 'mask' });

describe('the rules that decide a level', () => {
  it('are the permits that give the most, and none that give less', () => {
    expect(said([masked], [masked, full])).toEqual([
      ['more: level mask > reveal', 'when open=true, provided G-1', 'by P-2 > P-1'],
    ]);
  });

  it('are all permits that give it in some of the ways that facts can be', () => {
    const late = permitOf({ id: 'P-3', when: { laat: true } });
    expect(said([], [full, late])).toEqual([
      ['more: level withhold > reveal', 'when open=true or laat=true, provided G-1', 'by - > P-1, P-3'],
    ]);
    expect(said([masked], [masked, full, late])).toEqual([
      ['more: level withhold > reveal', 'when open=false/unknown & laat=true, provided G-1', 'by - > P-3'],
      ['more: level mask > reveal', 'when open=true, provided G-1', 'by P-2 > P-1, P-3'],
    ]);
  });

  it('are the permit and the cap that lowers it', () => {
    const cap = capOf({ cap: 'mask' });
    expect(said([full], [full, cap])).toEqual([
      ['less: level reveal > mask', 'when open=true, provided G-1', 'by P-1 > C-1, P-1'],
    ]);
  });

  it('are the lowest caps alone, where nothing is left', () => {
    const [cap, mask] = [capOf({ when: { stil: true } }), capOf({ id: 'C-2', cap: 'mask' })];
    expect(said([full, mask], [full, mask, cap])).toEqual([
      ['less: level mask > withhold', 'when stil=true/unknown & open=true, provided G-1', 'by C-2, P-1 > C-1'],
    ]);
  });

  it('are no caps that lower nothing', () => {
    const idle = capOf({ id: 'C-2', cap: 'mask' });
    expect(said([idle], [idle, masked])).toEqual([
      ['more: level withhold > mask', 'when open=true, provided G-1', 'by - > P-2'],
    ]);
  });

  it('are no caps that lower it in other situations alone', () => {
    const mask = (id: string, when: Rule['when'] & object) => capOf({ id, cap: 'mask', when });
    const [here, apart] = [mask('C-2', { open: true }), mask('C-4', { open: false })];
    expect(said([full, here, apart], [full, apart])).toEqual([
      ['more: level mask > reveal', 'when always, provided C-4, G-1', 'by C-2, P-1 > P-1'],
    ]);
  });

  it('are the guard that refuses, where a permit would have given something', () => {
    const guard = { ...ownPurpose, id: 'G-2', at: ['inzage'], require: { betrokken: true } };
    const both = [law, lawOf({ guards: [ownPurpose, guard] })] as const;
    expect(said([full], [full], both)).toEqual([
      ['less: level reveal > withhold', 'when betrokken=false/unknown & open=true, provided G-1', 'by P-1 > G-2'],
    ]);
  });

  it('are each named once, sorted', () => {
    const twice = [permitOf({ id: 'P-9' }), permitOf({ id: 'P-10' }), permitOf({ id: 'P-9', fields: ['ID'] })];
    expect(said([], twice)).toEqual([
      ['more: level withhold > reveal', 'when open=true, provided G-1', 'by - > P-10, P-9'],
    ]);
  });
});

describe('what a change takes for granted', () => {
  const stops = capOf({ id: 'C-8', when: { stil: true } });

  it('is every guard and lower cap that both versions have', () => {
    expect(said([stops], [stops, full])).toEqual([
      ['more: level withhold > reveal', 'when open=true, provided C-8, G-1', 'by - > P-1'],
    ]);
    expect(said([stops, full], [stops])).toEqual([
      ['less: level reveal > withhold', 'when open=true, provided C-8, G-1', 'by P-1 > -'],
    ]);
  });

  it('is no cap at the height that is given, or above it', () => {
    const [at, above] = [capOf({ id: 'C-8', cap: 'mask' }), capOf({ id: 'C-9', cap: 'reveal' })];
    expect(said([at, above], [at, above, masked])).toEqual([
      ['more: level withhold > mask', 'when open=true, provided G-1', 'by - > P-2'],
    ]);
  });

  it('is a cap between the two heights, which stands in the way of the higher one', () => {
    const between = capOf({ id: 'C-8', cap: 'mask', when: { stil: true } });
    expect(said([between], [between, full])).toEqual([
      ['more: level withhold > mask', 'when stil=true/unknown & open=true, provided G-1', 'by - > C-8, P-1'],
      ['more: level withhold > reveal', 'when open=true, provided C-8, G-1', 'by - > P-1'],
    ]);
  });

  it('is nothing that only one version has: that is said in so many words', () => {
    expect(said([full], [full, stops])).toEqual([
      ['less: level reveal > withhold', 'when stil=true/unknown & open=true, provided G-1', 'by P-1 > C-8'],
    ]);
    expect(said([full, stops], [full])).toEqual([
      ['more: level withhold > reveal', 'when stil=true/unknown & open=true, provided G-1', 'by C-8 > P-1'],
    ]);
    const other = capOf({ id: 'C-9', when: { laat: true } });
    expect(said([stops, other], [stops, full])).toEqual([
      ['more: level withhold > reveal', 'when open=true, provided C-8, G-1', 'by - > P-1'],
    ]);
  });

  it('bears the names that it has in the version with more', () => {
    const renamed = { ...stops, id: 'C-9' };
    expect(said([stops], [renamed, full])).toEqual([
      ['more: level withhold > reveal', 'when open=true, provided C-9, G-1', 'by - > P-1'],
    ]);
    expect(said([stops, full], [renamed])).toEqual([
      ['less: level reveal > withhold', 'when open=true, provided C-8, G-1', 'by P-1 > -'],
    ]);
  });

  it('is no guard that asks nothing', () => {
    const idle = lawOf({ guards: [ownPurpose, { ...ownPurpose, id: 'G-2', require: {} }] });
    expect(said([], [full], [idle, idle])).toEqual([
      ['more: level withhold > reveal', 'when open=true, provided G-1', 'by - > P-1'],
    ]);
  });

  it('is what stops a supply, too', () => {
    const [standing, fresh] = [
      capOf({ id: 'C-8', at: ['levering'], when: { stil: true } }),
      capOf({ at: ['levering'] }),
    ];
    expect(said([standing, fresh], [standing])).toEqual([
      ['more: supply withhold > reveal', 'when always, provided C-8', 'by C-1 > -'],
    ]);
    expect(said([standing], [standing, fresh])).toEqual([
      ['less: supply reveal > withhold', 'when always, provided C-8', 'by - > C-1'],
    ]);
    const milder = capOf({ at: ['levering'], cap: 'mask' });
    expect(said([], [milder])).toEqual([]);
  });
});

/** What is said of a duty, from some obligations of one permit to others. */
const duties = (
  before: Obligations,
  after: Obligations,
  more: Partial<CovenantDocument> = {},
  of: readonly Rule[] = [],
) =>
  changes(
    [before, after].map((obligations) => covenantOf([permitOf({ obligations }), ...of], more)) as [
      CovenantDocument,
      CovenantDocument,
    ],
  ).map((lines) => lines.slice(0, 3));
const bare = { defaults: { level: 'withhold', obligations: {} } } as const;

describe('a duty in order', () => {
  it.each<readonly [string, Obligations, Obligations, string, string]>([
    ['a longer term', { retain: 'P7D' }, { retain: 'P8D' }, 'more: retain P7D > P8D', 'by P-1 > P-1'],
    ['a shorter term', { retain: 'P1Y' }, { retain: 'P6M' }, 'less: retain P1Y > P6M', 'by P-1 > P-1'],
    ['a term beyond the default', {}, { retain: 'P91D' }, 'more: retain P90D > P91D', 'by defaults > P-1'],
    ['a default instead', { retain: 'P1D' }, {}, 'more: retain P1D > P90D', 'by P-1 > defaults'],
    [
      'a looser order of the law',
      { onward: 'forbidden' },
      { onward: 'allowed' },
      'more: onward forbidden > allowed',
      'by P-1 > P-1',
    ],
    [
      'a stricter order of the law',
      { onward: 'allowed' },
      { onward: 'participants' },
      'less: onward allowed > participants',
      'by P-1 > P-1',
    ],
    ['a duty that is new', {}, { onward: 'allowed' }, 'less: onward - > allowed', 'by - > P-1'],
    ['a duty that is lost', { onward: 'forbidden' }, {}, 'more: onward forbidden > -', 'by P-1 > -'],
  ])('is told with its direction: %s', (_name, before, after, what, by) => {
    expect(duties(before, after)).toEqual([[what, 'when always, provided -', by]]);
  });

  it('is told with what it was and what it becomes, and with nothing that it takes for granted', () => {
    const [fresh, lost] = [{ onward: 'allowed' }, {}].map((obligations) => covenantOf([permitOf({ obligations })]));
    if (fresh === undefined || lost === undefined) throw new Error('two covenants were made');
    const change = (before: CovenantDocument, after: CovenantDocument) =>
      diff({ law, covenant: before }, { law, covenant: after }, registry).changes.map(({ aspect, provided }) => ({
        aspect,
        provided,
      }));
    expect(change(lost, fresh)).toStrictEqual([
      { aspect: { kind: 'duty', duty: 'onward', after: 'allowed' }, provided: [] },
    ]);
    expect(change(fresh, lost)).toStrictEqual([
      { aspect: { kind: 'duty', duty: 'onward', before: 'allowed' }, provided: [] },
    ]);
  });

  it('is, of two texts that say the same, told as the first of them, whoever states it', () => {
    const cap = (retain: string): Rule => capOf({ cap: 'reveal', obligations: { retain } });
    const told = [['more: retain P1W > P30D', 'when always, provided -']];
    const lead = (permitted: string, capped: string) =>
      changes([
        covenantOf([permitOf({ obligations: { retain: permitted } }), cap(capped)]),
        covenantOf([permitOf({ obligations: { retain: 'P30D' } })]),
      ]).map((lines) => lines.slice(0, 2));
    expect(lead('P7D', 'P1W')).toEqual(told);
    expect(lead('P1W', 'P7D')).toEqual(told);
  });

  it('comes with sight alone: a supply has none', () => {
    const cap = capOf({ cap: 'reveal', at: ['levering'], obligations: { use: ['x'], retain: 'P1D' } });
    expect(said([full], [full, cap])).toEqual([]);
  });

  it('is not told where another text says the same', () => {
    expect(duties({ retain: 'P1W' }, { retain: 'P7D' })).toEqual([]);
    expect(duties({ retain: 'P90D' }, {})).toEqual([]);
  });

  it('is new or lost with the default, too', () => {
    const covenants = [covenantOf([full]), covenantOf([full], bare)] as const;
    expect(changes(covenants).map((lines) => lines.slice(0, 3))).toEqual([
      ['more: retain P90D > -', 'when always, provided -', 'by defaults > -'],
    ]);
  });

  it('may bear any name, and is stated by those alone that state it', () => {
    const defined = { obligations: { constructor: { combine: 'strictest', order: ['x', 'y'] } } } as const;
    expect(duties({ constructor: 'x' }, { constructor: 'y' }, defined)).toEqual([
      ['more: constructor x > y', 'when always, provided -', 'by P-1 > P-1'],
    ]);
  });

  it('counts the strictest of all rules that apply, and says when', () => {
    const cap = (retain: string): Rule => capOf({ cap: 'reveal', when: { stil: true }, obligations: { retain } });
    expect(duties({ retain: 'P30D' }, { retain: 'P60D' }, {}, [cap('P7D')])).toEqual([
      ['more: retain P30D > P60D', 'when stil=false, provided -', 'by P-1 > P-1'],
    ]);
    expect(duties({ retain: 'P5D' }, { retain: 'P60D' }, {}, [cap('P7D')])).toEqual([
      ['more: retain P5D > P7D', 'when stil=true/unknown, provided -', 'by P-1 > C-1'],
      ['more: retain P5D > P60D', 'when stil=false, provided -', 'by P-1 > P-1'],
    ]);
  });

  it('names every rule that states it where it holds, and no other', () => {
    const state = (id: string, when: Rule['when'] & object): Rule =>
      capOf({ id, cap: 'reveal', when, obligations: { retain: 'P7D' } });
    expect(duties({}, {}, bare, [state('C-1', { open: true }), state('C-2', { open: false })])).toEqual([]);
    const before = covenantOf([full], bare);
    const after = covenantOf(
      [full, state('C-2', { open: true }), state('C-1', {}), state('C-3', { open: false })],
      bare,
    );
    expect(changes([before, after]).map((lines) => lines.slice(0, 3))).toEqual([
      ['less: retain - > P7D', 'when always, provided -', 'by - > C-1, C-2'],
    ]);
  });

  it('is told only where the field is seen before and after', () => {
    const shown = permitOf({ obligations: { retain: 'P1Y' } });
    expect(said([full], [{ ...shown, when: { open: true, laat: true } }])).toEqual([
      ['more: retain P90D > P1Y', 'when always, provided -', 'by defaults > P-1'],
      ['less: level reveal > withhold', 'when open=true & laat=false/unknown, provided G-1', 'by P-1 > -'],
    ]);
    expect(said([], [shown]).map(([first]) => first)).toEqual(['more: level withhold > reveal']);
  });
});

describe('a duty that is a list', () => {
  it('is told thing by thing: one less on it is more, one more on it is less', () => {
    expect(duties({ use: ['a', 'b'] }, { use: ['b', 'c'] })).toEqual([
      ['more: use a > -', 'when always, provided -', 'by P-1 > -'],
      ['less: use - > c', 'when always, provided -', 'by - > P-1'],
    ]);
  });

  it('counts the things of all rules that apply, and says when', () => {
    const cap = capOf({ cap: 'reveal', when: { stil: true }, obligations: { use: 'b' } });
    expect(duties({ use: ['a', 'b'] }, { use: 'a' }, {}, [cap])).toEqual([
      ['more: use b > -', 'when stil=false, provided -', 'by P-1 > -'],
    ]);
  });

  it('is also what nobody defined', () => {
    expect(duties({ spreek: ['x'] }, { spreek: ['x', 'y'] })).toEqual([
      ['less: spreek - > y', 'when always, provided -', 'by - > P-1'],
    ]);
  });

  it('is also what was in order under one version alone', () => {
    const covenants = [
      covenantOf([permitOf({ obligations: { use: 'a' } })], {
        obligations: { use: { combine: 'strictest', order: ['a', 'b'] } },
      }),
      covenantOf([permitOf({ obligations: { use: 'b' } })], { obligations: { use: { combine: 'union' } } }),
    ] as const;
    const told = [
      ['more: use a > -', 'when always, provided -', 'by P-1 > -'],
      ['less: use - > b', 'when always, provided -', 'by - > P-1'],
    ];
    const first = (given: readonly [CovenantDocument, CovenantDocument]) =>
      changes(given)
        .map((lines) => lines.slice(0, 3))
        .filter(([what]) => what?.includes('use') === true);
    expect(first(covenants)).toEqual(told);
    const [a, b] = covenants;
    expect(first([b, a])).toEqual([
      ['more: use b > -', 'when always, provided -', 'by P-1 > -'],
      ['less: use - > a', 'when always, provided -', 'by - > P-1'],
    ]);
  });
});

describe('a label for the supplier', () => {
  const label = (words: Obligations[string]) => [permitOf({ obligations: { label: words } })];
  const withSecret = (...secrecy: readonly string[]) => ({
    parties: { ...covenantOf([]).parties, POL: partyWith(['opsporing'], secrecy) },
  });
  const first = (before: CovenantDocument, after: CovenantDocument) => changes([before, after]).map(([what]) => what);

  it.each(['supplier', 'own'])('stands for the secrecy of who supplied: %s', (word) => {
    expect(first(covenantOf(label('x')), covenantOf(label([word])))).toEqual([
      'more: label x > -',
      'less: label - > Wpg 7',
    ]);
    expect(first(covenantOf(label([word])), covenantOf(label([word]), withSecret('Wpg 7', 'Sv 1')))).toEqual([
      'less: label - > Sv 1',
    ]);
  });

  it('stands for nothing where the covenant does not know the supplier', () => {
    const { POL: _left, ...parties } = covenantOf([]).parties;
    expect(first(covenantOf(label('x'), { parties }), covenantOf(label(['x', 'own']), { parties }))).toEqual([]);
  });

  it('is a word like any other of another duty', () => {
    const [before, after] = [{}, { use: ['own', 'supplier'] }].map((obligations) =>
      covenantOf([permitOf({ obligations })]),
    );
    expect(before && after && first(before, after)).toEqual(['less: use - > own', 'less: use - > supplier']);
  });
});

describe('an obligation that the law defines', () => {
  it('keeps the order of the law, whatever the covenant says of it', () => {
    const turned = {
      obligations: { onward: { combine: 'strictest', order: ['allowed', 'participants', 'forbidden'] } },
    } as const;
    expect(duties({ onward: 'forbidden' }, { onward: 'allowed' }, turned)).toEqual([
      ['more: onward forbidden > allowed', 'when always, provided -', 'by P-1 > P-1'],
    ]);
  });

  it("is the covenant's own where the law defines none", () => {
    const own = lawOf();
    const { obligations: _none, ...plain } = own;
    const turned = { obligations: { onward: { combine: 'strictest', order: ['allowed', 'forbidden'] } } } as const;
    const of = (onward: string) => covenantOf([permitOf({ obligations: { onward } })], turned);
    expect(changes([of('forbidden'), of('allowed')], [plain, plain]).map(([what]) => what)).toEqual([
      'less: onward forbidden > allowed',
    ]);
  });
});
