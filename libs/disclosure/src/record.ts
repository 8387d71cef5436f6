import { questionFacts, sourcesOf, storedDecision, storedFacts } from '@knooppunt/cases';
import type {
  Asking,
  EvidenceEvent,
  StoredDecision,
  StoredDisclosure,
  StoredFacts,
  StoredItem,
} from '@knooppunt/cases';
import type { Uuid } from '@knooppunt/kernel';
import type { Registry } from '@knooppunt/signals';
import { createHash } from 'node:crypto';
import type { Assembled } from './assemble.js';
import type { InForce } from './documents.js';
import type { JudgedBlock, JudgedItem } from './judging.js';
import type { Snapshot, View } from './view.js';

/** The version of the gate's own code that decided; a replay names it. */
export const gateBuild = 'poort/2';

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

type Disclosure = Extract<EvidenceEvent, { type: 'DisclosureRecorded' }>;

/** An item with what will be sent of it. */
export type PreparedItem = Assembled & { readonly judged: JudgedItem; readonly reference: string };

/** Entries that many refer to: what is the same stands once. */
class Table<Entry> {
  readonly entries: Entry[] = [];
  private readonly places = new Map<string, number>();

  placeOf(entry: Entry): number {
    const key = JSON.stringify(entry);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.entries.length);
    return this.entries.push(entry) - 1;
  }
}

type Tables = { readonly circumstances: Table<StoredFacts>; readonly decisions: Table<StoredDecision> };

const placeOf = ({ item }: JudgedItem['planned']) => ({
  stream: item.source.stream,
  revision: item.source.revision.toString(),
  ...(item.case ? { case: item.case.stream.slice('case-'.length) } : {}),
  ...(item.signal ? { signal: item.signal.stream.slice('signal-'.length) } : {}),
});

const itemOf = (
  { judged, reference, blocks, unanswered }: PreparedItem,
  data: Pick<StoredDisclosure, 'folded' | 'recipient' | 'meeting'>,
  { circumstances, decisions }: Tables,
): StoredItem => {
  const { item } = judged.planned;
  const place = placeOf(judged.planned);
  const sources = sourcesOf(data, place);
  const digests = new Map(blocks.map(({ block, digest }) => [block, digest]));
  const blockOf = (block: JudgedBlock): StoredItem['blocks'][number] => {
    const [digest, reason] = [digests.get(block.name), unanswered.get(block.name)];
    return {
      block: block.name,
      decision: decisions.placeOf(storedDecision(block, sources, digestOf)),
      ...(block.subject === undefined ? {} : { subject: block.subject }),
      ...(digest === undefined ? {} : { digest }),
      ...(reason === undefined ? {} : { unanswered: reason }),
    };
  };
  return {
    reference,
    ...place,
    payloadType: item.payloadType,
    supplier: item.supplier,
    supplierKind: item.supplierKind,
    phase: item.phase,
    circumstances: circumstances.placeOf(storedFacts(judged.facts, sources)),
    ...(judged.unread === undefined ? {} : { unread: judged.unread }),
    blocks: judged.blocks.map(blockOf),
  };
};

/** The record of one answer: everything a replay needs, each thing once, and no value (design §6 step 4, ADR 0001). */
export const disclosureRecord = (input: {
  readonly disclosure: Uuid;
  readonly view: View;
  readonly asking: Asking;
  readonly documents: InForce;
  readonly registry: Registry;
  readonly folded: Snapshot;
  readonly items: readonly PreparedItem[];
}): Disclosure => {
  const { disclosure, view, asking, documents, registry, folded, items } = input;
  const head = {
    disclosure,
    act: view.act,
    view: view.name,
    recipient: asking.recipient,
    recipientKind: asking.recipientKind,
    ...(view.case === undefined ? {} : { case: view.case }),
    ...(view.meeting === undefined ? {} : { meeting: view.meeting }),
    semantics: documents.covenant.semantics,
    build: gateBuild,
    registry: documents.registry,
    law: { id: documents.law.wet, version: documents.law.version },
    covenant: { id: documents.covenant.covenant, version: documents.covenant.version },
    transforms: registry.transforms,
    folded: [...folded].map(([stream, revision]) => ({ stream, revision: revision.toString() })),
  };
  const tables: Tables = { circumstances: new Table(), decisions: new Table() };
  const stored = items.map((item) => itemOf(item, head, tables));
  return {
    type: 'DisclosureRecorded',
    data: {
      ...head,
      facts: storedFacts(questionFacts(asking), sourcesOf(head)),
      circumstances: tables.circumstances.entries,
      decisions: tables.decisions.entries,
      items: stored,
    },
  };
};
