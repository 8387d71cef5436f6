import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { root, sourcePaths, textOf, treeOf } from './source-tree.js';

const foldersIn = (place: string): readonly string[] =>
  readdirSync(join(root, place), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${place}/${name}`);

const libs = foldersIn('libs');
const apps = foldersIn('apps');
const homes = [...libs, ...apps, 'test', 'tools', 'deploy'];

/** Names that the index of a lib gives, types included. */
const exportsOf = (lib: string): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const statement of treeOf(`${lib}/src/index.ts`).statements) {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      for (const { name } of statement.exportClause.elements) names.add(name.text);
    }
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) names.add(name.getText());
    }
  }
  return names;
};

/** Every word of the sources of apps and libs, and of what specs share. */
const words = new Set(
  [...sourcePaths(), ...readdirSync(join(root, 'libs/testing/src')).map((name) => `libs/testing/src/${name}`)].flatMap(
    (path) => textOf(path).match(/[A-Za-z_$][\w$]*/g) ?? [],
  ),
);
/** Names of what we stand on. */
const ofOthers = new Set(['onApplicationShutdown']);

/** Names in backticks that are said as code: a call, or a word with a capital inside. */
const namesIn = (text: string): readonly string[] =>
  [...text.replaceAll(/```[^]*?```/g, '').matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => {
    const name = /^(?:new |@)?([A-Za-z][A-Za-z0-9]*)(?:[.(].*)?$/s.exec(code)?.[1];
    return name !== undefined && /[a-z][A-Z]|^[A-Z][a-z]+[A-Z]/.test(name) ? [name] : [];
  });

describe('the README of', () => {
  it.each(homes)('%s is there, of some ten lines at least', (home) => {
    const file = `${home}/README.md`;
    expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    expect(textOf(file).trim().split('\n').length).toBeGreaterThanOrEqual(8);
  });

  it.each([...libs, ...apps])('%s names nothing that is not in the sources', (home) => {
    const unknown = namesIn(textOf(`${home}/README.md`)).filter((name) => !words.has(name) && !ofOthers.has(name));
    expect(unknown).toEqual([]);
  });

  it.each(libs)('%s names what its index gives', (lib) => {
    const given = exportsOf(lib);
    const said = new Set([...textOf(`${lib}/README.md`).matchAll(/[A-Za-z][A-Za-z0-9]*/g)].map(([name]) => name));
    expect([...said].filter((name) => given.has(name)).length).toBeGreaterThanOrEqual(2);
  });

  it.each([...libs, ...apps])('%s says what it may import', (home) => {
    expect(textOf(`${home}/README.md`)).toMatch(/[Mm]ay import|Imports nothing|only specs import/);
  });
});

describe('README.md', () => {
  it('has every app and lib on its map', () => {
    const [, map = ''] = /\n## De kaart\n([^]*?)\n\n[^|\n]/.exec(textOf('README.md')) ?? [];
    const names = new Set([...map.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.split('/').at(-1)));
    const homesOnMap = [...libs, ...apps]
      .filter((home) => home !== 'libs/testing')
      .map((home) => home.split('/').at(-1));
    expect(homesOnMap.filter((name) => !names.has(name))).toEqual([]);
  });
});
