import type { Projection, TableDefinition } from '@knooppunt/kernel';
import { InvalidProjection } from './errors.js';

/** A projection in one version: what has tables and a position of its own. */
export type Versioned = Pick<Projection, 'name' | 'version'>;

/** The name under which a projection's position and lease are kept: `<name>_v<version>`. */
export const positionName = ({ name, version }: Versioned): string => `${name}_v${version}`;

/** The name under which a reaction's position is kept. */
export const reactionName = ({ name }: { readonly name: string }): string => `reaction:${name}`;

/** The physical name of a table: `<projection>_v<version>__<table>`, dashes turned to underscores. */
export const tableName = (projection: Versioned, table: string): string =>
  `${positionName(projection)}__${table}`.replaceAll('-', '_');

const projectionForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const tableForm = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/i;
const columnForm = /^[a-z][a-z0-9_]*$/i;
// PostgreSQL cuts longer identifiers off without an error.
const maxIdentifier = 63;

const tableFaults = (physical: string, { columns, key, indexes = [] }: TableDefinition): string[] => {
  const isColumn = (column: string) => Object.hasOwn(columns, column);
  const misnamed = Object.keys(columns).filter((column) => !columnForm.test(column) || column.length > maxIdentifier);
  return [
    ...(physical.length > maxIdentifier - 4 ? [`the name \`${physical}\` is too long`] : []),
    ...misnamed.map((column) => `no column can be called \`${column}\``),
    ...(key.length === 0 || new Set(key).size < key.length
      ? [`\`${physical}\` has no key, or a column twice in it`]
      : []),
    ...[...key, ...indexes.flat()].filter((column) => !isColumn(column)).map((column) => `no column \`${column}\``),
    ...(indexes.some((index) => index.length === 0) ? [`\`${physical}\` has an index without columns`] : []),
  ];
};

const faultsOf = (projection: Projection): string[] => {
  const names = Object.keys(projection.tables);
  const physical = names.map((table) => tableName(projection, table).toLowerCase());
  return [
    ...(projectionForm.test(projection.name) ? [] : ['the name is not in kebab-case']),
    ...(Number.isSafeInteger(projection.version) && projection.version > 0
      ? []
      : ['the version is not a count from 1']),
    ...names.filter((table) => !tableForm.test(table)).map((table) => `no table can be called \`${table}\``),
    ...(new Set(physical).size < physical.length ? ['two tables have one physical name'] : []),
    ...names.flatMap((table) => tableFaults(tableName(projection, table), projection.tables[table] as TableDefinition)),
  ];
};

/** Throws `InvalidProjection` on the first thing about a projection that not every engine can hold. */
export const requireValid = (projection: Projection): void => {
  const [fault] = faultsOf(projection);
  if (fault !== undefined) throw new InvalidProjection(positionName(projection), fault);
};
