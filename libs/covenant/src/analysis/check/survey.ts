import { meet, membersOfBoth, noBits } from '../bits.js';
import type { Bits } from '../bits.js';
import { ladderOf } from '../reach.js';
import { walk } from '../walk.js';
import type { Situation } from '../walk.js';
import type { Instruments, Probe } from './probe.js';

/** Offers every point of one covenant's space to some probes. `wanted`: only questions of which one of these rows speaks. */
export const survey = ({ table, reaches }: Instruments, probes: readonly Probe[], wanted?: Bits): void => {
  const rows = noBits(table.rows.length);
  const visit = (situation: Situation): void => {
    const { source, reader, act } = situation;
    if (!table.isOpen(0, source, reader, act)) return;
    for (const field of source.fields) {
      // a supply brings its fields; that it is there follows from them
      if (act === 'levering' && field.name === '_exists') continue;
      const point = { situation, field, rows: meet(situation.rows, table.ofField(field), rows) };
      const wanting = probes.filter((probe) => probe.wants(point));
      if (wanting.length === 0) continue;
      const at = membersOfBoth(rows, rows);
      const speaking = at.flatMap((one) => table.rows[one] ?? []);
      const ladder = ladderOf(field, act);
      const look = { ...point, speaking, ladder, cell: reaches.cell(speaking, ladder, at.join()) };
      for (const probe of wanting) probe.look(look);
    }
  };
  walk(table, visit, wanted);
};
