import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Where the repository lies. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The text of a file of the repository. */
export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

const isSource = (path: string): boolean => /\.tsx?$/.test(path) && !/\.(spec|examples|contract)\.tsx?$/.test(path);

/** Paths of the sources of every app and lib, without tests and what only tests use. */
export const sourcePaths = (): readonly string[] =>
  ['apps', 'libs']
    .flatMap((layer) => readdirSync(join(root, layer)).map((name) => join(root, layer, name, 'src')))
    .filter((folder) => !folder.includes(join('libs', 'testing')))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .map((path) => relative(root, path))
    .filter(isSource)
    .toSorted();

/** A file of the repository as a syntax tree with parents. */
export const treeOf = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true);

/** Calls `visit` for a node and everything in it. */
export const walk = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
};

const textOfComment = (raw: string): string =>
  raw
    .replace(/^\/\*\*?|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd())
    .join(' ')
    .trim();

/** The docstring straight above a node, on one line; undefined where there is none. */
export const docOf = (node: ts.Node): string | undefined => {
  const text = node.getSourceFile().text;
  const last = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1);
  const raw = last && text.slice(last.pos, last.end);
  return raw?.startsWith('/**') ? textOfComment(raw) : undefined;
};
