import { describe, expect, it } from '@jest/globals';
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
});
