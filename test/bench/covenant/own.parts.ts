import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, dutchDateOf } from '@knooppunt/kernel';
import { BatchPseudonyms } from '@knooppunt/disclosure';
import type { PseudonymsWithin } from '@knooppunt/disclosure';
import { openEmbeddedVault } from '@knooppunt/vault';
import type { KeyedNames } from '@knooppunt/vault';
import { decidedAt } from '../../policy/workload/documents.js';
import { parties } from '../../policy/workload/rules.js';
import type { WorkloadSignal } from '../../policy/workload/signals.js';
import type { Asked, Sample } from '../harness.js';
import { applied } from './apply.js';
import { OwnEngine, OwnFilter, placesOf } from './own.js';
import { DecisionRecords } from './records.js';
import { caseOf, copiesOf, expectedLevels, fieldsPerCopy, mismatchesOf, readersOf, workloadFor } from './sample.js';
import type { Options } from './sample.js';
import { cpuPer } from './timing.js';

const cooperation = 'amsterdam-amstelland';
const oinOf = (at: number): string => `00000099${String(at).padStart(12, '0')}`;

const openNames = async (): Promise<{ readonly names: KeyedNames; readonly close: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-bench-names-'));
  const vault = await openEmbeddedVault({ file: join(folder, 'keys.sqlite'), rootKeyFile: join(folder, 'root.key') });
  const close = async (): Promise<void> => {
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { names: vault.names, close };
};

/** Where pseudonyms come from: kept for a batch, made each time, or a stand-in that costs nothing. */
type Source = 'batch' | 'each' | 'none';
/** What the decision record of a signal holds besides the levels: nothing, one keyed digest, or one per copy. */
type Recorded = 'no' | 'signal' | 'copy';

/** The engine and filter of the product over the workload. */
class OwnPart {
  private readonly engine: OwnEngine;
  private readonly filter: OwnFilter;
  private readonly texts: readonly string[];
  private readonly records = new DecisionRecords(createSecretKey(randomBytes(32)));
  private bytes = 0;

  constructor(
    private readonly workload: ReturnType<typeof workloadFor>,
    private readonly names: KeyedNames,
  ) {
    this.engine = OwnEngine.of(workload);
    this.filter = new OwnFilter(workload);
    this.texts = workload.signals.map((signal) => JSON.stringify(signal));
  }

  /** Copies of a sample whose levels, or whose bytes, are not those of the interpreter and the plain transforms. */
  mismatches(count: number): number {
    const { engine, workload } = this;
    const copies = copiesOf(workload, count);
    const levels = mismatchesOf(workload, copies, ({ signal, question }, into) => {
      engine.decide(signal);
      engine.outcomes[readersOf(signal).indexOf(question.to)]?.read(into, fieldsPerCopy);
    });
    return levels + copies.filter(({ signal, question }) => !this.isSame(signal, question)).length;
  }

  private isSame(signal: WorkloadSignal, question: Parameters<typeof expectedLevels>[1]): boolean {
    const batch = this.pseudonymsOf('batch', signal);
    this.engine.decide(signal);
    const reader = readersOf(signal).indexOf(question.to);
    const filtered = this.filter.filter(signal, this.engine.outcomes, batch).of(reader);
    const expected = applied(this.workload.schema[signal.type] ?? [], signal, expectedLevels(this.workload, question), {
      on: dutchDateOf(decidedAt),
      pseudonym: batch[reader] as PseudonymsWithin,
    });
    if (expected === undefined) return filtered.length === 0;
    return (
      filtered.length > 0 && canonicalJson(JSON.parse(new TextDecoder().decode(filtered))) === canonicalJson(expected)
    );
  }

  decide(count: number): Sample {
    const signals = this.workload.signals.slice(0, count);
    let shown = 0;
    const sample = cpuPer(count * (parties.length - 1), () => {
      for (const signal of signals) {
        this.engine.decide(signal);
        shown += this.engine.outcomes[0]?.planes[5] ?? 0;
      }
    });
    return { ...sample, shown };
  }

  /** All outputs of so many signals, in microseconds per signal. */
  filtered(count: number, source: Source, recorded: Recorded, isParsed: boolean): Sample {
    let batch: readonly PseudonymsWithin[] = [];
    let caseAt = -1;
    const ofReaders: PseudonymsWithin[] = parties.slice(1).map(() => () => '');
    const sample = cpuPer(count, () => {
      for (let at = 0; at < count; at++) {
        const signal = isParsed
          ? (JSON.parse(this.texts[at] as string) as WorkloadSignal)
          : (this.workload.signals[at] as WorkloadSignal);
        // a case is a batch: at its end nothing is kept
        if (signal.caseAt !== caseAt) this.filter.forget();
        if (signal.caseAt !== caseAt) batch = this.pseudonymsOf(source, signal);
        caseAt = signal.caseAt;
        this.engine.decide(signal);
        const places = placesOf(signal.source);
        for (let reader = 0; reader < places.length; reader++)
          ofReaders[reader] = batch[places[reader] as number] as PseudonymsWithin;
        const filter = this.filter.filter(signal, this.engine.outcomes, ofReaders);
        this.bytes += filter.startOf(parties.length - 1);
        if (recorded !== 'no') this.records.record(this.engine, filter, recorded === 'copy');
      }
    });
    return { ...sample, bytes: this.bytes };
  }

  private pseudonymsOf(source: Source, signal: WorkloadSignal): readonly PseudonymsWithin[] {
    const within = caseOf(this.workload, signal).id;
    if (source === 'none') return parties.map(() => () => 'aaaaaaaaaaaaaaaa');
    const batch = new BatchPseudonyms(this.names);
    return parties.map((_, at) => {
      const scope = { cooperation, recipient: oinOf(at), within };
      return source === 'batch' ? batch.within(scope) : this.names.pseudonymsOf(scope);
    });
  }
}

/** Part: the compiled engine, and the filter to bytes. */
export const ownPart = async (options: Options): Promise<Asked> => {
  const { names, close } = await openNames();
  const own = new OwnPart(workloadFor(options), names);
  return {
    mismatches: (count: number) => own.mismatches(count),
    decide: (count: number) => own.decide(count),
    filter: (count: number) => own.filtered(count, 'batch', 'no', false),
    filterEachPseudonym: (count: number) => own.filtered(count, 'each', 'no', false),
    filterNoPseudonyms: (count: number) => own.filtered(count, 'none', 'no', false),
    filterRecorded: (count: number) => own.filtered(count, 'batch', 'signal', false),
    filterRecordedEach: (count: number) => own.filtered(count, 'batch', 'copy', false),
    parsedAndFiltered: (count: number) => own.filtered(count, 'batch', 'no', true),
    hmac: (count: number) => hmacs(count),
    close,
  };
};

/** What one bare HMAC of Node costs: the limit of a pseudonym that is made anew. */
const hmacs = (count: number): Sample => {
  const key = createSecretKey(randomBytes(32));
  const message = randomBytes(110);
  let length = 0;
  const sample = cpuPer(count, () => {
    for (let at = 0; at < count; at++) length += createHmac('sha256', key).update(message).digest().length;
  });
  return { ...sample, length };
};
