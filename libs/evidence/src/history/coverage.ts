import { decidedFields } from '@knooppunt/cases';
import type { StoredFacts } from '@knooppunt/cases';
import { appliedRules, decide } from '@knooppunt/covenant';
import type { CovenantDocument, LawDocument, Question } from '@knooppunt/covenant';
import { dutchDateOf } from '@knooppunt/kernel';
import type { CooperationId, DigestOf, Instant, Recorded } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import { Counter } from '../redecide/totals.js';
import { isOfPart } from './asked-part.js';
import type { AskedPart } from './asked-part.js';
import type { CoverageReport, DocumentCoverage, FactCoverage } from './coverage-report.js';
import { DocumentsSeen } from './documents-seen.js';
import type { CovenantVersion, LawVersion } from './documents-seen.js';
import { LawDays } from './law-days.js';
import { isDisclosure, RecordWalk } from './record-walk.js';
import type { DisclosureEvent, Shape } from './record-walk.js';
import { RuleBook } from './rule-book.js';
import type { Use } from './rule-book.js';
import { questionsOfShape } from './shape-judge.js';

/** Which part of a history is asked. */
export type CoverageOptions = AskedPart & { readonly digestOf: DigestOf; readonly registries?: Registries };

/** What one block of a shape uses: rules by way of use, as often as there are fields. */
type Uses = { readonly uses: readonly (readonly [rule: string, use: Use, times: number])[]; readonly fields: number };
type Version = CovenantVersion | LawVersion;
type Ground = { readonly law: LawDocument; readonly covenant: CovenantDocument; readonly at: Instant };
type Books = readonly [law: RuleBook, covenant: RuleBook];

const shapesAtMost = 60_000;
const refusalTypes: readonly string[] = ['ReadRefused', 'SupplyRefused', 'ContributionRefused'];
const values = ['true', 'false', 'unknown'] as const;

/** Counts how often facts had which value. */
class FactBook {
  private readonly facts = new Map<string, { true: number; false: number; unknown: number }>();

  note(stored: StoredFacts, times: number): void {
    for (const lists of Object.values(stored)) {
      for (const value of values) for (const name of lists[value] ?? []) this.of(name)[value] += times;
    }
  }

  coverage(declared: Iterable<string>): readonly FactCoverage[] {
    for (const name of declared) if (name !== 'asked') this.of(name);
    return [...this.facts]
      .map(([name, counts]) => ({ name, ...counts }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  private of(name: string): { true: number; false: number; unknown: number } {
    const known = this.facts.get(name) ?? { true: 0, false: 0, unknown: 0 };
    this.facts.set(name, known);
    return known;
  }
}

const usesOf = (shape: Shape, { law, covenant, at }: Ground, registries: Registries): Uses | undefined => {
  const type = registries.find(shape.registry)?.find(shape.payloadType);
  if (!type) return undefined;
  const fields = decidedFields(type, shape.decision.kind);
  const uses = new Map<string, number>();
  const use = (rule: string | undefined, how: Use): void => {
    if (rule !== undefined) uses.set(`${rule} ${how}`, (uses.get(`${rule} ${how}`) ?? 0) + 1);
  };
  for (const question of questionsOfShape(shape, fields, at)) noteUses(law, covenant, question, use);
  return {
    fields: fields.length,
    uses: [...uses].map(([key, times]) => {
      const [rule = '', how = 'decided'] = key.split(' ');
      return [rule, how as Use, times] as const;
    }),
  };
};

const noteUses = (
  law: LawDocument,
  covenant: CovenantDocument,
  question: Question,
  use: (rule: string | undefined, how: Use) => void,
): void => {
  const decided = decide(law, covenant, question);
  for (const guard of decided.refusedBy) use(guard, 'refused');
  if (decided.refusedBy.length > 0) return;
  const applied = appliedRules(law, covenant, question);
  for (const { field, level, permit, cap } of decided.fields) {
    use(permit, 'decided');
    use(cap, 'decided');
    if (level === 'withhold') continue;
    for (const rule of applied.get(field) ?? []) if (rule !== permit && rule !== cap) use(rule, 'applied');
  }
};

/**
 * Which rules of law and covenant decided, per version that was in force, and which never did; which facts were ever true,
 * false or unknown. Every recorded decision is looked at once per shape: its facts as recorded, under the documents that it
 * was decided under. Events go in by the log's order; a record that was broken off goes to `takeBack`.
 */
export class CoverageRun {
  private readonly documents = new DocumentsSeen();
  private readonly registries: Registries;
  private readonly walk = new RecordWalk();
  private readonly uses = new Map<string, Uses>();
  private readonly books = new Map<
    Version,
    { readonly book: RuleBook; disclosures: number; readonly number: number }
  >();
  private readonly days = new Map<LawDocument, LawDays>();
  private readonly facts = new FactBook();
  private readonly unjudged = new Counter();
  private disclosures = 0;
  private aborted = 0;
  private own = 0;
  private refusals = 0;
  private decisions = 0;

  constructor(private readonly options: CoverageOptions) {
    this.registries = options.registries ?? new Registries(options.digestOf);
  }

  /** The next event of the log; of a type that it does not need nothing is taken. */
  add(event: Recorded): void {
    this.documents.note(event);
    if (!isOfPart(this.options, event)) return;
    if (isDisclosure(event)) this.record(event, 1);
    else if (refusalTypes.includes(event.type)) this.refusal(event);
  }

  /** A record that went in before and was broken off: nothing was decided by it in the end. */
  takeBack(event: Recorded): void {
    if (!isOfPart(this.options, event) || !isDisclosure(event)) return;
    this.aborted++;
    this.record(event, -1);
  }

  finish(): CoverageReport {
    const { from = null, until = null } = this.options;
    const { disclosures, aborted, own, refusals, decisions } = this;
    const documents = [...this.documents.covenants, ...this.documents.laws].filter((one) => this.isInRange(one));
    const declared = documents.flatMap(({ document }) => Object.keys(document.facts));
    return {
      from,
      until,
      disclosures,
      aborted,
      own,
      refusals,
      decisions,
      unjudged: this.unjudged.tally(),
      documents: documents.map((version) => this.documentCoverage(version)),
      facts: this.facts.coverage(declared),
    };
  }

  private isInRange(version: Version): boolean {
    const { cooperations, from, until } = this.options;
    return (
      (cooperations?.has(version.cooperation) ?? true) &&
      (until === undefined || dutchDateOf(version.from) <= until) &&
      (from === undefined || version.until === null || dutchDateOf(version.until) >= from)
    );
  }

  private documentCoverage(version: Version): DocumentCoverage {
    const { id, version: number, digest, cooperation, from, until, document } = version;
    const { book, disclosures } = this.bookOf(version);
    const rules = book.rules();
    const isUsed = ({ decided, applied, refused }: (typeof rules)[number]): boolean => decided + applied + refused > 0;
    return {
      kind: 'rules' in document ? 'covenant' : 'law',
      id,
      version: number,
      digest,
      cooperation,
      from,
      until,
      disclosures,
      rules,
      never: rules.filter((rule) => !isUsed(rule)).map((rule) => rule.id),
    };
  }

  private bookOf(version: Version): { readonly book: RuleBook; disclosures: number; readonly number: number } {
    const known = this.books.get(version) ?? {
      book: new RuleBook(version.document),
      disclosures: 0,
      number: this.books.size,
    };
    this.books.set(version, known);
    return known;
  }

  /** The version of then: the one with the pinned digest that came into force last. */
  private versionOf<V extends Version>(
    versions: readonly V[],
    cooperation: CooperationId,
    digest?: string,
  ): V | undefined {
    return versions.findLast((one) => one.cooperation === cooperation && one.digest === digest);
  }

  private record(event: DisclosureEvent, sign: 1 | -1): void {
    if (event.data.act !== 'inzage') {
      this.own += sign;
      return;
    }
    const { cooperation, covenant: pins } = event;
    const law = this.versionOf(this.documents.laws, cooperation, pins?.law);
    const covenant = this.versionOf(this.documents.covenants, cooperation, pins?.covenant);
    if (!law || !covenant) return this.unjudged.add('documents-unknown', sign);
    if (!this.registries.find(event.data.registry)) return this.unjudged.add('registry-unknown', sign);
    this.disclosures += sign;
    const [ofLaw, ofCovenant] = [this.bookOf(law), this.bookOf(covenant)];
    ofLaw.disclosures += sign;
    ofCovenant.disclosures += sign;
    try {
      const ground = { law: law.document, covenant: covenant.document, at: event.recordedAt };
      const prefix = `${ofLaw.number} ${ofCovenant.number} ${this.dayOf(law.document, event.recordedAt)} `;
      this.countRecord(event, sign, { ground, prefix, books: [ofLaw.book, ofCovenant.book] });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.unjudged.add('record-unreadable', sign);
    }
    if (this.uses.size > shapesAtMost || this.walk.size > shapesAtMost) {
      this.uses.clear();
      this.walk.forget();
    }
  }

  private dayOf(law: LawDocument, at: Instant): number {
    const days = this.days.get(law) ?? new LawDays(law);
    this.days.set(law, days);
    return days.numberOf(at);
  }

  private countRecord(
    event: DisclosureEvent,
    sign: 1 | -1,
    { ground, prefix, books }: { readonly ground: Ground; readonly prefix: string; readonly books: Books },
  ): void {
    const times = new Map<Uses, number>();
    this.facts.note(event.data.facts, sign);
    for (const { blocks } of this.walk.items(event)) {
      const [first] = blocks;
      if (first) this.facts.note(first.shape.item, sign);
      for (const { key, shape } of blocks) {
        this.facts.note(shape.decision.facts, sign);
        const uses = this.uses.get(prefix + key) ?? usesOf(shape, ground, this.registries);
        if (!uses) continue;
        this.uses.set(prefix + key, uses);
        times.set(uses, (times.get(uses) ?? 0) + sign);
      }
    }
    const [at, organisation] = [event.recordedAt, event.data.recipient];
    for (const [{ uses, fields }, blocks] of times) {
      this.decisions += fields * blocks;
      for (const [rule, use, count] of uses) {
        for (const book of books) book.note(rule, { use, times: count * blocks, at, organisation });
      }
    }
  }

  /** Rules that a refusal names, under the documents in force when it was made. */
  private refusal({ data, cooperation, covenant: pins, organisation, recordedAt: at }: Recorded): void {
    const { rules, recipient, supplier } = data as {
      readonly rules?: readonly string[];
      readonly recipient?: string;
      readonly supplier?: string;
    };
    if (!rules) return;
    this.refusals++;
    const law = this.versionOf(this.documents.laws, cooperation, pins?.law) ?? this.documents.lawOf(cooperation);
    const covenant =
      this.versionOf(this.documents.covenants, cooperation, pins?.covenant) ?? this.documents.covenantOf(cooperation);
    const against = recipient ?? supplier ?? organisation ?? '';
    for (const version of [law, covenant]) {
      if (!version) continue;
      const { book } = this.bookOf(version);
      for (const rule of rules) book.note(rule, { use: 'refused', times: 1, at, organisation: against });
    }
  }
}
