import { describe, expect, it } from '@jest/globals';
import { markdownOf, withSection } from './report.js';

describe('the document of figures', () => {
  it('writes numbers with three significant digits, to the right', () => {
    const table = markdownOf({
      columns: ['part', 'ms'],
      rows: [
        ['hub', 1234.567],
        ['peer', 0.012345],
        ['none', NaN],
      ],
    });
    expect(table).toBe(
      ['| part |     ms |', '| ---- | -----: |', '| hub  |  1,230 |', '| peer | 0.0123 |', '| none |      - |'].join(
        '\n',
      ),
    );
  });

  it('replaces what stands between the markers of a section, and nothing else', () => {
    const before = 'a\n\n<!-- bench:x -->\nold\n<!-- /bench:x -->\n\nb\n';
    expect(withSection(before, 'x', 'new')).toBe('a\n\n<!-- bench:x -->\n\nnew\n\n<!-- /bench:x -->\n\nb\n');
  });

  it('adds a section that has no markers yet, and then finds it again', () => {
    const once = withSection('a\n', 'x', 'new');
    expect(withSection(once, 'x', 'new')).toBe(once);
    expect(once).toBe('a\n\n<!-- bench:x -->\n\nnew\n\n<!-- /bench:x -->\n');
  });
});
