import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { CooperationId, Instant, Recorded } from '@knooppunt/kernel';

type Version<Document> = {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly cooperation: CooperationId;
  readonly from: Instant;
  /** When another took its place; null while none has. */
  until: Instant | null;
  readonly document: Document;
};
export type LawVersion = Version<LawDocument>;
export type CovenantVersion = Version<CovenantDocument>;

type CameIntoForce = {
  readonly law: string;
  readonly covenant: string;
  readonly version: string;
  readonly digest: string;
  readonly document: string;
};

/** The laws and covenants that came into force in a log, as they pass. */
export class DocumentsSeen {
  readonly laws: LawVersion[] = [];
  readonly covenants: CovenantVersion[] = [];
  private readonly parsed = new Map<string, object>();

  /** The next event of the log. Throws where a document is no JSON. */
  note(event: Recorded): void {
    if (event.type === 'LawCameIntoForce') this.take(event, this.laws, 'law');
    if (event.type === 'CovenantCameIntoForce') this.take(event, this.covenants, 'covenant');
  }

  /** The law with this digest, whichever cooperation it came into force in. */
  law(digest: string | undefined): LawDocument | undefined {
    return this.laws.find((law) => law.digest === digest)?.document;
  }

  /** The law in force in a cooperation as far as the log has come. */
  lawOf(cooperation: CooperationId): LawVersion | undefined {
    return this.laws.findLast((law) => law.cooperation === cooperation);
  }

  /** The covenant in force in a cooperation as far as the log has come. */
  covenantOf(cooperation: CooperationId): CovenantVersion | undefined {
    return this.covenants.findLast((covenant) => covenant.cooperation === cooperation);
  }

  private take<Document>(event: Recorded, versions: Version<Document>[], name: 'law' | 'covenant'): void {
    const { version, digest, document, [name]: id } = event.data as CameIntoForce;
    const { cooperation, recordedAt } = event;
    const before = versions.findLast((one) => one.cooperation === cooperation);
    if (before?.digest === digest) return;
    if (before) before.until = recordedAt;
    // One object per text: what is decided is kept by document.
    const parsed = this.parsed.get(digest) ?? (JSON.parse(document) as object);
    this.parsed.set(digest, parsed);
    versions.push({ id, version, digest, cooperation, from: recordedAt, until: null, document: parsed as Document });
  }
}
