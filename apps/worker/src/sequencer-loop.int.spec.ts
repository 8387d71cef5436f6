import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { leafRecordFile } from '@knooppunt/evidence';
import { decodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import type { Recorded } from '@knooppunt/kernel';
import { consultationOf } from '../test/consultation.js';
import { openCheckpointKey } from './checkpoint-key.js';
import type { CheckpointKey } from './checkpoint-key.js';
import { LeafFiles } from './leaf-files.js';
import { SequencerLoop } from './sequencer-loop.js';

const amsterdam = 'amsterdam-amstelland';
const rotterdam = 'rotterdam';
const leafBytes = 32;

let folder: string;
let store: EventStore;
let key: CheckpointKey;
let now = 0;
let alarms: string[];
let open: LeafFiles[];

const file = (name: string): string => join(folder, name);
const leavesOf = (evidence = 'evidence'): LeafFiles => {
  const leaves = new LeafFiles(file(evidence));
  open.push(leaves);
  return leaves;
};
const loopOver = (leaves: LeafFiles, of: EventStore = store): SequencerLoop =>
  new SequencerLoop({
    store: of,
    key,
    leaves,
    clock: () => new Date(Date.UTC(2026, 2, 2) + (now += 1000)).toISOString(),
    alarm: (what) => void alarms.push(what),
  });

const append = async (cooperation: string, to: EventStore = store, consultation = randomUUID()): Promise<void> => {
  const { stream, event } = consultationOf(consultation, cooperation);
  await to.append(stream, [event], 'no-stream');
};

type Checkpoint = Recorded & { readonly data: { readonly size: number; readonly root: string } };
const checkpoints = async (of: EventStore = store): Promise<readonly Checkpoint[]> =>
  (await of.readAll())
    .map((stored) => decodeEvent(stored))
    .filter(({ type }) => type === 'CheckpointSigned') as Checkpoint[];
const sizesOf = async (cooperation: string): Promise<readonly number[]> =>
  (await checkpoints()).filter((one) => one.cooperation === cooperation).map(({ data }) => data.size);
const recordOf = (cooperation: string, evidence = 'evidence'): Buffer =>
  readFileSync(join(file(evidence), leafRecordFile(cooperation)));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sequencer-'));
  store = await openEmbeddedEventStore({ file: file('events.sqlite') });
  key = openCheckpointKey(file('checkpoint.key'), file('checkpoint.pub'), 'knooppunt');
  alarms = [];
  open = [];
});
afterEach(async () => {
  for (const leaves of open) leaves.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('the sequencer', () => {
  it('signs one checkpoint per cooperation that has something new, and none where nothing is', async () => {
    await append(amsterdam);
    await append(rotterdam);
    await append(amsterdam);
    const loop = loopOver(leavesOf());
    await loop.checkpoint();
    await loop.checkpoint();
    expect(await sizesOf(amsterdam)).toEqual([2]);
    expect(await sizesOf(rotterdam)).toEqual([1]);
    await append(amsterdam);
    await loop.checkpoint();
    expect(await sizesOf(amsterdam)).toEqual([2, 4]);
    expect(await sizesOf(rotterdam)).toEqual([1]);
  });

  it('keeps each leaf, the checkpoints among them, before a root over it is signed', async () => {
    await append(amsterdam);
    await loopOver(leavesOf()).checkpoint();
    expect(recordOf(amsterdam)).toHaveLength(2 * leafBytes);
  });

  it('goes on after a restart where it was, and signs the root that one run would have signed', async () => {
    await append(amsterdam);
    const first = leavesOf();
    await loopOver(first).checkpoint();
    await append(amsterdam);
    const before = recordOf(amsterdam);
    await loopOver(leavesOf()).checkpoint();
    expect(await sizesOf(amsterdam)).toEqual([1, 3]);
    expect(recordOf(amsterdam).subarray(0, before.length)).toEqual(before);
    const [, second] = await checkpoints();
    const whole = loopOver(leavesOf('elsewhere'));
    await whole.checkpoint();
    expect(await checkpoints()).toHaveLength(2);
    expect(recordOf(amsterdam, 'elsewhere')).toEqual(recordOf(amsterdam));
    expect(second?.data.size).toBe(3);
  });

  it('makes calls wait for each other', async () => {
    await append(amsterdam);
    const loop = loopOver(leavesOf());
    await Promise.all([loop.checkpoint(), loop.checkpoint(), loop.checkpoint()]);
    expect(await sizesOf(amsterdam)).toEqual([1]);
  });
});

describe('a leaf record that differs from the log', () => {
  it('is an alarm, and nothing more is signed for that cooperation; others go on', async () => {
    await append(amsterdam);
    await append(rotterdam);
    await loopOver(leavesOf()).checkpoint();
    const path = join(file('evidence'), leafRecordFile(amsterdam));
    const record = readFileSync(path);
    record.writeUInt8(record.readUInt8(3) ^ 1, 3);
    writeFileSync(path, record);
    await append(amsterdam);
    await append(rotterdam);
    await loopOver(leavesOf()).checkpoint();
    expect(alarms).toEqual(['sequencer/leaf-record-differs']);
    expect(await sizesOf(amsterdam)).toEqual([1]);
    expect(await sizesOf(rotterdam)).toEqual([1, 3]);
    expect(readFileSync(path).subarray(0, record.length)).toEqual(record);
  });

  it('is found when the log was put back to an earlier day and went another way', async () => {
    for (let at = 0; at < 3; at += 1) await append(amsterdam);
    await loopOver(leavesOf()).checkpoint();
    const older = await openEmbeddedEventStore({ file: file('older.sqlite') });
    try {
      await append(amsterdam, older);
      await loopOver(leavesOf(), older).checkpoint();
      expect(alarms).toEqual(['sequencer/leaf-record-differs']);
      expect(await checkpoints(older)).toEqual([]);
    } finally {
      await older.close();
    }
  });
});

describe('two sequencers over one log', () => {
  it('sign the same checkpoint once, at whichever moment each of them does', async () => {
    await append(amsterdam);
    const one = loopOver(leavesOf('one'));
    const held = Promise.withResolvers<void>();
    const slow = Object.assign(Object.create(store) as EventStore, {
      append: async (...given: Parameters<EventStore['append']>) => {
        await held.promise;
        return store.append(...given);
      },
    });
    const other = loopOver(leavesOf('other'), slow).checkpoint();
    await one.checkpoint();
    held.resolve();
    await other;
    expect(await sizesOf(amsterdam)).toEqual([1]);
    expect(alarms).toEqual([]);
  });

  it('of which one follows another log raise an alarm, and the first root stands', async () => {
    const other = await openEmbeddedEventStore({ file: file('other.sqlite') });
    try {
      await append(amsterdam);
      await append(amsterdam, other);
      await loopOver(leavesOf('one')).checkpoint();
      const mixed = Object.assign(Object.create(other) as EventStore, {
        append: (...given: Parameters<EventStore['append']>) => store.append(...given),
        read: (...given: Parameters<EventStore['read']>) => store.read(...given),
      });
      await loopOver(leavesOf('other'), mixed).checkpoint();
      expect(alarms).toEqual(['sequencer/checkpoint-differs']);
      expect(await sizesOf(amsterdam)).toEqual([1]);
    } finally {
      await other.close();
    }
  });
});

describe('a leaf that cannot be written', () => {
  class FullOnce extends LeafFiles {
    private left = 1;

    override write(...given: Parameters<LeafFiles['write']>): void {
      if (given[1] === 1 && this.left > 0) {
        this.left -= 1;
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      }
      super.write(...given);
    }
  }

  it('is counted once all the same: the next try signs the root of the log', async () => {
    for (let at = 0; at < 3; at += 1) await append(amsterdam);
    const leaves = new FullOnce(file('evidence'));
    open.push(leaves);
    const loop = loopOver(leaves);
    await expect(loop.checkpoint()).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await checkpoints()).toEqual([]);
    await loop.checkpoint();
    const [signed] = await checkpoints();
    expect(signed?.data.size).toBe(3);
    await loopOver(leavesOf('whole')).checkpoint();
    expect(recordOf(amsterdam)).toEqual(recordOf(amsterdam, 'whole'));
    const other = await openEmbeddedEventStore({ file: file('copy.sqlite') });
    try {
      for (const { stream, id, type, bytes } of (await store.readAll()).slice(0, 3)) {
        await other.append(stream, [{ id, type, bytes }], 'no-stream');
      }
      await loopOver(leavesOf('copy'), other).checkpoint();
      expect((await checkpoints(other))[0]?.data.root).toBe(signed?.data.root);
    } finally {
      await other.close();
    }
  });
});

describe('the leaf files', () => {
  it('give back what lay in them when they were opened, window by window', () => {
    const count = 5_000;
    const leafAt = (at: number): Uint8Array => {
      const leaf = Buffer.alloc(leafBytes);
      leaf.writeUInt32BE(at);
      return leaf;
    };
    const first = leavesOf();
    for (let at = 0; at < count; at += 1) first.write(amsterdam, at, leafAt(at));
    expect(first.recorded(amsterdam, 0)).toBeUndefined();
    first.flush();
    const second = leavesOf();
    for (const at of [0, 1, 2_047, 2_048, 4_999, 3]) {
      expect(Buffer.from(second.recorded(amsterdam, at) ?? [])).toEqual(leafAt(at));
    }
    expect(second.recorded(amsterdam, count)).toBeUndefined();
  });

  it('write over a leaf that a crash left in part', () => {
    const first = leavesOf();
    first.write(amsterdam, 0, Buffer.alloc(leafBytes, 1));
    first.flush();
    writeFileSync(join(file('evidence'), leafRecordFile(amsterdam)), Buffer.alloc(leafBytes + 7, 1));
    const second = leavesOf();
    expect(second.recorded(amsterdam, 1)).toBeUndefined();
    second.write(amsterdam, 1, Buffer.alloc(leafBytes, 2));
    second.flush();
    expect(recordOf(amsterdam)).toEqual(Buffer.concat([Buffer.alloc(leafBytes, 1), Buffer.alloc(leafBytes, 2)]));
  });
});
