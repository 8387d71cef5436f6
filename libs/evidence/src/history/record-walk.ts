import type { FieldGroup, StoredDecision, StoredDisclosure, StoredItem } from '@knooppunt/cases';
import { headBlock } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import { entriesOf } from './fact-bits.js';
import type { FactBits, FactEntry } from './fact-bits.js';
import type { Asked, Asking, Questions } from './questions.js';

/** A disclosure record as the history reads it. */
export type DisclosureEvent = Recorded & { readonly data: StoredDisclosure };

/** Is this the record of an answer? */
export const isDisclosure = (event: Recorded): event is DisclosureEvent => event.type === 'DisclosureRecorded';

const noFacts: readonly FactEntry[] = [];
const askedFor = 'asked:';

/**
 * Puts the questions of one record again, with its facts exactly as recorded: open an item, then a block, then ask for the
 * fields of one category. A table of the record is read once.
 */
export class RecordWalk {
  /** The facts of the question that was asked last. */
  readonly bits: FactBits;
  private readonly circumstances: readonly (readonly FactEntry[])[];
  private readonly entries: (readonly FactEntry[] | undefined)[] = [];
  private readonly question: FactBits;
  private readonly item: FactBits;
  private asked: Asked | undefined;
  private block: readonly FactEntry[] = noFacts;

  /** `period`: a number that is the same where the same rules of law are in force. */
  constructor(
    private readonly event: DisclosureEvent,
    private readonly questions: Questions,
    private readonly period: number,
  ) {
    const { facts, circumstances } = event.data;
    this.circumstances = circumstances.map(entriesOf);
    this.question = questions.newBits().add(entriesOf(facts));
    this.item = questions.newBits();
    this.bits = questions.newBits();
  }

  /** Takes up an item; gives its head. Throws a `TypeError` where it has none: no gate wrote that. */
  openItem(stored: StoredItem): StoredDecision {
    const { supplierKind: from, payloadType: type, phase } = stored;
    const { data, purpose: given, recordedAt: at } = this.event;
    const [to, purpose] = [data.recipientKind, given ?? ''];
    const shape = { act: 'inzage' as const, from, to, type, purpose, phase, at };
    this.asked = { shape, place: `${to} ${purpose} ${from} ${type} ${phase} ${this.period}` };
    this.item.take(this.question).add(this.circumstances[stored.circumstances] ?? noFacts);
    const head = stored.blocks.find(({ block }) => block === headBlock);
    if (!head) throw new TypeError('an item without a head');
    return this.openBlock(head.decision);
  }

  /** Takes up a block of the item; gives what was decided over it. Throws a `TypeError` where the record does not hold that. */
  openBlock(decision: number): StoredDecision {
    const decided = this.event.data.decisions[decision];
    if (!decided) throw new TypeError('a decision that is not in the record');
    const entries = this.entries[decision] ?? entriesOf(decided.facts);
    this.entries[decision] = entries;
    this.block = entries;
    this.bits.take(this.item).add(entries);
    return decided;
  }

  /** Asks for the fields of one category of the block. */
  ask([category, fields]: FieldGroup): Asking {
    if (!this.asked) throw new TypeError('no item was opened');
    const necessity = this.block.find(([name]) => name.startsWith(askedFor) && name.endsWith(`:${category}`));
    if (necessity) this.bits.set('asked', necessity[1]);
    else this.bits.unset('asked');
    return this.questions.askingOf(this.asked, fields, this.bits);
  }
}
