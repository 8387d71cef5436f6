import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestHub } from '../support/hub.js';

/** The files of the embedded engines in which a refusal moves nothing: keys and intake, read models and match tokens. */
const files = ['vault.sqlite', 'read.sqlite'] as const;
/**
 * How far something has been followed, and by whom; what a supplier is told of its refused deliveries; checkpoints; and to
 * which request a key of a command belongs, refused or not.
 */
const movingTables = /position|lease|__suppl(ies|y_refusals)$|checkpoints$|^request$/;

const countsOf = (file: string): readonly (readonly [string, number])[] => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).all();
    return tables
      .map(({ name }) => String(name))
      .filter((name) => !movingTables.test(name))
      .map((name) => [name, Number(database.prepare(`SELECT count(*) AS n FROM "${name}"`).get()?.['n'])] as const);
  } finally {
    database.close();
  }
};

/** How many rows every table of keys, intake and read models has. */
export const keptRows = (hub: TestHub): Readonly<Record<string, number>> =>
  Object.fromEntries(
    files.flatMap((name) => countsOf(join(hub.folder, name)).map(([table, rows]) => [`${name} ${table}`, rows])),
  );

const prototypes = { Object, Array, Function, String, Number, Boolean, Map, Set, Promise, Uint8Array };

/** The names that every object inherits. */
export const inherited = (): readonly string[] =>
  Object.entries(prototypes).flatMap(([name, { prototype }]) =>
    Reflect.ownKeys(prototype).map((key) => `${name}.${String(key)}`),
  );
