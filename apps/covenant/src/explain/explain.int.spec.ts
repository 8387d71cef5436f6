import { describe, expect, it } from '@jest/globals';
import { inRepository, linesOf, run } from '../../test/run.js';

const demo = inRepository('deploy/demo/convenant.yaml');
const ask = (...more: readonly string[]) => run(['explain', demo, ...more]);
const minor = '--type S2 --field name --to BD --purpose BD.toezicht --phase 2 --fact asked=true'.split(' ');
const tax = ['--type', 'S15', '--field', 'arrears', '--phase', '2'] as const;

describe('covenant explain', () => {
  it('tells level, permit, cap, facts, duties and near misses, each rule with its article', async () => {
    const { code, out } = await ask(...tax, '--to', 'COLL', '--purpose', 'wonen', '--fact', 'asked=true');
    expect(code).toBe(0);
    expect(out).toContain('BD → COLL.wonen: S15, fase 2, inzage');
    expect(out).toContain('arrears: withhold (niets)');
    expect(out).toContain('asked = waar: voor deze organisatie');
    expect(out).toContain('expired = onwaar (aangenomen) (de ontvanger weet dit niet)');
    expect(out).toContain('attends = waar: generalise (in grote lijn), door P-208 (convenant art. 8.8)');
  });

  it('tells the deciding cap beside the permit that it lowers', async () => {
    const { out } = await ask(...minor, '--fact', 'minor=unknown', '--lang', 'en');
    expect(out).toContain('name: pseudonymise (a pseudonym)');
    expect(out).toContain('permitted by  P-102 (convenant art. 7.2)');
    expect(out).toContain('capped by     C-26 (convenant art. 11.1)');
    expect(out).toContain('minor = false: reveal (in full)');
  });

  it('gives machines the same as one line of JSON', async () => {
    const [line] = linesOf(await ask(...tax, '--to', 'NLA', '--purpose', 'toezicht', '--fact', 'asked=true', '--json'));
    expect(line).toMatchObject({
      kind: 'explanation',
      documents: { covenant: 'riec-demonstratie', law: 'wgs-riec' },
      given: ['asked'],
      fields: [{ field: 'arrears', level: 'reveal', permit: { id: 'P-207', basis: 'convenant art. 8.7' } }],
    });
  });

  it('decides under the law of the day that is asked for', async () => {
    const on = async (day: string) =>
      linesOf(
        await ask(...tax, '--to', 'NLA', '--purpose', 'toezicht', '--fact', 'asked=true', '--at', day, '--json'),
      )[0];
    expect(await on('2024-12-31')).toMatchObject({ question: { at: '2024-12-31T12:00:00.000Z' } });
    const phase1 = [
      '--type',
      'S15',
      '--to',
      'NLA',
      '--purpose',
      'toezicht',
      '--phase',
      '1',
      '--field',
      '_exists',
      '--json',
    ];
    const [before, since] = [
      linesOf(await ask(...phase1, '--fact', 'inNeedToKnowSet=false', '--at', '2025-02-28'))[0],
      linesOf(await ask(...phase1, '--fact', 'inNeedToKnowSet=false', '--at', '2025-03-01'))[0],
    ];
    expect([before?.['refusedBy'], since?.['refusedBy']]).toEqual([[], [{ id: 'G-34', basis: 'WGS 2.23(5)' }]]);
  });

  it('says of a supply whether it may come in: that needs no permit, and is stopped by guards and caps', async () => {
    const supply = [
      '--type',
      'S15',
      '--field',
      'arrears',
      '--to',
      'RIEC',
      '--purpose',
      'voorbereiding',
      '--act',
      'levering',
    ];
    const [second, first] = [await ask(...supply, '--phase', '2'), await ask(...supply, '--phase', '1')];
    expect(second.out).toContain('arrears: mag worden aangeleverd\n');
    expect(first.out).toMatch(/arrears: mag niet worden aangeleverd\n  tegengehouden door  W-\w+ \(/);
    expect(first.out).toContain('fase 2: mag worden aangeleverd');
    for (const { out } of [first, second]) expect(out).not.toMatch(/niemand staat het toe|withhold|plichten/);
    expect((await ask(...supply, '--phase', '2', '--for', 'ontvanger')).code).toBe(2);
  });

  it('says so where the covenant is not valid on the day that is asked for', async () => {
    const on = (day: string, ...more: readonly string[]) =>
      ask(...tax, '--to', 'NLA', '--purpose', 'toezicht', '--fact', 'asked=true', '--at', day, ...more);
    expect((await on('2030-12-31')).out).not.toContain('geldt dit convenant niet');
    for (const audience of ['auditor', 'ontvanger']) {
      const { out } = await on('2031-01-01', '--for', audience);
      expect(out).toContain('Let op: op die dag geldt dit convenant niet (2026-01-01 tot en met 2030-12-31)');
    }
    expect(linesOf(await on('2031-01-01', '--json'))[0]).toMatchObject({ isValid: false });
  });

  describe('for the recipient', () => {
    const asRecipient = (...more: readonly string[]) =>
      ask('--for', 'ontvanger', '--to', 'BD', '--purpose', 'toezicht', '--phase', '2', ...more);

    it('names level and article of what is shown, never the cap', async () => {
      const { out } = await asRecipient(
        '--type',
        'S2',
        '--field',
        'name',
        '--fact',
        'asked=true',
        '--fact',
        'minor=true',
      );
      expect(out).toBe('name: pseudonymise (een pseudoniem), op grond van convenant art. 7.2\n');
    });

    it('is the same whether a minor or a possible victim is shielded', async () => {
      const about = (fact: string) =>
        asRecipient('--type', 'S2', '--field', 'name', '--fact', 'asked=true', '--fact', fact);
      expect(await about('minor=true')).toEqual(await about('possibleVictim=true'));
    });

    it('is the same sentence for all that is withheld', async () => {
      const answers = [
        await asRecipient('--type', 'S2', '--field', 'name'),
        await asRecipient('--type', 'S2', '--field', 'name', '--fact', 'asked=true', '--fact', 'silent=true'),
        await asRecipient('--type', 'S2', '--field', 'name', '--fact', 'inNeedToKnowSet=false'),
        await asRecipient('--type', 'S6', '--field', 'bsn', '--fact', 'attends=true'),
      ];
      expect(new Set(answers.map(({ out }) => out))).toEqual(new Set(['Hierover kunnen wij u niets zeggen.\n']));
    });
  });

  it('asks who supplied it where several may', async () => {
    const { code, err } = await ask('--type', 'S28', '--to', 'POL', '--purpose', 'opsporing', '--phase', '1');
    expect(code).toBe(2);
    expect(err).toContain('--from');
  });

  it.each([
    ['party', ['--to', 'HOTEL'], 'COLL'],
    ['supplier', ['--from', 'HOTEL'], 'COLL'],
    ['type', ['--type', 'S99'], 'S19'],
    ['field', ['--field', 'geheim'], 'arrears'],
    ['purpose', ['--purpose', 'nieuwsgierigheid'], 'toezicht'],
    ['purpose of another party', ['--purpose', 'BD.heffing'], 'toezicht'],
    ['phase', ['--phase', '4'], 'weging'],
    ['act', ['--act', 'inkijk'], 'inzage'],
    ['fact', ['--fact', 'gevraagd=true'], 'asked'],
    ['value of a fact', ['--fact', 'asked=ja'], 'unknown'],
    ['fact without a value', ['--fact', 'asked'], 'asked=unknown'],
    ['fact that is two things', ['--fact', 'asked=true', '--fact', 'asked=false'], 'meer dan één keer'],
    ['day', ['--at', '2026-02-30'], '2026-02-30'],
    ['audience', ['--for', 'pers'], 'pers'],
    ['way with other facts', ['--others', 'gunstig'], 'unhindered'],
  ])('refuses an unknown %s, and names what is known', async (_what, wrong, known) => {
    const right = ['--type', 'S15', '--to', 'NLA', '--purpose', 'toezicht', '--phase', '2'];
    const option = wrong[0] ?? '';
    const at = right.indexOf(option);
    const { code, out, err } = await ask(...(at === -1 ? right : right.toSpliced(at, 2)), ...wrong);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(err).toContain(known);
  });
});
