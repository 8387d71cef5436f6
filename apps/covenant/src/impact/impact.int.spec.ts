import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CovenantDocument } from '@knooppunt/covenant';
import { GoldenFolder } from '../../test/golden-folder.js';
import type { Run } from '../../test/golden-folder.js';

let golden: GoldenFolder;
beforeAll(async () => {
  golden = await GoldenFolder.make();
});
afterAll(() => golden.remove());

type Line = Readonly<Record<string, unknown>> & { readonly kind: string };
const linesOf = ({ out }: Run): readonly Line[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** Puts a draft to the golden log: rules of the covenant in force that are kept, and others. */
const impactOf = (
  change: (was: CovenantDocument) => Partial<CovenantDocument>,
  ...args: readonly string[]
): Promise<Run> => {
  const file = golden.write('draft.yaml', { ...golden.inForce, version: '9.0.0', ...change(golden.inForce) });
  const isOfThen = args.includes('--law');
  // The law lies beside the draft under its own name where none is named: that is for reading the draft, not for the past.
  if (!isOfThen) golden.write(`law-${golden.law.wet}.yaml`, golden.law);
  return golden.run('impact', file, '--data', golden.folder, ...args);
};
const dropped =
  (id: string) =>
  ({ rules }: CovenantDocument) => ({ rules: rules.filter((rule) => rule.id !== id) });

describe('impact', () => {
  it('ends with 0 where nothing would have changed', async () => {
    const run = await impactOf(() => ({}), '--json');
    expect([run.code, run.err]).toEqual([0, '']);
    const [summary, ...rest] = linesOf(run);
    expect(rest).toEqual([]);
    expect(summary).toMatchObject({ kind: 'summary', command: 'impact', groups: 0, unsure: 0, aborted: 1 });
    expect(summary).toMatchObject({ draft: { covenant: golden.inForce.covenant, version: '9.0.0' } });
  });

  it('ends with 1 and tells every change, for machines a line each', async () => {
    const run = await impactOf(dropped('P-102'), '--json');
    expect(run.code).toBe(1);
    const lines = linesOf(run);
    const changes = lines.filter(({ kind }) => kind === 'change');
    expect(changes.length).toBeGreaterThan(0);
    for (const line of changes) expect(line).toMatchObject({ change: 'refused', rule: 'P-102', because: 'no-permit' });
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', groups: changes.length });
  });

  it('tells people the same, in Dutch and in English, widenings first', async () => {
    const wider = ({ rules }: CovenantDocument) => ({
      rules: [
        ...rules.filter(({ id }) => id !== 'P-102'),
        ...rules
          .filter(({ id }) => id === 'P-402')
          .map((rule) => ({ ...rule, id: 'P-902', to: 'any', purpose: 'own' })),
      ],
    });
    const [dutch, english] = [await impactOf(wider), await impactOf(wider, '--lang', 'en')];
    expect(dutch.out).toContain('nieuw getoond');
    expect(dutch.out).toContain('P-102 geeft het niet meer');
    expect(english.out).toContain('newly allowed');
    expect(english.out).toContain('P-102 gives it no longer');
    expect(english.out.indexOf('by P-902')).toBeLessThan(english.out.indexOf('P-102 gives it no longer'));
  });

  it('says what could not be judged fully', async () => {
    const asking = ({ rules }: CovenantDocument) => ({
      rules: rules.map((rule) => (rule.id === 'P-102' ? { ...rule, when: { asked: true, ownHit: true } } : rule)),
    });
    const { out } = await impactOf(asking, '--lang', 'en');
    expect(out).toContain('Could not be judged fully');
    expect(out).toContain('ownHit');
  });

  it('names examples by id and shows no content', async () => {
    const ids = golden.events
      .filter(({ type }) => type === 'DisclosureRecorded')
      .map(({ data }) => (data as { disclosure: string }).disclosure);
    const { out } = await impactOf(dropped('P-100'), '--json');
    const changes = linesOf({ code: 1, err: '', out }).filter(({ kind }) => kind === 'change');
    for (const { examples } of changes) expect(ids).toEqual(expect.arrayContaining(examples as string[]));
    for (const { sealed } of golden.events)
      for (const { ct } of Object.values(sealed ?? {})) expect(out).not.toContain(ct);
  });

  it('takes one cooperation, and some days', async () => {
    const decisions = async (...args: readonly string[]): Promise<unknown> =>
      linesOf(await impactOf(() => ({}), '--json', ...args)).at(-1)?.['decisions'];
    const [all, one, other] = [
      await decisions(),
      await decisions('--cooperation', 'rotterdam'),
      await decisions('--cooperation', 'amsterdam-amstelland'),
    ];
    expect(Number(one) + Number(other)).toBe(all);
    expect(await decisions('--until', '2020-01-01')).toBe(0);
  });

  it('puts another law in the place of the laws of then where one is named', async () => {
    const [guard, ...guards] = golden.law.guards;
    const stricter = { ...golden.law, guards: [{ ...guard, require: { participants: true, scan: true } }, ...guards] };
    const law = golden.write('other-law.yaml', stricter as never);
    const run = await impactOf(() => ({}), '--law', law, '--json');
    expect(run.err).toBe('');
    expect(
      linesOf(run)
        .filter(({ kind }) => kind === 'change')
        .every(({ because }) => because === 'guard'),
    ).toBe(true);
    expect(run.code).toBe(1);
  });
});

describe('impact that cannot be told', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['a folder without a log', ['--data', '/nonexistent'], /Er is geen logboek/],
    ['a day that is none', ['--from', 'yesterday'], /--from vraagt een dag/],
    ['days in the wrong order', ['--from', '2026-05-01', '--until', '2026-04-01'], /--until ligt voor --from/],
    ['a cooperation that the log does not know', ['--cooperation', 'atlantis'], /geen geschiedenis van atlantis/],
  ])('ends with 2 and one sentence: %s', async (_what, args, sentence) => {
    const file = golden.write('draft.yaml', golden.inForce);
    golden.write(`law-${golden.law.wet}.yaml`, golden.law);
    const at = args.includes('--data') ? [] : ['--data', golden.folder];
    const run = await golden.run('impact', file, ...at, ...args);
    expect([run.code, run.out]).toEqual([2, '']);
    expect(run.err).toMatch(sentence);
    expect(run.err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('ends with 2 for a covenant that no cooperation has, and names those there are', async () => {
    const run = await impactOf(() => ({ covenant: 'riec-elders' }));
    expect(run.code).toBe(2);
    expect(run.err).toContain('amsterdam-amstelland, rotterdam');
  });

  it('ends with 2 for a draft that is none', async () => {
    const file = join(golden.folder, 'broken.yaml');
    writeFileSync(file, 'covenant: [');
    expect((await golden.run('impact', file, '--data', golden.folder)).code).toBe(2);
  });

  it('ends with 2 for a damaged event, and names its place', async () => {
    const data = join(golden.folder, 'damaged');
    mkdirSync(data, { recursive: true });
    copyFileSync(join(golden.folder, 'events.sqlite'), join(data, 'events.sqlite'));
    const database = new DatabaseSync(join(data, 'events.sqlite'));
    const row = database
      .prepare("SELECT min(position) AS position FROM events WHERE type = 'DisclosureRecorded'")
      .get();
    database
      .prepare('UPDATE events SET data = ? WHERE position = ?')
      .run(new Uint8Array([123]), Number(row?.['position']));
    database.close();
    const file = golden.write('draft.yaml', golden.inForce);
    const run = await golden.run('impact', file, '--data', data, '--lang', 'en');
    expect(run.code).toBe(2);
    expect(run.err).toContain(`position ${Number(row?.['position'])}`);
  });
});

describe('coverage', () => {
  it('tells per document in force what each rule did, and which did nothing', async () => {
    const run = await golden.run('coverage', '--data', golden.folder, '--json');
    expect([run.code, run.err]).toEqual([1, '']);
    const lines = linesOf(run);
    const documents = lines.filter(({ kind }) => kind === 'document');
    expect(documents.map(({ sort, cooperation }) => [sort, cooperation].join(' ')).toSorted()).toEqual([
      'covenant amsterdam-amstelland',
      'covenant rotterdam',
      'law amsterdam-amstelland',
      'law rotterdam',
    ]);
    expect(lines.filter(({ kind }) => kind === 'fact').length).toBeGreaterThan(10);
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', command: 'coverage', documents: 4 });
  });

  it('tells people the same, in both languages', async () => {
    const dutch = await golden.run('coverage', '--data', golden.folder, '--cooperation', 'rotterdam');
    expect(dutch.out).toContain('Deden niets:');
    expect(dutch.out).toContain('in werking van');
    expect(dutch.out).not.toContain('amsterdam-amstelland');
    const english = await golden.run('coverage', '--data', golden.folder, '--lang', 'en');
    expect(english.out).toContain('Did nothing:');
    expect(english.out).toMatch(/for \d{20} alone/);
  });

  it('ends with 2 for a log that is not there', async () => {
    expect((await golden.run('coverage', '--data', '/nonexistent')).code).toBe(2);
  });
});
