import { canonicalJson, categoryOf } from '@knooppunt/kernel';
import type { DigestOf, Json, StreamName, Uuid } from '@knooppunt/kernel';
import type { EvidenceEvent, StoredDecision, StoredFacts, StoredItem } from '../events/evidence.events.js';
import type { Fact, Facts, FactValue } from './facts.js';
import type { JudgedField } from './judge.js';

/** Data of a disclosure record, as stored. */
export type StoredDisclosure = Extract<EvidenceEvent, { type: 'DisclosureRecorded' }>['data'];

/** One block of a disclosure record, with the decision that was made over it. */
export type DisclosedBlock = {
  readonly block: string;
  readonly kind: string;
  readonly subject?: Uuid;
  /** Facts of the block and its subject. */
  readonly facts: Facts;
  /** Field -> level. */
  readonly levels: Readonly<Record<string, string>>;
  /** Field -> the permit that decided it, for what is shown. */
  readonly permits: Readonly<Record<string, string>>;
  /** Field -> the cap that lowered it; undefined in a record of version 1. */
  readonly caps?: Readonly<Record<string, string>>;
  /** Digest over the obligations of what is shown; undefined in a record of version 1. */
  readonly obligations?: string;
  readonly digest?: string;
  readonly unanswered?: string;
};

/** One item of a disclosure record, with its facts and its blocks in full. */
export type DisclosedItem = Omit<StoredItem, 'circumstances' | 'blocks'> & {
  readonly facts: Facts;
  readonly blocks: readonly DisclosedBlock[];
};

/** A disclosure record in full: every fact by name, every field with its level. */
export type Disclosed = { readonly facts: Facts; readonly items: readonly DisclosedItem[] };

type Placing = Pick<StoredDisclosure, 'folded' | 'recipient' | 'meeting'>;
type PlacedItem = Pick<StoredItem, 'stream' | 'revision' | 'case' | 'signal'>;

/** Names of sources within one record, and what they stand for; what has no name is written in full. */
export type Sources = ReadonlyMap<string, string>;

/** What stands twice where it may stand once: no level, rule or value is called so, and an audit finds it. */
const twice = 'twice';
const values = ['true', 'false', 'unknown'] as const;

/** Sources that the facts of a record, and of one of its items, may name shortly. */
export const sourcesOf = ({ folded, recipient, meeting }: Placing, item?: PlacedItem): Sources => {
  const revisions = new Map(folded.map(({ stream, revision }): [StreamName, string] => [stream, revision]));
  const sources = new Map<string, string>();
  const name = (place: string, stream: StreamName | undefined): void => {
    const revision = stream === undefined ? undefined : revisions.get(stream);
    if (revision !== undefined) sources.set(place, `clear:${stream}@${revision}`);
  };
  const party = folded.find(({ stream }) => categoryOf(stream) === 'party' && stream.endsWith(`-${recipient}`));
  name('party', party?.stream);
  name('meeting', meeting === undefined ? undefined : `meeting-${meeting}`);
  if (!item) return sources;
  name('case', item.case === undefined ? undefined : `case-${item.case}`);
  name('signal', item.signal === undefined ? undefined : `signal-${item.signal}`);
  name('request', categoryOf(item.stream) === 'request' ? item.stream : undefined);
  return sources.set('item', `clear:${item.stream}@${item.revision}`);
};

const push = <Key>(lists: Map<Key, string[]>, key: Key, name: string): void => {
  const list = lists.get(key);
  if (list) list.push(name);
  else lists.set(key, [name]);
};

/** Facts as a record stores them: sorted by name, grouped by source and value. */
export const storedFacts = (facts: Facts, sources: Sources): StoredFacts => {
  const places = new Map([...sources].map(([place, source]) => [source, place]).toReversed() as [string, string][]);
  const bySource = new Map<string, Map<FactValue, string[]>>();
  for (const [name, { value, source }] of Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const place = places.get(source) ?? source;
    const ofSource = bySource.get(place) ?? new Map<FactValue, string[]>();
    bySource.set(place, ofSource);
    push(ofSource, value, name);
  }
  return Object.fromEntries([...bySource].map(([source, lists]) => [source, Object.fromEntries(lists)]));
};

/** Facts of a record, by name. A name that stands twice becomes a fact with no value and no source that could be so. */
export const factsOf = (stored: StoredFacts | undefined, sources: Sources): Facts => {
  const facts = new Map<string, Fact>();
  for (const [place, lists] of Object.entries(stored ?? {})) {
    const source = sources.get(place) ?? place;
    for (const value of values) {
      for (const name of lists[value] ?? []) {
        facts.set(name, facts.has(name) ? { value: 'unknown', source: twice } : { value, source });
      }
    }
  }
  return Object.fromEntries(facts);
};

const byName = (lists: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> => {
  const names = new Map<string, string>();
  for (const [key, fields] of Object.entries(lists)) {
    for (const field of fields) names.set(field, names.has(field) ? twice : key);
  }
  return Object.fromEntries(names);
};

const digests = new WeakMap<DigestOf, WeakMap<readonly JudgedField[], string>>();

/**
 * What a record keeps of obligations: a digest over the canonical list of [field, obligations] of the fields that are shown, in
 * their order. They follow from law and covenant, so a replay makes them again. Fields decided alike are one list: once each.
 */
export const obligationsDigest = (fields: readonly JudgedField[], digestOf: DigestOf): string => {
  const known = digests.get(digestOf) ?? new WeakMap<readonly JudgedField[], string>();
  digests.set(digestOf, known);
  const made =
    known.get(fields) ??
    digestOf(
      canonicalJson(
        fields
          .filter(({ level }) => level !== 'withhold')
          .map(({ field, obligations }) => [field, obligations as Readonly<Record<string, Json>>]),
      ),
    );
  known.set(fields, made);
  return made;
};

/** A decision as a record stores it; `facts` are those of the block alone. */
export const storedDecision = (
  block: { readonly kind: string; readonly facts: Facts; readonly fields: readonly JudgedField[] },
  sources: Sources,
  digestOf: DigestOf,
): StoredDecision => {
  const levels = new Map<string, string[]>();
  const permits = new Map<string, string[]>();
  const caps = new Map<string, string[]>();
  for (const { field, level, permit, cap } of block.fields) {
    push(levels, level, field);
    if (level !== 'withhold' && permit !== undefined) push(permits, permit, field);
    if (cap !== undefined) push(caps, cap, field);
  }
  return {
    kind: block.kind,
    facts: storedFacts(block.facts, sources),
    levels: Object.fromEntries(levels),
    permits: Object.fromEntries(permits),
    caps: Object.fromEntries(caps),
    obligations: obligationsDigest(block.fields, digestOf),
  };
};

/**
 * A disclosure record in full. Total: an index that points nowhere gives a block of no kind, or an item without facts,
 * and an audit finds both.
 */
export const disclosedOf = (data: StoredDisclosure): Disclosed => ({
  facts: factsOf(data.facts, sourcesOf(data)),
  items: data.items.map(({ circumstances, blocks, ...item }) => {
    const sources = sourcesOf(data, item);
    return {
      ...item,
      facts: factsOf(data.circumstances[circumstances], sources),
      blocks: blocks.map(({ decision, ...block }) => {
        const { kind = '', facts, levels = {}, permits = {}, caps, obligations } = data.decisions[decision] ?? {};
        return {
          ...block,
          kind,
          facts: factsOf(facts, sources),
          levels: byName(levels),
          permits: byName(permits),
          ...(caps === undefined ? {} : { caps: byName(caps) }),
          ...(obligations === undefined ? {} : { obligations }),
        };
      }),
    };
  }),
});
