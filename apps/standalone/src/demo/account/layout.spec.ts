import { describe, expect, it } from '@jest/globals';
import { accountText, tableText, wrapped } from './layout.js';

describe('the layout of an account', () => {
  it('breaks a paragraph at words, and never loses one', () => {
    const words = Array.from({ length: 60 }, (_, at) => `woord${at}`);
    const lines = wrapped(words.join(' ')).split('\n');
    expect(lines.every((line) => line.length <= 92)).toBe(true);
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.join(' ').split(' ')).toEqual(words);
  });

  it('lets a word that is longer than a line stand alone', () => {
    const long = 'x'.repeat(120);
    expect(wrapped(`a ${long} b`).split('\n')).toEqual(['a', long, 'b']);
  });

  it('aligns columns by their widest cell, numbers to the right, and trims what is empty', () => {
    const table = tableText({
      head: ['wie', 'aantal'],
      rows: [['politie', '3'], ['één', '12'], ['niemand']],
      numbersFrom: 1,
    });
    expect(table.split('\n')).toEqual([
      '  wie      aantal',
      '  ───────  ──────',
      '  politie       3',
      '  één          12',
      '  niemand',
    ]);
  });

  it('puts the title first and every section under its heading', () => {
    const text = accountText('Titel', [
      { heading: 'Een', blocks: ['Tekst.'] },
      { heading: 'Twee', blocks: [{ head: ['a'], rows: [['b']] }] },
    ]);
    expect(text.indexOf('Titel')).toBeLessThan(text.indexOf('EEN'));
    expect(text.indexOf('EEN')).toBeLessThan(text.indexOf('TWEE'));
    expect(text).toContain('Tekst.');
  });
});
