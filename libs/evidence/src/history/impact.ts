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
import type { Sign } from './impact-tally.js';
import { ItemImpact } from './item-impact.js';
import { Questions } from './questions.js';
import { isDisclosure, RecordWalk } from './record-walk.js';
import type { DisclosureEvent } from './record-walk.js';

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

type Ground = { readonly questions: Questions; readonly registry: Registry };

/**
 * Puts a draft to past decisions: events go in by the log's order. The facts are those of the records and no others, a fact
 * that the draft asks and a record does not hold is unknown. A record that the hub broke off is given to `takeBack` when its
 * abort passes. Memory holds what speaks of each shape of question and the report, never events. Source: policy-engine §3.6.
 */
export class ImpactRun {
  private readonly documents = new DocumentsSeen();
  private readonly registries: Registries;
  private readonly tally = new ImpactTally();
  private readonly laws = new Map<LawDocument, Map<Registry, Questions>>();
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

  finish(): ImpactReport {
    const { from = null, until = null } = this.options;
    const { disclosures, aborted, own, refusedReads, items } = this;
    const unjudged = this.unjudged.tally();
    return { from, until, disclosures, aborted, own, refusedReads, unjudged, items, ...this.tally.report() };
  }

  private record(event: DisclosureEvent, sign: Sign): void {
    if (event.data.act !== 'inzage') {
      this.own += sign;
      return;
    }
    const ground = this.groundOf(event);
    if (typeof ground === 'string') return this.unjudged.add(ground, sign);
    this.disclosures += sign;
    try {
      this.countItems(event, ground, sign);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.unjudged.add('record-unreadable', sign);
    }
  }

  private countItems(event: DisclosureEvent, { questions, registry }: Ground, sign: Sign): void {
    const { data, purpose } = event;
    const { disclosure, recipientKind } = data;
    const walk = new RecordWalk(event, questions);
    const { tally } = this;
    const counting = { walk, questions, tally, sign, disclosure, recipientKind, purpose: purpose ?? '' };
    for (const stored of data.items) {
      this.items += sign;
      const type = registry.find(stored.payloadType);
      if (type) new ItemImpact(counting, stored, type).count();
      else this.unjudged.add('type-unknown', sign);
    }
  }

  private groundOf({ data, covenant: pins }: DisclosureEvent): Ground | string {
    const law = this.options.law ?? this.documents.law(pins?.law);
    if (!law) return 'law-unknown';
    const registry = this.registries.find(data.registry);
    if (!registry) return 'registry-unknown';
    return { questions: this.questionsOf(law, registry), registry };
  }

  private questionsOf(law: LawDocument, registry: Registry): Questions {
    const ofLaw = this.laws.get(law) ?? new Map<Registry, Questions>();
    this.laws.set(law, ofLaw);
    const questions = ofLaw.get(registry) ?? new Questions(law, this.options.draft, registry);
    ofLaw.set(registry, questions);
    return questions;
  }
}
