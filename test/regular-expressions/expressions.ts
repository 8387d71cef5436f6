import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A regular expression of the programs, and where it stands. */
export type Expression = { readonly text: string; readonly file: string };

const isProgram = (file: string): boolean => !/\.spec\.ts$|\/test\//.test(file);

const literalsOf = (file: string): readonly Expression[] => {
  const found: Expression[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ text: node.text, file });
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(file, readFileSync(`${root}${file}`, 'utf8'), ts.ScriptTarget.Latest));
  return found;
};

/** Every program file that makes an expression while it runs, which no reading of literals finds. */
export const makersOfExpressions = (): readonly string[] =>
  globSync('{apps,libs}/*/src/**/*.ts', { cwd: root })
    .filter((file) => isProgram(file) && readFileSync(`${root}${file}`, 'utf8').includes('RegExp('))
    .toSorted();

/** Every expression that is written in a program, once. */
export const expressionsOfPrograms = (): readonly Expression[] => {
  const all = globSync('{apps,libs}/*/src/**/*.ts', { cwd: root }).filter(isProgram).toSorted().flatMap(literalsOf);
  return [...new Map(all.map((one) => [one.text, one])).values()];
};

/** The expression that a literal is; without the flags that change nothing of its cost. */
export const compiled = (literal: string): RegExp => {
  const [, body = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(literal) ?? [];
  return new RegExp(body, flags.replace('y', ''));
};
