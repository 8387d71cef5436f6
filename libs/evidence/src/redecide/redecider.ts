import { questionFacts } from '@knooppunt/cases';
import type { Asking, DisclosedItem } from '@knooppunt/cases';
import type { DigestOf, Position, Recorded } from '@knooppunt/kernel';
import { findPayloadType } from '@knooppunt/signals';
import { askingOf } from './asking.js';
import { Documents } from './documents.js';
import type { RedecideFinding, Say } from './finding.js';
import { itemOf } from './item-of.js';
import { checkBlocks, judgeBlock, settledFacts } from './judge-block.js';
import { RecordedFold } from './record.js';
import type { DisclosureRecord } from './record.js';
import { SourceBook } from './source-book.js';
import { StreamStates } from './stream-states.js';
import type { StreamEvents } from './stream-states.js';
import { Totals } from './totals.js';
import type { RedecideSummary } from './totals.js';

/** What a redecider needs. `eventsOf` reads one stream again, for the rare state that lies further back than is kept. */
export type RedeciderOptions = {
  readonly digestOf: DigestOf;
  readonly eventsOf: StreamEvents;
  readonly report: (finding: RedecideFinding) => void;
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

  constructor(private readonly options: RedeciderOptions) {
    this.states = new StreamStates(options.eventsOf);
    this.documents = new Documents(options.digestOf);
  }

  /** The next event of the log. */
  add(event: Recorded): void {
    this.totals.events++;
    if (!isDone(() => this.states.apply(event))) this.find(event.position, null)('event-unfoldable', event.type);
    this.book.note(event);
    if (event.type === 'DisclosureAborted') this.totals.aborted++;
    if (event.type === 'ReadRefused') this.totals.refusals++;
    if (event.type === 'DisclosureRecorded') this.judge(event.position, event as DisclosureRecord);
  }

  /** An event that could not even be decoded. */
  unreadable(position: Position, why: string): void {
    this.totals.events++;
    this.find(position, null)('event-unreadable', why);
  }

  /** Ends the run. */
  finish(): RedecideSummary {
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
    if (!isDone(() => this.redecide(record, say))) say('record-unreadable', 'data');
  }

  private redecide(record: DisclosureRecord, say: Say): void {
    const fold = new RecordedFold(record, this.states, say);
    this.totals.semantics.add(record.data.semantics);
    const documents = this.documents.inForce(fold);
    const asking = documents && askingOf(fold, documents);
    if (!asking) return;
    settledFacts(questionFacts(asking), record.data.facts, { fold, totals: this.totals, name: 'question' });
    const ranks = new Map<string, number>();
    for (const item of record.data.items) {
      const rank = ranks.get(item.payloadType) ?? 0;
      ranks.set(item.payloadType, rank + 1);
      this.judgeItem(fold, asking, { item, rank });
    }
  }

  private judgeItem(
    fold: RecordedFold,
    asking: Asking,
    ranked: { readonly item: DisclosedItem; readonly rank: number },
  ): void {
    this.totals.items++;
    const item = itemOf(fold, this.book, ranked);
    const type = findPayloadType(ranked.item.payloadType);
    if (!type) fold.say('registry-unknown', ranked.item.payloadType);
    if (!item || !type) return;
    const judging = { fold, asking, type, totals: this.totals };
    for (const block of checkBlocks(fold, item, ranked.item)) judgeBlock(judging, item, block);
  }
}
