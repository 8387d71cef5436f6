import { isMet, meet, noBits } from './bits.js';
import type { Bits } from './bits.js';
import { isOwnPurpose } from './space.js';
import type { Act, Period, Reader, Source } from './space.js';
import type { Table } from './table.js';

/** A question without its facts, and the rows that speak of it. `rows` is overwritten by the next one. */
export type Situation = {
  readonly source: Source;
  readonly reader: Reader;
  readonly phase: string;
  readonly act: Act;
  readonly period: Period;
  readonly rows: Bits;
};

/**
 * Visits every question of a table's space, in the order of days, types, suppliers, readers, phases and acts.
 *
 * `wanted`: only questions of which one of these rows speaks; it may shrink while the walk goes on. Supply is asked in the
 * name of the bureau alone, for that is whom it comes to (WGS 1.5).
 */
export const walk = (table: Table, visit: (situation: Situation) => void, wanted?: Bits): void => {
  const { space, rows, sides } = table;
  const isWanted = (bits: Bits): boolean => wanted === undefined || isMet(bits, wanted);
  const ofSource = noBits(rows.length);
  const ofReader = noBits(rows.length);
  const ofPhase = noBits(rows.length);
  const ofQuestion = noBits(rows.length);
  const bureaus = new Set(sides.flatMap(({ law }) => law.kinds.bureau));
  const isSupply = ({ source, reader }: Pick<Situation, 'source' | 'reader'>): boolean =>
    source.isSupplied && bureaus.has(reader.to) && isOwnPurpose(reader);
  const visitActs = (known: Omit<Situation, 'act' | 'rows'>): void => {
    for (const [at, act] of space.acts.entries()) {
      if (act === 'levering' && !isSupply(known)) continue;
      meet(ofPhase, table.ofAct[at] ?? ofPhase, ofQuestion);
      if (isWanted(ofQuestion)) visit({ ...known, act, rows: ofQuestion });
    }
  };
  const visitReaders = (source: Source, period: Period): void => {
    for (const [at, reader] of space.readers.entries()) {
      meet(ofSource, table.ofReader[at] ?? ofSource, ofReader);
      if (!isWanted(ofReader)) continue;
      for (const [of, phase] of space.phases.entries()) {
        meet(ofReader, table.ofPhase[of] ?? ofReader, ofPhase);
        if (isWanted(ofPhase)) visitActs({ source, reader, phase, period });
      }
    }
  };
  for (const [at, period] of space.periods.entries()) {
    for (const source of space.sources) {
      meet(table.ofPeriod[at] ?? ofSource, table.ofSource(source), ofSource);
      if (isWanted(ofSource)) visitReaders(source, period);
    }
  }
};
