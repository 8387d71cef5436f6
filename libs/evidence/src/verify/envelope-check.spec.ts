import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import { digest, oin, uuid } from '@knooppunt/testing';
import { checkEnvelope, claimedCooperation } from './envelope-check.js';

const block = { keyId: uuid(9), check: 'Y2hlY2s', iv: 'aXZpdml2aXZpdml2', ct: 'c2VhbGVk-_A' };
/** An event with every member that an envelope may have. */
const event = {
  id: uuid(1),
  type: 'SignalRejected',
  schemaVersion: 1,
  stream: `signal-${uuid(2)}`,
  cooperation: 'rotterdam',
  recordedAt: '2026-03-01T09:30:00.000Z',
  actor: 'system:spec',
  organisation: oin(1),
  role: 'weger',
  purpose: 'RIEC.weging',
  commandId: uuid(3),
  correlation: 'spec',
  causation: uuid(4),
  traceId: '0af7651916cd43dd8448eb211c80319c',
  covenant: { law: digest(1), covenant: digest(2) },
  data: { signal: uuid(2), organisation: oin(1), reason: 'not-necessary' },
  sealed: { text: block },
};
const accepted = { ...event, type: 'SignalAccepted', data: { signal: uuid(2) }, sealed: undefined };
const supplied = {
  ...event,
  type: 'ContributionSupplied',
  stream: `contribution-${uuid(2)}`,
  data: {
    contribution: uuid(2),
    way: 'signal',
    payloadType: 'S1',
    registry: digest(3),
    supplier: oin(1),
    supplierKind: 'POL',
    declaration: { lawful: true, quality: true },
    firstProcessed: '2026-02-27',
    blocks: [],
  },
  sealed: {},
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const checked = (text: string): readonly string[] =>
  checkEnvelope(bytesOf(text)).faults.map(({ code, detail }) => `${code} ${detail}`);
const faultsOf = (envelope: object): readonly string[] => checked(JSON.stringify(envelope));

describe('an envelope', () => {
  it('with every member in its place has nothing wrong with it', () => {
    expect(checkEnvelope(bytesOf(JSON.stringify(event)))).toEqual({ envelope: event, faults: [] });
    expect(faultsOf(accepted)).toEqual([]);
    expect(faultsOf(supplied)).toEqual([]);
  });

  it('may be without covenant and seal, and name no organisation, role, purpose or cause', () => {
    const nobody = { organisation: null, role: null, purpose: null, causation: null };
    expect(faultsOf({ ...event, ...nobody, covenant: undefined, sealed: undefined })).toEqual([]);
  });

  it.each([
    ['id', 'id, envelope.id'],
    ['type', 'type, envelope.type'],
    ['schemaVersion', 'schemaVersion, envelope.schemaVersion'],
    ['stream', 'stream, envelope.stream'],
    ['cooperation', 'cooperation, envelope.cooperation'],
    ['recordedAt', 'recordedAt, envelope.recordedAt'],
    ['actor', 'actor, envelope.actor'],
    ['organisation', 'organisation'],
    ['role', 'role'],
    ['purpose', 'purpose'],
    ['commandId', 'commandId, envelope.commandId'],
    ['correlation', 'correlation, correlation'],
    ['causation', 'causation, causation'],
    ['traceId', 'traceId, traceId'],
    ['data', 'data'],
  ])('is none without its %s', (name, detail) => {
    const rest = Object.fromEntries(Object.entries(event).filter(([member]) => member !== name));
    expect(checkEnvelope(bytesOf(JSON.stringify(rest)))).toEqual({
      envelope: undefined,
      faults: [{ code: 'envelope-misfit', detail }],
    });
  });

  it.each([
    ['id', 'envelope.id'],
    ['cooperation', 'envelope.cooperation'],
    ['commandId', 'envelope.commandId'],
    ['covenant', 'envelope.covenant'],
    ['correlation', 'correlation'],
    ['traceId', 'traceId'],
  ])('is none where its %s is null', (name, detail) => {
    expect(faultsOf({ ...event, [name]: null })).toEqual([`envelope-misfit ${detail}`]);
  });

  it.each([
    ['organisation', '00000099'],
    ['role', 'een rol'],
    ['purpose', ''],
    ['recordedAt', '2026-02-30T09:30:00.000Z'],
    ['recordedAt', '2026-13-41T09:30:00.000Z'],
    ['schemaVersion', -1],
    ['schemaVersion', '1'],
    ['stream', 'signal'],
    ['covenant', { law: digest(1) }],
  ])('is none with a %s like %j', (name, value) => {
    expect(faultsOf({ ...event, [name]: value })).toEqual([
      `envelope-misfit envelope.${name}${name === 'covenant' ? '.covenant' : ''}`,
    ]);
  });

  it('has in its chain of causes up to two hundred printable characters', () => {
    for (const good of ['', ' ~', 'a'.repeat(200)]) {
      expect(faultsOf({ ...event, correlation: good, causation: good, traceId: good })).toEqual([]);
    }
    for (const bad of ['a'.repeat(201), 'éa', 'aé', '\u001f', '\u007f', 5, {}, true]) {
      expect(faultsOf({ ...event, causation: bad })).toEqual(['envelope-misfit causation']);
    }
  });

  it('with a member that is not known is none, and the name of that member is not told', () => {
    expect(faultsOf({ ...event, 'jan de vries': 1 })).toEqual(['envelope-misfit unknown member']);
    const nested = { ...event, covenant: { ...event.covenant, 'jan\nde vries': 1 } };
    expect(faultsOf(nested)).toEqual(['envelope-misfit envelope.covenant: unknown member']);
  });

  it('that lacks much is told by its first five faults', () => {
    expect(faultsOf({})).toEqual(['envelope-misfit id, type, schemaVersion, stream, cooperation']);
  });
});

describe('stored bytes', () => {
  it('are one line of UTF-8 JSON, without a byte order mark', () => {
    const unreadable = { envelope: undefined, faults: [{ code: 'bytes-unreadable', detail: 'no line of UTF-8 JSON' }] };
    const text = JSON.stringify(event);
    const broken = bytesOf(text);
    broken[text.indexOf('spec')] = 0xff;
    for (const bytes of [bytesOf(''), bytesOf('{'), bytesOf(`\uFEFF${text}`), broken]) {
      expect(checkEnvelope(bytes)).toEqual(unreadable);
    }
  });

  it.each(['null', '[]', '"x"', '1', 'true'])('hold an object, not %s', (text) => {
    expect(checkEnvelope(bytesOf(text))).toEqual({
      envelope: undefined,
      faults: [{ code: 'bytes-unreadable', detail: 'no object' }],
    });
  });

  it('are spelt in one way: in the order of writing, or in that of RFC 8785', () => {
    const twoBlocks = { ...supplied, sealed: { 10: block, 9: block } };
    expect([faultsOf(twoBlocks), checked(canonicalJson(twoBlocks as unknown as Json))]).toEqual([[], []]);
    const ordered = JSON.stringify(supplied).replace('"sealed":{}', '"sealed":{"p":%,"1":%}');
    expect(checked(ordered.replaceAll('%', JSON.stringify(block)))).toEqual(['bytes-not-canonical spelling']);
  });

  it('are told apart from another spelling of the same value, though what they say be without canonical form', () => {
    const text = JSON.stringify(event);
    expect(checked(text.replace('"correlation":"spec"', '"correlation": "spec"'))).toEqual([
      'bytes-not-canonical spelling',
    ]);
    const surrogate = text.replace('"ct":"c2VhbGVk-_A"', String.raw`"ct":  "\ud800"`);
    expect(checked(surrogate)).toEqual(['bytes-not-canonical spelling', 'sealed-misfit 1 blocks']);
  });

  it('that are wrong in spelling and form are told of both', () => {
    expect(checked(JSON.stringify({ ...event, id: 'x' }).replace('{"id"', '{ "id"'))).toEqual([
      'bytes-not-canonical spelling',
      'envelope-misfit envelope.id',
    ]);
  });

  it('are judged however deep they nest', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const [first] = checked(JSON.stringify(event).replace('"not-necessary"', deep)).toReversed();
    expect(first).toBe('data-misfit data.reason');
  });
});

describe('the content of an envelope', () => {
  it.each(['SignalVanished', 'toString', 'constructor'])('of the type %s is of none that is known', (type) => {
    expect(faultsOf({ ...event, type })).toEqual(['type-unknown type']);
  });

  it('is of a schema version that is known: from the first on up to the newest', () => {
    expect(faultsOf({ ...event, schemaVersion: 0 })).toEqual(['version-unknown SignalRejected']);
    expect(faultsOf({ ...event, schemaVersion: 2 })).toEqual(['version-unknown SignalRejected']);
    const record = { ...accepted, type: 'DisclosureRecorded', data: {} };
    expect(faultsOf({ ...record, schemaVersion: 3 })).toEqual(['version-unknown DisclosureRecorded']);
  });

  it('has the data of its type in the newest version, and in an older one is judged by its seals alone', () => {
    const record = { ...accepted, type: 'DisclosureRecorded', data: { disclosure: 'x' } };
    expect(faultsOf({ ...record, schemaVersion: 1 })).toEqual([]);
    expect(faultsOf({ ...record, schemaVersion: 1, sealed: { text: block } })).toEqual(['sealed-misfit 1 blocks']);
    expect(faultsOf({ ...record, schemaVersion: 2 })).toEqual([
      'data-misfit data.disclosure, data.act, data.view, data.recipient, data.recipientKind',
    ]);
  });

  it('is told without names that come from the bytes', () => {
    expect(faultsOf({ ...event, data: { ...event.data, 'jan\nde vries': 1 } })).toEqual([
      'data-misfit data: unknown member',
    ]);
    const declaration = { ...supplied.data.declaration, 'jan de vries': true };
    expect(faultsOf({ ...supplied, data: { ...supplied.data, declaration } })).toEqual([
      'data-misfit data.declaration: unknown member',
    ]);
  });

  it('may be wrong in its seals and in its data at once', () => {
    expect(faultsOf({ ...event, data: null, sealed: { text: block, more: block } })).toEqual([
      'sealed-misfit 1 blocks',
      'data-misfit data',
    ]);
  });
});

describe('a seal', () => {
  it('is an object of blocks', () => {
    for (const sealed of [null, [], 'x', 5]) expect(faultsOf({ ...event, sealed })).toEqual(['sealed-misfit sealed']);
    expect(faultsOf({ ...event, sealed: {} })).toEqual([]);
  });

  it('has the blocks of its type alone, and none where the type has none', () => {
    expect(faultsOf({ ...accepted, sealed: { text: block } })).toEqual(['sealed-misfit 1 blocks']);
    expect(faultsOf({ ...event, sealed: { text: block, p1: block, p2: block } })).toEqual(['sealed-misfit 2 blocks']);
    expect(faultsOf({ ...event, sealed: { constructor: block } })).toEqual(['sealed-misfit 1 blocks']);
    expect(faultsOf({ ...supplied, sealed: { p1: block, anything: block } })).toEqual([]);
  });

  it.each([
    ['keyId', 'p1'],
    ['keyId', undefined],
    ['check', 'a+b'],
    ['check', '+b'],
    ['check', 'b+'],
    ['iv', 'YQ=='],
    ['ct', 'te lezen'],
    ['ct', undefined],
    ['more', 'x'],
  ])('is none where its block has a %s like %j', (name, value) => {
    expect(faultsOf({ ...event, sealed: { text: { ...block, [name]: value } } })).toEqual(['sealed-misfit 1 blocks']);
    expect(faultsOf({ ...supplied, sealed: { p1: { ...block, [name]: value } } })).toEqual(['sealed-misfit 1 blocks']);
  });
});

describe('bytes that cannot be read', () => {
  it('still count for the cooperation that they seem to name', () => {
    const around = (name: string): Uint8Array =>
      Uint8Array.from([0xff, ...bytesOf(`{"x,"cooperation":"${name}","`), 0xfe]);
    for (const name of ['rotterdam', 'a', 'oost-1', `a${'b'.repeat(63)}`]) {
      expect(claimedCooperation(around(name))).toBe(name);
    }
    for (const name of ['', '1a', '-a', 'Rotterdam', 'a_b', `a${'b'.repeat(64)}`]) {
      expect(claimedCooperation(around(name))).toBeUndefined();
    }
  });
});
