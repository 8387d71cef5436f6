import { describe, expect, it } from '@jest/globals';
import { sourcePaths, textOf } from './source-tree.js';

const catalogue = 'libs/platform/src/metrics/catalogue.ts';
const names = [...textOf(catalogue).matchAll(/^ {2}(knooppunt_[a-z_]+): \{/gm)].map(([, name = '']) => name);

describe('the metrics of the catalogue', () => {
  it('are each measured somewhere', () => {
    const sources = sourcePaths()
      .filter((path) => path !== catalogue)
      .map(textOf);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !sources.some((text) => text.includes(`'${name}'`)))).toEqual([]);
  });
});
