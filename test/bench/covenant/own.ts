import { BatchTransforms, ByteFilter, compile, FilteredType, Outcome } from '@knooppunt/covenant';
import type { CompiledCovenant, FactWords, Names, Planes, Reader, Unfiltered } from '@knooppunt/covenant';
import { dutchDateOf } from '@knooppunt/kernel';
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
  /** By case and party: what others find as a fact in each question. */
  private readonly attendance: readonly (readonly boolean[])[];

  constructor(
    readonly workload: Workload,
    readonly compiled: CompiledCovenant,
  ) {
    this.facts = compiled.newFacts();
    this.sweep = compiled.newSweep();
    this.readersFor = new Map(
      purposes.map((purpose) => [purpose, parties.map((party) => compiled.readerOf(party, purpose))]),
    );
    this.attendance = workload.cases.map(({ attendees }) => parties.map((party) => attendees.has(party)));
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
    const { phase, purpose } = caseOf(this.workload, signal);
    const attendance = this.attendance[signal.caseAt] as readonly boolean[];
    facts.clear();
    for (const fact in signal.flags) facts.set(fact, signal.flags[fact]);
    sweep.begin({ act: 'inzage', from: signal.source, type: signal.type, phase, at: decidedAt }, facts);
    const all = this.readersFor.get(purpose) as readonly Reader[];
    const places = others.get(signal.source) as readonly number[];
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      facts.setNumber(attends, attendance[place]);
      sweep.decide(all[place] as Reader, facts, outcomes[at] as Outcome);
    }
  }
}

/** The names of a batch, and by which number each party is known to them. */
export type BatchNames = Names & { readonly numbers: readonly number[] };

/** The filter to bytes over the workload, names of values from whoever gives them. */
export class OwnFilter {
  private names: BatchNames | undefined;
  private readonly filters = new ByteFilter();
  private readonly transforms = new BatchTransforms(dutchDateOf(decidedAt), {
    valueOf: (kind, value) => (this.names as BatchNames).valueOf(kind, value),
    pseudonym: (value, recipient) => (this.names as BatchNames).pseudonym(value, recipient),
  });
  private readonly types: ReadonlyMap<string, FilteredType>;
  private readonly numbers = new Int32Array(readers);

  constructor(workload: Workload) {
    this.types = new Map(
      Object.entries(workload.schema).map(([type, fields]) => [
        type,
        new FilteredType(
          fields.map(({ name }) => name),
          this.transforms.of(fields),
        ),
      ]),
    );
  }

  /** Begins a batch: nothing of the one before is kept. */
  begin(names: BatchNames): void {
    this.filters.forget();
    this.transforms.forget();
    this.names = names;
  }

  /** Filters a signal for all its readers. */
  filter(signal: WorkloadSignal, outcomes: readonly Planes[]): ByteFilter {
    const type = this.types.get(signal.type) as FilteredType;
    const places = others.get(signal.source) as readonly number[];
    for (let at = 0; at < readers; at++) this.numbers[at] = this.names?.numbers[places[at] as number] as number;
    const unfiltered: Unfiltered = { head: headOf(signal), type, values: signal.data };
    return this.filters.filter(unfiltered, outcomes, this.numbers);
  }
}
