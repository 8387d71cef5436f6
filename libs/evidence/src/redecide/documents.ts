import { effectiveCovenant, isExpired } from '@knooppunt/cases';
import type { CovenantInForce, LawInForce } from '@knooppunt/cases';
import { semanticsVersions } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { DigestOf } from '@knooppunt/kernel';
import type { Registries, Registry } from '@knooppunt/signals';
import type { RecordedFold } from './record.js';

/** Law, covenant and registry as a record was decided under them. */
export type InForce = {
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly registry: Registry;
};

type Name = { readonly id: string; readonly version: string };
const isOther = (a: Name, b: Name): boolean => a.id !== b.id || a.version !== b.version;

type Parsed = { readonly document: object; readonly isTrue: boolean };

/** Takes documents from the covenant stream, by digest: each is parsed once, and its digest is computed again. */
export class Documents {
  private readonly parsed = new Map<string, Parsed>();
  private readonly expired = new Map<string, CovenantDocument>();

  constructor(
    private readonly digestOf: DigestOf,
    private readonly registries: Registries,
  ) {}

  /** The documents in force at the revision that the record folded; undefined, and a finding, where it cannot be judged. */
  inForce(fold: RecordedFold): InForce | undefined {
    const placed = fold.find('covenant', `covenant-${fold.cooperation}`);
    if (!placed) return undefined;
    const { law, covenant } = placed.state;
    if (!law || !covenant) {
      fold.say('documents-missing', `covenant-${fold.cooperation}@${placed.revision}`);
      return undefined;
    }
    this.compare(fold, law, covenant);
    const registry = this.judgeable(fold, covenant);
    if (!registry) return undefined;
    return {
      registry,
      law: this.documentOf(fold, law) as LawDocument,
      covenant: this.covenantOf(fold, covenant, isExpired(placed.state)),
    };
  }

  private covenantOf(fold: RecordedFold, text: CovenantInForce, hasExpired: boolean): CovenantDocument {
    const covenant = this.documentOf(fold, text) as CovenantDocument;
    if (!hasExpired) return covenant;
    const known = this.expired.get(text.digest) ?? effectiveCovenant(covenant, true);
    this.expired.set(text.digest, known);
    return known;
  }

  private compare(fold: RecordedFold, law: LawInForce, covenant: CovenantInForce): void {
    const pins = fold.record.covenant;
    if (pins?.law !== law.digest) fold.say('documents-differ', 'law');
    if (pins?.covenant !== covenant.digest) fold.say('documents-differ', 'covenant');
    // A record of version 1 names digests alone.
    const named = fold.record.data;
    if (named.law && isOther(named.law, { id: law.law, version: law.version }))
      fold.say('documents-differ', 'law name');
    if (named.covenant && isOther(named.covenant, { id: covenant.covenant, version: covenant.version })) {
      fold.say('documents-differ', 'covenant name');
    }
  }

  /** The registry to judge by: the one of then, whatever this program's own is; undefined, and a finding, where it cannot be. */
  private judgeable({ record, say }: RecordedFold, covenant: CovenantInForce): Registry | undefined {
    const { semantics, registry: digest } = record.data;
    if (digest !== covenant.registry) say('documents-differ', 'registry');
    const registry = this.registries.find(digest);
    const knowsSemantics = semantics === covenant.semantics && Object.hasOwn(semanticsVersions, semantics);
    if (!registry) say('registry-unknown', digest);
    else if ((record.data.transforms ?? registry.transforms) !== registry.transforms) say('transforms-differ', digest);
    if (!knowsSemantics) say('semantics-unknown', semantics);
    return knowsSemantics ? registry : undefined;
  }

  private documentOf({ say }: RecordedFold, text: LawInForce | CovenantInForce): object {
    const known = this.parsed.get(text.digest) ?? {
      document: JSON.parse(text.document) as object,
      isTrue: this.digestOf(text.document) === text.digest,
    };
    this.parsed.set(text.digest, known);
    if (!known.isTrue) say('document-digest', text.digest);
    return known.document;
  }
}
