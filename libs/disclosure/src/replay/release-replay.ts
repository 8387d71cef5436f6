import { decidedFields, disclosedOf, headBlock } from '@knooppunt/cases';
import type { DisclosedBlock, DisclosedItem, StoredDisclosure } from '@knooppunt/cases';
import { idOf, isDomainError } from '@knooppunt/kernel';
import type { Json, Recorded, SealedBlock, StreamName } from '@knooppunt/kernel';
import { levels } from '@knooppunt/signals';
import type { Level, PayloadType, Registries, Registry } from '@knooppunt/signals';
import { sealContextOf } from '@knooppunt/vault';
import type { KeyedNames, Opener } from '@knooppunt/vault';
import { BatchPseudonyms } from '../pseudonyms.js';
import { canonicalRelease, releaseOf } from '../release.js';
import type { ReleaseCode, ReleaseFinding, ReleaseSummary } from './release-finding.js';

/** What a release replay works with. `eventAt` gives an event of the log by stream and revision; undefined where it has none. */
export type ReleaseReplayParts = {
  readonly opener: Opener;
  readonly names: KeyedNames;
  readonly registries: Registries;
  readonly eventAt: (stream: StreamName, revision: bigint) => Recorded | undefined | Promise<Recorded | undefined>;
  readonly report: (finding: ReleaseFinding) => void;
};

type Disclosure = Recorded & { readonly data: StoredDisclosure };
type Values = Readonly<Record<string, Json>>;
type Place = { readonly record: Disclosure; readonly item: DisclosedItem; readonly block: DisclosedBlock };
/** How a block left: the fields of its type, and the version of the pseudonyms. */
type Form = { readonly type: PayloadType; readonly pseudonyms: Registry['pseudonyms'] };
type Sealed = { readonly event: Recorded; readonly sealed: SealedBlock };

const decoder = new TextDecoder();
const shows = (level: string): boolean => level !== 'withhold';
const isLevel = (level: string | undefined): level is Level => levels.some((known) => known === level);
const brokenBy: Readonly<Record<string, ReleaseCode>> = {
  'vault/seal-broken': 'seal-broken',
  'vault/no-supplier': 'seal-broken',
  'vault/unknown-key': 'key-unknown',
};

/**
 * The release replay: opens what a recorded disclosure showed, transforms it at the recorded levels as of then, and compares
 * the keyed digest with the recorded one. Runs where the keys are; gives verdicts, never a value. A block whose key was
 * destroyed since is counted as erased, by design. Source: policy-engine §3.4 (ii).
 */
export class ReleaseReplay {
  private readonly counts = {
    disclosures: 0,
    blocks: 0,
    same: 0,
    erased: 0,
    unanswered: 0,
    unsealed: 0,
    findings: 0,
  };

  constructor(private readonly parts: ReleaseReplayParts) {}

  /** Replays one `DisclosureRecorded`. Rejects with `vault/unavailable` and the like: then nothing can be said. */
  async check(event: Recorded): Promise<void> {
    const record = event as Disclosure;
    this.counts.disclosures++;
    const disclosed = this.itemsOf(record);
    for (const item of disclosed) {
      for (const block of item.blocks) if (block.block !== headBlock) await this.checkBlock({ record, item, block });
    }
  }

  summary(): ReleaseSummary {
    return { ...this.counts };
  }

  private itemsOf(record: Disclosure): readonly DisclosedItem[] {
    try {
      return disclosedOf(record.data).items;
    } catch {
      this.counts.findings++;
      this.parts.report({
        position: record.position,
        disclosure: record.stream,
        code: 'record-unreadable',
        detail: 'data',
      });
      return [];
    }
  }

  private say({ record, item, block }: Place, code: ReleaseCode): void {
    this.counts.findings++;
    const detail = `${item.stream} ${block.block}`;
    this.parts.report({ position: record.position, disclosure: record.stream, code, detail });
  }

  /** Was the item there for its reader at all? Of one that was not, nothing was sent. */
  private wasThere({ blocks }: DisclosedItem): boolean {
    return blocks.some(({ block, levels: given }) => block === headBlock && Object.values(given).some(shows));
  }

  private async checkBlock(place: Place): Promise<void> {
    const { item, block } = place;
    const isShown = this.wasThere(item) && Object.values(block.levels).some(shows);
    if (!isShown) {
      if (block.digest !== undefined) this.say(place, 'digest-unfounded');
      return;
    }
    if (block.kind === 'record') {
      this.counts.unsealed++;
      return;
    }
    this.counts.blocks++;
    if (block.unanswered === undefined) return this.compare(place);
    this.counts.unanswered++;
    if (block.digest !== undefined) this.say(place, 'digest-unfounded');
  }

  private async compare(place: Place): Promise<void> {
    const found = await this.sealedOf(place);
    const form = this.formOf(place);
    if (!found || !form) return;
    const values = await this.opened(place, found);
    if (!values) return;
    const digest = await this.digestOf(place, { ...form, values, keyId: found.sealed.keyId });
    if (digest === 'destroyed') this.counts.erased++;
    else if (digest === place.block.digest) this.counts.same++;
    else this.say(place, digest === undefined ? 'digest-unfounded' : this.mismatch(place));
  }

  private mismatch({ block }: Place): ReleaseCode {
    return block.digest === undefined ? 'digest-missing' : 'digest-differs';
  }

  private async sealedOf(place: Place): Promise<Sealed | undefined> {
    const { item, block } = place;
    const event = await this.parts.eventAt(item.stream, BigInt(item.revision));
    if (!event) this.say(place, 'source-missing');
    const sealed = event?.sealed?.[block.block];
    if (event && sealed) return { event, sealed };
    // A block of which the content held nothing was not sealed, and nothing of it was sent.
    if (event && block.digest !== undefined) this.say(place, 'block-missing');
    else if (event) this.counts.same++;
    return undefined;
  }

  private formOf(place: Place): Form | undefined {
    const registry = this.parts.registries.find(place.record.data.registry);
    const type = registry?.find(place.item.payloadType);
    if (!registry || !type) this.say(place, 'registry-unknown');
    else if (!registry.isExecutable) this.say(place, 'transforms-unknown');
    else return { type, pseudonyms: registry.pseudonyms };
    return undefined;
  }

  private async opened(place: Place, { event, sealed }: Sealed): Promise<Values | undefined> {
    try {
      const opened = await this.parts.opener.open(sealed, place.block.block, sealContextOf(event));
      if (opened !== 'destroyed') return JSON.parse(decoder.decode(opened)) as Values;
      this.counts.erased++;
    } catch (error) {
      const code = isDomainError(error) ? brokenBy[(error as unknown as { readonly code: string }).code] : undefined;
      if (code === undefined) throw error;
      this.say(place, code);
    }
    return undefined;
  }

  private async digestOf(
    place: Place,
    { type, pseudonyms, values, keyId }: Form & { readonly values: Values; readonly keyId: string },
  ): Promise<string | undefined> {
    const { record, item, block } = place;
    const fields = decidedFields(type, block.kind).flatMap(({ name }) => {
      const level = block.levels[name];
      return isLevel(level) ? [{ field: name, level }] : [];
    });
    if (fields.length !== Object.keys(block.levels).length) this.say(place, 'level-unknown');
    const within = item.case ?? item.signal ?? idOf(item.stream);
    const released = {
      cooperation: record.cooperation,
      recipient: record.data.recipient,
      within,
      pseudonyms,
      at: record.recordedAt,
    };
    const shown = releaseOf(new BatchPseudonyms(this.parts.names), released, type)(fields, values);
    if (shown.length === 0) return undefined;
    return (await this.parts.opener.outputDigest(keyId, canonicalRelease(shown))) ?? 'destroyed';
  }
}
