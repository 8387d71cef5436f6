import type { Registry } from '@knooppunt/signals';
import type { KeyedNames, PseudonymScope } from '@knooppunt/vault';

type Names = Pick<KeyedNames, 'pseudonymsOf' | 'pseudonymBatch'>;
/** The pseudonyms of one recipient within one case or signal. */
export type PseudonymsWithin = (kind: string, value: string) => string;

/** What was made of kinds and values, each once; the values lie in it in the clear. */
class Kept<Made> {
  private readonly kinds = new Map<string, Map<string, Made>>();

  of(kind: string, value: string, make: (kind: string, value: string) => Made): Made {
    let values = this.kinds.get(kind);
    if (values === undefined) this.kinds.set(kind, (values = new Map()));
    let made = values.get(value);
    if (made === undefined) values.set(value, (made = make(kind, value)));
    return made;
  }

  get size(): number {
    return [...this.kinds.values()].reduce((sum, { size }) => sum + size, 0);
  }

  clear(): void {
    this.kinds.clear();
  }
}

/**
 * The pseudonyms of one answer or batch, each made once: the signals of a case speak of the same few persons. They are
 * those that the vault makes, under the same keys. Values lie here in the clear for as long as the batch takes, so its
 * owner calls `forget` when it ends, and as soon as any of its keys turns out to be destroyed.
 */
export class BatchPseudonyms {
  private readonly scopes = new Map<string, PseudonymsWithin>();
  /** Of version 1, by scope. */
  private readonly first: Kept<string>[] = [];
  /** Of version 2: the numbers of values, for all scopes. */
  private readonly values = new Kept<number>();
  private readonly batch;

  constructor(private readonly names: Names) {
    this.batch = names.pseudonymBatch();
  }

  /** The name that stands for an id: a reference, of version 1 for ever. */
  pseudonym(scope: PseudonymScope, kind: string, value: string): string {
    return this.within(scope, 1)(kind, value);
  }

  /** How values are named in one scope, of which many will be asked. `version`: of the registry by which they leave. */
  within(scope: PseudonymScope, version: Registry['pseudonyms']): PseudonymsWithin {
    const name = `${version} ${scope.cooperation} ${scope.recipient} ${scope.within}`;
    const known = this.scopes.get(name) ?? (version === 1 ? this.firstOf(scope) : this.secondOf(scope));
    this.scopes.set(name, known);
    return known;
  }

  /** How many values are held. */
  get size(): number {
    return this.first.reduce((sum, { size }) => sum + size, this.values.size);
  }

  /** Lets go of every value; what is asked after this is made anew. */
  forget(): void {
    for (const kept of this.first) kept.clear();
    this.values.clear();
  }

  private firstOf(scope: PseudonymScope): PseudonymsWithin {
    const make = this.names.pseudonymsOf(scope);
    const kept = new Kept<string>();
    this.first.push(kept);
    return (kind, value) => kept.of(kind, value, make);
  }

  private secondOf(scope: PseudonymScope): PseudonymsWithin {
    const number = this.batch.scopeOf(scope);
    const make = (kind: string, value: string): number => this.batch.valueOf(kind, value);
    return (kind, value) => this.batch.pseudonym(this.values.of(kind, value, make), number);
  }
}
