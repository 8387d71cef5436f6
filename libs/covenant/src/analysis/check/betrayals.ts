import type { Documents } from '../../compiled/clauses.js';
import type { FactDefinition, Rule } from '../../model.js';
import { isMet } from '../bits.js';
import type { Bits } from '../bits.js';
import { never, truths } from '../diagrams.js';
import type { Diagram } from '../diagrams.js';
import { dutyValues } from '../duties.js';
import type { Cell, Reaches } from '../reach.js';
import type { Row } from '../rows.js';
import type { AnalysisFinding } from './finding.js';
import type { Instruments, Look, Probe } from './probe.js';
import { rowsWhere } from './row-sets.js';

type Facts = Readonly<Record<string, FactDefinition>>;

const factsIn = ({ law, covenant }: Documents): Facts => ({ ...covenant.facts, ...law.facts });

/** Does a rule say that its level lets the reader guess this fact, or what the fact is seen as? */
const declares = (row: Row, fact: string, facts: Facts): boolean => {
  const { observable = [] } = row.rule as Pick<Rule, 'observable'>;
  const seenAs = Object.hasOwn(facts, fact) ? facts[fact]?.seenAs : undefined;
  return observable.includes(fact) || (seenAs !== undefined && observable.includes(seenAs));
};

/** The facts that a rule asks, that its reader does not know, and that it does not say he may guess. */
const undeclaredIn = (row: Row, facts: Facts): readonly string[] => {
  const asked = new Set(row.clauses.flatMap((clause) => Object.keys(clause)));
  const isHidden = (fact: string): boolean => Object.hasOwn(facts, fact) && facts[fact]?.known === 'hidden';
  return [...asked].filter((fact) => isHidden(fact) && !declares(row, fact, facts));
};

/** A cap at withhold betrays nothing: what it withholds looks like what is not there. */
const mayBetray = ({ kind, level }: Row): boolean => kind === 'permit' || (kind === 'cap' && level !== 'withhold');

/** Rules that could betray a fact; where there are none, no level and no duty does. */
export const suspectsIn = ({ documents, table }: Instruments): Bits => {
  const facts = factsIn(documents);
  return rowsWhere(table, (row) => mayBetray(row) && undeclaredIn(row, facts).length > 0);
};

/** Two values of one fact, all else being equal. */
type Pair = { readonly fact: string; readonly a: (typeof truths)[number]; readonly b: (typeof truths)[number] };

const pairsOf = (fact: string): readonly Pair[] =>
  truths.flatMap((a) => truths.filter((b) => b !== a).map((b) => ({ fact, a, b })));

/**
 * The situations in which the level is `low` with one value of a fact and `high` with another, not counting those where some
 * rule that makes the level declares it. A field that is withheld by a cap or guard looks like an absent one; one that no
 * permit gives, and another value of the fact would, is told apart by being seen.
 */
const betrayedByLevel = (
  reaches: Reaches,
  cell: Cell,
  { fact, a, b }: Pair,
  declared: { readonly caps: readonly Row[]; readonly permits: readonly Row[] },
  [low, high]: readonly [number, number],
): Diagram => {
  const { diagrams } = reaches;
  const within = diagrams.and(
    diagrams.given(reaches.exactly(cell, low), fact, a),
    diagrams.given(reaches.exactly(cell, high), fact, b),
  );
  if (within === never) return never;
  const anyPermit = diagrams.given(reaches.anyOf(cell.permits.map(([row]) => row)), fact, a);
  const told = low > 0 ? within : diagrams.minus(within, anyPermit);
  const byCap = diagrams.given(reaches.anyOf(declared.caps), fact, a);
  const byPermit = diagrams.given(reaches.anyOf(declared.permits), fact, b);
  return diagrams.minus(told, diagrams.or(byCap, byPermit));
};

/** A fact that can be guessed, by which rule, from its level or from a duty, and an example of when. */
type Betrayal = {
  readonly row: Row;
  readonly fact: string;
  readonly by: 'level' | 'duty';
  readonly look: Look;
};

/** Finds facts that a recipient could infer: two situations that differ in one hidden fact, told apart by level or duty. */
class Betrayals {
  readonly found = new Map<string, Betrayal>();
  private readonly facts: Facts;
  private readonly suspects: Bits;

  constructor(private readonly instruments: Instruments) {
    this.facts = factsIn(instruments.documents);
    this.suspects = suspectsIn(instruments);
  }

  wants({ situation, rows }: Pick<Look, 'situation' | 'rows'>): boolean {
    return situation.act !== 'levering' && isMet(rows, this.suspects);
  }

  look(look: Look): void {
    const suspects = look.speaking.filter((row) => mayBetray(row) && undeclaredIn(row, this.facts).length > 0);
    const facts = new Set(suspects.flatMap((row) => undeclaredIn(row, this.facts)));
    for (const fact of facts) {
      for (const pair of pairsOf(fact)) {
        this.lookAtLevels(look, pair, suspects);
        this.lookAtDuties(look, pair, suspects);
      }
    }
  }

  private lookAtLevels(look: Look, pair: Pair, suspects: readonly Row[]): void {
    const { cell, ladder } = look;
    const saying = (rules: Cell['caps'], test: (height: number) => boolean): readonly Row[] =>
      rules.filter(([row, height]) => test(height) && declares(row, pair.fact, this.facts)).map(([row]) => row);
    for (let high = 1; high < ladder.levels.length; high += 1) {
      for (let low = 0; low < high; low += 1) {
        const declared = {
          caps: saying(cell.caps, (height) => height === low),
          permits: saying(cell.permits, (height) => height >= high),
        };
        const set = betrayedByLevel(this.instruments.reaches, cell, pair, declared, [low, high]);
        if (set === never) continue;
        const isThere = (row: Row): boolean =>
          cell.caps.some(([one, height]) => one === row && height === low) ||
          cell.permits.some(([one, height]) => one === row && height >= high);
        const making = suspects.filter((row) => isThere(row) && this.isTurned(row, pair, set));
        this.note(look, pair.fact, 'level', making);
      }
    }
  }

  private lookAtDuties(look: Look, pair: Pair, suspects: readonly Row[]): void {
    const { documents, reaches } = this.instruments;
    const { diagrams } = reaches;
    const { fact, a, b } = pair;
    const given = (set: Diagram, value: Pair['a']): Diagram => diagrams.given(set, fact, value);
    const shown = look.cell.reach[1] ?? never;
    const both = diagrams.and(given(shown, a), given(shown, b));
    const scope = { documents, from: look.situation.source.from };
    for (const duty of new Set(suspects.flatMap(({ obligations }) => Object.keys(obligations)))) {
      for (const { rows, when } of dutyValues(reaches, look.cell, duty, scope)) {
        const declared = reaches.anyOf(rows.filter((row) => declares(row, fact, this.facts)));
        const differing = diagrams.and(both, diagrams.minus(given(when, a), given(when, b)));
        const set = diagrams.minus(differing, given(declared, a));
        if (set === never) continue;
        const making = suspects.filter((row) => Object.hasOwn(row.obligations, duty) && this.isTurned(row, pair, set));
        this.note(look, fact, 'duty', making);
      }
    }
  }

  /** Does a rule apply with one value of the fact and not with the other, somewhere in a set? */
  private isTurned(row: Row, { fact, a, b }: Pair, set: Diagram): boolean {
    const { diagrams } = this.instruments.reaches;
    const applies = this.instruments.reaches.applies(row);
    const [atA, atB] = [diagrams.given(applies, fact, a), diagrams.given(applies, fact, b)];
    const turned = diagrams.or(diagrams.minus(atA, atB), diagrams.minus(atB, atA));
    return diagrams.and(set, turned) !== never;
  }

  private note(look: Look, fact: string, by: Betrayal['by'], rows: readonly Row[]): void {
    for (const row of rows) {
      const key = `${row.id} ${fact}`;
      if (!undeclaredIn(row, this.facts).includes(fact) || this.found.has(key)) continue;
      this.found.set(key, { row, fact, by, look });
    }
  }
}

const findingOf = ({ row, fact, by, look }: Betrayal): AnalysisFinding => {
  const { source, reader, phase, act, period } = look.situation;
  return {
    severity: 'fout',
    code: 'betrays-fact',
    rules: [row.id],
    where: { ...row.place, path: [...row.place.path, 'when'] },
    names: { fact: [fact], by: [by] },
    blocks: [
      {
        from: [source.from],
        types: [{ type: source.type, fields: [look.field.name] }],
        what: [look.field.name],
        to: [reader],
        phases: [phase],
        act,
        periods: [period],
      },
    ],
  };
};

/**
 * Hidden facts that a recipient could infer from a level, or from a duty, alone, and that no rule which makes it declares
 * `observable`. Exact: for two situations that differ in that one fact, what is shown differs while all that the recipient
 * knows is the same. Source: policy-engine §3.5, §3.6.
 */
export const betraying = (instruments: Instruments): Probe => {
  const betrayals = new Betrayals(instruments);
  return {
    wants: (point) => betrayals.wants(point),
    look: (look) => betrayals.look(look),
    findings: () => [...betrayals.found.values()].map(findingOf),
  };
};
