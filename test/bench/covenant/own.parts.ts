import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, dutchDateOf } from '@knooppunt/kernel';
import { BatchPseudonyms } from '@knooppunt/disclosure';
import { openEmbeddedVault } from '@knooppunt/vault';
import type { KeyedNames, PseudonymScope } from '@knooppunt/vault';
import { decidedAt } from '../../policy/workload/documents.js';
import { parties } from '../../policy/workload/rules.js';
import type { WorkloadSignal } from '../../policy/workload/signals.js';
import type { Asked, Sample } from '../harness.js';
import { applied } from './apply.js';
import { OwnEngine, OwnFilter } from './own.js';
import type { BatchNames } from './own.js';
import { DecisionRecords } from './records.js';
import { caseOf, copiesOf, expectedLevels, fieldsPerCopy, mismatchesOf, readersOf, workloadFor } from './sample.js';
import type { Options } from './sample.js';
import { cpuPer } from './timing.js';

const cooperation = 'amsterdam-amstelland';
const oins = parties.map((_, at) => `00000099${String(at).padStart(12, '0')}`);

const openNames = async (): Promise<{ readonly names: KeyedNames; readonly close: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'knooppunt-bench-names-'));
  const vault = await openEmbeddedVault({ file: join(folder, 'keys.sqlite'), rootKeyFile: join(folder, 'root.key') });
  const close = async (): Promise<void> => {
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { names: vault.names, close };
};

/** Where pseudonyms come from: a batch, version 1 made each time, or a stand-in that costs nothing. */
type Source = 'batch' | 'each' | 'none';
/** What the decision record of a signal holds besides the levels: nothing, one keyed digest, or one per copy. */
type Recorded = 'no' | 'signal' | 'copy';

/** The engine and filter of the product over the workload. */
class OwnPart {
  private readonly engine: OwnEngine;
  private readonly filter: OwnFilter;
  private readonly texts: readonly string[];
  private readonly records = new DecisionRecords(createSecretKey(randomBytes(32)));
  private readonly batch: CaseNames;
  private readonly each: CaseNames;
  private bytes = 0;

  constructor(
    private readonly workload: ReturnType<typeof workloadFor>,
    private readonly names: KeyedNames,
  ) {
    this.engine = OwnEngine.of(workload);
    this.filter = new OwnFilter(workload);
    this.batch = new VaultNames(names);
    this.each = new FirstNames(names);
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
    this.filter.begin(this.namesOf('batch', signal));
    this.engine.decide(signal);
    const reader = readersOf(signal).indexOf(question.to);
    const filtered = this.filter.filter(signal, this.engine.outcomes).of(reader);
    const scope = this.scopeOf(signal, parties.indexOf(question.to));
    const expected = applied(this.workload.schema[signal.type] ?? [], signal, expectedLevels(this.workload, question), {
      on: dutchDateOf(decidedAt),
      pseudonym: new BatchPseudonyms(this.names).within(scope, 2),
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
    let caseAt = -1;
    const sample = cpuPer(count, () => {
      for (let at = 0; at < count; at++) {
        const signal = isParsed
          ? (JSON.parse(this.texts[at] as string) as WorkloadSignal)
          : (this.workload.signals[at] as WorkloadSignal);
        // a case is a batch: at its end nothing is kept
        if (signal.caseAt !== caseAt) this.filter.begin(this.namesOf(source, signal));
        caseAt = signal.caseAt;
        this.engine.decide(signal);
        const filter = this.filter.filter(signal, this.engine.outcomes);
        this.bytes += filter.startOf(parties.length - 1);
        if (recorded !== 'no') this.records.record(this.engine, filter, recorded === 'copy');
      }
    });
    return { ...sample, bytes: this.bytes };
  }

  /** The names for the case of a signal. */
  private namesOf(source: Source, signal: WorkloadSignal): BatchNames {
    const names = { batch: this.batch, each: this.each, none: nothing }[source];
    if (source !== 'none') names.begin(parties.map((_, at) => this.scopeOf(signal, at)));
    return names;
  }

  private scopeOf(signal: WorkloadSignal, party: number) {
    return { cooperation, recipient: oins[party] ?? '', within: caseOf(this.workload, signal).id };
  }
}

type Scopes = readonly PseudonymScope[];
/** Names that begin anew with each case. */
type CaseNames = BatchNames & { readonly begin: (scopes: Scopes) => void };

/** Names that cost nothing. */
const nothing: CaseNames = {
  numbers: parties.map((_, at) => at),
  begin: () => {},
  valueOf: () => 0,
  pseudonym: () => 'aaaaaaaaaaaaaaaa',
};

/** Names as the vault makes them for a batch. */
class VaultNames implements CaseNames {
  readonly numbers: number[] = [];
  private readonly batch;

  constructor(names: KeyedNames) {
    this.batch = names.pseudonymBatch();
  }

  begin(scopes: Scopes): void {
    this.batch.forget();
    scopes.forEach((scope, at) => (this.numbers[at] = this.batch.scopeOf(scope)));
  }

  valueOf(kind: string, value: string): number {
    return this.batch.valueOf(kind, value);
  }

  pseudonym(value: number, scope: number): string {
    return this.batch.pseudonym(value, scope);
  }
}

/** Names of version 1, each made anew whenever it is asked. */
class FirstNames implements CaseNames {
  readonly numbers = nothing.numbers;
  private makers: readonly ((kind: string, value: string) => string)[] = [];
  private readonly values: (readonly [kind: string, value: string])[] = [];

  constructor(private readonly names: KeyedNames) {}

  begin(scopes: Scopes): void {
    this.values.length = 0;
    this.makers = scopes.map((scope) => this.names.pseudonymsOf(scope));
  }

  valueOf(kind: string, value: string): number {
    return this.values.push([kind, value]) - 1;
  }

  pseudonym(number: number, scope: number): string {
    const [kind, value] = this.values[number] as readonly [string, string];
    return this.makers[scope]?.(kind, value) ?? '';
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
