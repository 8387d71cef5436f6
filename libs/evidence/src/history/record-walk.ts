import type { FieldGroup, StoredDecision, StoredDisclosure, StoredItem } from '@knooppunt/cases';
import { headBlock } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import type { FactBits } from './fact-bits.js';
import type { Asking, Known, Questions } from './questions.js';

/** A disclosure record as the history reads it. */
export type DisclosureEvent = Recorded & { readonly data: StoredDisclosure };

/** Is this the record of an answer? */
export const isDisclosure = (event: Recorded): event is DisclosureEvent => event.type === 'DisclosureRecorded';

const noNecessities: ReadonlyMap<string, boolean | undefined> = new Map();

/**
 * Puts the questions of one record again, with its facts exactly as recorded: open an item, then a block, then ask for the
 * fields of one category.
 */
export class RecordWalk {
  /** The facts of the question that was asked last. */
  readonly bits: FactBits;
  private readonly question: FactBits;
  private readonly item: FactBits;
  private known: Known | undefined;
  private necessities = noNecessities;

  constructor(
    private readonly event: DisclosureEvent,
    private readonly questions: Questions,
  ) {
    this.question = questions.newBits();
    this.question.read(event.data.facts);
    this.item = questions.newBits();
    this.bits = questions.newBits();
  }

  /** Takes up an item; gives its head. Throws a `TypeError` where it has none: no gate wrote that. */
  openItem(stored: StoredItem): StoredDecision {
    const { supplierKind: from, payloadType: type, phase } = stored;
    const { data, purpose: given, recordedAt: at } = this.event;
    const [to, purpose] = [data.recipientKind, given ?? ''];
    this.known = this.questions.meet({ act: 'inzage', from, to, type, purpose, phase, at });
    this.item.take(this.question).read(data.circumstances[stored.circumstances] ?? {});
    const head = stored.blocks.find(({ block }) => block === headBlock);
    if (!head) throw new TypeError('an item without a head');
    return this.openBlock(head.decision);
  }

  /** Takes up a block of the item; gives what was decided over it. Throws a `TypeError` where the record does not hold that. */
  openBlock(decision: number): StoredDecision {
    const decided = this.event.data.decisions[decision];
    if (!decided) throw new TypeError('a decision that is not in the record');
    this.necessities = this.bits.take(this.item).read(decided.facts);
    return decided;
  }

  /** Asks for the fields of one category of the block. */
  ask([category, fields]: FieldGroup): Asking {
    if (!this.known) throw new TypeError('no item was opened');
    if (this.necessities.has(category)) this.bits.set('asked', this.necessities.get(category));
    else this.bits.unset('asked');
    return this.questions.askingOf(this.known, fields, this.bits);
  }
}
