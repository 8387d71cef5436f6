import { disclosedOf, questionFacts } from '@knooppunt/cases';
import type { DisclosedItem } from '@knooppunt/cases';
import type { DigestOf, Position, Recorded } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import type { Registry } from '@knooppunt/signals';
import { askingOf } from './asking.js';
import { Documents } from './documents.js';
import type { RedecideFinding, Say } from './finding.js';
import { itemOf } from './item-of.js';
import { checkUsed, judgeItem, settledFacts } from './judge-block.js';
import type { Judging } from './judge-block.js';
import { Narrowings } from './narrowings.js';
import { RecordedFold } from './record.js';
import { SecondEngine } from './second-engine.js';
import type { DecideOtherwise } from './second-engine.js';
import type { DisclosureRecord } from './record.js';
import { SourceBook } from './source-book.js';
import { StreamStates } from './stream-states.js';
import type { StreamEvents } from './stream-states.js';
import { Totals } from './totals.js';
import type { RedecideSummary } from './totals.js';

/**
 * What a redecider needs. `eventsOf` reads one stream again, for the rare state that lies further back than is kept.
 * `registries`: those of this program unless others are given.
 */
export type RedeciderOptions = {
  readonly digestOf: DigestOf;
  readonly registries?: Registries;
  readonly eventsOf: StreamEvents;
  readonly report: (finding: RedecideFinding) => void;
  /** An engine that decides every question too and must agree: the semantics replay. */
  readonly second?: DecideOtherwise;
};

/** Damaged data make a fold or a decision fail in many ways; which one does not matter, where it lies does. */
const isDone = (step: () => void): boolean => {
  try {
    step();
    return true;
  } catch {
    return false;
  }
};

/**
 * Decides every recorded disclosure again from the log alone: the streams at the revisions that the record folded, law and
 * covenant then in force, every fact whose source is clear. Facts whose source is sealed are taken as recorded and counted.
 * Events go in by the log's order; memory holds the folded states, not the events. Source: design §2, policy-engine §3.4.
 */
export class Redecider {
  private readonly states: StreamStates;
  private readonly book = new SourceBook();
  private readonly documents: Documents;
  private readonly totals = new Totals();
  private readonly narrowings: Narrowings;
  private readonly second: SecondEngine | undefined;

  constructor(private readonly options: RedeciderOptions) {
    this.states = new StreamStates(options.eventsOf);
    this.documents = new Documents(options.digestOf, options.registries ?? new Registries(options.digestOf));
    this.narrowings = new Narrowings(this.states);
    this.second = options.second && new SecondEngine(options.second, this.totals);
  }

  /** The next event of the log. */
  add(event: Recorded): void {
    this.note(event);
    if (event.type === 'DisclosureAborted') {
      this.totals.aborted++;
      this.narrowings.aborted(event.stream);
    }
    if (event.type === 'ReadRefused') this.totals.refusals++;
    if (event.type === 'DisclosureRecorded') this.judge(event.position, event as DisclosureRecord);
  }

  /** The next event of the log, for what others rest on alone: a record is not judged. */
  note(event: Recorded): void {
    this.totals.events++;
    if (!isDone(() => this.states.apply(event))) this.find(event.position, null)('event-unfoldable', event.type);
    this.book.note(event);
  }

  /** An event that could not even be decoded. */
  unreadable(position: Position, why: string): void {
    this.totals.events++;
    this.find(position, null)('event-unreadable', why);
  }

  /** Ends the run: a record that had been narrowed before it was made, and was not taken back, is a finding. */
  finish(): RedecideSummary {
    for (const { position, disclosure, streams } of this.narrowings.open()) {
      for (const stream of streams) this.find(position, disclosure)('narrowed', stream);
    }
    return this.totals.summary();
  }

  private find(position: Position, disclosure: string | null): Say {
    return (code, detail) => {
      this.totals.findings++;
      this.options.report({ position, disclosure, code, detail });
    };
  }

  private judge(position: Position, record: DisclosureRecord): void {
    this.totals.disclosures++;
    const say = this.find(position, record.stream);
    isDone(() => this.narrowings.recorded(record.stream, position, record.data));
    if (!isDone(() => this.redecide(record, say))) say('record-unreadable', 'data');
  }

  private redecide(record: DisclosureRecord, say: Say): void {
    const fold = new RecordedFold(record, this.states, say);
    this.totals.semantics.add(record.data.semantics);
    const documents = this.documents.inForce(fold);
    const asking = documents && askingOf(fold, documents);
    if (!asking) return;
    const disclosed = disclosedOf(record.data);
    const place = { fold, totals: this.totals, name: 'question' };
    const question = settledFacts(questionFacts(asking), disclosed.facts, place);
    checkUsed(question, disclosed.facts, place);
    const { digestOf } = this.options;
    const judging: Judging = { fold, asking, question, totals: this.totals, digestOf, second: this.second };
    const { registry } = documents;
    const ranks = new Map<string, number>();
    for (const item of disclosed.items) {
      const rank = ranks.get(item.payloadType) ?? 0;
      ranks.set(item.payloadType, rank + 1);
      this.judgeItem(judging, { item, rank }, registry);
    }
  }

  private judgeItem(
    judging: Judging,
    ranked: { readonly item: DisclosedItem; readonly rank: number },
    registry: Registry,
  ): void {
    const { fold } = judging;
    this.totals.items++;
    const item = itemOf(fold, this.book, ranked);
    const type = registry.find(ranked.item.payloadType);
    if (!type) fold.say('registry-unknown', ranked.item.payloadType);
    if (item && type) judgeItem(judging, item, type, ranked.item);
  }
}
