import { describe, expect, it } from '@jest/globals';
import { encodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import { oin, recorded, uuid } from '@knooppunt/testing';
import { Supplies } from './supplies.js';
import type { ItemContent, PlannedItem } from './view.js';

const contribution = uuid(1);
const stream = streamName('contribution', contribution);
const [first] = recorded([{ type: 'CriteriaMetRecorded', data: { signal: uuid(2), organisation: oin(1) } }], {
  stream,
  correlation: uuid(3),
}) as [Recorded];

/** A store that holds this one event, and says which streams it was asked for. */
const holding = () => {
  const { revision, position, ...envelope } = first;
  const stored: StoredEvent = { ...encodeEvent(envelope), stream, revision, position };
  const asked: string[] = [];
  const read = async (name: string): Promise<readonly StoredEvent[]> => {
    asked.push(name);
    return name === stream ? [stored] : [];
  };
  return { supplies: new Supplies({ read } as EventStore), asked };
};
const plannedAs = (content: ItemContent, of: string | undefined = contribution): PlannedItem => ({
  content,
  identity: { id: 'x', within: uuid(4) },
  receivedOn: '2026-03-02',
  item: {
    payloadType: 'S2',
    supplier: oin(1),
    supplierKind: 'COLL',
    phase: '1',
    source: { stream, revision: 0n },
    blocks: [],
    ...(of === undefined ? {} : { contribution: of }),
  },
});

describe('what was supplied', () => {
  it('is the first event of its contribution, read once however often it is asked', async () => {
    const { supplies, asked } = holding();
    expect(await Promise.all([supplies.find(contribution), supplies.find(contribution)])).toEqual([first, first]);
    await supplies.find(contribution);
    expect(asked).toEqual([stream]);
  });

  it('is nothing where the contribution has no event', async () => {
    expect(await holding().supplies.find(uuid(9))).toBeUndefined();
  });

  it('is not read again where a view has read it, and the first that was known stays', async () => {
    const { supplies, asked } = holding();
    const read = { ...first };
    supplies.know([plannedAs({ kind: 'sealed', event: read }), plannedAs({ kind: 'sealed', event: { ...first } })]);
    expect(await supplies.find(contribution)).toBe(read);
    expect(asked).toEqual([]);
  });

  it.each<[string, PlannedItem]>([
    ['a later event of its stream', plannedAs({ kind: 'sealed', event: { ...first, revision: 1n } })],
    ['the first event of another stream', plannedAs({ kind: 'sealed', event: { ...first, stream: 'case-1' } })],
    ['a record of the process', plannedAs({ kind: 'record', values: {} })],
    ['an item of another contribution', plannedAs({ kind: 'sealed', event: first }, uuid(9))],
  ])('is not what a view read as %s', async (_what, planned) => {
    const { supplies, asked } = holding();
    supplies.know([planned]);
    expect(await supplies.find(contribution)).toEqual(first);
    expect(asked).toEqual([stream]);
  });
});
