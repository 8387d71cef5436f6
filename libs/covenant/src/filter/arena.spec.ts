import { describe, expect, it } from '@jest/globals';
import type { Json } from '@knooppunt/kernel';
import { Arena, Pieces } from './arena.js';

const decoder = new TextDecoder();
const written = (arena: Arena): string => decoder.decode(arena.bytes.subarray(0, arena.end));

/** Room of each size from none, so that every write is met with too little of it, with just enough and with plenty. */
const rooms = Array.from({ length: 90 }, (_, room) => room);

/** What comes of some writes, whatever room there was in the beginning. */
const inEveryRoom = (write: (arena: Arena) => void): readonly string[] => {
  const found = rooms.map((room) => {
    const arena = new Arena(room);
    write(arena);
    return written(arena);
  });
  return [...new Set(found)];
};

const isEmpty = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

describe('an arena', () => {
  it.each<[string, Json]>([
    ['no text', ''],
    ['a plain text', 'Keizersgracht 12 hs.'],
    ['the first and the last plain signs', ' !~\u007F'],
    ['a text with a quote at its end', 'de zaak "Kade"'],
    ['a text that is one quote', '"'],
    ['a backslash', String.raw`C:\zaken`],
    ['a text that is one backslash', '\\'],
    ['a text of controls alone', '\n\u0000\u001F'],
    ['line feeds and other controls', 'een\ntwee\tdrie\u0000\u001F'],
    ['signs of two bytes, from the first to the last', '\u0080é\u07FF'],
    ['signs of three bytes, from the first to the last before the surrogates', '\u0800€\uD7FF'],
    ['signs of three bytes behind the surrogates', '\uE000\uFFFF'],
    ['signs of four bytes', 'plein 😀 \u{10FFFF}'],
    ['the first half of a surrogate pair, alone', '\uD800'],
    ['the last of such halves', '\uDBFF'],
    ['the second half of a surrogate pair, alone', '\uDC00'],
    ['the last of those', '\uDFFF'],
    ['many signs of three bytes', '€'.repeat(60)],
    ['a number', -12.5],
    ['a truth', false],
    ['nothing', null],
    ['a list of texts', ['Jan', 'Ada "A." Janssen', 'Zoë']],
    ['a list of one text', ['Jan']],
    ['a list of nothing', []],
    ['a list of texts and others', ['a', 1, null, 'b']],
    ['a list of others and texts', [1, 'a']],
    ['a list of lists of texts', [['a', 'b'], ['c']]],
    ['an object', { kvkNr: '12345678', name: 'Ét "al"' }],
  ])('writes %s as JSON, whatever room it has', (_what, value) => {
    const found = inEveryRoom((arena) => {
      arena.addByte(0x2b);
      arena.addJson(value);
      arena.addByte(0x2b);
    });
    expect(found).toEqual([`+${JSON.stringify(value)}+`]);
  });

  it.each<[string, string]>([
    ['no text', ''],
    ['a plain text', 'plain~'],
    ['a text that ends in a sign that is not printed', 'plain and then \u007F'],
    ['a text that ends in a sign of two bytes', 'plain and then é'],
    ['a text of signs of three bytes', '€€€'],
    ['a text of signs of four bytes', '😀'.repeat(12)],
    ['a long text', 'x'.repeat(70)],
  ])('writes %s as it is, whatever room it has', (_what, text) => {
    const twice = (arena: Arena): void => {
      arena.addText(text);
      arena.addText(text);
    };
    expect(inEveryRoom(twice)).toEqual([`${text}${text}`]);
  });

  it('writes texts that are written again and again by their place, of whatever length, whatever room it has', () => {
    const texts = Array.from({ length: 26 }, (_, length) => 'abcdefghijklmnopqrstuvwxyz'.slice(0, length));
    const pieces = new Pieces([...texts, 'é€']);
    const all = (arena: Arena): void => {
      for (let piece = texts.length; piece >= 0; piece--) arena.addPiece(pieces, piece);
    };
    expect(inEveryRoom(all)).toEqual([['é€', ...texts.toReversed()].join('')]);
  });

  it('repeats what lies in it, short or long, whatever room it has', () => {
    const text = Array.from({ length: 30 }, (_, at) => `${at},`).join('');
    for (let length = 0; length <= text.length; length++) {
      const found = inEveryRoom((arena) => {
        arena.addText(`>${text}`);
        arena.repeat(1, 1 + length);
        arena.repeat(0, 1);
      });
      expect(found).toEqual([`>${text}${text.slice(0, length)}>`]);
    }
  });

  it('goes on from an earlier place, over what lies there', () => {
    const arena = new Arena(16);
    arena.addText('gisteren');
    arena.back(4);
    arena.addText('lag');
    expect(written(arena)).toBe('gistlag');
  });

  it('stays where it is while there is room, and is elsewhere after that', () => {
    const arena = new Arena(24);
    const { bytes } = arena;
    arena.addText('.....');
    arena.addByte(0x2e);
    expect(arena.bytes).toBe(bytes);
    for (let added = 6; added < 16; added++) arena.addByte(0x2e);
    expect(arena.bytes).toBe(bytes);
    arena.addByte(0x2e);
    expect(arena.bytes).not.toBe(bytes);
  });

  it('leaves nothing in the bytes that it grew out of', () => {
    const arena = new Arena(80);
    const { bytes } = arena;
    arena.addText('geheim geheim geheim');
    expect(isEmpty(bytes)).toBe(false);
    arena.back(3);
    arena.addText('x'.repeat(40));
    expect(arena.bytes).not.toBe(bytes);
    expect(isEmpty(bytes)).toBe(true);
  });

  it.each<[string, (arena: Arena) => void]>([
    ['was written last', () => undefined],
    ['was written before it went back', (arena) => arena.back(2)],
    [
      'was written before it went back twice, the second time not so far',
      (arena) => {
        arena.back(2);
        arena.addText('kort');
        arena.back(1);
      },
    ],
    [
      'was tried as a plain text and was none',
      (arena) => {
        arena.back(0);
        arena.addJson(`${'geheim'.repeat(6)}"`);
      },
    ],
    [
      'a copy wrote beyond its end',
      (arena) => {
        arena.addPiece(new Pieces(['g', 'eheimgeheim']), 0);
        arena.repeat(0, 3);
      },
    ],
    [
      'was written since it grew',
      (arena) => {
        arena.addText('geheim'.repeat(30));
        arena.back(1);
      },
    ],
  ])('holds nothing any more of what %s, once it is cleared', (_what, write) => {
    const arena = new Arena(80);
    arena.addText('geheim'.repeat(6));
    write(arena);
    expect(isEmpty(arena.bytes)).toBe(false);
    arena.clear();
    expect(isEmpty(arena.bytes)).toBe(true);
    expect(arena.end).toBe(0);
  });

  it('is written again from the beginning once it is cleared, and cleared again', () => {
    const arena = new Arena(64);
    arena.addText('de eerste zaak van vandaag');
    arena.clear();
    arena.addText('de tweede');
    expect(written(arena)).toBe('de tweede');
    arena.clear();
    expect(isEmpty(arena.bytes)).toBe(true);
  });
});
