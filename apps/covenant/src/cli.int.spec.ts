import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { inRepository, linesOf, ownFolder, run } from '../test/run.js';
import { commands } from './commands.js';

const demo = inRepository('deploy/demo/convenant.yaml');
const names = commands.map(({ name }) => name);

describe('a document that is refused', () => {
  const folder = ownFolder();
  afterAll(() => folder.remove());

  it('is told as one line per fault on stderr, and for machines as one line of JSON per fault on stdout', async () => {
    const file = folder.path('c.yaml');
    const text = readFileSync(inRepository('test/fixtures/covenants/base.yaml'), 'utf8');
    writeFileSync(file, text.replace('to: [POL]', 'to: [POLITIE]').replace("phase: '2'", "phase: '4'"));
    const args = ['explain', file, '--to', 'POL', '--type', 'S1', '--purpose', 'opsporing', '--phase', '1'];
    const [people, machines] = [await run(args), await run([...args, '--json', '--lang', 'en'])];
    const line = (word: string) => text.split('\n').findIndex((one) => one.includes(word)) + 1;

    expect([people.code, people.out, machines.code, machines.err]).toEqual([2, '', 2, '']);
    expect(
      people.err
        .trim()
        .split('\n')
        .map((one) => one.replace(/: “.*\[/, ' [')),
    ).toEqual([
      `${file}:${line('to: [POL]')}:10: P-1 [unknown-name]`,
      `${file}:${line("phase: '2'")}:12: P-2 [unknown-name]`,
    ]);
    expect(linesOf(machines)).toMatchObject([
      { kind: 'fault', file, line: line('to: [POL]'), column: 10, code: 'unknown-name', rule: 'P-1' },
      { kind: 'fault', file, line: line("phase: '2'"), column: 12, code: 'unknown-name', rule: 'P-2' },
    ]);
    expect(linesOf(machines)[0]?.['sentence']).toContain('“POLITIE” is unknown');
  });
});

describe('npm run covenant', () => {
  it('lists every command in Dutch, and in English where asked', async () => {
    const [nl, en] = [await run(['--help']), await run(['--help', '--lang', 'en'])];
    expect([nl.code, en.code]).toEqual([0, 0]);
    for (const name of names) expect([nl.out, en.out].map((text) => text.includes(`  ${name} `))).toEqual([true, true]);
    expect(nl.out).toContain('Gebruik:');
    expect(en.out).toContain('Usage:');
  });

  it.each(names)('tells what %s takes, in both languages, in lines that fit a screen', async (name) => {
    for (const language of ['nl', 'en']) {
      const { code, out, err } = await run([name, '--help', '--lang', language]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain(name);
      expect(out.split('\n').filter((line) => line.length > 130)).toEqual([]);
    }
    expect((await run([name, '--help'])).out).not.toBe((await run([name, '--help', '--lang', 'en'])).out);
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['verklaar', demo]],
    ['an unknown option', ['explain', demo, '--kleur']],
    ['a value that is missing', ['explain', demo, '--to']],
    ['an option that must be given', ['explain', demo]],
    ['an option that is given twice', ['explain', demo, '--to', 'POL', '--to', 'BD']],
    ['an option without content', ['keygen', '--out', ' ']],
    ['an unknown language', ['explain', demo, '--lang', 'fr']],
    ['no file', ['render', '--out', 'x']],
    ['a file too many', ['render', demo, demo, '--out', 'x']],
    ['an option of another command', ['keygen', '--out', 'x', '--law', demo]],
  ])('says in one sentence what is wrong: %s', async (_what, args) => {
    for (const language of [[], ['--lang=en']]) {
      const { code, out, err } = await run([...args, ...language]);
      expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
      expect(err).toMatch(language.length === 0 ? /^Onjuiste aanroep: / : /^Wrong usage: /);
    }
  });
});
