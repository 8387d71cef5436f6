import { describe, expect, it } from '@jest/globals';
import { newNoteSigner, sha256, EvidenceLog } from '@knooppunt/testing';
import { CompactRange, TreeHasher } from './merkle.js';
import { Sequencer } from './sequencer.js';

const event = (text: string, type = 'SignalAccepted') => ({
  cooperation: 'rotterdam',
  type,
  bytes: new TextEncoder().encode(text),
});
const signer = newNoteSigner('knooppunt.example');

describe('a sequencer', () => {
  it('has nothing to sign before the first leaf', () => {
    const sequencer = new Sequencer({ sha256, key: signer.key });
    expect(sequencer.due()).toEqual([]);
    expect(sequencer.next('rotterdam', signer.sign)).toBeUndefined();
  });

  it('signs the root over all leaves so far, and the same size gives the same checkpoint', () => {
    const sequencer = new Sequencer({ sha256, key: signer.key });
    const range = new CompactRange(new TreeHasher(sha256));
    for (const text of ['a', 'b', 'c']) range.append(sequencer.observe(event(text)).leaf);
    const next = sequencer.next('rotterdam', signer.sign);
    expect(next?.data).toMatchObject({
      origin: 'knooppunt.example/rotterdam',
      size: 3,
      root: Buffer.from(range.root()).toString('base64'),
    });
    expect(next?.stream).toBe(`checkpoint-${next?.id}`);
    expect(sequencer.next('rotterdam', signer.sign)).toEqual(next);
  });

  it('signs nothing upon a checkpoint, so that checkpoints do not beget checkpoints', () => {
    const log = new EvidenceLog().found('rotterdam');
    expect(log.sign()).toBe(1);
    expect(log.sign()).toBe(0);
    expect(log.weigh('rotterdam', 's1').sign()).toBe(1);
  });

  it('keeps a tree for each cooperation', () => {
    const log = new EvidenceLog().found('rotterdam').found('zeeland');
    expect(log.sign()).toBe(2);
    expect([...log.leaves].map(([cooperation, leaves]) => [cooperation, leaves.length])).toEqual([
      ['rotterdam', 3],
      ['zeeland', 3],
    ]);
  });

  it('signs no more for a cooperation whose log differs from its leaf record', () => {
    const sequencer = new Sequencer({ sha256, key: signer.key });
    const { leaf } = sequencer.observe(event('a'));
    sequencer.observe(event('b'), leaf);
    expect(sequencer.due()).toEqual([]);
    expect(sequencer.distrusted()).toEqual(['rotterdam']);
    expect(sequencer.next('rotterdam', signer.sign)).toBeUndefined();
  });

  it('goes on where the log is what its leaf record says', () => {
    const sequencer = new Sequencer({ sha256, key: signer.key });
    const { leaf } = sequencer.observe(event('a'));
    sequencer.observe(event('a'), leaf);
    expect([sequencer.due(), sequencer.distrusted()]).toEqual([['rotterdam'], []]);
    expect(sequencer.next('rotterdam', signer.sign)?.data.size).toBe(2);
  });

  it('distrusts one cooperation and signs for another', () => {
    const sequencer = new Sequencer({ sha256, key: signer.key });
    const { leaf } = sequencer.observe({ ...event('a'), cooperation: 'zeeland' });
    sequencer.observe(event('b'), leaf);
    expect([sequencer.distrusted(), sequencer.due()]).toEqual([['rotterdam'], ['zeeland']]);
  });

  it('signs for no cooperation whose newest leaf is a checkpoint, whoever asks', () => {
    const sequencer = new Sequencer({ sha256, key: signer.key });
    sequencer.observe(event('a'));
    sequencer.observe(event('b', 'CheckpointSigned'));
    expect([sequencer.due(), sequencer.next('rotterdam', signer.sign)]).toEqual([[], undefined]);
  });

  it('counts the leaves of each cooperation, and gives each its place', () => {
    const sequencer = new Sequencer({ sha256, key: signer.key });
    const places = ['rotterdam', 'zeeland', 'rotterdam'].map(
      (cooperation) => sequencer.observe({ ...event('a'), cooperation }).index,
    );
    expect(places).toEqual([0, 0, 1]);
    expect(['rotterdam', 'zeeland', 'utrecht'].map((name) => sequencer.sizeOf(name))).toEqual([2, 1, 0]);
  });
});
