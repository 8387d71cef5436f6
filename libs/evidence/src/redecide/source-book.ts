import { eventCatalogue } from '@knooppunt/cases';
import type { EvidenceEvent } from '@knooppunt/cases';
import type { CooperationId, EventCatalogue, OrganisationId, Recorded, StreamName, Uuid } from '@knooppunt/kernel';

type SupplyRefused = Extract<EvidenceEvent, { type: 'SupplyRefused' }>['data'];

/**
 * A text of the process, as far as it lies in the clear: who wrote it, for whom, the payload type that the catalogue gives what
 * its event seals (empty where it gives none), and the names of its sealed blocks.
 */
export type TextSource = {
  readonly payloadType: string;
  readonly organisation: OrganisationId | null;
  readonly concerns: OrganisationId | undefined;
  readonly blocks: readonly string[];
};

const catalogue = new Map(Object.entries<EventCatalogue[string]>(eventCatalogue));
const payloadTypeOf = (type: string): string => Object.values(catalogue.get(type)?.sealed ?? {})[0] ?? '';
const keyOf = (stream: StreamName, revision: bigint): string => `${stream}@${revision}`;

/** Remembers what items of disclosures rest on besides folded streams: sealed texts, and earlier disclosures. */
export class SourceBook {
  private readonly texts = new Map<string, TextSource>();
  private readonly recipients = new Map<string, OrganisationId>();

  private readonly refused = new Map<Uuid, OrganisationId>();

  /** The next event of the log. */
  note({ type, stream, revision, cooperation, organisation, data, sealed }: Recorded): void {
    const { recipient } = data as { readonly recipient?: OrganisationId };
    if (type === 'SupplyRefused') this.noteRefusal(data as SupplyRefused);
    if (type === 'DisclosureRecorded' && recipient !== undefined)
      this.recipients.set(`${cooperation} ${stream}`, recipient);
    if (!sealed || type === 'ContributionSupplied') return;
    this.texts.set(keyOf(stream, revision), {
      payloadType: payloadTypeOf(type),
      organisation,
      concerns: recipient,
      blocks: Object.keys(sealed),
    });
  }

  findText(stream: StreamName, revision: bigint): TextSource | undefined {
    return this.texts.get(keyOf(stream, revision));
  }

  /** To whom an earlier disclosure of this cooperation went. */
  findRecipient(cooperation: CooperationId, stream: StreamName): OrganisationId | undefined {
    return this.recipients.get(`${cooperation} ${stream}`);
  }

  /** Who brought a supply that was refused before it had a stream of its own. */
  findRefusedSupplier(contribution: Uuid): OrganisationId | undefined {
    return this.refused.get(contribution);
  }

  private noteRefusal({ contribution, supplier }: SupplyRefused): void {
    if (contribution !== undefined) this.refused.set(contribution, supplier);
  }
}
