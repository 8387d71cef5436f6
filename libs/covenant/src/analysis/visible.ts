import type { Documents } from '../compiled/clauses.js';
import type { RegistryView } from '../validate/problem.js';
import { membersOfBoth } from './bits.js';
import { never } from './diagrams.js';
import { ladderOf, Reaches } from './reach.js';
import { spaceOf } from './space.js';

import { tableOf } from './table.js';
import { walk } from './walk.js';

/** What somebody can see something of, in some situation. */
export type Visible = {
  readonly categories: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Kinds of recipient, and purposes, for which something can be seen. */
  readonly recipients: ReadonlySet<string>;
  readonly purposes: ReadonlySet<string>;
};

/** Everything that a covenant lets somebody see at all. */
export const visibleUnder = (documents: Documents, registry: RegistryView): Visible => {
  const table = tableOf([documents], spaceOf([documents], registry));
  const reaches = new Reaches();
  const found = {
    categories: new Set<string>(),
    types: new Set<string>(),
    recipients: new Set<string>(),
    purposes: new Set<string>(),
  };
  walk(table, ({ source, reader, act, rows }) => {
    if (act === 'levering' || !table.isOpen(0, source, reader, act)) return;
    const isTold = found.types.has(source.type) && found.purposes.has(reader.purpose);
    for (const field of source.fields) {
      if (isTold && (field.category === '_' || found.categories.has(field.category))) continue;
      const at = membersOfBoth(rows, table.ofField(field));
      const speaking = at.flatMap((one) => table.rows[one] ?? []);
      const cell = reaches.cell(speaking, ladderOf(field, act), at.join());
      if ((cell.reach[1] ?? never) === never) continue;
      if (field.category !== '_') found.categories.add(field.category);
      found.types.add(source.type);
      found.recipients.add(reader.to);
      found.purposes.add(reader.purpose);
    }
  });
  return found;
};
