import { describe, expect, it } from '@jest/globals';
import { decidedFields, disclosedOf, headBlock, questionsOf } from '@knooppunt/cases';
import type { DisclosedBlock, DisclosedItem, Facts, StoredDisclosure } from '@knooppunt/cases';
import { decide } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, LawDocument, Question, Rule } from '@knooppunt/covenant';
import type { Recorded } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import * as fc from 'fast-check';
import { digestOf, goldenCovenant as covenantOf, goldenEvents, goldenLaw as lawOf } from '@knooppunt/testing';
import { changes, impactDimensions, ImpactRun } from '../index.js';
import type { Change, ImpactOptions, ImpactReport } from '../index.js';

/** The short form is enough for every change; the long one asks for all rules of the covenant. */
const isLong = process.env['KNOOPPUNT_LONG'] === '1';
const events = goldenEvents();
const [goldenLaw, goldenCovenant] = [lawOf(), covenantOf()];
const registries = new Registries(digestOf);
const isDisclosure = ({ type }: Recorded): boolean => type === 'DisclosureRecorded';
const dataOf = (event: Recorded): StoredDisclosure => event.data as StoredDisclosure;

const impactOf = (options: Omit<ImpactOptions, 'digestOf'>, log: readonly Recorded[] = events): ImpactReport => {
  const run = new ImpactRun({ digestOf, registries, ...options });
  for (const event of log) {
    if (event.type === 'DisclosureAborted') run.takeBack(log.find(({ stream }) => stream === event.stream) as Recorded);
    else run.add(event);
  }
  return run.finish();
};

const without = (id: string): CovenantDocument => ({
  ...goldenCovenant,
  rules: goldenCovenant.rules.filter((rule) => rule.id !== id),
});
const withRule = (rule: Rule): CovenantDocument => ({ ...goldenCovenant, rules: [...goldenCovenant.rules, rule] });

// The same question answered without shapes, memory, compiled engine or bounds: what the report must say.

type Counted = { totals: Record<Change, number>; unsure: number; decisions: number };
type Told = readonly { readonly level: string; readonly isSure: boolean }[];

const levelIn = ({ levels }: DisclosedBlock, field: string): string => levels[field] ?? 'withhold';

const everyCase = (question: Question, missing: readonly string[]): readonly Question[] =>
  missing.reduce<readonly Question[]>(
    (cases, name) =>
      cases.flatMap((one) => [true, false].map((value) => ({ ...one, facts: { ...one.facts, [name]: value } }))),
    [question],
  );

const tellBlock = (event: Recorded, item: DisclosedItem, block: DisclosedBlock, draft: CovenantDocument): Told => {
  const { data } = { data: dataOf(event) };
  const type = registries.find(data.registry)?.find(item.payloadType);
  if (!type) throw new TypeError('no such type');
  const facts: Facts = { ...disclosedOf(data).facts, ...item.facts, ...block.facts };
  const asking = {
    act: 'inzage' as const,
    recipientKind: data.recipientKind,
    purpose: event.purpose ?? '',
    at: event.recordedAt,
  };
  const law: LawDocument = goldenLaw;
  const found = new Map<string, Told[number]>();
  for (const question of questionsOf(asking, item, decidedFields(type, block.kind), facts)) {
    const decided = decide(law, draft, question);
    const missing = decided.factsUsed.filter((name) => !Object.hasOwn(question.facts, name));
    const cases = missing.length > 8 ? [] : everyCase(question, missing).map((one) => decide(law, draft, one));
    for (const [at, { field, level }] of decided.fields.entries()) {
      const isSame = missing.length <= 8 && cases.every((one) => one.fields[at]?.level === level);
      found.set(field, { level, isSure: isSame });
    }
  }
  return decidedFields(type, block.kind).map(({ name }) => found.get(name) as Told[number]);
};

const changeOf = ({ levels }: DecidedField, from: string, to: string): Change => {
  const ladder: readonly string[] = ['withhold', 'exists', ...levels];
  const [was, is] = [Math.max(0, ladder.indexOf(from)), Math.max(0, ladder.indexOf(to))];
  if (was === 0) return is === 0 ? 'withheld' : 'allowed';
  if (is === 0) return 'refused';
  if (was === is) return 'kept';
  return is > was ? 'raised' : 'lowered';
};

const naively = (draft: CovenantDocument): Counted => {
  const aborted = new Set(events.filter(({ type }) => type === 'DisclosureAborted').map(({ stream }) => stream));
  const counted: Counted = {
    totals: { allowed: 0, raised: 0, refused: 0, lowered: 0, kept: 0, withheld: 0 },
    unsure: 0,
    decisions: 0,
  };
  for (const event of events) {
    if (!isDisclosure(event) || dataOf(event).act !== 'inzage' || aborted.has(event.stream)) continue;
    const type = (item: DisclosedItem) => registries.find(dataOf(event).registry)?.find(item.payloadType);
    for (const item of disclosedOf(dataOf(event)).items) {
      const head = item.blocks.find(({ block }) => block === headBlock) as DisclosedBlock;
      const [now] = tellBlock(event, item, head, draft);
      const wasThere = levelIn(head, '_exists') !== 'withhold';
      for (const block of item.blocks) {
        const fields = decidedFields(type(item) as never, block.kind);
        for (const [at, told] of tellBlock(event, item, block, draft).entries()) {
          const field = fields[at] as DecidedField;
          const from = wasThere ? levelIn(block, field.name) : 'withhold';
          counted.totals[changeOf(field, from, now?.level === 'withhold' ? 'withhold' : told.level)]++;
          if (!told.isSure || now?.isSure === false) counted.unsure++;
          counted.decisions++;
        }
      }
    }
  }
  return counted;
};

describe('the impact of the covenant itself', () => {
  const report = impactOf({ draft: goldenCovenant });

  it('is nothing: every past decision comes out as it was', () => {
    const { allowed, raised, refused, lowered, kept, withheld } = report.totals;
    expect([allowed, raised, refused, lowered]).toEqual([0, 0, 0, 0]);
    expect(kept + withheld).toBe(report.decisions);
    expect([report.groups, report.unsure, report.missingFacts]).toEqual([[], 0, {}]);
  });

  it('counts what was read, left out and refused', () => {
    const inzage = events.filter((event) => isDisclosure(event) && dataOf(event).act === 'inzage');
    const eigen = events.filter((event) => isDisclosure(event) && dataOf(event).act === 'eigen');
    expect(report.aborted).toBe(1);
    expect(report.disclosures + report.own).toBe(inzage.length + eigen.length - 1);
    expect(report.refusedReads).toBe(events.filter(({ type }) => type === 'ReadRefused').length);
    expect(report.unjudged).toEqual({});
    expect(report.decisions).toBeGreaterThan(2_000);
  });
});

describe('the impact of a draft', () => {
  const randomRule: fc.Arbitrary<Rule> = fc.record({
    id: fc.constant('X-1'),
    basis: fc.constant('convenant art. 99'),
    from: fc.constant('any'),
    to: fc.constantFrom('any', ['RIEC'], ['NLA', 'POL']),
    type: fc.constantFrom('any', ['S2'], ['leveringen']),
    fields: fc.constantFrom('any', ['ID'], ['_exists'], ['content']),
    purpose: fc.constant('any'),
    phase: fc.constantFrom('any', '1+', '2+'),
    when: fc.constantFrom({}, { asked: true }, { attends: true }, { ownHit: true }, { codeB: false, scan: true }),
  });
  const effect = fc.constantFrom(
    { permit: 'reveal' } as const,
    { permit: 'pseudonymise' } as const,
    { cap: 'withhold' } as const,
    { cap: 'exists' } as const,
    { cap: 'mask' } as const,
  );
  const drafts = fc.oneof(
    fc.constantFrom(...goldenCovenant.rules.map(({ id }) => without(id))),
    fc.tuple(randomRule, effect).map(([rule, sort]) => withRule({ ...rule, ...sort })),
  );

  it('is what each past decision gives when it is decided anew, one by one, by the interpreter', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const { totals, unsure, decisions } = impactOf({ draft });
        expect({ totals, unsure, decisions }).toEqual(naively(draft));
      }),
      { numRuns: isLong ? 60 : 5 },
    );
  });

  it('names what a dropped permit gave, for whom, and in which disclosures', () => {
    const report = impactOf({ draft: without('P-102') });
    expect(report.totals.refused).toBeGreaterThan(0);
    expect(report.totals.allowed + report.totals.raised).toBe(0);
    for (const { rule, because, change, from, examples } of report.groups) {
      expect([rule, because, change]).toEqual(['P-102', 'no-permit', 'refused']);
      expect(from).not.toBe('withhold');
      for (const id of examples) expect(events.some(({ stream }) => stream === `disclosure-${id}`)).toBe(true);
    }
    expect(report.by.rule['P-102']).toEqual({ refused: report.totals.refused });
  });

  it('names a cap that lowers, and says the whole item away where its head goes', () => {
    const capped = impactOf({ draft: withRule({ id: 'C-90', cap: 'exists', fields: ['ID'], basis: 'art. 90' }) });
    expect(capped.groups.every(({ rule, because }) => rule === 'C-90' && because === 'cap')).toBe(true);
    expect(capped.totals.lowered).toBeGreaterThan(0);
    const hidden = impactOf({
      draft: withRule({ id: 'C-91', cap: 'withhold', fields: ['_exists'], basis: 'art. 91' }),
    });
    expect(hidden.totals.kept).toBe(0);
    expect(new Set(hidden.groups.map(({ because }) => because))).toEqual(new Set(['envelope']));
    expect(new Set(hidden.groups.map(({ rule }) => rule))).toEqual(new Set(['C-91']));
  });

  it('puts widenings first', () => {
    const wide: Rule = {
      id: 'P-98',
      permit: 'reveal',
      from: 'any',
      type: 'any',
      fields: 'any',
      to: 'any',
      purpose: 'any',
      phase: 'any',
      basis: 'art. 98',
    };
    const draft = { ...withRule(wide), rules: [...without('P-402').rules, wide] };
    const { groups, totals } = impactOf({ draft });
    expect(totals.allowed).toBeGreaterThan(0);
    const ranks = groups.map(({ change }) => changes.indexOf(change));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(groups[0]?.change).toBe('allowed');
  });

  it('says of a fact that no record holds that it could not be judged fully', () => {
    const draft = withRule({ id: 'C-92', cap: 'withhold', fields: ['ID'], when: { ownHit: false }, basis: 'art. 92' });
    const report = impactOf({ draft });
    expect(Object.keys(report.missingFacts)).toEqual(['ownHit']);
    expect(report.unsure).toBeGreaterThan(0);
    expect(report.groups.reduce((sum, { unsure }) => sum + unsure, 0)).toBe(report.unsure);
  });

  it('may be put with another law', () => {
    const law = { ...goldenLaw, guards: [...goldenLaw.guards, { ...goldenLaw.guards[0], id: 'G-99' }] } as LawDocument;
    const [first] = law.guards;
    const closed = { ...law, guards: [{ ...first, id: 'G-99', require: { neverKnown: true } }] } as LawDocument;
    const { totals, groups } = impactOf({ draft: goldenCovenant, law: closed });
    expect(totals.kept).toBe(0);
    expect(new Set(groups.map(({ because, rule }) => `${because} ${rule}`))).toEqual(new Set(['guard G-99']));
  });

  it('counts a change in every dimension once', () => {
    const { by, totals } = impactOf({ draft: without('P-100') });
    for (const dimension of impactDimensions) {
      const sum = Object.values(by[dimension]).reduce((all, counts) => all + (counts.refused ?? 0), 0);
      expect(sum).toBe(totals.refused);
    }
  });
});

describe('a part of the history', () => {
  it('is one cooperation alone', () => {
    const [ofOne, ofOther] = ['rotterdam', 'amsterdam-amstelland'].map((name) =>
      impactOf({ draft: goldenCovenant, cooperations: new Set([name]) }),
    );
    const all = impactOf({ draft: goldenCovenant });
    expect(ofOne?.decisions).toBeGreaterThan(0);
    expect((ofOne?.decisions ?? 0) + (ofOther?.decisions ?? 0)).toBe(all.decisions);
  });

  it('is some days, the first and the last included', () => {
    const days = events.filter(isDisclosure).map(({ recordedAt }) => recordedAt.slice(0, 10));
    const [day = ''] = days;
    expect(new Set(days)).toEqual(new Set([day]));
    const decisions = (from: string, until: string): number =>
      impactOf({ draft: goldenCovenant, from, until }).decisions;
    expect(decisions(day, day)).toBe(impactOf({ draft: goldenCovenant }).decisions);
    expect(decisions('2020-01-01', '2026-03-01')).toBe(0);
    expect(decisions('2026-03-03', '2030-01-01')).toBe(0);
  });

  it('leaves out, and names, what this program cannot judge', () => {
    const unknown = events.map((event) =>
      isDisclosure(event) ? { ...event, data: { ...dataOf(event), registry: `sha256:${'0'.repeat(64)}` } } : event,
    );
    const { decisions, unjudged } = impactOf({ draft: goldenCovenant }, unknown);
    expect(decisions).toBe(0);
    expect(Object.keys(unjudged)).toEqual(['registry-unknown']);
    const lawless = events.filter(({ type }) => type !== 'LawCameIntoForce');
    expect(Object.keys(impactOf({ draft: goldenCovenant }, lawless).unjudged)).toEqual(['law-unknown']);
  });
});
