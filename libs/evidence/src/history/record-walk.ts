import { decidedFields, fieldGroups, headBlock } from '@knooppunt/cases';
import type { FieldGroup, StoredDecision, StoredDisclosure, StoredItem } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import type { PayloadType, Registry } from '@knooppunt/signals';
import { entriesOf } from './fact-bits.js';
import type { FactBits, FactEntry } from './fact-bits.js';
import type { Asked, Verdict, Verdicts } from './verdicts.js';

/** A disclosure record as the history reads it. */
export type DisclosureEvent = Recorded & { readonly data: StoredDisclosure };

/** Is this the record of an answer? */
export const isDisclosure = (event: Recorded): event is DisclosureEvent => event.type === 'DisclosureRecorded';

/** A block of a record with what its questions come to now, one per category of fields. */
export type WalkedBlock = {
  readonly name: string;
  readonly decision: StoredDecision;
  readonly verdicts: readonly Verdict[];
};
/** An item of a record with its blocks, the head first. */
export type WalkedItem = {
  readonly stored: StoredItem;
  readonly head: WalkedBlock;
  readonly blocks: readonly WalkedBlock[];
};

/** What the records of a run are decided by, with a place of its own for what is common to their questions. */
export type Ground = { readonly verdicts: Verdicts; readonly registry: Registry; readonly period: number };

type Decided = { readonly stored: StoredDecision; readonly entries: readonly FactEntry[] };
const noFacts: readonly FactEntry[] = [];
const askedFor = 'asked:';

/** Decides the blocks of one record anew from its facts as recorded. A table of the record is read once. */
export class RecordWalk {
  private readonly circumstances: readonly (readonly FactEntry[])[];
  private readonly decisions: readonly Decided[];
  private readonly question: FactBits;
  private readonly item: FactBits;
  private readonly bits: FactBits;

  constructor(
    private readonly event: DisclosureEvent,
    private readonly ground: Ground,
  ) {
    const { facts, circumstances, decisions } = event.data;
    const { verdicts } = ground;
    this.circumstances = circumstances.map(entriesOf);
    this.decisions = decisions.map((stored) => ({ stored, entries: entriesOf(stored.facts) }));
    this.question = verdicts.newBits().clear().add(entriesOf(facts));
    this.item = verdicts.newBits();
    this.bits = verdicts.newBits();
  }

  /** The items of the record; undefined for one whose type no registry has. Throws a `TypeError` for data that are none. */
  *items(): Generator<WalkedItem | undefined, void, undefined> {
    for (const stored of this.event.data.items) yield this.walked(stored);
  }

  private walked(stored: StoredItem): WalkedItem | undefined {
    const type = this.ground.registry.find(stored.payloadType);
    if (!type) return undefined;
    this.item.take(this.question).add(this.circumstances[stored.circumstances] ?? noFacts);
    const asked = this.askedOf(stored);
    const blocks = stored.blocks.map(({ block, decision }) => this.block(asked, type, block, decision));
    const head = blocks.find(({ name }) => name === headBlock);
    if (!head) throw new TypeError('an item without a head');
    return { stored, head, blocks };
  }

  private askedOf({ supplierKind, payloadType, phase }: StoredItem): Asked {
    const { data, purpose, recordedAt } = this.event;
    const shape = {
      act: 'inzage' as const,
      from: supplierKind,
      to: data.recipientKind,
      type: payloadType,
      purpose: purpose ?? '',
      phase,
      at: recordedAt,
    };
    const { period } = this.ground;
    return { shape, place: `${shape.to} ${shape.purpose} ${supplierKind} ${payloadType} ${phase} ${period}` };
  }

  private block(asked: Asked, type: PayloadType, name: string, decision: number): WalkedBlock {
    const decided = this.decisions[decision];
    if (!decided) throw new TypeError('a decision that is not in the record');
    const { stored, entries } = decided;
    this.bits.take(this.item).add(entries);
    const verdicts = fieldGroups(decidedFields(type, stored.kind)).map((group) =>
      this.verdictOf(asked, group, entries),
    );
    return { name, decision: stored, verdicts };
  }

  private verdictOf(asked: Asked, group: FieldGroup, entries: readonly FactEntry[]): Verdict {
    const necessity = entries.find(([name]) => name.startsWith(askedFor) && name.slice(askedFor.length) === group[0]);
    if (necessity) this.bits.set('asked', necessity[1]);
    else this.bits.unset('asked');
    return this.ground.verdicts.verdictOf(asked, group, this.bits);
  }
}
