import type { StoredDecision } from '@knooppunt/cases';
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
import type { DisclosureEvent, Ground, WalkedBlock, WalkedItem } from './record-walk.js';
import { Verdicts } from './verdicts.js';

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

/** So many ways in which blocks are decided are remembered at once; what comes after is looked at anew. */
const effectsAtMost = 60_000;

type Grounds = { readonly number: number; readonly walked: Ground };
type Law = { readonly days: LawDays; readonly verdicts: Verdicts; readonly number: number };

/**
 * Puts a draft to past decisions: events go in by the log's order. The facts are those of the records and no others, a fact
 * that the draft asks and a record does not hold is unknown. A record that the hub broke off is given to `takeBack` when its
 * abort passes. Memory holds distinct shapes of decisions and the report, never events. Source: policy-engine §3.6.
 */
export class ImpactRun {
  private readonly documents = new DocumentsSeen();
  private readonly registries: Registries;
  private readonly tally = new ImpactTally();
  private readonly effects = new Map<string, Effect>();
  private readonly laws = new Map<LawDocument, Map<Registry, Law>>();
  private grounds = 0;
  private readonly decided = new Map<string, number>();
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
      const walk = new RecordWalk(event, ground.walked);
      for (const item of walk.items()) {
        if (item) this.countItem(event, item, ground.number, sign);
        else this.unjudged.add('type-unknown', sign);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.unjudged.add('record-unreadable', sign);
    }
    this.tidy(ground.walked.verdicts);
  }

  private groundOf({ data, covenant: pins, recordedAt }: DisclosureEvent): Grounds | string {
    const law = this.options.law ?? this.documents.law(pins?.law);
    if (!law) return 'law-unknown';
    const registry = this.registries.find(data.registry);
    if (!registry) return 'registry-unknown';
    const { days, verdicts, number } = this.groundsOf(law, registry);
    return { number, walked: { verdicts, registry, period: days.numberOf(recordedAt) } };
  }

  private groundsOf(law: LawDocument, registry: Registry): Law {
    const ofLaw = this.laws.get(law) ?? new Map<Registry, Law>();
    this.laws.set(law, ofLaw);
    const known = ofLaw.get(registry) ?? {
      days: new LawDays(law),
      verdicts: new Verdicts(law, this.options.draft, registry),
      number: this.grounds++,
    };
    ofLaw.set(registry, known);
    return known;
  }

  private countItem(event: DisclosureEvent, { stored, head, blocks }: WalkedItem, law: number, sign: 1 | -1): void {
    this.items += sign;
    const [now] = head.verdicts;
    if (!now) throw new TypeError('a head without a field');
    const { levels, permits } = head.decision;
    const seen: Seen = {
      was: !Object.hasOwn(levels, 'withhold'),
      is: now.fields[0]?.level !== 'withhold',
      head: now,
      headPermit: Object.keys(permits)[0],
    };
    const within = `${law} ${now.id} ${seen.was} ${seen.headPermit}`;
    for (const block of blocks)
      this.tally.count(this.effectOf(event, stored, block, { seen, within }), sign, event.data.disclosure);
  }

  /** Blocks that were decided alike and come to the same verdicts have one effect; a verdict knows who asked what. */
  private effectOf(
    event: DisclosureEvent,
    { supplierKind, payloadType, phase }: WalkedItem['stored'],
    { decision, verdicts }: WalkedBlock,
    { seen, within }: { readonly seen: Seen; readonly within: string },
  ): Effect {
    let key = `${within} ${this.numberOf(decision)}`;
    for (const { id } of verdicts) key += ` ${id}`;
    const known = this.effects.get(key);
    if (known) return known;
    const { recipientKind } = event.data;
    const dimensions = { recipientKind, supplierKind, payloadType, phase, purpose: event.purpose ?? '' };
    const effect = this.tally.effectOf(dimensions, decision, verdicts, seen);
    this.effects.set(key, effect);
    return effect;
  }

  /** A number for what was decided over a block: the same for the same levels by the same permits. */
  private numberOf({ levels, permits }: StoredDecision): number {
    const text = JSON.stringify([levels, permits]);
    const number = this.decided.get(text) ?? this.decided.size;
    this.decided.set(text, number);
    return number;
  }

  private tidy(verdicts: Verdicts): void {
    verdicts.tidy();
    if (this.effects.size < effectsAtMost && this.decided.size < effectsAtMost) return;
    for (const _step of this.tally.drain());
    this.effects.clear();
    this.decided.clear();
  }
}
