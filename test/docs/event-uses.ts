import ts from 'typescript';
import { sourcePaths, treeOf, walk } from './source-tree.js';

/** Files that make an event of a type, and files that look whether an event is of it. */
export type EventUses = { readonly makers: readonly string[]; readonly readers: readonly string[] };

const isType = (node: ts.Node): boolean => ts.isLiteralTypeNode(node.parent);
const isTypeMember = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAssignment(parent) && parent.name.getText() === 'type' && ts.isObjectLiteralExpression(parent.parent);

const keyOf = (node: ts.Node): string | undefined =>
  (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) && ts.isIdentifier(node.name)
    ? node.name.text
    : undefined;

/**
 * Who makes and who reads each of these event types, as the sources say it: `type: 'CaseOpened'` in an object makes one; the
 * name in a comparison, in a list or as the key of a handler reads one. `withoutCatalogue`: not the catalogue itself.
 */
export const eventUses = (types: readonly string[]): ReadonlyMap<string, EventUses> => {
  const uses = new Map(types.map((type) => [type, { makers: new Set<string>(), readers: new Set<string>() }]));
  for (const path of sourcePaths().filter((one) => !one.startsWith('libs/cases/src/events/'))) {
    walk(treeOf(path), (node) => {
      const name = ts.isStringLiteral(node) ? node.text : keyOf(node);
      const known = name === undefined ? undefined : uses.get(name);
      if (!known || isType(node)) return;
      (ts.isStringLiteral(node) && isTypeMember(node) ? known.makers : known.readers).add(path);
    });
  }
  return new Map(
    [...uses].map(([type, { makers, readers }]) => [
      type,
      { makers: [...makers].toSorted(), readers: [...readers].filter((path) => !makers.has(path)).toSorted() },
    ]),
  );
};
