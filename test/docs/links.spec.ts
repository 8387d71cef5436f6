import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { textOf } from './source-tree.js';
import { trackedFiles } from './tracked-files.js';

const files = new Set(trackedFiles());
const folders = new Set(
  [...files].flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
);
const isThere = (path: string): boolean => files.has(path) || folders.has(path.replace(/\/$/, ''));

const pages = [...files].filter((path) => path.endsWith('.md') && !path.startsWith('test/fixtures/')).toSorted();
const textsOf = new Map(pages.map((page) => [page, textOf(page)]));
const withoutCode = (text: string): string => text.replaceAll(/```[^]*?```/g, '');

/** Where the links of a page go, from the root of the repository; addresses elsewhere are left out. */
const linksOf = (page: string): readonly string[] =>
  [...withoutCode(textsOf.get(page) ?? '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => posix.normalize(posix.join(posix.dirname(page), target.replace(/#.*$/, ''))));

/** What looks like a place in the repository: in backticks, under one of its folders, without a placeholder. */
const placesIn = (page: string): readonly string[] =>
  [...withoutCode(textsOf.get(page) ?? '').matchAll(/`((?:apps|libs|test|tools|docs|deploy)\/[\w./-]+)`/g)].map(
    ([, place = '']) => place,
  );

describe('the documents', () => {
  it.each(pages)('%s links to what is there', (page) => {
    expect(linksOf(page).filter((target) => !isThere(target))).toEqual([]);
  });

  it.each(pages)('%s names places that are there', (page) => {
    const gone = placesIn(page).filter((place) => !isThere(place) && !isThere(`${posix.dirname(page)}/${place}`));
    expect(gone).toEqual([]);
  });

  it('are each linked from another one', () => {
    const reached = new Set(pages.flatMap((page) => linksOf(page).filter((target) => target !== page)));
    const folderOf = (page: string): string => posix.dirname(page);
    const lost = pages
      .filter((page) => page.startsWith('docs/'))
      .filter((page) => !reached.has(page) && !(page.endsWith('README.md') && reached.has(folderOf(page))));
    // a folder that is linked shows its files, the decisions above all
    expect(lost.filter((page) => !(page.startsWith('docs/adr/') && reached.has('docs/adr')))).toEqual([]);
  });

  it('of those who carry on are linked from README.md', () => {
    const linked = linksOf('README.md');
    const wanted = ['CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md', 'docs/walkthrough.md', 'docs/catalogue.md'];
    expect(wanted.filter((page) => !linked.includes(page))).toEqual([]);
  });
});
