import { describe, expect, it } from '@jest/globals';
import type { Envelope, EventCatalogue, SealedBlocks } from '@knooppunt/kernel';
import { sampleBlock, sampleEnvelope, sampleStream, signalId, storedAt7 } from '../test/samples.js';
import { codecOf, decodeEvent, encodeEvent } from './codec.js';
import {
  ClearDataRefused,
  EnvelopeMismatch,
  SealedBlocksRefused,
  UnknownEventType,
  UnknownSchemaVersion,
  UnreadableEvent,
} from './errors.js';

const textOf = (envelope: Envelope) => new TextDecoder().decode(encodeEvent(envelope).bytes);
const sample = sampleEnvelope();
const sampleData = sample.data as Readonly<Record<string, unknown>>;
const withData = (more: object): Envelope => ({ ...sample, data: { ...sampleData, ...more } });
const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};
const storedText = (text: string) =>
  storedAt7({ id: sample.id, type: sample.type, bytes: new TextEncoder().encode(text) });

describe('an event that is encoded', () => {
  it('is one line of JSON with its keys in a fixed order', () => {
    const text = textOf(sample);
    expect(text).not.toMatch(/[\n\r]/);
    const keys =
      'id type schemaVersion stream cooperation recordedAt actor organisation role purpose commandId correlation ' +
      'causation traceId covenant data sealed';
    expect(Object.keys(JSON.parse(text) as object)).toEqual(keys.split(' '));
  });

  it('has the same bytes in whatever order its keys were made', () => {
    const turned = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([key, inner]) => [key, turned(inner)]),
          )
        : value;
    expect(textOf(turned(sample) as Envelope)).toBe(textOf(sample));
  });

  it('comes back as it went, with its place', () => {
    const event = encodeEvent(sample);
    expect([event.id, event.type]).toEqual([sample.id, sample.type]);
    expect(decodeEvent(storedAt7(event))).toEqual({ ...sample, revision: 1n, position: '00000000000000000007' });
  });

  it('leaves out optional data, empty seals and a covenant that did not apply', () => {
    const { covenant: _covenant, ...rest } = sample;
    const event = encodeEvent({
      ...rest,
      type: 'SignalRejected',
      organisation: null,
      role: null,
      purpose: null,
      data: { signal: signalId, organisation: '00000099000000001000', reason: 'R1', length: undefined },
      sealed: {},
    });
    const stored = JSON.parse(new TextDecoder().decode(event.bytes)) as Record<string, unknown>;
    expect(Object.keys(stored)).not.toContain('sealed');
    expect(Object.keys(stored)).not.toContain('covenant');
    expect(stored).toMatchObject({ organisation: null, role: null, purpose: null, causation: null });
    expect(stored['data']).toEqual({ signal: signalId, organisation: '00000099000000001000', reason: 'R1' });
  });
});

describe('an event that is refused before it is stored', () => {
  it('has a type that the catalogue does not know', () => {
    for (const type of ['SignalForgotten', 'toString', '__proto__']) {
      expect(thrownBy(() => encodeEvent({ ...sample, type }))).toBeInstanceOf(UnknownEventType);
    }
  });

  it('has a schema version that is not the newest', () => {
    expect(thrownBy(() => encodeEvent({ ...sample, schemaVersion: 2 }))).toBeInstanceOf(UnknownSchemaVersion);
  });

  it.each([
    ['free text where a code belongs', { textDigest: 'Jan Jansen, Damrak 1' }, ['data.textDigest']],
    ['a name of its own', { remark: 'Jan Jansen' }, ['data: unknown `remark`']],
    ['a name that every object has', { toString: 'Jan Jansen' }, ['data: unknown `toString`']],
    ['a wrong type deep inside', { weighers: ['00000099000000001000', 'Jan Jansen'] }, ['data.weighers[1]']],
    ['a missing field', { length: undefined }, ['data.length']],
    ['null for a field', { length: null }, ['data.length']],
  ])('has %s in its clear data; the error names the path, never the value', (_name, more, paths) => {
    const error = thrownBy(() => encodeEvent(withData(more)));
    expect(error).toBeInstanceOf(ClearDataRefused);
    expect(error).toMatchObject({ type: 'WeighingPrepared', paths });
    expect(String(error)).not.toContain('Jan');
  });

  it.each([
    ['actor', 'Jan Jansen'],
    ['correlation', 'about Jan Jansen'],
    ['causation', 'Jan Jansen'],
    ['traceId', ''],
    ['organisation', '123'],
    ['cooperation', undefined],
    ['role', undefined],
    ['recordedAt', '2026-02-30T00:00:00.000Z'],
    ['stream', 'signal-Jan Jansen'],
    ['id', 'x'],
  ])('has a header whose `%s` is no id, code or instant', (name, value) => {
    const error = thrownBy(() => encodeEvent({ ...sample, [name]: value }));
    expect(error).toMatchObject({ code: 'event-store/clear-data-refused', paths: [`header.${name}`] });
    expect(String(error)).not.toContain('Jan');
  });

  it('has something beside the envelope', () => {
    const error = thrownBy(() => encodeEvent({ ...sample, note: 'Jan Jansen' } as Envelope));
    expect(error).toMatchObject({ paths: ['header: unknown `note`'] });
  });

  it.each<[string, unknown, string[]]>([
    ['a block that its type does not seal', { names: sampleBlock }, ['sealed.names']],
    ['a block whose name is no name', { 'Jan Jansen': sampleBlock }, ['sealed: key']],
    ['text in place of a sealed text', { text: { ...sampleBlock, ct: 'Jan Jansen' } }, ['sealed.text.ct']],
    ['nothing in place of a sealed text', { text: { ...sampleBlock, iv: '' } }, ['sealed.text.iv']],
    ['something beside a sealed text', { text: { ...sampleBlock, n: 'Jan' } }, ['sealed.text: unknown `n`']],
    ['a key that is no id', { text: { ...sampleBlock, keyId: 'Jan' } }, ['sealed.text.keyId']],
  ])('has %s', (_name, sealed, paths) => {
    const error = thrownBy(() => encodeEvent({ ...sample, sealed: sealed as SealedBlocks }));
    expect(error).toBeInstanceOf(SealedBlocksRefused);
    expect(error).toMatchObject({ paths });
    expect(String(error)).not.toContain('Jan');
  });

  it('brings a seal although its type has none', () => {
    const accepted = { ...sample, type: 'SignalAccepted', data: { signal: signalId } };
    expect(thrownBy(() => encodeEvent(accepted))).toMatchObject({ paths: ['sealed.text'] });
  });
});

describe('stored bytes that are refused', () => {
  const position = '00000000000000000007';

  it.each([
    ['not-json', '{"id":'],
    ['not-json', ''],
    ['not-an-envelope', 'null'],
    ['not-an-envelope', '[]'],
    ['not-an-envelope', '{"id":"x"}'],
    ['not-an-envelope', textOf(sample).replace('"schemaVersion":1', '"schemaVersion":0')],
    ['not-an-envelope', textOf(sample).replace('"role":"analyst"', '"role":7')],
    ['not-json', `\uFEFF${textOf(sample)}`],
  ])('are %s', (fault, text) => {
    const error = thrownBy(() => decodeEvent(storedText(text)));
    expect(error).toBeInstanceOf(UnreadableEvent);
    expect(error).toMatchObject({ position, fault });
  });

  it('are no UTF-8', () => {
    const bytes = encodeEvent(sample).bytes.slice();
    bytes[bytes.length - 3] = 0xff;
    const error = thrownBy(() => decodeEvent(storedAt7({ id: sample.id, type: sample.type, bytes })));
    expect(error).toMatchObject({ code: 'event-store/unreadable-event', position, fault: 'not-utf8' });
  });

  it('say something else than the columns beside them', () => {
    const stored = storedAt7(encodeEvent(sample));
    const wrong = { ...stored, id: signalId, type: 'SignalAccepted', stream: `${sampleStream}0` };
    expect(thrownBy(() => decodeEvent({ ...stored, stream: 'signal-1' }))).toBeInstanceOf(EnvelopeMismatch);
    expect(thrownBy(() => decodeEvent(wrong))).toMatchObject({ position, columns: ['id', 'type', 'stream'] });
  });

  it('have a type that this build does not know', () => {
    const bytes = new TextEncoder().encode(textOf(sample).replace('WeighingPrepared', 'constructor'));
    const error = thrownBy(() => decodeEvent(storedAt7({ id: sample.id, type: 'constructor', bytes })));
    expect(error).toBeInstanceOf(UnknownEventType);
    expect(error).toMatchObject({ position });
  });

  it('have a schema version newer than this build', () => {
    const error = thrownBy(() =>
      decodeEvent(storedText(textOf(sample).replace('"schemaVersion":1', '"schemaVersion":2'))),
    );
    expect(error).toBeInstanceOf(UnknownSchemaVersion);
    expect(error).toMatchObject({ type: 'WeighingPrepared', version: 2, position });
  });
});

describe('an event of an older schema version', () => {
  const versions: readonly EventCatalogue[] = [
    { SignalAccepted: { version: 1, data: { signal: 'uuid' } } },
    { SignalAccepted: { version: 2, data: { signal: 'uuid', grounds: { list: 'code' } } } },
    { SignalAccepted: { version: 3, data: { signalId: 'uuid', grounds: { list: 'code' } } } },
  ];
  const upcasters = {
    SignalAccepted: {
      1: (data: unknown) => ({ ...(data as object), grounds: ['unknown'] }),
      2: (data: unknown) => {
        const { signal, grounds } = data as { signal: string; grounds: string[] };
        return { signalId: signal, grounds };
      },
    },
  };
  const { sealed: _sealed, ...header } = sample;
  const written = [{ signal: signalId }, { signal: signalId, grounds: ['B1'] }, { signalId, grounds: ['B2'] }].map(
    (data, at) =>
      codecOf(versions[at] ?? {}, upcasters).encode({ ...header, type: 'SignalAccepted', schemaVersion: at + 1, data }),
  );

  it('is lifted step by step to the newest, and the newest is left alone', () => {
    const { decode } = codecOf(versions[2] ?? {}, upcasters);
    const read = written.map((event) => decode(storedAt7(event)));
    expect(read.map((event) => event.data)).toEqual([
      { signalId, grounds: ['unknown'] },
      { signalId, grounds: ['B1'] },
      { signalId, grounds: ['B2'] },
    ]);
    expect(read.map((event) => event.schemaVersion)).toEqual([3, 3, 3]);
  });

  it('keeps its bytes', () => {
    const before = written.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
    const { decode } = codecOf(versions[2] ?? {}, upcasters);
    for (const event of written) decode(storedAt7(event));
    expect(written.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).toEqual(before);
  });

  it('cannot be without an upcaster: a gap in a chain shows at start', () => {
    const gap = { SignalAccepted: { 2: upcasters.SignalAccepted[2] } };
    expect(thrownBy(() => codecOf(versions[2] ?? {}, gap))).toMatchObject({
      code: 'event-store/unknown-schema-version',
      type: 'SignalAccepted',
      version: 1,
    });
  });
});
