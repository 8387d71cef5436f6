import { describe, expect, it } from '@jest/globals';
import { eventCatalogue, partyDecider } from '@knooppunt/cases';
import type { Asking } from '@knooppunt/cases';
import { encodeEvent, maxAppendBytes } from '@knooppunt/event-store';
import type { Uuid } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { digest, digestOf, oin, recorded, uuid } from '@knooppunt/testing';
import { covenant, law } from '../test/documents.js';
import { fittingOf } from './fitting.js';
import type { JudgedItem } from './judging.js';
import { disclosureRecord } from './record.js';

const { current: registry } = new Registries(digestOf);
const asking: Asking = {
  at: '2026-03-02T12:00:00.000Z',
  act: 'inzage',
  cooperation: 'amsterdam-amstelland',
  recipient: oin(1),
  recipientKind: 'POL',
  purpose: 'POL.taak',
  law,
  covenant,
  party: { stream: 'party-1', revision: 0n, state: partyDecider.initial },
};
type Draft = Parameters<typeof fittingOf>[0];
const draftOf = (folded = new Map<string, bigint>()): Draft => ({
  view: { name: 'casus-dossier', act: 'inzage', plan: () => Promise.resolve('absent') },
  asking,
  documents: {
    law,
    covenant,
    lawDigest: digest(1),
    covenantDigest: digest(2),
    registry: digest(3),
    hasExpired: false,
  },
  registry,
  folded,
});

type Shape = { readonly payloadType?: string; readonly visible?: boolean; readonly blocks?: number };
const itemOf = (at: number, { payloadType = 'S2', visible = true, blocks = 0 }: Shape = {}): JudgedItem => {
  const id: Uuid = uuid(at + 1);
  return {
    planned: {
      content: { kind: 'record', values: {} },
      identity: { id, within: id },
      receivedOn: '2026-03-02',
      item: {
        payloadType,
        supplier: oin(2),
        supplierKind: 'COLL',
        phase: '1',
        source: { stream: `contribution-${id}`, revision: 0n },
        blocks: [],
      },
    },
    type: registry.find('S2') as PayloadType,
    pseudonyms: 2,
    visible,
    facts: {},
    blocks: Array.from({ length: blocks }, (_, block) => ({
      name: `p${block}`,
      kind: 'person',
      fields: [],
      facts: {},
    })),
  };
};
const itemsOf = (count: number, shape: Shape = {}): readonly JudgedItem[] =>
  Array.from({ length: count }, (_, at) => itemOf(at, shape));

/** The bytes of the event once everything is known: references as names are made, and a digest for every block. */
const bytesOf = (draft: Draft, items: readonly JudgedItem[]): number => {
  const { data } = disclosureRecord({
    ...draft,
    disclosure: uuid(0),
    items: items.map((judged) => ({
      judged,
      reference: 'a'.repeat(16),
      blocks: judged.blocks.map(({ name, kind }) => ({ block: name, kind, fields: [], digest: 'a'.repeat(43) })),
      unanswered: new Map(),
    })),
  });
  const [{ revision: _revision, position: _position, ...envelope }] = recorded([{ type: 'DisclosureRecorded', data }], {
    organisation: oin(1),
    schemaVersion: eventCatalogue.DisclosureRecorded.version,
  }) as [ReturnType<typeof recorded>[number]];
  return encodeEvent(envelope).bytes.length;
};

/** As many as still fit. */
const most = (
  draft: Draft,
  below: number,
  itemsFor: (count: number) => readonly JudgedItem[],
): readonly JudgedItem[] => {
  let [fits, not] = [0, below];
  while (not - fits > 1) {
    const middle = Math.floor((fits + not) / 2);
    if (fittingOf(draft, itemsFor(middle))) fits = middle;
    else not = middle;
  }
  return itemsFor(fits);
};
const tooMany = 4_000;

describe('the items of one record', () => {
  it('are all of them where they fit, also those that are not there for the reader', () => {
    const items = [...itemsOf(5), ...itemsOf(5, { visible: false })];
    expect(fittingOf(draftOf(), items)).toBe(items);
  });

  it.each<[string, number, (count: number) => readonly JudgedItem[]]>([
    ['items without blocks', 4_000, (count) => itemsOf(count)],
    ['blocks of one item', 16_000, (count) => itemsOf(1, { blocks: count })],
  ])('are what a store takes, and not much less: %s', (_what, below, itemsFor) => {
    const draft = draftOf();
    const bytes = bytesOf(draft, most(draft, below, itemsFor));
    expect(bytes).toBeLessThanOrEqual(maxAppendBytes);
    expect(bytes).toBeGreaterThan(maxAppendBytes * 0.8);
  });

  it('rest on no more streams than a record names', () => {
    const streams = Array.from({ length: 5_600 }, (_, at): [string, bigint] => [
      `case-${String(at).padStart(145, '0')}`,
      0n,
    ]);
    expect(fittingOf(draftOf(new Map(streams)), [])).toBeUndefined();
    expect(fittingOf(draftOf(new Map(streams.slice(400))), [])).toEqual([]);
  });

  it('are those that are there for the reader, in their order, where all are too many', () => {
    const [one, two] = itemsOf(2) as [JudgedItem, JudgedItem];
    const hidden = itemsOf(tooMany, { visible: false });
    expect(fittingOf(draftOf(), [two, ...hidden, one])).toEqual([two, one]);
    expect(fittingOf(draftOf(), itemsOf(tooMany))).toBeUndefined();
  });

  it('hold every necessity, for its place among the others is part of what a replay decides by', () => {
    const necessity = itemOf(1, { payloadType: 'H6', visible: false });
    expect(fittingOf(draftOf(), [necessity, ...itemsOf(tooMany, { visible: false })])).toEqual([necessity]);
  });
});
