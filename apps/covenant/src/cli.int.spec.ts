import { describe, expect, it } from '@jest/globals';
import { inRepository, run } from '../test/run.js';
import { commands } from './commands.js';

const demo = inRepository('deploy/demo/convenant.yaml');
const names = commands.map(({ name }) => name);

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
