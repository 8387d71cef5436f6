import { describe, expect, it } from '@jest/globals';
import { capOf, covenantOf, findingsOf, lawOf, ownPurpose, permitOf } from '../../../test/analysed.js';
import type { LawDocument, Obligations, Rule } from '../../model.js';

const inForce = ['2025-01-01', 'open'] as const;
const lawCap = (obligations: Obligations, more: Partial<Rule> = {}): Rule =>
  capOf({ id: 'W-1', in: inForce, cap: 'reveal', basis: 'WGS 2.22', obligations, ...more });
const lawWithDuty = (onward: string, more: Partial<Rule> = {}): LawDocument =>
  lawOf({ caps: [lawCap({ onward }, more)] });

describe('a duty of a rule that is looser than the one of the law', () => {
  const found = (law: LawDocument, ...rules: readonly Rule[]) =>
    findingsOf('looser-than-law', covenantOf(rules), { law });
  const told = (more: object = {}) => [
    {
      severity: 'fout',
      code: 'looser-than-law',
      rules: ['P-1'],
      where: { document: 'covenant', path: ['rules', 0, 'obligations'] },
      names: { duty: ['onward'], value: ['allowed'], stricter: ['W-1'] },
      ...more,
    },
  ];
  const loose = permitOf({ obligations: { onward: 'allowed' } });

  it('is told with its value and with the rules of law that are stricter', () => {
    expect(found(lawWithDuty('participants'), loose)).toStrictEqual(told());
    expect(
      found(
        lawOf({ caps: [lawCap({ onward: 'forbidden' }, { id: 'W-2' }), lawCap({ onward: 'participants' })] }),
        loose,
      ),
    ).toStrictEqual(told({ names: { duty: ['onward'], value: ['allowed'], stricter: ['W-1', 'W-2'] } }));
  });

  it('is told of caps, too', () => {
    const cap = capOf({ cap: 'reveal', obligations: { onward: 'allowed' } });
    expect(found(lawWithDuty('participants'), cap, permitOf({ id: 'P-2' }))).toStrictEqual(told({ rules: ['C-1'] }));
  });

  it('is told where the law says it for all that the rule shows, in whatever phases', () => {
    const law = lawOf({
      caps: [
        lawCap({ onward: 'participants' }, { phase: ['2'] }),
        lawCap({ onward: 'forbidden' }, { id: 'W-2', phase: ['3'] }),
      ],
    });
    expect(found(law, permitOf({ ...loose, phase: ['2', '3'] }))).toStrictEqual(
      told({ names: { duty: ['onward'], value: ['allowed'], stricter: ['W-1', 'W-2'] } }),
    );
    expect(found(law, permitOf({ ...loose, phase: ['1', '2', '3'] }))).toEqual([]);
    expect(found(law, permitOf({ ...loose, phase: ['2', '3', '1'] }))).toEqual([]);
  });

  it.each<readonly [string, LawDocument, Rule]>([
    ['is as strict', lawWithDuty('allowed'), loose],
    ['is stricter', lawWithDuty('participants'), permitOf({ obligations: { onward: 'forbidden' } })],
    ['counts for some facts', lawWithDuty('participants', { when: { laat: true } }), loose],
    ['counts for other fields', lawWithDuty('participants', { fields: ['schuld'] }), loose],
    ['is never shown', lawWithDuty('participants', { cap: 'withhold' }), loose],
    ['is one of a supply', lawWithDuty('participants'), permitOf({ ...loose, at: ['levering'], to: ['RIEC'] })],
    [
      "is the covenant's own",
      lawOf({ caps: [lawCap({ retain: 'P1D' })] }),
      permitOf({ obligations: { retain: 'P1Y' } }),
    ],
    ['is a list', lawOf({ caps: [lawCap({ label: ['x'] })] }), permitOf({ obligations: { label: ['y'] } })],
    ['is one of the defaults', lawWithDuty('participants'), permitOf()],
  ])('is not told where it %s', (_name, law, rule) => {
    expect(found(law, rule)).toEqual([]);
  });

  it('is not told where only another rule of the covenant is stricter', () => {
    const strict = capOf({ cap: 'reveal', obligations: { onward: 'forbidden' } });
    expect(found(lawOf(), loose, strict)).toEqual([]);
  });

  it('is not told of the defaults, which no rule sets for itself', () => {
    const covenant = covenantOf([permitOf()], {
      defaults: { level: 'withhold', obligations: { retain: 'P1D', onward: 'allowed' } },
    });
    expect(findingsOf('looser-than-law', covenant, { law: lawWithDuty('participants') })).toEqual([]);
  });

  it('is not told where it counts in a phase of which no rule of law speaks at all', () => {
    const law = {
      ...lawWithDuty('participants', { phase: ['2'] }),
      guards: [{ ...ownPurpose, at: ['levering'] }],
    };
    expect(found(law, permitOf({ ...loose, phase: ['2', '3'] }))).toEqual([]);
    expect(found(law, loose)).toStrictEqual(told());
  });

  it('is told of each rule for itself, whatever another one shows elsewhere', () => {
    const other = permitOf({ ...loose, id: 'P-2', phase: ['3'] });
    expect(found(lawWithDuty('participants', { phase: ['2'] }), loose, other)).toStrictEqual(told());
  });

  it('is not told of a supply, which brings no duties', () => {
    const supply = permitOf({ ...loose, at: ['levering'], to: ['RIEC'] });
    expect(found(lawWithDuty('participants', { at: 'any' }), supply)).toEqual([]);
  });

  it('is told of a term by its length', () => {
    const law = lawOf({
      obligations: { retain: { combine: 'shortest' }, onward: { combine: 'union' }, label: { combine: 'union' } },
      caps: [lawCap({ retain: 'P60D' })],
    });
    const defined = { obligations: { use: { combine: 'union' } } } as const;
    const of = (retain: string) =>
      findingsOf('looser-than-law', covenantOf([permitOf({ obligations: { retain } })], defined), { law }).map(
        ({ names }) => names,
      );
    expect(of('P61D')).toEqual([{ duty: ['retain'], value: ['P61D'], stricter: ['W-1'] }]);
    expect(of('P59D')).toEqual([]);
    expect(of('P60D')).toEqual([]);
  });

  it('is told apart for each duty of each rule', () => {
    const law = lawOf({
      obligations: {
        onward: { combine: 'strictest', order: ['forbidden', 'participants', 'allowed'] },
        label: { combine: 'union' },
        gebruik: { combine: 'strictest', order: ['geen', 'enig'] },
      },
      caps: [lawCap({ onward: 'forbidden', gebruik: 'geen' })],
    });
    const both = permitOf({ obligations: { onward: 'allowed', gebruik: 'enig' } });
    const one = permitOf({ id: 'P-2', obligations: { onward: 'participants', gebruik: 'geen' } });
    expect(found(law, both, one).map(({ rules, names }) => [rules, names['duty']])).toEqual([
      [['P-1'], ['onward']],
      [['P-1'], ['gebruik']],
      [['P-2'], ['onward']],
    ]);
  });
});

describe('a duty that the law sets and does not define', () => {
  const found = (law: LawDocument) => findingsOf('law-duty-undefined', covenantOf([permitOf()]), { law });

  it('is told once, with all rules of law that set it and the place of the first', () => {
    const caps = [
      lawCap({ onward: 'forbidden' }, { id: 'W-1' }),
      lawCap({ use: ['x'] }, { id: 'W-2' }),
      lawCap({ use: ['y'], onward: 'forbidden' }, { id: 'W-3' }),
    ];
    expect(found(lawOf({ caps }))).toStrictEqual([
      {
        severity: 'waarschuwing',
        code: 'law-duty-undefined',
        rules: ['W-2', 'W-3'],
        where: { document: 'law', path: ['caps', 1, 'obligations'] },
        names: { duty: ['use'] },
      },
    ]);
  });

  it('is every duty of a law that defines none', () => {
    const { obligations: _none, ...plain } = lawOf({ caps: [lawCap({ retain: 'P1Y' })] });
    expect(found(plain).map(({ names }) => names)).toEqual([{ duty: ['retain'] }]);
    expect(found(lawOf())).toEqual([]);
  });
});
