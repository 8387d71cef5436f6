import type { SupplyTarget } from '@knooppunt/cases';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { SharedReads } from '@knooppunt/event-store';
import type { CooperationId, Instant, Kind, OrganisationId, Uuid } from '@knooppunt/kernel';
import { supplyRights } from '@knooppunt/projections';
import type { ReadStore } from '@knooppunt/read-store';
import type { Payload } from '@knooppunt/signals';

/** Law and covenant as the read model has them. */
export type Documents = {
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly lawDigest: string;
  readonly covenantDigest: string;
};

/** What a supplier is, and under which documents it brings something; either undefined where there is none. */
export type Standing = { readonly kind: Kind | undefined; readonly documents: Documents | undefined };

/** The one read model of the gateway: what may be supplied by whom, as far as the projectors have followed. */
export class SupplyRights {
  private readonly parsed = new Map<string, object>();
  private readonly reads = new SharedReads();

  constructor(private readonly readStore: ReadStore) {}

  /** Law and covenant in force in a cooperation, or undefined where there are none. */
  documents(cooperation: CooperationId): Promise<Documents | undefined> {
    return this.reads.share(`documents ${cooperation}`, () => this.readDocuments(cooperation));
  }

  /** Kind and documents of a supplier at this instant. */
  async standing(cooperation: CooperationId, organisation: OrganisationId, at: Instant): Promise<Standing> {
    const [kind, documents] = await Promise.all([
      this.kindOf(cooperation, organisation, at),
      this.documents(cooperation),
    ]);
    return { kind, documents };
  }

  /** The kind of an organisation that is a member at this instant; undefined where it is none. */
  async kindOf(cooperation: CooperationId, organisation: OrganisationId, at: Instant): Promise<Kind | undefined> {
    const row = await this.reads.share(`party ${cooperation} ${organisation}`, () =>
      this.from('parties')
        .select(['kind', 'member_from', 'member_until'])
        .where('cooperation', '=', cooperation)
        .where('organisation', '=', organisation)
        .executeTakeFirst(),
    );
    const until = row?.['member_until'];
    if (!row || String(row['member_from']) > at || (typeof until === 'string' && until <= at)) return undefined;
    return String(row['kind']);
  }

  /** Where this supply would go, as far as the supplier may bring it there. */
  async target(
    cooperation: CooperationId,
    organisation: OrganisationId,
    payload: Payload,
    type: string,
    at: Instant,
  ): Promise<SupplyTarget> {
    const { case: caseId, request } = payload;
    if (caseId === undefined) return {};
    const row = await this.from('cases')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('cooperation', '=', cooperation)
      .executeTakeFirst();
    if (!row) return {};
    const grant = await this.from('grants')
      .select('until')
      .where('case_id', '=', caseId)
      .where('organisation', '=', organisation)
      .where('until', '>', at)
      .executeTakeFirst();
    const inCase = {
      phase: String(row['phase']),
      isOpen: row['state'] === 'open',
      supplierInSet: grant !== undefined,
      isScan: false,
    };
    if (request === undefined) return { case: inCase };
    const asked = await this.from('requests')
      .select('state')
      .where('request_id', '=', request)
      .where('case_id', '=', caseId)
      .where('organisation', '=', organisation)
      .where('payload_type', '=', type)
      .executeTakeFirst();
    return { case: inCase, request: { isOfCase: asked !== undefined, isAsked: asked !== undefined } };
  }

  /** Subjects that a request is about. */
  async subjectsOf(request: Uuid): Promise<readonly Uuid[]> {
    const rows = await this.from('request_subjects').select('subject').where('request_id', '=', request).execute();
    return rows.map(({ subject }) => String(subject));
  }

  private async readDocuments(cooperation: CooperationId): Promise<Documents | undefined> {
    const row = await this.from('documents')
      .select(['law_digest', 'covenant_digest'])
      .where('cooperation', '=', cooperation)
      .executeTakeFirst();
    const lawDigest = row?.['law_digest'];
    const covenantDigest = row?.['covenant_digest'];
    if (typeof lawDigest !== 'string' || typeof covenantDigest !== 'string') return undefined;
    const [law, covenant] = [this.parsed.get(lawDigest), this.parsed.get(covenantDigest)];
    if (!law || !covenant) return this.readTexts(cooperation);
    return { lawDigest, covenantDigest, law: law as LawDocument, covenant: covenant as CovenantDocument };
  }

  /** The texts are long, and under their digests they never change: they are read and parsed once. */
  private async readTexts(cooperation: CooperationId): Promise<Documents | undefined> {
    const row = await this.from('documents').selectAll().where('cooperation', '=', cooperation).executeTakeFirst();
    const lawDigest = row?.['law_digest'];
    const covenantDigest = row?.['covenant_digest'];
    if (!row || typeof lawDigest !== 'string' || typeof covenantDigest !== 'string') return undefined;
    return {
      lawDigest,
      covenantDigest,
      law: this.parse(lawDigest, row['law_document']) as LawDocument,
      covenant: this.parse(covenantDigest, row['covenant_document']) as CovenantDocument,
    };
  }

  private from(table: string) {
    return this.readStore.db.selectFrom(this.readStore.tableName(supplyRights, table));
  }

  private parse(digest: string, text: unknown): object {
    const known = this.parsed.get(digest);
    if (known) return known;
    const document = JSON.parse(String(text)) as object;
    this.parsed.set(digest, document);
    return document;
  }
}
