import type { Asking, DisclosedItem, EvidenceEvent, Facts } from '@knooppunt/cases';
import { questionFacts } from '@knooppunt/cases';
import type { Uuid } from '@knooppunt/kernel';
import type { AssembledBlock } from './assemble.js';
import type { InForce } from './documents.js';
import type { JudgedBlock, JudgedItem } from './judging.js';
import type { Snapshot, View } from './view.js';

/** The version of the gate's own code that decided; a replay names it. */
export const gateBuild = 'poort/1';

type Disclosure = Extract<EvidenceEvent, { type: 'DisclosureRecorded' }>;

/** An item with what will be sent of it. */
export type PreparedItem = {
  readonly judged: JudgedItem;
  readonly reference: string;
  readonly blocks: readonly AssembledBlock[];
};

const factsOf = (facts: Facts) =>
  Object.fromEntries(Object.entries(facts).map(([name, { value, source }]) => [name, { value, source }]));

const isShown = ({ level }: { readonly level: string }): boolean => level !== 'withhold';

const blockOf = (block: JudgedBlock, assembled: AssembledBlock | undefined): DisclosedItem['blocks'][number] => ({
  block: block.name,
  kind: block.kind,
  ...(block.subject === undefined ? {} : { subject: block.subject }),
  facts: factsOf(block.facts),
  levels: Object.fromEntries(block.fields.map(({ field, level }) => [field, level])),
  permits: Object.fromEntries(
    block.fields.filter(isShown).flatMap(({ field, permit }) => (permit === undefined ? [] : [[field, permit]])),
  ),
  ...(assembled?.digest === undefined ? {} : { digest: assembled.digest }),
});

const itemOf = ({ judged, reference, blocks }: PreparedItem): DisclosedItem => {
  const { item } = judged.planned;
  return {
    reference,
    stream: item.source.stream,
    revision: item.source.revision.toString(),
    payloadType: item.payloadType,
    supplier: item.supplier,
    supplierKind: item.supplierKind,
    phase: item.phase,
    ...(item.case ? { case: item.case.stream.slice('case-'.length) } : {}),
    ...(item.signal ? { signal: item.signal.stream.slice('signal-'.length) } : {}),
    facts: {},
    blocks: judged.blocks.map((block) =>
      blockOf(
        block,
        blocks.find(({ block: name }) => name === block.name),
      ),
    ),
  };
};

/** The record of one answer: everything a replay needs, and no value (design §6 step 4, ADR 0001). */
export const disclosureRecord = (input: {
  readonly disclosure: Uuid;
  readonly view: View;
  readonly asking: Asking;
  readonly documents: InForce;
  readonly folded: Snapshot;
  readonly items: readonly PreparedItem[];
}): Disclosure => {
  const { disclosure, view, asking, documents, folded, items } = input;
  return {
    type: 'DisclosureRecorded',
    data: {
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
      folded: [...folded].map(([stream, revision]) => ({ stream, revision: revision.toString() })),
      facts: factsOf(questionFacts(asking)),
      items: items.map(itemOf),
    },
  };
};
