import { meet, membersOfBoth, noBits } from '../bits.js';
import type { Bits } from '../bits.js';
import { ladderOf } from '../reach.js';
import { walk } from '../walk.js';
import type { Situation } from '../walk.js';
import type { Instruments, Probe, Question } from './probe.js';

const isSupply = ({ act }: Situation): boolean => act === 'levering';

/** What can be shown of a question to its recipient hangs on the type, the recipient, and the rules that speak. */
const keyOf = (situation: Situation): string =>
  [situation.source.type, isSupply(situation), situation.reader.to, situation.rows.join()].join(' ');

/**
 * Offers every point of one covenant's space to some probes; questions to one recipient of which the same rules speak are
 * one point for each field, with all of them beside it. `wanted`: only questions of which one of these rows speaks.
 */
export const survey = ({ table, reaches }: Instruments, probes: readonly Probe[], wanted?: Bits): void => {
  const rows = noBits(table.rows.length);
  const alike = new Map<string, Question[]>();
  const offer = (situation: Situation, questions: readonly Question[]): void => {
    for (const [field, covering] of table.fieldsOf(situation.source)) {
      // a supply brings its fields; that it is there follows from them
      if (isSupply(situation) && field.name === '_exists') continue;
      const point = { situation, questions, field, rows: meet(situation.rows, covering, rows) };
      const wanting = probes.filter((probe) => probe.wants(point));
      if (wanting.length === 0) continue;
      const at = membersOfBoth(rows, rows);
      const speaking = at.flatMap((one) => table.rows[one] ?? []);
      const ladder = ladderOf(field, situation.act);
      const look = { ...point, speaking, ladder, cell: reaches.cell(speaking, ladder, at.join()) };
      for (const probe of wanting) probe.look(look);
    }
  };
  const visit = (situation: Situation): void => {
    const { source, reader, phase, act, period } = situation;
    if (!table.isOpen(0, source, reader, act)) return;
    const key = keyOf(situation);
    const known = alike.get(key);
    const questions = known ?? [];
    questions.push({ source, reader, phase, act, period });
    if (known !== undefined) return;
    alike.set(key, questions);
    offer(situation, questions);
  };
  walk(table, visit, wanted);
};
