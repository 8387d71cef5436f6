import { describe, expect, it } from '@jest/globals';
import { sha256 } from '@knooppunt/testing';
import { leafHash, TreeHasher } from '../merkle.js';
import { rootOf } from '../proofs.js';
import { TreeCheck } from './tree-check.js';
import type { TreeSummary } from './tree-check.js';

const positionOf = (at: number): string => String(at).padStart(20, '0');
const leafOf = (name: string): Uint8Array => leafHash(sha256, new TextEncoder().encode(name));
const leavesOf = (names: readonly string[]): readonly Uint8Array[] => names.map(leafOf);
const run = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, at) => `e${first + at}`);

/** A checkpoint after so many events of the log, over these leaves. */
type Signed = { readonly after: number; readonly over: readonly string[] };

const checked = (
  log: readonly string[],
  record: readonly string[] | undefined,
  signed: readonly Signed[] = [],
): { readonly found: readonly string[]; readonly details: readonly string[]; readonly summary: TreeSummary } => {
  const found: string[] = [];
  const details: string[] = [];
  const recorded = record && leavesOf(record);
  const check = new TreeCheck(
    new TreeHasher(sha256),
    'rotterdam',
    recorded && { size: recorded.length, at: (index) => recorded[index] },
    ({ code, position, until, detail }) => {
      found.push(
        `${code} ${position === null ? '-' : Number(position)}${until === undefined ? '' : `..${Number(until)}`}`,
      );
      details.push(detail);
    },
  );
  for (const [at, leaf] of leavesOf(log).entries()) {
    check.add(positionOf(at + 1), leaf);
    for (const { after, over } of signed) {
      if (after !== at + 1) continue;
      check.check(positionOf(at + 1), { size: over.length, root: rootOf(sha256, leavesOf(over)) });
    }
  }
  return { found, details, summary: check.finish() };
};
const found = (...given: Parameters<typeof checked>): readonly string[] => checked(...given).found;

describe('a tree as its record and its roots say', () => {
  it('has nothing wrong with it, and its tail is named', () => {
    const { found: none, summary } = checked(run(1, 5), run(1, 5), [{ after: 4, over: run(1, 3) }]);
    expect(none).toEqual([]);
    expect(summary).toEqual({
      id: 'rotterdam',
      size: 5,
      root: rootOf(sha256, leavesOf(run(1, 5))),
      checkpoints: 1,
      unproven: 0,
      lastCovered: { size: 3, position: positionOf(4) },
      tail: { events: 2, from: positionOf(4), until: positionOf(5) },
      hasLeafRecord: true,
    });
  });

  it('has no tail where a checkpoint covers all of it', () => {
    const { summary } = checked(run(1, 3), undefined, [{ after: 3, over: run(1, 3) }]);
    expect([summary.tail, summary.hasLeafRecord, summary.size]).toEqual([null, false, 3]);
  });

  it('is all tail where nothing was signed', () => {
    const { summary } = checked(run(1, 3), undefined);
    expect([summary.lastCovered, summary.tail]).toEqual([
      null,
      { events: 3, from: positionOf(1), until: positionOf(3) },
    ]);
  });

  it('is covered as far as the largest checkpoint, whichever came last', () => {
    const { found: none, summary } = checked(run(1, 5), run(1, 5), [
      { after: 3, over: run(1, 3) },
      { after: 4, over: run(1, 2) },
      { after: 5, over: run(1, 3) },
    ]);
    expect([none, summary.checkpoints, summary.lastCovered]).toEqual([[], 3, { size: 3, position: positionOf(3) }]);
  });

  it('without any event is empty', () => {
    const { found: none, summary } = checked([], undefined);
    expect([none, summary.size, summary.tail]).toEqual([[], 0, null]);
    expect(found([], ['e1'])).toEqual(['log-shorter -']);
  });
});

describe('a log that differs from its leaf record, and a root that proves the record', () => {
  it('was altered where one leaf is another', () => {
    const log = [...run(1, 2), 'x', 'y', ...run(5, 6)];
    expect(found(log, run(1, 6), [{ after: 6, over: run(1, 6) }])).toEqual(['event-altered 3', 'event-altered 4']);
  });

  it('misses what lies in the record before a leaf that comes later', () => {
    const { found: told, summary } = checked(['e1', ...run(4, 6)], run(1, 6), [{ after: 4, over: run(1, 6) }]);
    expect(told).toEqual(['event-missing 2', 'event-missing 2']);
    expect([summary.size, summary.root]).toEqual([6, rootOf(sha256, leavesOf(run(1, 6)))]);
  });

  it('has had something put in where the record goes on behind it', () => {
    const log = [...run(1, 2), 'x', 'y', ...run(3, 6)];
    expect(found(log, run(1, 6), [{ after: 8, over: run(1, 6) }])).toEqual(['event-inserted 3', 'event-inserted 4']);
  });

  it('keeps altered and put-in events apart where one follows the other', () => {
    const log = ['e1', 'x', 'e3', 'e4', 'y', 'e5', 'e6'];
    expect(found(log, run(1, 6), [{ after: 7, over: run(1, 6) }])).toEqual(['event-altered 2', 'event-inserted 5']);
    const later = ['e1', 'x', 'e2', 'y', 'e4', 'e5'];
    expect(found(later, run(1, 5), [{ after: 6, over: run(1, 5) }])).toEqual(['event-inserted 2', 'event-altered 4']);
    const gap = ['e1', 'x', 'e5', 'y', 'e6', 'e7'];
    expect(found(gap, run(1, 7), [{ after: 6, over: run(1, 7) }])).toEqual([
      'event-altered 2',
      'event-missing 3',
      'event-missing 3',
      'event-inserted 4',
    ]);
  });

  it('misses up to sixty-four events in a row; of more it cannot say where it goes on', () => {
    const told = (gone: number): ReadonlySet<string> =>
      new Set(found(['e1', ...run(2 + gone, 100)], run(1, 100), [{ after: 100 - gone, over: run(1, 100) }]));
    expect(told(64)).toEqual(new Set(['event-missing 2']));
    expect(told(65)).not.toEqual(new Set(['event-missing 2']));
  });

  it('is judged by what the root covers, and of the rest it is said only that it differs', () => {
    const log = ['e1', 'x', 'e3', 'y', 'e5'];
    const signed = [{ after: 5, over: run(1, 3) }];
    expect(found(log, run(1, 5), signed)).toEqual(['event-altered 2', 'leaf-differs 4']);
    const next = [...signed, { after: 5, over: run(1, 5) }];
    expect(found(log, run(1, 5), next)).toEqual(['event-altered 2', 'event-altered 4']);
  });

  it('is followed on by the record: what comes later is right again, and the next root proves it', () => {
    const log = ['e1', 'x', ...run(3, 8)];
    const { found: told, summary } = checked(log, run(1, 8), [
      { after: 4, over: run(1, 4) },
      { after: 8, over: run(1, 7) },
    ]);
    expect([told, summary.lastCovered?.size, summary.unproven]).toEqual([['event-altered 2'], 7, 0]);
    expect(
      found(
        [...log, 'z'],
        [...run(1, 8), 'e9'],
        [
          { after: 4, over: run(1, 4) },
          { after: 9, over: run(1, 9) },
        ],
      ),
    ).toEqual(['event-altered 2', 'event-altered 9']);
  });

  it('is followed on also where a root came before all that it covers had come', () => {
    const log = [...run(1, 2), 'x', 'y', ...run(3, 5)];
    const signed = [
      { after: 5, over: run(1, 4) },
      { after: 7, over: run(1, 5) },
    ];
    expect(found(log, run(1, 6).slice(0, 5), signed)).toEqual(['event-inserted 3', 'event-inserted 4']);
  });

  it('is not listed without end', () => {
    const log = Array.from({ length: 10_002 }, (_, at) => `x${at}`);
    expect(found(log, run(1, 10_002))).toHaveLength(10_000);
  });
});

describe('a log that differs from its leaf record, and a root that proves the log', () => {
  it('is not accused: the record is wrong there, and right again behind it', () => {
    const record = ['e1', 'x', ...run(3, 6)];
    expect(found(run(1, 6), record, [{ after: 4, over: run(1, 4) }])).toEqual(['leaf-record-differs 2']);
    const log = [...run(1, 5), 'y'];
    expect(
      found(log, record, [
        { after: 4, over: run(1, 4) },
        { after: 6, over: run(1, 5) },
      ]),
    ).toEqual(['leaf-record-differs 2', 'leaf-differs 6']);
  });

  it('shows a record with too much or too little, which is of no use from there on', () => {
    const short = ['e1', ...run(3, 6)];
    expect(found(run(1, 6), short, [{ after: 5, over: run(1, 5) }])).toEqual(['leaf-record-differs 2']);
    const long = ['e1', 'x', ...run(2, 6)];
    const signed = [{ after: 5, over: run(1, 5) }];
    expect(found(run(1, 6), long, signed)).toEqual(['leaf-record-differs 2']);
    expect(found([...run(1, 5), 'y'], long, signed)).toEqual(['leaf-record-differs 2']);
    expect(checked(run(1, 6), long, signed).summary.hasLeafRecord).toBe(true);
  });

  it('is judged by what the root covers, and of the rest it is said only that it differs', () => {
    const record = ['e1', 'x', 'e3', 'y', 'e5'];
    expect(found(run(1, 5), record, [{ after: 5, over: run(1, 3) }])).toEqual([
      'leaf-record-differs 2',
      'leaf-differs 4',
    ]);
  });
});

describe('a leaf record that ends', () => {
  it('before what is signed is short', () => {
    const { found: told, details } = checked(run(1, 4), run(1, 2), [{ after: 4, over: run(1, 3) }]);
    expect([told, details]).toEqual([['leaf-record-short -'], ['rotterdam']]);
    expect(found(run(1, 4), run(1, 3), [{ after: 4, over: run(1, 3) }])).toEqual([]);
    expect(found(run(1, 4), run(1, 2))).toEqual([]);
    expect(found(run(1, 4), undefined, [{ after: 4, over: run(1, 3) }])).toEqual([]);
  });

  it('after the log shows how much the log has lost', () => {
    const { found: told, details } = checked(run(1, 4), run(1, 7));
    expect([told, details]).toEqual([['log-shorter 4'], ['rotterdam misses 3 events at its end']]);
  });
});

describe('a root that neither log nor record has', () => {
  it('of more leaves than there are is ahead of the log', () => {
    expect(found(run(1, 3), run(1, 3), [{ after: 3, over: run(1, 4) }])).toEqual(['checkpoint-ahead 3']);
  });

  it('ends what can be proven, from the last leaf that was', () => {
    const wrong = [...run(1, 3), 'x'];
    const {
      found: told,
      details,
      summary,
    } = checked(run(1, 6), run(1, 6), [
      { after: 3, over: run(1, 2) },
      { after: 5, over: wrong },
      { after: 6, over: run(1, 5) },
    ]);
    expect([told, details]).toEqual([['checkpoint-mismatch 3..4'], [`rotterdam at ${positionOf(5)}`]]);
    expect([summary.checkpoints, summary.unproven, summary.lastCovered?.size]).toEqual([3, 2, 2]);
  });

  it('of no more than what was proven before is wrong itself', () => {
    const signed = [
      { after: 3, over: run(1, 3) },
      { after: 4, over: ['e1', 'x'] },
    ];
    const { found: told, details } = checked(run(1, 4), undefined, signed);
    expect([told, details]).toEqual([['checkpoint-mismatch 4'], [`rotterdam at ${positionOf(4)}`]]);
    expect(found(run(1, 4), undefined, [signed[0] as Signed, { after: 4, over: ['e1', 'e2', 'x'] }])).toEqual([
      'checkpoint-mismatch 4',
    ]);
    expect(found(run(1, 1), undefined, [{ after: 1, over: ['x'] }])).toEqual(['checkpoint-mismatch 1..1']);
  });
});
