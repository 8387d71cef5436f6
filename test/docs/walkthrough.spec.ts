import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { blocksOf, page, regionOf, withBlocks } from './blocks.js';
import { root, textOf } from './source-tree.js';

const names = [...blocksOf(page(), 'code').keys()];
const regionNamed = (name: string): string => {
  const [file = '', region = ''] = name.split('#');
  const text = regionOf(textOf(file), region);
  if (text === undefined) throw new Error(`no region ${region} in ${file}`);
  return text;
};

if (process.env['UPDATE_DOCS'] === '1') {
  const regions = new Map(names.map((name) => [name, regionNamed(name)]));
  writeFileSync(join(root, 'docs/walkthrough.md'), withBlocks(page(), 'code', regions));
}

describe('docs/walkthrough.md', () => {
  it('has its code from regions of specs', () => {
    expect(names.length).toBeGreaterThan(7);
    expect(names.filter((name) => !/\.spec\.ts#[a-z-]+$/.test(name))).toEqual([]);
  });

  it.each(names)('shows %s as it runs', (name) => {
    expect(blocksOf(page(), 'code').get(name)).toBe(regionNamed(name));
  });

  it('has no code that no test runs: every block is generated', () => {
    const fences = [...page().matchAll(/^```[a-z]+$/gm)].length;
    expect(fences).toBe(names.length + blocksOf(page(), 'output').size);
  });

  it('shows every region of its own spec', () => {
    const own = 'test/walkthrough/walkthrough.e2e.spec.ts';
    const regions = [...textOf(own).matchAll(/\/\/ #region (\S+)/g)].map(([, name]) => `${own}#${name}`);
    expect(names.filter((name) => name.startsWith(own))).toEqual(regions);
  });
});

describe('a region', () => {
  it('is what lies between its marks, without their indent', () => {
    const source = ['a', '  // #region here', '  b', '', '    c', '  // #endregion', 'd'].join('\n');
    expect(regionOf(source, 'here')).toBe('b\n\n  c');
  });

  it('is none where a mark is missing', () => {
    expect(regionOf('// #region here\nb', 'here')).toBeUndefined();
    expect(regionOf('b', 'here')).toBeUndefined();
  });
});
