import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { docOf, root, treeOf } from './source-tree.js';

/** What the sources of the catalogue say of an event: its group, and the docstrings of itself and of its fields by path. */
export type EventNotes = {
  readonly group: string;
  readonly says: string | undefined;
  readonly fields: ReadonlyMap<string, string>;
};

const folder = 'libs/cases/src/events';
const marks: Readonly<Record<string, string>> = { list: '[]', map: '{}', optional: '', record: '' };

const bare = (node: ts.Node): ts.Node =>
  ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? bare(node.expression) : node;

/** The constants of a file, by name. */
const constantsOf = (tree: ts.SourceFile): ReadonlyMap<string, ts.VariableDeclaration> =>
  new Map(
    tree.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .map((declaration) => [declaration.name.getText(), declaration]),
  );

const valueOf = ({ initializer }: { readonly initializer?: ts.Expression }): ts.Node | undefined =>
  initializer && bare(initializer);
const membersOf = (node: ts.Node | undefined): readonly ts.PropertyAssignment[] =>
  node && ts.isObjectLiteralExpression(node) ? node.properties.filter(ts.isPropertyAssignment) : [];

/** Docstrings of a shape and what is in it, under the paths that the table of ADR 0001 uses, without their question marks. */
const notesOfShape = (
  node: ts.Node,
  path: string,
  constants: ReadonlyMap<string, ts.VariableDeclaration>,
): readonly (readonly [string, string])[] => {
  if (ts.isIdentifier(node)) {
    const constant = constants.get(node.text);
    const value = constant && valueOf(constant);
    return value ? notesOfShape(value, path, constants) : [];
  }
  if (ts.isCallExpression(node)) {
    const inner = node.arguments[0];
    return inner ? notesOfShape(inner, path + (marks[node.expression.getText()] ?? ''), constants) : [];
  }
  return membersOf(node).flatMap((member) => {
    const at = path === '' ? member.name.getText() : `${path}.${member.name.getText()}`;
    const note = docOf(member);
    const inside = notesOfShape(member.initializer, at, constants);
    return note === undefined ? inside : [[at, note] as const, ...inside];
  });
};

/** Notes of every event type, in the order of the sources. */
export const eventNotes = (): ReadonlyMap<string, EventNotes> => {
  const notes = new Map<string, EventNotes>();
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.events.ts'));
  for (const tree of files.map((name) => treeOf(`${folder}/${name}`))) {
    const constants = constantsOf(tree);
    for (const [name, declaration] of constants) {
      if (!name.endsWith('Events')) continue;
      const group = docOf(declaration.parent.parent) ?? name;
      for (const event of membersOf(valueOf(declaration))) {
        const data = membersOf(bare(event.initializer)).find((member) => member.name.getText() === 'data');
        const fields = data ? notesOfShape(data.initializer, '', constants) : [];
        notes.set(event.name.getText(), { group, says: docOf(event), fields: new Map(fields) });
      }
    }
  }
  return notes;
};
