import { isExpired } from '@knooppunt/cases';
import type { CovenantState, CovenantVersion, VersionStatus } from '@knooppunt/cases';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { streamName } from '@knooppunt/kernel';
import type { CooperationId, Digest } from '@knooppunt/kernel';
import { NotFound } from '@knooppunt/platform';
import { covenants } from '@knooppunt/projections';
import { Inject, Injectable } from '@nestjs/common';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';

/** How the API calls what became of a version. */
export const statusWords: Readonly<Record<VersionStatus, string>> = {
  drafted: 'ontwerp',
  submitted: 'ingediend',
  adopted: 'vastgesteld',
  'in-force': 'in-werking',
  superseded: 'opgevolgd',
  expired: 'verlopen',
  refused: 'geweigerd',
  withdrawn: 'ingetrokken',
};

/** A version with its text, wherever it stands. `life`: absent of one that began before the hub (founding). */
export type VersionText = {
  readonly covenant: string;
  readonly version: string;
  readonly digest: Digest;
  readonly status: VersionStatus;
  readonly document: CovenantDocument;
  readonly inForceFrom?: string;
  readonly life?: CovenantVersion;
};

/** A version as the read model has it, because it came into force. */
export type CameIntoForce = {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
  readonly digest: Digest;
  readonly document: string;
  readonly inForceFrom: string;
};

/** What became of a text that came into force. */
export const statusOf = (state: CovenantState, digest: Digest): VersionStatus => {
  const life = Object.values(state.life?.versions ?? {}).find((one) => one.digest === digest);
  if (life?.status === 'expired') return 'expired';
  if (state.covenant?.digest !== digest && state.law?.digest !== digest) return 'superseded';
  return isExpired(state) && state.covenant?.digest === digest ? 'expired' : 'in-force';
};

/** The texts of a cooperation: those of its stream, and those that were in force before. */
@Injectable()
export class CovenantTexts {
  constructor(@Inject(HUB_PARTS) private readonly parts: HubParts) {}

  async state(cooperation: CooperationId): Promise<CovenantState> {
    const stream = streamName('covenant', cooperation);
    return (await this.parts.gate.streams.fold('covenant', stream, cooperation)).state;
  }

  /** Everything that came into force, law and covenant, oldest first; the same text once, at its newest. */
  async cameIntoForce(cooperation: CooperationId): Promise<readonly CameIntoForce[]> {
    const { readStore } = this.parts;
    const rows = await readStore.db
      .selectFrom(readStore.tableName(covenants, 'covenants'))
      .selectAll()
      .where('cooperation', '=', cooperation)
      .orderBy('position')
      .execute();
    return rows.map((row) => ({
      kind: String(row['kind']),
      id: String(row['document_id']),
      version: String(row['version']),
      digest: String(row['digest']),
      document: String(row['document']),
      inForceFrom: String(row['in_force_from']),
    }));
  }

  /** A version of the covenant by its number; undefined where there is none. */
  async find(cooperation: CooperationId, version: string): Promise<VersionText | undefined> {
    const [state, past] = await Promise.all([this.state(cooperation), this.cameIntoForce(cooperation)]);
    const life = state.life && Object.hasOwn(state.life.versions, version) ? state.life.versions[version] : undefined;
    const was = past.findLast((one) => one.kind === 'covenant' && one.version === version);
    const text = life?.document ? life : (was ?? inForceOf(state, version));
    if (!text) return undefined;
    const { digest, document } = text;
    return {
      version,
      digest,
      covenant: life?.covenant ?? was?.id ?? state.covenant?.covenant ?? '',
      status: life?.document ? life.status : statusOf(state, digest),
      document: JSON.parse(document) as CovenantDocument,
      ...(was ? { inForceFrom: was.inForceFrom } : {}),
      ...(life?.document ? { life } : {}),
    };
  }

  /** The same where it has to be there. Error: `platform/niet-gevonden`. */
  async get(cooperation: CooperationId, version: string): Promise<VersionText> {
    const found = await this.find(cooperation, version);
    if (!found) throw new NotFound();
    return found;
  }
}

const inForceOf = ({ covenant }: CovenantState, version: string) =>
  covenant?.version === version ? covenant : undefined;

/** The law in force as a document. */
export const lawOf = ({ law }: CovenantState): LawDocument | undefined =>
  law ? (JSON.parse(law.document) as LawDocument) : undefined;

/** The law as a signature names it. */
export const nameOfLaw = ({
  law,
  version,
  digest,
}: {
  readonly law: string;
  readonly version: string;
  readonly digest: string;
}) => ({
  name: law,
  version,
  digest,
});
