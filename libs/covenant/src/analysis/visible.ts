import type { Documents } from '../compiled/clauses.js';
import type { RegistryView } from '../validate/problem.js';
import { membersOfBoth } from './bits.js';
import { never } from './diagrams.js';
import { ladderOf, Reaches } from './reach.js';
import type { Row } from './rows.js';
import { spaceOf } from './space.js';
import { tableOf } from './table.js';
import { walk } from './walk.js';
import type { Situation } from './walk.js';

/** What somebody can see something of, in some situation. */
export type Visible = {
  readonly categories: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Kinds of recipient, and purposes, for which something can be seen. */
  readonly recipients: ReadonlySet<string>;
  readonly purposes: ReadonlySet<string>;
  /** Kinds of supplier of whose data something can be seen. */
  readonly suppliers: ReadonlySet<string>;
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
    suppliers: new Set<string>(),
  };
  const known = new Map<string, boolean>();
  const isSeen = ({ source, act, rows }: Situation): boolean => {
    let isAny = false;
    for (const [field, covering] of table.fieldsOf(source)) {
      const at = membersOfBoth(rows, covering);
      const speaking = at.map((one) => table.rows[one] as Row);
      const cell = reaches.cell(speaking, ladderOf(field, act), at.join());
      if ((cell.reach[1] ?? never) === never) continue;
      isAny = true;
      if (field.category !== '_') found.categories.add(field.category);
    }
    return isAny;
  };
  walk(table, (situation) => {
    const { source, reader, act, rows } = situation;
    if (act === 'levering' || !table.isOpen(0, source, reader, act)) return;
    const key = `${source.type} ${rows.join()}`;
    const isAny = known.get(key) ?? isSeen(situation);
    known.set(key, isAny);
    if (!isAny) return;
    found.types.add(source.type);
    found.suppliers.add(source.from);
    found.recipients.add(reader.to);
    found.purposes.add(reader.purpose);
  });
  return found;
};
