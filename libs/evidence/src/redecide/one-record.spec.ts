import { describe, expect, it } from '@jest/globals';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import { digestOf, goldenEvents } from '@knooppunt/testing';
import { redecideOne, Redecider, streamsOfRecord } from '../index.js';

const events = goldenEvents();
const records = events.filter(
  ({ type, data }) => type === 'DisclosureRecorded' && (data as StoredDisclosure).act === 'inzage',
);

/** What is found in one record, from the streams that it rests on alone, in whatever order these were read. */
const foundIn = (record: Recorded): readonly string[] => {
  const own = [record, ...events.filter(({ stream, revision }) => stream === record.stream && revision > 0n)];
  const others = streamsOfRecord(record).flatMap((name) => events.filter(({ stream }) => stream === name));
  const [asRead = [], backwards] = [others, others.toReversed()].map((read): readonly string[] => {
    const found: string[] = [];
    const count = redecideOne(own, read, { digestOf, report: ({ code }) => void found.push(code) });
    expect(count).toBe(found.length);
    return found;
  });
  expect(backwards).toEqual(asRead);
  return asRead;
};

describe('one recorded disclosure', () => {
  it('is decided again from the streams that it rests on as it is from the whole log', () => {
    expect(records.length).toBeGreaterThan(50);
    expect(records.flatMap(foundIn)).toEqual([]);
  });

  it('is found out where it says something else', () => {
    const record = structuredClone(records.find(({ data }) => (data as StoredDisclosure).view === 'overleg-dossier'));
    const data = record?.data as { decisions: { levels: Record<string, string[]> }[] };
    for (const decision of data.decisions) decision.levels = { withhold: Object.values(decision.levels).flat() };
    expect(new Set(foundIn(record as Recorded))).toEqual(new Set(['level-differs']));
  });

  it('is found out as from the whole log also where it rests on a state that lies far back', () => {
    const record = structuredClone(
      records.findLast(({ data }) => (data as StoredDisclosure).view === 'overleg-dossier'),
    );
    const { folded } = (record?.data ?? {}) as { folded: { stream: string; revision: string }[] };
    const fold = folded.find(({ stream }) => stream.startsWith('case-'));
    if (!record || !fold) throw new TypeError('no record of a case');
    fold.revision = '5';
    const inWhole: string[] = [];
    const redecider = new Redecider({
      digestOf,
      eventsOf: (name) => events.filter(({ stream }) => stream === name),
      report: ({ code, position }) => void (position === record.position && inWhole.push(code)),
    });
    for (const event of events) redecider.add(event.position === record.position ? record : event);
    redecider.finish();
    expect(new Set(foundIn(record))).toEqual(new Set(inWhole));
    expect(inWhole).toContain('phase-differs');
  });

  it('rests on its folds, its items and their suppliers, each once, and not on itself', () => {
    for (const record of records) {
      const streams = streamsOfRecord(record);
      expect(new Set(streams).size).toBe(streams.length);
      expect(streams).not.toContain(record.stream);
      const { folded, items } = record.data as StoredDisclosure;
      const named = [...folded, ...items].map(({ stream }) => stream).filter((stream) => stream !== record.stream);
      expect(streams).toEqual(expect.arrayContaining(named));
    }
  });

  it('rests on itself not even where it was damaged and says so', () => {
    const record = structuredClone(records[0]) as Recorded & { data: { folded: { stream: string }[] } };
    record.data.folded.push({ ...record.data.folded[0], stream: record.stream });
    expect(streamsOfRecord(record)).not.toContain(record.stream);
  });

  it('that is not there has nothing to find', () => {
    expect(redecideOne([], [], { digestOf, report: () => {} })).toBe(0);
  });
});
