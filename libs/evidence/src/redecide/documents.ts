import type { CovenantState } from '@knooppunt/cases';
import { semanticsVersions } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { DigestOf } from '@knooppunt/kernel';
import { registryDigest } from '@knooppunt/signals';
import type { RecordedFold } from './record.js';

/** Law and covenant as a record was decided under them. */
export type InForce = { readonly law: LawDocument; readonly covenant: CovenantDocument };

type Parsed = { readonly document: object; readonly isTrue: boolean };

/** Takes documents from the covenant stream, by digest: each is parsed once, and its digest is computed again. */
export class Documents {
  private readonly parsed = new Map<string, Parsed>();
  private readonly registry: string;

  constructor(private readonly digestOf: DigestOf) {
    this.registry = registryDigest(digestOf);
  }

  /** The documents in force at the revision that the record folded; undefined, and a finding, where it cannot be judged. */
  inForce(fold: RecordedFold): InForce | undefined {
    const placed = fold.find('covenant', `covenant-${fold.cooperation}`);
    const { law, covenant } = placed?.state ?? {};
    if (!law || !covenant) {
      if (placed) fold.say('documents-missing', `covenant-${fold.cooperation}@${placed.revision}`);
      return undefined;
    }
    this.compare(fold, law, covenant);
    if (!this.canJudge(fold, covenant)) return undefined;
    return {
      law: this.documentOf(fold, law) as LawDocument,
      covenant: this.documentOf(fold, covenant) as CovenantDocument,
    };
  }

  private compare(fold: RecordedFold, law: { readonly digest: string }, covenant: { readonly digest: string }): void {
    const pins = fold.record.covenant;
    if (pins?.law !== law.digest) fold.say('documents-differ', 'law');
    if (pins?.covenant !== covenant.digest) fold.say('documents-differ', 'covenant');
  }

  private canJudge({ record, say }: RecordedFold, covenant: NonNullable<CovenantState['covenant']>): boolean {
    const { semantics, registry } = record.data;
    if (registry !== covenant.registry) say('documents-differ', 'registry');
    const knowsRegistry = registry === this.registry;
    const knowsSemantics = semantics === covenant.semantics && Object.hasOwn(semanticsVersions, semantics);
    if (!knowsRegistry) say('registry-unknown', registry);
    if (!knowsSemantics) say('semantics-unknown', semantics);
    return knowsRegistry && knowsSemantics;
  }

  private documentOf({ say }: RecordedFold, text: { readonly digest: string; readonly document: string }): object {
    const known = this.parsed.get(text.digest) ?? {
      document: JSON.parse(text.document) as object,
      isTrue: this.digestOf(text.document) === text.digest,
    };
    this.parsed.set(text.digest, known);
    if (!known.isTrue) say('document-digest', text.digest);
    return known.document;
  }
}
