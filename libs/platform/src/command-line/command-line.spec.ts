import { parseArgs } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { argumentsFault } from './arguments.js';
import { counted, filled, languageOf } from './language.js';
import { painted, ProgressBar } from './terminal.js';

describe('the terminal', () => {
  it('shows colours only where it has them: elsewhere a text stays as it is', () => {
    expect(painted({ hasColours: true }, 'red', 'fout')).toBe('\u001B[31mfout\u001B[39m');
    expect([painted({ hasColours: false }, 'red', 'fout'), painted({}, 'bold', 'fout')]).toEqual(['fout', 'fout']);
  });

  it('has a bar where somebody looks, which never goes back and is wiped at the end', () => {
    const drawn = (isTty: boolean): readonly string[] => {
      const lines: string[] = [];
      const bar = new ProgressBar({ out: () => {}, err: (text) => lines.push(text), isTty }, 'lezen', 200);
      for (const done of [100, 100, 50, 200]) bar.at(done);
      bar.end();
      return lines;
    };
    expect(drawn(false)).toEqual([]);
    const [half, full, wiped, ...more] = drawn(true);
    expect([half, full].map((line) => line?.slice(-5))).toEqual([' 50 %', '100 %']);
    expect({ wiped, more }).toEqual({ wiped: '\r\u001B[2K', more: [] });
  });
});

describe('arguments that were not understood', () => {
  const faultOf = (...args: readonly string[]) => {
    try {
      parseArgs({
        args: [...args],
        options: { to: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      });
      return undefined;
    } catch (error) {
      return argumentsFault(error);
    }
  };

  it.each([
    ['an option that there is not', ['--kleur=rood'], 'onbekende optie --kleur', 'unknown option --kleur'],
    ['a letter that there is not', ['-x'], 'onbekende optie -x', 'unknown option -x'],
    ['a value that is missing', ['--to'], '--to vraagt een waarde', '--to needs a value'],
    [
      'a value that looks like an option',
      ['--to', '--json'],
      '--to vraagt een waarde; begint die met een streepje, schrijf dan --to=…',
      '--to needs a value; where that begins with a dash, write --to=…',
    ],
    ['a value too many', ['--json=ja'], '--json neemt geen waarde', '--json takes no value'],
    ['a value of what has a letter', ['--help=ja'], '--help neemt geen waarde', '--help takes no value'],
    ['a word too many', ['meer'], 'meer staat er te veel', 'meer is one word too many'],
  ])('are told in both languages: %s', (_what, args, nl, en) => {
    expect(faultOf(...args)).toEqual({ nl, en });
  });

  it('are all that is told so: any other error goes on', () => {
    const other = new TypeError('other');
    expect(() => argumentsFault(other)).toThrow(other);
  });
});

describe('the languages of a command line', () => {
  it('are Dutch, or English where asked for, whatever else is wrong', () => {
    const asked = [[], ['--lang', 'en'], ['--lang=en'], ['--lang', 'fr'], ['--lang']].map((args) => languageOf(args));
    expect(asked).toEqual(['nl', 'en', 'en', 'nl', 'nl']);
  });

  it('fill what is named and leave out what is not, as it stands', () => {
    const text = { nl: '{a} en {b}', en: '{a} and {b}' };
    expect(filled(text, 'nl', { a: '$& {b}' })).toBe('$& {b} en ');
    expect([counted(12_345, 'nl'), counted(12_345, 'en')]).toEqual(['12.345', '12,345']);
  });

  it('have one word for one and another for any other number', () => {
    const text = { nl: '{count} {count:fout|fouten}', en: '{count} {count:error|errors}' };
    const said = [0, 1, 21].map((count) => filled(text, 'nl', { count: counted(count, 'nl') }));
    expect(said).toEqual(['0 fouten', '1 fout', '21 fouten']);
    expect(filled(text, 'en', { count: '1' })).toBe('1 error');
  });
});
