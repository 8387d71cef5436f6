import { describe, expect, it } from '@jest/globals';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import type { Registries } from '@knooppunt/signals';
import { digestOf, goldenCovenant, goldenEvents } from '@knooppunt/testing';
import { CoverageRun, historyTypes, ImpactRun } from '../index.js';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Data = Mutable<StoredDisclosure>;

const events = goldenEvents();
const draft = { ...goldenCovenant(), rules: goldenCovenant().rules.filter(({ id }) => id !== 'P-102') };
const record = events.find(
  ({ type, data }) => type === 'DisclosureRecorded' && (data as StoredDisclosure).view === 'overleg-dossier',
) as Recorded & { readonly data: StoredDisclosure };
const own = events.find(
  ({ type, data }) => type === 'DisclosureRecorded' && (data as StoredDisclosure).act === 'eigen',
) as Recorded;
const documents = events.filter(({ type }) => type.endsWith('CameIntoForce'));
const changed = (change: (data: Data) => void): Recorded => {
  const copy = structuredClone(record) as Recorded & { data: Data };
  change(copy.data);
  return copy;
};

const runs = {
  impact: (options: object = {}) => new ImpactRun({ draft, digestOf, ...options }),
  coverage: (options: object = {}) => new CoverageRun({ digestOf, ...options }),
} as const;
const names = ['impact', 'coverage'] as const;

describe('the types of events that a history needs', () => {
  const reportsOf = (types: readonly string[]) => {
    const log = events.filter(({ type }) => types.includes(type));
    const records = new Map(
      log.filter(({ type }) => type === 'DisclosureRecorded').map((event) => [event.stream, event]),
    );
    return names.map((name) => {
      const run = runs[name]();
      for (const event of log) {
        const broken = event.type === 'DisclosureAborted' ? records.get(event.stream) : undefined;
        if (broken) run.takeBack(broken);
        else run.add(event);
      }
      return run.finish();
    });
  };
  it('are enough, and no more than enough: without any of them something is missing', () => {
    const whole = reportsOf([...new Set(events.map(({ type }) => type))]);
    expect(reportsOf(historyTypes)).toEqual(whole);
    expect(whole.map(({ aborted }) => aborted)).toEqual([1, 1]);
    for (const type of historyTypes) {
      expect([type, reportsOf(historyTypes.filter((one) => one !== type))]).not.toEqual([type, whole]);
    }
  });
});

describe.each(names)('the %s of a history', (name) => {
  /** What comes out of these records; with minus one, taken back again. */
  const reportOf = (records: readonly (readonly [Recorded, 1 | -1])[], options: object = {}) => {
    const run = runs[name](options);
    for (const event of documents) run.add(event);
    for (const [event, sign] of records) {
      if (sign === 1) run.add(event);
      else run.takeBack(event);
    }
    return run.finish();
  };
  const nothing = () => reportOf([]);

  it('is as it was where a record is taken back, but for the number of those', () => {
    const report = reportOf([
      [record, 1],
      [own, 1],
      [record, -1],
      [own, -1],
    ]);
    const facts = 'facts' in report ? { facts: report.facts } : {};
    expect(report).toEqual({ ...nothing(), aborted: 2, ...facts });
    expect((facts.facts ?? []).every((fact) => fact.true + fact.false + fact.unknown === 0)).toBe(true);
  });

  it('takes back nothing of another part, and nothing that is no record', () => {
    expect(reportOf([[record, -1]], { until: '2020-01-01' })).toEqual(reportOf([], { until: '2020-01-01' }));
    const refused = events.find(({ type }) => type === 'ReadRefused') as Recorded;
    expect(reportOf([[refused, -1]])).toEqual(nothing());
  });

  it('tells the bounds of the part that was asked', () => {
    const { from, until } = reportOf([], { from: '2026-01-01', until: '2026-12-31' });
    expect([from, until, nothing().from, nothing().until]).toEqual(['2026-01-01', '2026-12-31', null, null]);
  });

  it('counts readings back of one’s own apart, and judges none of them', () => {
    const report = reportOf([
      [own, 1],
      [own, 1],
      [own, -1],
    ]);
    expect(report).toMatchObject({ own: 1, disclosures: 0, decisions: 0, unjudged: {} });
  });

  it.each<readonly [string, (data: Data) => void]>([
    ['an item without a head', (data) => void data.items[0]?.blocks.splice(0, 1)],
    [
      'a decision that is not in the record',
      (data) => {
        for (const block of data.items[0]?.blocks ?? []) block.decision = 999;
      },
    ],
  ])('does not end at a record that cannot be read: %s', (_what, change) => {
    const damaged = changed(change);
    expect(reportOf([[damaged, 1]]).unjudged).toEqual({ 'record-unreadable': 1 });
    expect(
      reportOf([
        [damaged, 1],
        [record, 1],
      ]).decisions,
    ).toBe(reportOf([[record, 1]]).decisions);
    expect(
      reportOf([
        [damaged, 1],
        [damaged, -1],
      ]).unjudged,
    ).toEqual({});
  });

  it('goes no further where the fault is not in the record', () => {
    const failing = {
      find: () => ({
        digest: record.data.registry,
        find: (id: string) => {
          if (id === 'S99') throw new RangeError('not of the record');
          return undefined;
        },
      }),
    } as unknown as Registries;
    const strange = changed((data) => {
      for (const item of data.items) item.payloadType = 'S99';
    });
    expect(() => reportOf([[strange, 1]], { registries: failing })).toThrow(RangeError);
  });

  it('names items of a type that the registry does not have, and judges the others', () => {
    const strange = changed((data) => {
      for (const item of data.items) if (item.payloadType === 'S2') item.payloadType = 'S99';
    });
    const count = record.data.items.filter(({ payloadType }) => payloadType === 'S2').length;
    const report = reportOf([[strange, 1]]);
    expect(report.unjudged).toEqual({ 'type-unknown': count });
    expect(report.disclosures).toBe(1);
    expect(report.decisions).toBeGreaterThan(0);
    expect(report.decisions).toBeLessThan(reportOf([[record, 1]]).decisions);
  });

  it('judges nothing under a registry or documents that nobody knows', () => {
    const nowhere = changed((data) => void (data.registry = `sha256:${'0'.repeat(64)}`));
    expect(reportOf([[nowhere, 1]])).toMatchObject({ disclosures: 0, unjudged: { 'registry-unknown': 1 } });
    const { covenant: _pins, ...unpinned } = record;
    const reason = name === 'impact' ? 'law-unknown' : 'documents-unknown';
    for (const event of [unpinned, { ...record, covenant: { law: 'sha256:0', covenant: 'sha256:0' } }]) {
      expect(reportOf([[event as Recorded, 1]])).toMatchObject({ disclosures: 0, unjudged: { [reason]: 1 } });
    }
  });
});
