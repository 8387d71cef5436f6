import { decidedFields, disclosedOf, obligationsDigest, questionsOf } from '@knooppunt/cases';
import type { DisclosedBlock, DisclosedItem, JudgedField, StoredDecision, StoredDisclosure } from '@knooppunt/cases';
import { decide } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { Recorded } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import { digestOf, goldenCovenant as covenantOf, goldenLaw as lawOf } from './golden-events.js';

const registries = new Registries(digestOf);
let documents: { readonly law: LawDocument; readonly covenant: CovenantDocument } | undefined;
const inForce = () => (documents ??= { law: lawOf(), covenant: covenantOf() });
type Disclosure = Recorded & { readonly data: StoredDisclosure };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const judged = ({ data, ...event }: Disclosure, item: DisclosedItem, block: DisclosedBlock): readonly JudgedField[] => {
  const type = registries.find(data.registry)?.find(item.payloadType);
  if (!type) throw new TypeError('no such type');
  const fields = decidedFields(type, block.kind);
  if (data.act === 'eigen') return fields.map(({ name }) => ({ field: name, level: 'reveal', obligations: {} }));
  const asking = {
    act: 'inzage' as const,
    recipientKind: data.recipientKind,
    purpose: event.purpose ?? '',
    at: event.recordedAt,
  };
  const facts = { ...disclosedOf(data).facts, ...item.facts, ...block.facts };
  const { law, covenant } = inForce();
  const decided = questionsOf(asking, item, fields, facts).flatMap(
    (question) => decide(law, covenant, question).fields,
  );
  return fields.flatMap(({ name }) => decided.filter(({ field }) => field === name));
};

const namesByCap = (fields: readonly JudgedField[]): Record<string, string[]> => {
  const caps: Record<string, string[]> = {};
  for (const { field, cap } of fields) if (cap !== undefined) (caps[cap] ??= []).push(field);
  return caps;
};

/** A record of version 1 of the golden log as the gate writes it since version 2; each block gets a decision of its own. */
export const asVersionTwo = (event: Recorded): Recorded => {
  const record = event as Disclosure;
  const decisions: StoredDecision[] = [];
  const disclosed = disclosedOf(record.data).items;
  const items = record.data.items.map((item, at) => ({
    ...item,
    blocks: item.blocks.map((block, place) => {
      const full = disclosed[at] as DisclosedItem;
      const fields = judged(record, full, full.blocks[place] as DisclosedBlock);
      const was: Mutable<StoredDecision> = { ...(record.data.decisions[block.decision] as StoredDecision) };
      was.caps = namesByCap(fields);
      was.obligations = obligationsDigest(fields, digestOf);
      return { ...block, decision: decisions.push(was) - 1 };
    }),
  }));
  const { law, covenant } = inForce();
  const data: StoredDisclosure = {
    ...record.data,
    items,
    decisions,
    law: { id: law.wet, version: law.version },
    covenant: { id: covenant.covenant, version: covenant.version },
    transforms: registries.find(record.data.registry)?.transforms ?? '',
  };
  return { ...record, data };
};
