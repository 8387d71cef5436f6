import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contrastOf, elementsOf } from '../../test/markup.js';
import type { Element } from '../../test/markup.js';
import { inRepository, linesOf, ownFolder, run, signRead } from '../../test/run.js';
import { style } from './style.js';

const demo = inRepository('deploy/demo/convenant.yaml');
const base = inRepository('test/fixtures/covenants/base.yaml');
const folder = ownFolder();
const { path } = folder;
afterAll(() => folder.remove());

const pages = new Map<string, string>();
const parsed = new Map<string, readonly Element[]>();
beforeAll(async () => {
  const { out } = await run(['render', demo, '--out', path('edition'), '--json']);
  for (const { file, language } of linesOf({ out })) pages.set(String(language), readFileSync(String(file), 'utf8'));
});
const pageIn = (language: string): string => pages.get(language) ?? '';
/** The elements of the demonstration's page, read once. */
const elementsIn = (language: string): readonly Element[] => {
  const elements = parsed.get(language) ?? elementsOf(pageIn(language));
  parsed.set(language, elements);
  return elements;
};
const named = (elements: readonly Element[], ...names: readonly string[]): readonly Element[] =>
  elements.filter(({ name }) => names.includes(name));
const languages = ['nl', 'en'] as const;

describe.each(languages)('the readable edition (%s)', (language) => {
  it('is one static page: no scripts, nothing from elsewhere, and a policy that forbids both', () => {
    const page = pageIn(language);
    const elements = elementsIn(language);
    expect(named(elements, 'script', 'img', 'link', 'iframe', 'object', 'form', 'base')).toEqual([]);
    expect(
      elements.flatMap(({ attributes }) => [...attributes.keys()]).filter((name) => name.startsWith('on')),
    ).toEqual([]);
    expect(/https?:|url\(|@import|javascript:/.exec(page)?.[0]).toBeUndefined();
    const policy = named(elements, 'meta').find(({ attributes }) => attributes.has('http-equiv'));
    expect(policy?.attributes.get('content')).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  it('names its language, has a title, one main heading, and headings that skip no level', () => {
    const elements = elementsIn(language);
    expect(elements[0]).toMatchObject({ name: 'html' });
    expect(elements[0]?.attributes.get('lang')).toBe(language);
    expect(named(elements, 'title')[0]?.text).toMatch(/riec-demonstratie.*1\.1\.0/);
    const levels = named(elements, 'h1', 'h2', 'h3', 'h4', 'h5').map(({ name }) => Number(name.slice(1)));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    expect(named(elements, 'h1', 'h2', 'h3', 'h4').filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  it('has landmarks, a skip link, and no id twice; every link leads somewhere and says where', () => {
    const elements = elementsIn(language);
    for (const landmark of ['header', 'nav', 'main', 'footer']) expect(named(elements, landmark).length).toBe(1);
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = named(elements, 'a');
    expect(links[0]?.attributes.get('href')).toBe(`#${named(elements, 'main')[0]?.attributes.get('id') ?? '?'}`);
    const targets = links.map(({ attributes }) => attributes.get('href') ?? '');
    expect(targets.filter((target) => !ids.includes(target.slice(1)))).toEqual([]);
    expect(links.filter(({ text }) => text.trim() === '')).toEqual([]);
    const labelled = elements.flatMap(({ attributes }) => attributes.get('aria-labelledby') ?? []);
    expect(labelled.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has tables with a caption, and heads that say whether they are of a row or a column', () => {
    const elements = elementsIn(language);
    const tables = named(elements, 'table');
    expect(tables.length).toBeGreaterThan(40);
    expect(
      named(elements, 'caption').filter(({ parent, text }) => parent?.name !== 'table' || text.trim() === ''),
    ).toEqual([]);
    expect(named(elements, 'caption').length).toBe(tables.length);
    const scopes = named(elements, 'th').map(({ attributes }) => attributes.get('scope'));
    expect(new Set(scopes)).toEqual(new Set(['row', 'col']));
    const rows = named(elements, 'tr').map((row) =>
      elements.filter(({ parent }) => parent === row).map(({ name }) => name),
    );
    expect(rows.filter(([first]) => first !== 'th')).toEqual([]);
    const widths = new Map(tables.map((table) => [table, new Set<number>()]));
    for (const row of named(elements, 'tr')) {
      const table = row.parent?.parent;
      if (table) widths.get(table)?.add(elements.filter(({ parent }) => parent === row).length);
    }
    expect([...widths.values()].filter((set) => set.size !== 1)).toEqual([]);
  });

  it('can be scrolled with the keyboard wherever it scrolls, under a name', () => {
    const frames = elementsIn(language).filter(({ attributes }) => attributes.get('class')?.startsWith('frame'));
    expect(
      frames.filter(({ attributes }) => attributes.get('tabindex') !== '0' || !attributes.get('aria-label')),
    ).toEqual([]);
  });

  it('holds every rule of covenant and law beside its article, once, and every assertion and fact', () => {
    const elements = elementsIn(language);
    const ids = new Set(elements.flatMap(({ attributes }) => attributes.get('id') ?? []));
    const text = readFileSync(demo, 'utf8') + readFileSync(inRepository('deploy/demo/law-wgs-riec.yaml'), 'utf8');
    const rules = [...text.matchAll(/- \{ id: ([\w-]+),/g)].map(([, id = '']) => id);
    expect(rules.length).toBeGreaterThan(100);
    expect(rules.filter((id) => !ids.has(`regel-${id}`))).toEqual([]);
    const row = elements.find(({ attributes }) => attributes.get('id') === 'regel-C-26');
    expect(row?.text).toContain('convenant art. 11.1');
    expect(ids.has('feit-minor')).toBe(true);
  });
});

describe('the words of an edition', () => {
  it('are said to be Dutch where an English page repeats the document, and nowhere else', () => {
    const marked = (language: string) =>
      elementsIn(language).filter(({ name, attributes }) => name === 'span' && attributes.get('lang') === 'nl');
    expect(marked('en').length).toBeGreaterThan(300);
    expect(marked('nl')).toEqual([]);
    expect(marked('en').some(({ text }) => text.includes('noodzaak'))).toBe(true);
  });

  it('are other words in the other language', () => {
    const heads = (language: string) => named(elementsIn(language), 'h2').map(({ text }) => text);
    expect(heads('nl').length).toBe(heads('en').length);
    expect(heads('nl').filter((head) => heads('en').includes(head))).toEqual([]);
  });
});

describe('the colours of an edition', () => {
  const colours = new Map(
    [...style.matchAll(/--([a-z]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const of = (name: string): string => colours.get(name) ?? '';

  it('have the contrast of AAA for text, and of AA for lines, on both grounds', () => {
    for (const ground of ['#ffffff', of('pale')]) {
      for (const ink of ['ink', 'soft', 'link']) expect(contrastOf(of(ink), ground)).toBeGreaterThanOrEqual(7);
      expect(contrastOf(of('line'), ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('are only these', () => {
    const used = new Set(style.match(/#[0-9a-f]{3,6}\b/g));
    expect(used).toEqual(new Set([...colours.values(), '#fff']));
  });
});

describe('a covenant that means ill', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;`;

  it('is text wherever it stands: in names, articles, facts, ids and its own name', async () => {
    const text = readFileSync(base, 'utf8')
      .replace('covenant: riec-proef', `covenant: '${evil.replaceAll("'", "''")}'`)
      .replace('name: Politie', `name: '${evil.replaceAll("'", "''")}'`)
      .replace('is: de noodzaak is vastgelegd', `is: '${evil.replaceAll("'", "''")}'`)
      .replace('basis: convenant art. 1', `basis: '${evil.replaceAll("'", "''")}'`)
      .replace('- id: P-2', `- id: '${evil.replaceAll("'", "''")}'`)
      .replace('from: case.needToKnowSet', `from: '${evil.replaceAll("'", "''")}'`);
    writeFileSync(path('evil.yaml'), text);
    const { code } = await run(['render', path('evil.yaml'), '--out', path('evil'), '--lang', 'nl']);
    const [name = '', ...more] = readdirSync(path('evil'));
    const page = readFileSync(path(`evil/${name}`), 'utf8');

    expect({ code, more }).toEqual({ code: 0, more: [] });
    expect(name).toMatch(/^[\w.-]+\.nl\.html$/);
    expect(page).not.toMatch(/<script|<img|onerror='/);
    const elements = elementsOf(page);
    expect(named(elements, 'script', 'img')).toEqual([]);
    for (const holder of ['title', 'h1', 'main']) expect(named(elements, holder)[0]?.text).toContain(evil);
  });

  it('does not choose where its edition is written', async () => {
    const text = readFileSync(base, 'utf8').replace('covenant: riec-proef', 'covenant: ../../../weg');
    writeFileSync(path('leads.yaml'), text);
    await run(['render', path('leads.yaml'), '--out', path('leads')]);
    expect(readdirSync(path('leads')).length).toBe(2);
  });
});

describe('covenant render', () => {
  it('writes both languages, or the one that is named', async () => {
    await run(['render', base, '--out', path('both')]);
    await run(['render', base, '--out', path('one'), '--lang', 'en']);
    expect(readdirSync(path('both')).toSorted()).toEqual(['riec-proef-1.0.0.en.html', 'riec-proef-1.0.0.nl.html']);
    expect(readdirSync(path('one'))).toEqual(['riec-proef-1.0.0.en.html']);
  });

  it('says of a rule for every phase and act that it is for those, and not for all fields', async () => {
    const text = readFileSync(base, 'utf8').replace("    phase: '2'\n", '    phase: any\n    at: any\n');
    expect(text).not.toBe(readFileSync(base, 'utf8'));
    writeFileSync(path('any.yaml'), text);
    await run(['render', path('any.yaml'), '--out', path('any'), '--lang', 'nl']);
    const row = elementsOf(readFileSync(path('any/riec-proef-1.0.0.nl.html'), 'utf8')).find(
      ({ attributes }) => attributes.get('id') === 'regel-P-2',
    );
    expect(row?.text).toContain('in elke fase');
    expect(row?.text).toContain('bij elke handeling');
    expect(row?.text).not.toMatch(/(?:in|bij) alle velden/);
  });

  it('begins a new sheet of paper where a reader looks for one', () => {
    const sheets = named(elementsIn('nl'), 'section').filter(({ attributes }) => attributes.get('class') === 'paged');
    expect(sheets.map(({ attributes }) => attributes.get('aria-labelledby'))).toEqual([
      'partijen',
      'toestemmingen',
      'plafonds',
      'wet',
      'plichten',
      'lezers',
    ]);
  });

  it('writes the same bytes for the same documents', async () => {
    await run(['render', base, '--out', path('again')]);
    await run(['render', base, '--out', path('and-again')]);
    const bytes = (place: string) => readFileSync(path(`${place}/riec-proef-1.0.0.nl.html`), 'utf8');
    expect(bytes('again')).toBe(bytes('and-again'));
  });

  it('shows signatures with what they are worth, or that nobody checked them', async () => {
    const oin = '00000099000000006000';
    const { out } = await run(['keygen', '--out', path('k.pem'), '--as', oin, '--json']);
    writeFileSync(path('k.pub'), `${oin} ${String(linesOf({ out })[0]?.['publicKey'])}\n`);
    await signRead(base, '--key', path('k.pem'), '--cooperation', 'rotterdam', '--out', path('k.sig'));
    const shown = async (...more: readonly string[]) => {
      await run(['render', base, '--out', path('signed'), '--lang', 'nl', '--signature', path('k.sig'), ...more]);
      const page = readFileSync(path('signed/riec-proef-1.0.0.nl.html'), 'utf8');
      return elementsOf(page).find(({ name, text }) => name === 'tr' && text.includes(oin))?.text;
    };
    expect(await shown()).toContain('niet gecontroleerd');
    expect(await shown('--keys', path('k.pub'), '--cooperation', 'rotterdam')).toContain('geldig');
    expect(await shown('--keys', path('k.pub'), '--cooperation', 'amsterdam-amstelland')).toContain(
      'ander samenwerkingsverband',
    );
  });

  it('says in one sentence where it cannot write, or what is no signature', async () => {
    writeFileSync(path('file'), '');
    const results = [
      await run(['render', base, '--out', path('file')]),
      await run(['render', base, '--out', path('x'), '--signature', base]),
    ];
    expect(results.map(({ code, out, err }) => [code, out, err.trim().split('\n').length])).toEqual([
      [2, '', 1],
      [2, '', 1],
    ]);
  });
});
