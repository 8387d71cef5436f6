import { decidedFields, fieldGroups } from '@knooppunt/cases';
import type { FieldGroup, StoredDecision, StoredItem } from '@knooppunt/cases';
import type { PayloadType } from '@knooppunt/signals';
import type { Change } from './impact-report.js';
import { changeOf, keyIn } from './impact-tally.js';
import type { Changed, Dimensions, ImpactTally, Sign } from './impact-tally.js';
import type { Asking, Deciders, Questions } from './questions.js';
import type { RecordWalk } from './record-walk.js';

/** What the items of one record are counted with. */
export type Counting = {
  readonly walk: RecordWalk;
  readonly questions: Questions;
  readonly tally: ImpactTally;
  readonly sign: Sign;
  readonly disclosure: string;
  readonly recipientKind: string;
  readonly purpose: string;
};

/** Was the item there for its reader then, and is it under the draft? */
type Seen = {
  readonly was: boolean;
  readonly is: boolean;
  /** The rule that takes the item away under the draft, or let the reader know of it then. */
  readonly rule: string | null;
  /** Facts without which it is not sure that it is there. */
  readonly missing: readonly string[];
};

const none: readonly string[] = [];

/** Counts what the draft makes of one item of a record: its head first, for who does not know of an item is shown nothing of it. */
export class ItemImpact {
  private readonly dimensions: Dimensions;

  constructor(
    private readonly counting: Counting,
    private readonly stored: StoredItem,
    private readonly type: PayloadType,
  ) {
    const { supplierKind, payloadType, phase } = stored;
    const { recipientKind, purpose } = counting;
    const text = `${recipientKind} ${supplierKind} ${payloadType} ${purpose} ${phase}`;
    this.dimensions = { recipientKind, supplierKind, payloadType, purpose, phase, text };
  }

  /** Throws a `TypeError` for data that no gate wrote. */
  count(): void {
    const seen = this.see();
    for (const { decision } of this.stored.blocks) {
      const decided = this.counting.walk.openBlock(decision);
      for (const group of fieldGroups(decidedFields(this.type, decided.kind))) this.countGroup(group, decided, seen);
    }
  }

  private see(): Seen {
    const { walk, questions } = this.counting;
    const head = walk.openItem(this.stored);
    const [group] = fieldGroups(decidedFields(this.type, head.kind));
    if (!group) throw new TypeError('a head without a field');
    const asking = walk.ask(group);
    const isAnswered = questions.decide(asking, walk.bits);
    const level = questions.levelOf(asking, 0);
    const is = level !== 'withhold';
    const { cap } = is || !isAnswered ? { cap: undefined } : questions.explain(asking, walk.bits)(0);
    const missing = questions.missing(asking, walk.bits);
    const isOpen = missing.length > 0 && questions.openFields(asking, walk.bits, missing, [level]).size > 0;
    return {
      was: !Object.hasOwn(head.levels, 'withhold'),
      is,
      rule: cap ?? Object.keys(head.permits)[0] ?? null,
      missing: isOpen ? missing : none,
    };
  }

  private countGroup(group: FieldGroup, decided: StoredDecision, seen: Seen): void {
    const { walk, questions, tally, sign } = this.counting;
    const asking = walk.ask(group);
    const isAnswered = questions.decide(asking, walk.bits);
    const levels = asking.fields.map((_, at) => questions.levelOf(asking, at));
    let why: ((field: number) => Deciders) | undefined;
    const missing = questions.missing(asking, walk.bits);
    const open = missing.length === 0 ? undefined : questions.openFields(asking, walk.bits, missing, levels);
    for (const [at, field] of asking.fields.entries()) {
      const from = seen.was ? (keyIn(decided.levels, field.name) ?? 'withhold') : 'withhold';
      const to = seen.is ? (levels[at] as string) : 'withhold';
      const change = changeOf(field, from, to);
      const isOpen = open?.has(at) === true;
      tally.decision(change, sign);
      if (isOpen) tally.open(missing, sign);
      else if (seen.missing.length > 0) tally.open(seen.missing, sign);
      if (change === 'kept' || change === 'withheld') continue;
      why ??= questions.explain(asking, walk.bits);
      const guard = isAnswered ? undefined : this.guardOf(asking);
      const cause = this.causeOf(change, { ...why(at), guard }, seen, () => keyIn(decided.permits, field.name));
      const isSure = !isOpen && seen.missing.length === 0;
      this.changed({ change, field: field.name, from, to, ...cause }, isSure);
    }
  }

  private changed(changed: Changed, isSure: boolean): void {
    const { tally, sign, disclosure } = this.counting;
    tally.changed(this.dimensions, changed, { sign, isSure, disclosure });
  }

  private guardOf(asking: Asking): string | undefined {
    const { walk, questions } = this.counting;
    return questions.refusedBy(asking, walk.bits)[0];
  }

  private causeOf(
    change: Change,
    { permit, cap, guard }: Deciders & { readonly guard: string | undefined },
    seen: Seen,
    then: () => string | undefined,
  ): Pick<Changed, 'because' | 'rule'> {
    if (change === 'allowed' || change === 'raised') return { because: 'permit', rule: permit ?? null };
    if (guard !== undefined) return { because: 'guard', rule: guard };
    if (!seen.is) return { because: 'envelope', rule: seen.rule };
    return cap === undefined ? { because: 'no-permit', rule: then() ?? null } : { because: 'cap', rule: cap };
  }
}
