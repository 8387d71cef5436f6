import { decidedFields, fieldGroups } from '@knooppunt/cases';
import type { StoredFacts, StoredItem } from '@knooppunt/cases';
import { dutchDateOf } from '@knooppunt/kernel';
import type { CooperationId, DigestOf, Recorded } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import type { Registry } from '@knooppunt/signals';
import { Counter } from '../redecide/totals.js';
import { isOfPart } from './asked-part.js';
import type { AskedPart } from './asked-part.js';
import type { CoverageReport, DocumentCoverage, FactCoverage } from './coverage-report.js';
import { DocumentsSeen } from './documents-seen.js';
import type { CovenantVersion, LawVersion } from './documents-seen.js';
import type { FactBits } from './fact-bits.js';
import { Questions } from './questions.js';
import type { Asking } from './questions.js';
import { isDisclosure, RecordWalk } from './record-walk.js';
import type { DisclosureEvent } from './record-walk.js';
import { RuleBook } from './rule-book.js';
import type { Use } from './rule-book.js';

/** Which part of a history is asked. */
export type CoverageOptions = AskedPart & { readonly digestOf: DigestOf; readonly registries?: Registries };

/** What one question uses: rules, in which way, and for how many fields. */
type Uses = readonly (readonly [rule: string, use: Use, times: number])[];
type Version = CovenantVersion | LawVersion;
type Book = { readonly book: RuleBook; disclosures: number };
type Pair = {
  readonly questions: Questions;
  /** By what speaks of a question, and by the facts that it asks. */
  readonly uses: WeakMap<Asking, Map<string, Uses>>;
};

type Reading = {
  readonly event: DisclosureEvent;
  readonly walk: RecordWalk;
  readonly registry: Registry;
  readonly pair: Pair;
};

const usesAtMost = 2_000;
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

const usesOf = (questions: Questions, asking: Asking, bits: FactBits): Uses => {
  const uses = new Map<string, readonly [rule: string, use: Use, times: number]>();
  const use = (rule: string | undefined, how: Use): void => {
    if (rule === undefined) return;
    const key = `${rule} ${how}`;
    uses.set(key, [rule, how, (uses.get(key)?.[2] ?? 0) + 1]);
  };
  for (const guard of questions.refusedBy(asking, bits)) use(guard, 'refused');
  if (!questions.decide(asking, bits)) return [...uses.values()];
  const why = questions.explain(asking, bits);
  const applied = questions.appliedOf(asking, bits);
  for (const at of asking.fields.keys()) {
    const { permit, cap } = why(at);
    use(permit, 'decided');
    use(cap, 'decided');
    if (questions.levelOf(asking, at) === 'withhold') continue;
    for (const rule of applied[at] ?? []) if (rule !== permit && rule !== cap) use(rule, 'applied');
  }
  return [...uses.values()];
};

/**
 * Which rules of law and covenant decided, per version that was in force, and which never did; which facts were ever true,
 * false or unknown. Every recorded decision is made again by the compiled engine, from its facts as recorded and under the
 * documents that it was decided under. Events go in by the log's order; a record that was broken off goes to `takeBack`.
 */
export class CoverageRun {
  private readonly documents = new DocumentsSeen();
  private readonly registries: Registries;
  private readonly books = new Map<Version, Book>();
  private readonly pairs = new Map<string, Pair>();
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

  private bookOf(version: Version): Book {
    const known = this.books.get(version) ?? { book: new RuleBook(version.document), disclosures: 0 };
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
    const registry = this.registries.find(event.data.registry);
    if (!registry) return this.unjudged.add('registry-unknown', sign);
    this.disclosures += sign;
    const books = [this.bookOf(law), this.bookOf(covenant)];
    for (const book of books) book.disclosures += sign;
    const pair = this.pairOf(law, covenant, registry);
    try {
      const walk = new RecordWalk(event, pair.questions);
      this.countRecord({ event, walk, registry, pair }, sign, books);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.unjudged.add('record-unreadable', sign);
    }
  }

  private pairOf(law: LawVersion, covenant: CovenantVersion, registry: Registry): Pair {
    const key = `${law.digest} ${covenant.digest} ${registry.digest}`;
    const known = this.pairs.get(key) ?? {
      questions: new Questions(law.document, covenant.document, registry),
      uses: new WeakMap<Asking, Map<string, Uses>>(),
    };
    this.pairs.set(key, known);
    return known;
  }

  private countRecord(reading: Reading, sign: 1 | -1, books: readonly Book[]): void {
    const { recordedAt: at, data } = reading.event;
    this.facts.note(data.facts, sign);
    const times = new Map<Uses, number>();
    for (const item of data.items) this.countItem(reading, item, sign, times);
    for (const [uses, asked] of times) {
      for (const [rule, use, count] of uses) {
        for (const { book } of books) {
          book.note(rule, { use, times: count * asked * sign, at, organisation: data.recipient });
        }
      }
    }
  }

  private countItem(
    { event, walk, registry, pair }: Reading,
    item: StoredItem,
    sign: 1 | -1,
    times: Map<Uses, number>,
  ): void {
    const type = registry.find(item.payloadType);
    if (!type) return this.unjudged.add('type-unknown', sign);
    walk.openItem(item);
    this.facts.note(event.data.circumstances[item.circumstances] ?? {}, sign);
    for (const { decision } of item.blocks) {
      const decided = walk.openBlock(decision);
      this.facts.note(decided.facts, sign);
      for (const group of fieldGroups(decidedFields(type, decided.kind))) {
        const uses = this.usesOf(pair, walk.ask(group), walk.bits);
        this.decisions += group[1].length * sign;
        times.set(uses, (times.get(uses) ?? 0) + 1);
      }
    }
  }

  private usesOf({ questions, uses }: Pair, asking: Asking, bits: FactBits): Uses {
    const known = uses.get(asking) ?? new Map<string, Uses>();
    uses.set(asking, known);
    const key = bits.textUnder(asking.mask);
    const found = known.get(key) ?? usesOf(questions, asking, bits);
    if (known.size >= usesAtMost) known.clear();
    known.set(key, found);
    return found;
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
