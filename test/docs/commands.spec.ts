import { describe, expect, it } from '@jest/globals';
import { textOf } from './source-tree.js';
import { trackedFiles } from './tracked-files.js';

const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
const own = new Set(['test', 'start']);
const files = trackedFiles();
const pages = files.filter((path) => path.endsWith('.md') && !path.startsWith('test/fixtures/'));

/** The scripts that a text tells people to run; a name that ends in a colon stands for several. */
const commandsIn = (text: string): readonly string[] => [
  ...[...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name = '']) => name),
  ...[...text.matchAll(/npm (test|start)\b/g)].map(([, name = '']) => name),
];

describe('the commands that documents name', () => {
  it.each(pages)('%s names commands that are there', (page) => {
    const unknown = commandsIn(textOf(page)).filter((name) => scripts[name] === undefined && !name.endsWith(':'));
    expect(unknown).toEqual([]);
  });

  it('are told in README.md or CONTRIBUTING.md, or belong to another that is', () => {
    const told = new Set([...commandsIn(textOf('README.md')), ...commandsIn(textOf('CONTRIBUTING.md'))]);
    const parts = new Set(Object.values(scripts).flatMap((script) => [...commandsIn(script)]));
    const untold = Object.keys(scripts).filter((name) => !told.has(name) && !parts.has(name) && !own.has(name));
    expect(untold).toEqual([]);
  });

  it('of npm run sbom and npm run dev are among them', () => {
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['dev', 'check', 'test', 'bench', 'sbom']));
  });
});
