import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { inRepository, ownFolder, run } from '../../test/run.js';
import { DocumentRefused } from './document-refused.js';
import type { DocumentFault } from './document-refused.js';
import { readCovenant } from './read-covenant.js';

type Case = {
  readonly name: string;
  readonly find: string;
  readonly replace: string;
  readonly code: string;
  readonly line: number;
  readonly rule?: string;
  readonly cooperation?: string;
  readonly previous?: true;
};

const baseFile = inRepository('test/fixtures/covenants/base.yaml');
const base = readFileSync(baseFile, 'utf8');
const cases = parse(readFileSync(inRepository('test/fixtures/covenants/cases.yaml'), 'utf8')) as readonly Case[];
const folder = ownFolder();
afterAll(() => folder.remove());

const optionsOf = ({ previous, cooperation }: Partial<Case>): Readonly<Record<string, string>> => ({
  ...(previous && { previous: baseFile }),
  ...(cooperation !== undefined && { cooperation }),
});

/** What a file is refused for; undefined where it is not. */
const faultsOf = (
  file: string,
  options: Readonly<Record<string, string>> = {},
): readonly DocumentFault[] | undefined => {
  try {
    readCovenant(file, { text: (name) => options[name] }, 'assertions');
    return undefined;
  } catch (error) {
    if (error instanceof DocumentRefused) return error.faults;
    throw error;
  }
};

const written = (name: string, content: string | Uint8Array): string => {
  const file = folder.path(`${name.replaceAll(/\W/g, '-')}.yaml`);
  writeFileSync(file, content);
  return file;
};

describe('the corpus of covenants that may not take effect', () => {
  it('begins with a covenant that nothing is wrong with', () => {
    expect(faultsOf(baseFile, { cooperation: 'rotterdam', previous: baseFile })).toBeUndefined();
  });

  it('has at least forty cases, of which no two are the same', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.filter(({ find }) => base.split(find).length !== 2)).toEqual([]);
  });

  it.each(cases)('refuses $name: $code, line $line', (one) => {
    const file = written(
      one.name,
      base.replace(one.find, () => one.replace),
    );
    const faults = faultsOf(file, optionsOf(one)) ?? [];
    const found = faults.find(({ code, line }) => code === one.code && line === one.line);

    expect(faults.map(({ code, line }) => `${code} ${line}`)).toContain(`${one.code} ${one.line}`);
    expect({ file: found?.file, rule: found?.rule }).toEqual({ file, rule: one.rule });
    expect(found?.sentence.nl).toMatch(/^[^{}]+\.$/);
    expect(found?.sentence.en).toMatch(/^[^{}]+\.$/);
    expect(found?.sentence.nl).not.toBe(found?.sentence.en);
    // words of the program that would stand in a Dutch sentence
    expect(found?.sentence.nl).not.toMatch(/\b(?:unknown|group|not|the|names|and|empty|this)\b/);
  });
});

describe('a covenant that nobody can read', () => {
  const bytes = Buffer.from(base, 'utf8');
  const bad = Buffer.concat([bytes.subarray(0, 200), Buffer.from([0xc3, 0x28]), bytes.subarray(200)]);
  const lineOfBad = base.slice(0, 200).split('\n').length;

  it.each([
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]), 'encoding', 1],
    [
      'UTF-16, little end first',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(base, 'utf16le')]),
      'encoding',
      1,
    ],
    [
      'UTF-16, big end first',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(base, 'utf16le').swap16()]),
      'encoding',
      1,
    ],
    ['UTF-16 without a mark', Buffer.from(base, 'utf16le'), 'invisible-character', 1],
    ['bytes that are no UTF-8', bad, 'encoding', lineOfBad],
    ['line ends of another time', Buffer.from(base.replaceAll('\n', '\r')), 'invisible-character', 1],
    ['nothing at all', Buffer.alloc(0), 'empty', 1],
    ['only a comment', Buffer.from('# niets\n'), 'empty', 1],
    ['a file too large for any covenant', Buffer.alloc(5_000_000, '# \n'), 'too-large', undefined],
    ['nesting beyond any stack', Buffer.from('['.repeat(200_000)), 'too-deep', 1],
  ] as const)('is refused: %s', (name, content, code, line) => {
    const [fault] = faultsOf(written(name, content)) ?? [];
    expect({ code: fault?.code, line: fault?.line }).toEqual({ code, line });
  });

  it('is told every line of that cannot be read, but no more than help', () => {
    const text = `${'a: b\u200b\n'.repeat(3)}c: d\n${'e: f\u202e\n'.repeat(30)}`;
    const faults = faultsOf(written('unseen', text)) ?? [];
    expect(faults.slice(0, 4).map(({ line }) => line)).toEqual([1, 2, 3, 5]);
    expect(faults).toHaveLength(20);
  });

  it('never steers the terminal that its faults are shown on', async () => {
    const file = written('steers', base.replace('    name: Politie', '    "\\e[2J\\u202e": x\n    name: Politie'));
    const { code, err } = await run(['check', file]);
    expect(code).toBe(2);
    expect(err).toContain('“<U+001B>[2J<U+202E>” betekent hier niets');
  });

  it('is told where it is no file', async () => {
    const place = folder.path('map.yaml');
    mkdirSync(place);
    for (const file of [folder.path('weg.yaml'), place]) {
      const { code, out, err } = await run([
        'explain',
        file,
        '--to',
        'POL',
        '--type',
        'S1',
        '--purpose',
        'opsporing',
        '--phase',
        '1',
      ]);
      expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
      expect(err).toContain(file);
    }
  });
});

describe('the law of a covenant', () => {
  const [covenantText = '', lawText = ''] = base.split('\n---\n');

  it('is the second document of its file, or lies beside it, under the name that the covenant gives it', () => {
    const own = ownFolder();
    try {
      const file = own.path('convenant.yaml');
      writeFileSync(file, `${covenantText}\n`);
      expect(() => faultsOf(file)).toThrow('no-law');
      writeFileSync(own.path('law-wet-proef.yaml'), lawText);
      expect(faultsOf(file)).toBeUndefined();
      writeFileSync(own.path('wet-wet-proef.yaml'), lawText);
      expect(() => faultsOf(file)).toThrow('no-law');
      expect(faultsOf(file, { law: own.path('wet-wet-proef.yaml') })).toBeUndefined();
    } finally {
      own.remove();
    }
  });

  it('is not taken from where a covenant would lead out of its folder', () => {
    const file = written('leads out', covenantText.replace('law: wet-proef', 'law: ../../etc/wet'));
    expect(() => faultsOf(file)).toThrow('no-law');
  });

  it('is named by a file that holds one', () => {
    const file = written('no law', `${covenantText}\n`);
    expect(() => faultsOf(file, { law: file })).toThrow('no-law');
    expect(() => faultsOf(written('only law', lawText))).toThrow('no-covenant');
  });
});
