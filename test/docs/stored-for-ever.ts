import { eventCatalogue } from '@knooppunt/cases';
import type { ClearShape, EventDefinition } from '@knooppunt/kernel';

type Leaf = { readonly path: string; readonly kind: string };

const leavesOf = (shape: ClearShape, path: string): readonly Leaf[] => {
  if (typeof shape === 'string') return [{ path, kind: shape }];
  if ('optional' in shape) return leavesOf(shape.optional, `${path}?`);
  if ('list' in shape) return leavesOf(shape.list, `${path}[]`);
  if ('map' in shape) return leavesOf(shape.map, `${path}{}`);
  return Object.entries(shape.record).flatMap(([name, member]) => leavesOf(member, `${path}.${name}`));
};

/** Every clear field of an event type, down to its leaves. */
export const clearFieldsOf = ({ data }: EventDefinition): readonly Leaf[] =>
  Object.entries(data).flatMap(([name, shape]) => leavesOf(shape, name));

/** The table of ADR 0001: event type, schema version, clear fields with their kind, sealed blocks. */
export const storedForEverTable = (): string =>
  [
    '| Event | v | Clear fields (kind) | Sealed |',
    '|---|---|---|---|',
    ...Object.entries(eventCatalogue as Readonly<Record<string, EventDefinition>>).map(([type, definition]) => {
      const fields = clearFieldsOf(definition).map(({ path, kind }) => `${path} (${kind})`);
      const sealed = Object.entries(definition.sealed ?? {}).map(([block, what]) => `${block}: ${what}`);
      return `| ${type} | ${definition.version} | ${fields.join(', ')} | ${sealed.join(', ') || '–'} |`;
    }),
  ].join('\n');
