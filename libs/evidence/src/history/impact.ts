import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import type { DigestOf, Recorded } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import type { Registry } from '@knooppunt/signals';
import { Counter } from '../redecide/totals.js';
import { isOfPart } from './asked-part.js';
import type { AskedPart } from './asked-part.js';
import { DocumentsSeen } from './documents-seen.js';
import type { ImpactReport } from './impact-report.js';
import { ImpactTally } from './impact-tally.js';
import type { Effect, Seen } from './impact-tally.js';
import { LawDays } from './law-days.js';
import { isDisclosure, RecordWalk } from './record-walk.js';
import type { DisclosureEvent, Shape, WalkedBlock, WalkedItem } from './record-walk.js';
import { ShapeJudge } from './shape-judge.js';
import type { FieldOutcome, Under } from './shape-judge.js';

/** A draft to be put to a part of a history. `law`: instead of the law that each record was decided under. */
export type ImpactOptions = AskedPart & {
  readonly draft: CovenantDocument;
  readonly law?: LawDocument;
  readonly digestOf: DigestOf;
  readonly registries?: Registries;
};

/** The types of events that an impact or a coverage needs; all others may be left out. */
export const historyTypes: readonly string[] = [
  'LawCameIntoForce',
  'CovenantCameIntoForce',
  'DisclosureRecorded',
  'DisclosureAborted',
  'ReadRefused',
  'SupplyRefused',
  'ContributionRefused',
];

/** A shape under the draft, and its effect by the head of the item that it stands in. */
type Judged = { readonly outcomes: readonly FieldOutcome[]; readonly effects: Map<string, Effect> };
type Ground = { readonly under: Under; readonly registry: Registry; readonly prefix: string };

/** So many shapes are remembered at once; a history that has more is judged anew from then on. */
const shapesAtMost = 60_000;

/**
 * Puts a draft to past decisions: events go in by the log's order. The facts are those of the records and no others, a fact
 * that the draft asks and a record does not hold is unknown. A record that the hub broke off is given to `takeBack` when its
 * abort passes. Memory holds distinct shapes of decisions and the report, never events. Source: policy-engine §3.6.
 */
export class ImpactRun {
  private readonly documents = new DocumentsSeen();
  private readonly registries: Registries;
  private readonly judge = new ShapeJudge();
  private readonly walk = new RecordWalk();
  private readonly tally = new ImpactTally();
  private readonly judged = new Map<string, Judged>();
  private readonly days = new Map<LawDocument, { readonly days: LawDays; readonly number: number }>();
  private readonly unjudged = new Counter();
  private disclosures = 0;
  private aborted = 0;
  private own = 0;
  private refusedReads = 0;
  private items = 0;

  constructor(private readonly options: ImpactOptions) {
    this.registries = options.registries ?? new Registries(options.digestOf);
  }

  /** The next event of the log; of a type that it does not need nothing is taken. */
  add(event: Recorded): void {
    this.documents.note(event);
    if (!isOfPart(this.options, event)) return;
    if (event.type === 'ReadRefused') this.refusedReads++;
    if (isDisclosure(event)) this.record(event, 1);
  }

  /** A record that went in before and was broken off: it was not sent. */
  takeBack(event: Recorded): void {
    if (!isOfPart(this.options, event) || !isDisclosure(event)) return;
    this.aborted++;
    this.record(event, -1);
  }

  /** Steps towards `finish`, for a caller that must not hold up others. */
  settle(): Iterable<void> {
    return this.tally.drain();
  }

  finish(): ImpactReport {
    const { from = null, until = null } = this.options;
    const { disclosures, aborted, own, refusedReads, items } = this;
    const unjudged = this.unjudged.tally();
    return { from, until, disclosures, aborted, own, refusedReads, unjudged, items, ...this.tally.report() };
  }

  private record(event: DisclosureEvent, sign: 1 | -1): void {
    if (event.data.act !== 'inzage') {
      this.own += sign;
      return;
    }
    const ground = this.groundOf(event);
    if (typeof ground === 'string') return this.unjudged.add(ground, sign);
    this.disclosures += sign;
    try {
      for (const item of this.walk.items(event)) this.countItem(item, ground, sign, event.data.disclosure);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.unjudged.add('record-unreadable', sign);
    }
    if (this.judged.size > shapesAtMost || this.walk.size > shapesAtMost) this.forget();
  }

  private groundOf({ data, covenant: pins, recordedAt }: DisclosureEvent): Ground | string {
    const law = this.options.law ?? this.documents.law(pins?.law);
    if (!law) return 'law-unknown';
    const registry = this.registries.find(data.registry);
    if (!registry) return 'registry-unknown';
    const known = this.days.get(law) ?? { days: new LawDays(law), number: this.days.size };
    this.days.set(law, known);
    const under: Under = { law, covenant: this.options.draft, at: recordedAt };
    return { under, registry, prefix: `${known.number} ${known.days.numberOf(recordedAt)} ` };
  }

  private countItem({ head, blocks }: WalkedItem, ground: Ground, sign: 1 | -1, disclosure: string): void {
    this.items += sign;
    const seen = this.seenBy(head, ground);
    if (!seen) return this.unjudged.add('type-unknown', sign);
    for (const block of blocks) {
      const judged = this.judgedOf(block, ground);
      if (!judged) continue;
      const effect = judged.effects.get(head.key) ?? this.tally.effectOf(block.shape, judged.outcomes, seen);
      judged.effects.set(head.key, effect);
      this.tally.count(effect, sign, disclosure);
    }
  }

  private seenBy(head: WalkedBlock, ground: Ground): Seen | undefined {
    const now = this.judgedOf(head, ground)?.outcomes[0];
    if (!now) return undefined;
    const { levels, permits } = head.shape.decision;
    const headPermit = Object.keys(permits)[0];
    return { was: !Object.hasOwn(levels, 'withhold'), is: now.level !== 'withhold', head: now, headPermit };
  }

  private judgedOf({ key, shape }: WalkedBlock, ground: Ground): Judged | undefined {
    const name = ground.prefix + key;
    const known = this.judged.get(name);
    if (known) return known;
    const outcomes = this.outcomesOf(shape, ground);
    if (!outcomes) return undefined;
    const judged: Judged = { outcomes, effects: new Map() };
    this.judged.set(name, judged);
    return judged;
  }

  private outcomesOf(shape: Shape, { under, registry }: Ground): readonly FieldOutcome[] | undefined {
    return this.judge.judge(shape, under, registry);
  }

  private forget(): void {
    for (const _step of this.tally.drain());
    this.judged.clear();
    this.walk.forget();
  }
}
