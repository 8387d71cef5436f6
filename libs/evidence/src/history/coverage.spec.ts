import { describe, expect, it } from '@jest/globals';
import { disclosedOf } from '@knooppunt/cases';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import { digestOf, goldenCovenant as covenantOf, goldenEvents, goldenLaw as lawOf } from '@knooppunt/testing';
import { CoverageRun } from '../index.js';
import type { CoverageOptions, CoverageReport, DocumentCoverage, RuleCoverage } from '../index.js';

const events = goldenEvents();
const [goldenLaw, goldenCovenant] = [lawOf(), covenantOf()];
const aborted = new Set(events.filter(({ type }) => type === 'DisclosureAborted').map(({ stream }) => stream));
const isCounted = (event: Recorded): event is Recorded & { readonly data: StoredDisclosure } =>
  event.type === 'DisclosureRecorded' &&
  (event.data as StoredDisclosure).act === 'inzage' &&
  !aborted.has(event.stream);

const coverageOf = (options: Partial<CoverageOptions> = {}, log: readonly Recorded[] = events): CoverageReport => {
  const run = new CoverageRun({ digestOf, ...options });
  for (const event of log) {
    if (event.type === 'DisclosureAborted') run.takeBack(log.find(({ stream }) => stream === event.stream) as Recorded);
    else run.add(event);
  }
  return run.finish();
};

const report = coverageOf();
const documentOf = (kind: string, cooperation: string): DocumentCoverage => {
  const found = report.documents.find((one) => one.kind === kind && one.cooperation === cooperation);
  if (!found) throw new TypeError(`no ${kind} of ${cooperation}`);
  return found;
};
const ruleOf = (document: DocumentCoverage, id: string): RuleCoverage => {
  const found = document.rules.find((rule) => rule.id === id);
  if (!found) throw new TypeError(`no ${id}`);
  return found;
};

/** How often each permit stands in the records as the one that decided, by cooperation. */
const recordedPermits = (cooperation: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (!isCounted(event) || event.cooperation !== cooperation) continue;
    for (const { blocks } of disclosedOf(event.data).items) {
      for (const { permits } of blocks) {
        for (const permit of Object.values(permits)) counts.set(permit, (counts.get(permit) ?? 0) + 1);
      }
    }
  }
  return counts;
};

describe('the coverage of the golden log', () => {
  it.each(['amsterdam-amstelland', 'rotterdam'])('counts at least the permits that the records of %s name', (name) => {
    const covenant = documentOf('covenant', name);
    const recorded = recordedPermits(name);
    expect(recorded.size).toBeGreaterThan(0);
    // A permit that a cap lowered to nothing decided too; the record names those of what is shown.
    for (const [id, count] of recorded) expect(ruleOf(covenant, id).decided).toBeGreaterThanOrEqual(count);
    const idle = covenant.rules.filter(({ effect, decided }) => effect === 'permit' && decided === 0);
    expect(idle.filter(({ id }) => recorded.has(id))).toEqual([]);
  });

  it('holds every rule of covenant and law once, and names those that did nothing', () => {
    const ids = (document: DocumentCoverage): readonly string[] => document.rules.map(({ id }) => id);
    expect(ids(documentOf('covenant', 'rotterdam'))).toEqual(goldenCovenant.rules.map(({ id }) => id));
    const law = documentOf('law', 'amsterdam-amstelland');
    expect(ids(law)).toEqual([...goldenLaw.guards, ...goldenLaw.caps].map(({ id }) => id));
    for (const { rules, never } of report.documents) {
      const idle = rules.filter(({ decided, applied, refused }) => decided + applied + refused === 0);
      expect(never).toEqual(idle.map(({ id }) => id));
      for (const { last, organisations, only } of idle) expect([last, organisations, only]).toEqual([null, 0, null]);
    }
    expect(documentOf('covenant', 'rotterdam').never.length).toBeGreaterThan(0);
  });

  it('says when a rule decided last, and for whom where it was for one alone', () => {
    const records = events.filter(isCounted);
    const covenant = documentOf('covenant', 'amsterdam-amstelland');
    const deciding = covenant.rules.filter(({ decided }) => decided > 0);
    expect(deciding.length).toBeGreaterThan(5);
    for (const { id, last, organisations, only } of deciding) {
      const naming = records.filter(
        ({ cooperation, data }) =>
          cooperation === 'amsterdam-amstelland' && data.decisions.some(({ permits }) => Object.hasOwn(permits, id)),
      );
      expect(String(last) >= (naming.at(-1)?.recordedAt ?? '')).toBe(true);
      expect(organisations).toBeGreaterThanOrEqual(new Set(naming.map(({ data }) => data.recipient)).size);
      expect(only !== null).toBe(organisations === 1);
    }
    expect(ruleOf(covenant, 'P-402').only).toBe('00000099000000001000');
  });

  it('counts what was refused in the name of a rule', () => {
    const refusals = events.filter(
      ({ type, data }) => type === 'SupplyRefused' && (data as { rules: string[] }).rules.length > 0,
    );
    const lawless = coverageOf(
      {},
      events.filter(({ type }) => type !== 'SupplyRefused' && type !== 'ContributionRefused'),
    );
    for (const { data, cooperation } of refusals) {
      for (const id of (data as { readonly rules: readonly string[] }).rules) {
        const law = documentOf('law', cooperation);
        const before = lawless.documents.find((one) => one.kind === 'law' && one.cooperation === cooperation);
        expect(ruleOf(law, id).refused).toBeGreaterThan(ruleOf(before as DocumentCoverage, id).refused);
      }
    }
    expect(report.refusals).toBe(
      events.filter(({ type }) => ['ReadRefused', 'SupplyRefused', 'ContributionRefused'].includes(type)).length,
    );
  });

  it('counts how often each fact was true, false and unknown, and names those that nothing asked', () => {
    const counts = new Map<string, Record<string, number>>();
    const note = (name: string, value: string): void => {
      const known = counts.get(name) ?? { true: 0, false: 0, unknown: 0 };
      counts.set(name, known);
      known[value] = (known[value] ?? 0) + 1;
    };
    for (const event of events.filter(isCounted)) {
      const { facts, items } = disclosedOf(event.data);
      for (const [name, { value }] of Object.entries(facts)) note(name, value);
      for (const item of items) {
        for (const [name, { value }] of Object.entries(item.facts)) note(name, value);
        for (const block of item.blocks) for (const [name, { value }] of Object.entries(block.facts)) note(name, value);
      }
    }
    const asked = report.facts.filter((fact) => fact.true + fact.false + fact.unknown > 0);
    expect(Object.fromEntries(asked.map(({ name, ...values }) => [name, values]))).toEqual(Object.fromEntries(counts));
    const names = report.facts.map(({ name }) => name);
    const declared = Object.keys({ ...goldenCovenant.facts, ...goldenLaw.facts }).filter((name) => name !== 'asked');
    expect(names).toEqual(expect.arrayContaining(declared));
  });
});

describe('the coverage of a part of a history', () => {
  it('is of one cooperation alone', () => {
    const { documents } = coverageOf({ cooperations: new Set(['rotterdam']) });
    expect(new Set(documents.map(({ cooperation }) => cooperation))).toEqual(new Set(['rotterdam']));
  });

  it('tells versions apart: a later one has rules of its own, and the earlier one ends where it begins', () => {
    const came = events.findLast(({ type }) => type === 'CovenantCameIntoForce') as Recorded;
    const data = came.data as { readonly document: string };
    const last = events.at(-1) as Recorded;
    const later = {
      ...came,
      recordedAt: last.recordedAt,
      data: { ...data, version: '9.0.0', digest: `sha256:${'9'.repeat(64)}` },
    };
    const versions = coverageOf({}, [...events, later]).documents.filter(
      ({ kind, cooperation }) => kind === 'covenant' && cooperation === came.cooperation,
    );
    expect(versions.map(({ version, until }) => [version, until])).toEqual([
      [expect.anything(), last.recordedAt],
      ['9.0.0', null],
    ]);
    expect(versions[1]?.never.length).toBe(goldenCovenant.rules.length);
    expect(versions[1]?.disclosures).toBe(0);
  });
});
