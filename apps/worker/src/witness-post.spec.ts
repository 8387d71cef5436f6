import { describe, expect, it } from '@jest/globals';
import {
  checkCheckpoint,
  checkpointDataOf,
  checkpointIdOf,
  originOf,
  parseNote,
  signCheckpoint,
} from '@knooppunt/evidence';
import { epochMsOf, instantOf } from '@knooppunt/kernel';
import type { Message } from '@knooppunt/messaging';
import { newNoteSigner, sha256, verifySignature } from '@knooppunt/testing';
import * as fc from 'fast-check';
import { WitnessBoard, WitnessPost, slotAt } from './witness-post.js';

const hours = [5, 11, 17, 23];
const signer = newNoteSigner('knooppunt');
const checkpoint = (cooperation: string, size: number) =>
  signCheckpoint(
    { origin: originOf('knooppunt', cooperation), size, root: sha256(new TextEncoder().encode(`${size}`)) },
    checkpointIdOf(sha256, cooperation, size),
    signer,
  );
const at = (time: string) => `2026-03-02T${time}:00.000Z`;

describe('fixed hours', () => {
  it.each([
    ['05:00', at('05:00')],
    ['04:59', '2026-03-01T23:00:00.000Z'],
    ['12:00', at('11:00')],
    ['23:59', at('23:00')],
  ])('at %s: the last one was %s', (time, slot) => {
    expect(instantOf(slotAt(epochMsOf(at(time)), hours))).toBe(slot);
  });

  it('of any set: the last one is never ahead, and never a day old', () => {
    const anyHours = fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1 });
    fc.assert(
      fc.property(anyHours, fc.integer({ min: 0, max: 4e12 }), (some, ms) => {
        const age = ms - slotAt(ms, some);
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThan(86_400_000);
      }),
    );
  });
});

describe('the post of witnesses', () => {
  const scene = () => {
    const board = new WitnessBoard(hours);
    const posted: (Message & { readonly topic: string })[] = [];
    let isAway = false;
    let now = at('11:00');
    const post = () =>
      new WitnessPost({
        board,
        clock: () => now,
        messaging: {
          publish: (topic, message) => {
            if (isAway) return Promise.reject(new Error('away'));
            posted.push({ topic, ...message });
            return Promise.resolve({ partition: 0, offset: '0' });
          },
        },
      });
    const sizes = () =>
      posted.map(({ key, value }) => [key, Number(Buffer.from(value).toString().split('\n')[1])] as const);
    return {
      board,
      posted,
      sizes,
      post,
      go: (time: string) => (now = at(time)),
      cut: (is: boolean) => (isAway = is),
    };
  };

  it('brings the newest checkpoint of every cooperation as a note whose signature is good', async () => {
    const { board, post, posted } = scene();
    board.observe('zeeland', at('09:00'), checkpoint('zeeland', 3));
    board.observe('amsterdam', at('09:00'), checkpoint('amsterdam', 4));
    board.observe('amsterdam', at('10:00'), checkpoint('amsterdam', 9));
    expect(await post().post()).toBe(2);
    expect(posted.map(({ topic, key, headers }) => [topic, key, headers])).toEqual([
      ['checkpoints', 'knooppunt/amsterdam', { at: at('11:00') }],
      ['checkpoints', 'knooppunt/zeeland', { at: at('11:00') }],
    ]);
    const note = parseNote(Buffer.from(posted[0]?.value ?? []).toString());
    const data = checkpointDataOf(note, checkpointIdOf(sha256, 'amsterdam', 9));
    expect(data.size).toBe(9);
    expect(checkCheckpoint(data, [signer.key], verifySignature)).toBe('good');
  });

  it('comes once per fixed hour, also where nothing was signed since', async () => {
    const { board, post, sizes, go } = scene();
    board.observe('amsterdam', at('09:00'), checkpoint('amsterdam', 4));
    const posts = post();
    expect([await posts.post(), await posts.post()]).toEqual([1, 0]);
    go('16:59');
    expect(await posts.post()).toBe(0);
    go('17:00');
    expect(await posts.post()).toBe(1);
    expect(sizes()).toEqual([
      ['knooppunt/amsterdam', 4],
      ['knooppunt/amsterdam', 4],
    ]);
  });

  it('shows nothing of what was signed after its hour, however late or often it comes', async () => {
    const { board, post, posted, go } = scene();
    board.observe('amsterdam', at('09:00'), checkpoint('amsterdam', 4));
    await post().post();
    board.observe('amsterdam', at('11:30'), checkpoint('amsterdam', 40));
    board.observe('amsterdam', at('13:00'), checkpoint('amsterdam', 44));
    go('13:10');
    await post().post();
    expect(posted[1]).toEqual(posted[0]);
  });

  it('tries again after it failed', async () => {
    const { board, post, sizes, cut } = scene();
    board.observe('amsterdam', at('09:00'), checkpoint('amsterdam', 4));
    const posts = post();
    cut(true);
    await expect(posts.post()).rejects.toThrow('away');
    cut(false);
    expect(await posts.post()).toBe(1);
    expect(sizes()).toHaveLength(1);
  });
});
