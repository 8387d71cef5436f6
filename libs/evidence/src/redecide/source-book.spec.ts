import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { oin, recorded, uuid } from '@knooppunt/testing';
import { SourceBook } from './source-book.js';

const block = { keyId: uuid(9), check: 'Y2hlY2s', iv: 'aXY', ct: 'Y3Q' };
const event = (parts: Partial<Recorded>): Recorded => {
  const [one] = recorded([{ type: 'SignalRejected', data: {} }], { cooperation: 'rotterdam', stream: 'signal-1' });
  return { ...(one as Recorded), ...parts };
};
const bookOf = (...events: readonly Recorded[]): SourceBook => {
  const book = new SourceBook();
  for (const one of events) book.note(one);
  return book;
};

describe('a sealed text of the process', () => {
  it('is found by its stream and revision, with who wrote it, for whom, and its blocks', () => {
    const book = bookOf(
      event({ organisation: oin(1), sealed: { text: block } }),
      event({ revision: 1n, organisation: null, data: { recipient: oin(2) }, sealed: { text: block, more: block } }),
    );
    expect(book.findText('signal-1', 0n)).toEqual({
      payloadType: 'Z1',
      organisation: oin(1),
      concerns: undefined,
      blocks: ['text'],
    });
    expect(book.findText('signal-1', 1n)).toEqual({
      payloadType: 'Z1',
      organisation: null,
      concerns: oin(2),
      blocks: ['text', 'more'],
    });
    expect([book.findText('signal-1', 2n), book.findText('signal-2', 0n)]).toEqual([undefined, undefined]);
  });

  it('is of the payload type that the catalogue gives it, and of none where it gives none', () => {
    const types = ['NecessityRecorded', 'PrivacyAdviceGiven', 'MeetingClosed', 'CaseOpened', 'CaseDreamt', 'toString'];
    const book = bookOf(
      ...types.map((type, at) => event({ type, revision: BigInt(at), data: {}, sealed: { text: block } })),
    );
    const found = types.map((_type, at) => book.findText('signal-1', BigInt(at))?.payloadType);
    expect(found).toEqual(['Z2', 'Z3', 'Z5', '', '', '']);
  });

  it('is neither what lies in the clear nor what a party supplied', () => {
    const book = bookOf(
      event({ stream: 'signal-2' }),
      event({ stream: 'contribution-1', type: 'ContributionSupplied', sealed: { p1: block } }),
    );
    expect([book.findText('signal-2', 0n), book.findText('contribution-1', 0n)]).toEqual([undefined, undefined]);
  });
});

describe('an earlier disclosure', () => {
  it('is found in its own cooperation, with whom it went to', () => {
    const book = bookOf(
      event({ type: 'DisclosureRecorded', stream: 'disclosure-1', data: { recipient: oin(1) } }),
      event({ type: 'ReadRefused', stream: 'disclosure-2', data: { recipient: oin(2) } }),
      event({ type: 'DisclosureRecorded', stream: 'disclosure-3', data: {} }),
    );
    expect(book.findRecipient('rotterdam', 'disclosure-1')).toBe(oin(1));
    expect(book.findRecipient('zeeland', 'disclosure-1')).toBeUndefined();
    expect(['disclosure-2', 'disclosure-3'].map((name) => book.findRecipient('rotterdam', name))).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('a supply that was refused', () => {
  it('is found by the id that it would have had, with who brought it', () => {
    const book = bookOf(
      event({ type: 'SupplyRefused', data: { contribution: uuid(1), supplier: oin(1) } }),
      event({ type: 'SupplyRefused', data: { supplier: oin(2) } }),
      event({ type: 'ContributionRefused', data: { contribution: uuid(3), supplier: oin(3) } }),
    );
    expect([1, 2, 3].map((id) => book.findRefusedSupplier(uuid(id)))).toEqual([oin(1), undefined, undefined]);
    expect(book.findRefusedSupplier(undefined as unknown as string)).toBeUndefined();
  });
});
