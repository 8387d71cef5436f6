import type { KeyedNames, PseudonymScope } from '@knooppunt/vault';

type Names = Pick<KeyedNames, 'pseudonymsOf'>;
/** The pseudonyms of one recipient within one case or signal. */
export type PseudonymsWithin = (kind: string, value: string) => string;
type Kept = { readonly kinds: Map<string, Map<string, string>>; readonly pseudonyms: PseudonymsWithin };

/**
 * The pseudonyms of one answer or batch, each made once: the signals of a case speak of the same few persons. They are
 * those that the vault makes, under the same key. Values lie here in the clear for as long as the batch takes, so its
 * owner calls `forget` when it ends, and as soon as any of its keys turns out to be destroyed.
 */
export class BatchPseudonyms {
  private readonly scopes = new Map<string, Kept>();

  constructor(private readonly names: Names) {}

  pseudonym(scope: PseudonymScope, kind: string, value: string): string {
    return this.within(scope)(kind, value);
  }

  /** The same for one scope, of which many will be asked. */
  within(scope: PseudonymScope): PseudonymsWithin {
    const name = `${scope.cooperation} ${scope.recipient} ${scope.within}`;
    const known = this.scopes.get(name) ?? this.kept(scope);
    this.scopes.set(name, known);
    return known.pseudonyms;
  }

  /** How many are held. */
  get size(): number {
    const kinds = [...this.scopes.values()].flatMap((kept) => [...kept.kinds.values()]);
    return kinds.reduce((sum, { size }) => sum + size, 0);
  }

  /** Lets go of every value; what is asked after this is made anew. */
  forget(): void {
    for (const { kinds } of this.scopes.values()) kinds.clear();
  }

  private kept(scope: PseudonymScope): Kept {
    const kinds = new Map<string, Map<string, string>>();
    const make = this.names.pseudonymsOf(scope);
    const pseudonyms = (kind: string, value: string): string => {
      let values = kinds.get(kind);
      if (values === undefined) kinds.set(kind, (values = new Map()));
      let pseudonym = values.get(value);
      if (pseudonym === undefined) values.set(value, (pseudonym = make(kind, value)));
      return pseudonym;
    };
    return { kinds, pseudonyms };
  }
}
