import { describe, expect, it } from '@jest/globals';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { CovenantDocument } from '@knooppunt/covenant';
import { decide } from '@knooppunt/covenant';
import type { Recorded } from '@knooppunt/kernel';
import { digestOf, goldenEvents } from '@knooppunt/testing';
import { Redecider } from './redecider.js';

const events = goldenEvents();
const at = events.findIndex(({ data }) => (data as Partial<StoredDisclosure>).view === 'overleg-dossier');
const [before, record] = [events.slice(0, at), events[at] as Recorded & { readonly data: StoredDisclosure }];
const covenantStream = `covenant-${record.cooperation}`;
const documents = before.flatMap(({ stream, type, data }) =>
  stream === covenantStream && type.endsWith('CameIntoForce') ? [data as { readonly document: string }] : [],
);

describe('documents that many records rest on', () => {
  it('are each digested once', () => {
    const digested: (string | Uint8Array)[] = [];
    const redecider = new Redecider({
      digestOf: (bytes) => {
        digested.push(bytes);
        return digestOf(bytes);
      },
      eventsOf: () => [],
      report: () => undefined,
    });
    for (const event of before) redecider.note(event);
    for (let times = 0; times < 3; times++) redecider.add(record);
    expect(documents.map(({ document }) => digested.filter((bytes) => bytes === document).length)).toEqual([1, 1]);
  });

  it('are one covenant without permits once it has expired, so that an engine compiles it once', () => {
    const last = before.findLast(({ stream }) => stream === covenantStream);
    const inForce = before.findLast(
      ({ type, stream }) => type === 'CovenantCameIntoForce' && stream === covenantStream,
    );
    if (!last || !inForce) throw new TypeError('no covenant');
    const revision = last.revision + 1n;
    const expired = { ...last, type: 'CovenantExpired', data: inForce.data, revision };
    const folded = record.data.folded.map((one) =>
      one.stream === covenantStream ? { ...one, revision: String(revision) } : one,
    );
    const covenants: CovenantDocument[] = [];
    const redecider = new Redecider({
      digestOf,
      eventsOf: () => [],
      report: () => undefined,
      second: (law, covenant, question) => {
        covenants.push(covenant);
        return decide(law, covenant, question);
      },
    });
    for (const event of [...before, expired]) redecider.note(event);
    for (let times = 0; times < 2; times++) {
      const asked = covenants.length;
      redecider.add({ ...record, data: { ...record.data, folded } });
      expect(covenants.length).toBeGreaterThan(asked);
    }
    expect(new Set(covenants).size).toBe(1);
    expect(covenants[0]?.rules.filter(({ permit }) => permit !== undefined)).toEqual([]);
    expect(covenants[0]?.rules.length).toBeGreaterThan(0);
  });
});
