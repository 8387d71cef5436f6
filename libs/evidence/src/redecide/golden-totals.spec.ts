import { describe, expect, it } from '@jest/globals';
import { disclosedOf } from '@knooppunt/cases';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import { digestOf, goldenEvents } from '@knooppunt/testing';
import { Redecider } from './redecider.js';

const golden = goldenEvents();
const isRecord = ({ type }: Recorded): boolean => type === 'DisclosureRecorded';
/** The golden log, and behind it an abort of its last record: the hub broke that one off. */
const events = ((): readonly Recorded[] => {
  const record = golden.findLast(isRecord);
  const last = golden.at(-1);
  if (!record || !last) throw new TypeError('no record');
  const abort = { ...record, type: 'DisclosureAborted', revision: 1n, position: `${last.position}+` };
  return [...golden, { ...abort, data: { disclosure: record.stream.slice('disclosure-'.length), moved: [] } }];
})();
const numberOf = (name: string): number => events.filter(({ type }) => type === name).length;
const tallied = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

describe('what a run over the golden log says that it went through', () => {
  it('is what lies there: each event, record, item, block, field and fact once', () => {
    const redecider = new Redecider({
      digestOf,
      eventsOf: (name) => events.filter(({ stream }) => stream === name),
      report: () => undefined,
    });
    for (const event of events) redecider.add(event);
    redecider.unreadable('99', 'no JSON');

    const records = events.filter(isRecord).map(({ data }) => data as StoredDisclosure);
    const disclosed = records.map((data) => disclosedOf(data));
    const items = disclosed.flatMap((one) => one.items);
    const blocks = items.flatMap((item) => item.blocks);
    const levels = blocks.flatMap((block) => Object.values(block.levels));
    const facts = [...disclosed, ...items, ...blocks].flatMap((one) => Object.entries(one.facts));
    const named = (isSealed: boolean) =>
      tallied(facts.flatMap(([name, { source }]) => ((source === 'facts-block') === isSealed ? [name] : [])));
    expect(redecider.finish()).toEqual({
      events: events.length + 1,
      disclosures: records.length,
      aborted: numberOf('DisclosureAborted'),
      refusals: numberOf('ReadRefused'),
      items: items.length,
      blocks: blocks.length,
      fields: levels.length,
      levels: tallied(levels),
      asRecorded: named(true),
      recomputed: named(false),
      semantics: tallied(records.map(({ semantics }) => semantics)),
      findings: 1,
    });
    expect([numberOf('DisclosureAborted'), numberOf('ReadRefused')].every((count) => count > 0)).toBe(true);
  });
});
