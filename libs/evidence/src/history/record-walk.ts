import { headBlock } from '@knooppunt/cases';
import type { StoredDecision, StoredDisclosure, StoredFacts, StoredItem } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';

/** A disclosure record as the history reads it. */
export type DisclosureEvent = Recorded & { readonly data: StoredDisclosure };

/** Is this the record of an answer? */
export const isDisclosure = (event: Recorded): event is DisclosureEvent => event.type === 'DisclosureRecorded';

/**
 * What the decision over one block was a function of, apart from the documents, with what came out of it. Blocks of the same
 * shape, in whatever records, were decided alike: a draft is put to each shape once. Facts are as stored.
 */
export type Shape = {
  readonly recipientKind: string;
  readonly purpose: string;
  readonly registry: string;
  readonly payloadType: string;
  readonly supplierKind: string;
  readonly phase: string;
  readonly question: StoredFacts;
  readonly item: StoredFacts;
  readonly decision: StoredDecision;
};

/** One block with its shape; `key` is the same where the shape is. */
export type WalkedBlock = { readonly key: string; readonly shape: Shape };
/** An item with its blocks, the head among them. */
export type WalkedItem = {
  readonly stored: StoredItem;
  readonly head: WalkedBlock;
  readonly blocks: readonly WalkedBlock[];
};

/** Facts without their sources: whether a fact was so decides, not where it stood. */
const valuesOf = (facts: StoredFacts): unknown[] => Object.values(facts);
const noFacts: StoredFacts = {};

/** Walks one record; a part that stands once in it is looked at once. */
class OneRecord {
  private readonly base: string;
  private readonly circumstances: readonly string[];
  private readonly decisions: readonly string[];
  private readonly walked = new Map<string, WalkedBlock>();

  constructor(
    private readonly event: DisclosureEvent,
    numberOf: (text: string) => string,
  ) {
    const { data, purpose } = event;
    this.base = numberOf(JSON.stringify([data.recipientKind, purpose, data.registry, valuesOf(data.facts)]));
    this.circumstances = data.circumstances.map((one) => numberOf(JSON.stringify(valuesOf(one))));
    this.decisions = data.decisions.map(({ kind, facts, levels, permits }) =>
      numberOf(JSON.stringify([kind, valuesOf(facts), levels, permits])),
    );
  }

  item(stored: StoredItem): WalkedItem {
    const { payloadType, supplierKind, phase } = stored;
    const circumstances = this.circumstances[stored.circumstances] ?? '-';
    const within = `${this.base} ${payloadType} ${supplierKind} ${phase} ${circumstances}`;
    const blocks = stored.blocks.map(({ decision }) =>
      this.block(stored, `${within} ${this.decisions[decision]}`, decision),
    );
    const head = blocks[stored.blocks.findIndex(({ block }) => block === headBlock)];
    if (!head) throw new TypeError('an item without a head');
    return { stored, head, blocks };
  }

  private block(item: StoredItem, key: string, decision: number): WalkedBlock {
    const known = this.walked.get(key);
    if (known) return known;
    const { data, purpose } = this.event;
    const decided = data.decisions[decision];
    if (!decided) throw new TypeError('a decision that is not in the record');
    const { payloadType, supplierKind, phase } = item;
    const shape: Shape = {
      recipientKind: data.recipientKind,
      purpose: purpose ?? '',
      registry: data.registry,
      payloadType,
      supplierKind,
      phase,
      question: data.facts,
      item: data.circumstances[item.circumstances] ?? noFacts,
      decision: decided,
    };
    const walked = { key, shape };
    this.walked.set(key, walked);
    return walked;
  }
}

/**
 * Walks records block by block, and tells by one key which blocks of all records were decided over the same. Memory: one
 * text per distinct part, until `forget`.
 */
export class RecordWalk {
  private readonly numbers = new Map<string, string>();
  private generation = 0;

  /** How many distinct parts of records are remembered. */
  get size(): number {
    return this.numbers.size;
  }

  /** The items of a record. Throws a `TypeError` where the data are none that a gate could have written. */
  *items(event: DisclosureEvent): Generator<WalkedItem, void, undefined> {
    const record = new OneRecord(event, (text) => this.numberOf(text));
    for (const stored of event.data.items) yield record.item(stored);
  }

  /** Forgets the parts; keys from before and after never coincide. */
  forget(): void {
    this.numbers.clear();
    this.generation++;
  }

  private numberOf(text: string): string {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = `${this.generation}.${this.numbers.size.toString(36)}`;
    this.numbers.set(text, number);
    return number;
  }
}
