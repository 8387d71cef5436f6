import type { KeyedNames } from '@knooppunt/vault';

type Names = Pick<KeyedNames, 'pseudonym'>;
type Scope = Parameters<KeyedNames['pseudonym']>[0];
/** The pseudonyms of one recipient within one case or signal. */
export type PseudonymsWithin = (kind: string, value: string) => string;

/**
 * The pseudonyms of one answer or batch, each made once: the signals of a case speak of the same few persons. They are
 * those that the vault makes, under the same key. Values lie here in the clear for as long as the batch takes, so its
 * owner calls `forget` when it ends, and as soon as any of its keys turns out to be destroyed.
 */
export class BatchPseudonyms implements Names {
  private readonly scopes = new Map<string, Map<string, Map<string, string>>>();

  constructor(private readonly names: Names) {}

  pseudonym(scope: Scope, kind: string, value: string): string {
    return this.within(scope)(kind, value);
  }

  /** The same for one scope, of which much will be asked. */
  within(scope: Scope): PseudonymsWithin {
    const name = JSON.stringify([scope.cooperation, scope.recipient, scope.within]);
    return (kind, value) => {
      const ofKind = entry(entry(this.scopes, name), kind);
      const known = ofKind.get(value);
      if (known !== undefined) return known;
      const made = this.names.pseudonym(scope, kind, value);
      ofKind.set(value, made);
      return made;
    };
  }

  /** How many are held. */
  get size(): number {
    return [...this.scopes.values()].flatMap((kinds) => [...kinds.values()]).reduce((sum, { size }) => sum + size, 0);
  }

  /** Lets go of every value; what is asked after this is made anew. */
  forget(): void {
    this.scopes.clear();
  }
}

const entry = <Inner>(map: Map<string, Map<string, Inner>>, key: string): Map<string, Inner> => {
  const known = map.get(key) ?? new Map<string, Inner>();
  map.set(key, known);
  return known;
};
