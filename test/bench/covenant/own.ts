import { ByteFilter, compile, fieldTransforms, FieldNames, Outcome } from '@knooppunt/covenant';
import type { CompiledCovenant, FactWords, Planes, Reader, Unfiltered } from '@knooppunt/covenant';
import { dutchDateOf } from '@knooppunt/kernel';
import type { PseudonymsWithin } from '@knooppunt/disclosure';
import { decidedAt } from '../../policy/workload/documents.js';
import { facts as factNames, parties, purposes } from '../../policy/workload/rules.js';
import type { WorkloadSignal } from '../../policy/workload/signals.js';
import type { Workload } from '../../policy/workload/workload.js';
import { headOf } from './apply.js';
import { caseOf } from './sample.js';

/** The places of all readers but the supplier, in one order. */
const others = new Map(
  parties.map((source) => [source, parties.map((_, at) => at).filter((at) => parties[at] !== source)]),
);
const readers = parties.length - 1;

/** The compiled engine over the workload, a signal for all its readers at a time. */
export class OwnEngine {
  readonly outcomes: readonly Outcome[] = Array.from({ length: readers }, () => new Outcome());
  readonly facts: FactWords;
  private readonly sweep;
  private readonly readersFor: ReadonlyMap<string, readonly Reader[]>;
  private readonly attends: number;

  constructor(
    readonly workload: Workload,
    readonly compiled: CompiledCovenant,
  ) {
    this.facts = compiled.newFacts();
    this.sweep = compiled.newSweep();
    this.readersFor = new Map(
      purposes.map((purpose) => [purpose, parties.map((party) => compiled.readerOf(party, purpose))]),
    );
    this.attends = compiled.factNames.indexOf(factNames[0] as string);
  }

  static of(workload: Workload): OwnEngine {
    const types = Object.entries(workload.fields).map(([id, fields]) => ({ id, fields }));
    const { law, covenant } = workload;
    return new OwnEngine(workload, compile({ law, covenant }, types));
  }

  /** Decides a signal for every reader; the outcomes stand in the order of `readersOf`. */
  decide(signal: WorkloadSignal): void {
    const { facts, sweep, outcomes, attends } = this;
    const { phase, purpose, attendees } = caseOf(this.workload, signal);
    facts.clear();
    for (const fact in signal.flags) facts.set(fact, signal.flags[fact]);
    sweep.begin({ act: 'inzage', from: signal.source, type: signal.type, phase, at: decidedAt }, facts);
    const all = this.readersFor.get(purpose) as readonly Reader[];
    const places = others.get(signal.source) as readonly number[];
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      facts.setNumber(attends, attendees.has(parties[place] as string));
      sweep.decide(all[place] as Reader, facts, outcomes[at] as Outcome);
    }
  }
}

/** The filter to bytes over the workload: a filter per payload type, pseudonyms from whoever gives them. */
export class OwnFilter {
  private current: readonly PseudonymsWithin[] = [];
  private readonly byType: ReadonlyMap<string, { readonly filter: ByteFilter; readonly fields: FieldNames }>;

  constructor(workload: Workload) {
    const pseudonym = (recipient: number, [kind, value]: readonly [string, string]): string =>
      (this.current[recipient] as PseudonymsWithin)(kind, value);
    this.byType = new Map(
      Object.entries(workload.schema).map(([type, fields]) => [
        type,
        {
          filter: new ByteFilter(fieldTransforms(fields, dutchDateOf(decidedAt), pseudonym)),
          fields: new FieldNames(fields.map(({ name }) => name)),
        },
      ]),
    );
  }

  /** Filters a signal for all its readers; `pseudonyms` of each, in their order. */
  filter(signal: WorkloadSignal, outcomes: readonly Planes[], pseudonyms: readonly PseudonymsWithin[]): ByteFilter {
    const { filter, fields } = this.byType.get(signal.type) as { filter: ByteFilter; fields: FieldNames };
    this.current = pseudonyms;
    const unfiltered: Unfiltered = { head: headOf(signal), fields, values: signal.data };
    return filter.filter(unfiltered, outcomes);
  }

  /** Lets go of all values of the batch. */
  forget(): void {
    for (const { filter } of this.byType.values()) filter.forget();
  }
}

/** The places of the readers of a supplier's signal among all parties. */
export const placesOf = (source: string): readonly number[] => others.get(source) as readonly number[];
