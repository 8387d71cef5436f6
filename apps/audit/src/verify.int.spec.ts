import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openEmbeddedEventStore, privateFolderPrefix } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { formatVerifierKey, hashBytes, leafRecordFile } from '@knooppunt/evidence';
import { EvidenceLog } from '@knooppunt/testing';
import { audit } from './cli.js';

const place = mkdtempSync(join(tmpdir(), 'knooppunt-audit-spec-'));
const clean = join(place, 'clean');
const data = join(place, 'data');
const database = join(data, 'events.sqlite');

/** Two cooperations, a stream of several events, a checkpoint each, and a tail. */
const log = ((): EvidenceLog => {
  const made = new EvidenceLog().found('rotterdam').found('zeeland');
  for (const name of ['s1', 's2', 's2', 's2', 's2']) made.weigh('rotterdam', name);
  made.weigh('zeeland', 's3').sign();
  return made.weigh('rotterdam', 's4');
})();
/** The sealed event in the middle whose bytes and columns the specs change: the fourth of its stream. */
const target = log.rows[8] as (typeof log.rows)[number];

/** All at once: the engine takes them in the order of the calls, and lets them share commits. */
const appendTo = async (store: EventStore, rows: typeof log.rows): Promise<void> => {
  await Promise.all(
    rows.map(({ stream, revision, id, type, bytes }) =>
      store.append(stream, [{ id, type, bytes }], revision === 0n ? 'no-stream' : revision - 1n),
    ),
  );
};

const writeEvidence = (folder: string, from: EvidenceLog): void => {
  mkdirSync(join(folder, 'evidence'), { recursive: true });
  for (const [cooperation, leaves] of from.leaves) {
    const file = join(folder, 'evidence', leafRecordFile(cooperation));
    const known = existsSync(file) ? statSync(file).size / hashBytes : 0;
    appendFileSync(file, Buffer.concat(leaves.slice(known)));
  }
  writeFileSync(join(folder, 'checkpoint.pub'), `${formatVerifierKey(from.signer.key)}\n`);
};

type Run = { readonly code: number; readonly out: string; readonly err: string };
const run = async (...args: readonly string[]): Promise<Run> => {
  let [out, err] = ['', ''];
  const code = await audit([...args, ...(args.includes('--data') ? [] : ['--data', data])], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTty: false,
  });
  return { code, out, err };
};
type Line = { readonly kind: string; readonly code?: string; readonly position?: string | null };
const linesOf = ({ out }: Run): readonly Line[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
const positionsIn = (result: Run): ReadonlySet<string | null | undefined> =>
  new Set(
    linesOf(result)
      .filter(({ kind }) => kind === 'finding')
      .map(({ position }) => position),
  );

/** Every file of a folder with its digest, size and time of change. */
const fingerprint = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      if (statSync(join(folder, name)).isDirectory()) return name;
      return `${name} ${size} ${mtimeMs} ${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}`;
    });

const flipped = (file: string, offset: number, mask: number): void => {
  const bytes = readFileSync(file);
  bytes[offset] = (bytes[offset] as number) ^ mask;
  writeFileSync(file, bytes);
};
const restore = (name: string): void => cpSync(join(clean, name), join(data, name));

// The log is verified once for every byte of an event.
jest.setTimeout(600_000);
beforeAll(async () => {
  mkdirSync(clean);
  const store = await openEmbeddedEventStore({ file: join(clean, 'events.sqlite') });
  await appendTo(store, log.rows);
  await store.close();
  writeEvidence(clean, log);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));
beforeEach(() => cpSync(clean, data, { recursive: true }));
afterEach(() => rmSync(data, { recursive: true, force: true }));

describe('a log as the hub left it', () => {
  it('is clean, and stays byte for byte as it was', async () => {
    const before = fingerprint(data);
    const result = await run('verify', '--lang', 'en');
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toContain('Log verified: 13 events in 8 streams, 2 cooperations.');
    expect(result.out).toContain('No findings.');
    expect(fingerprint(data)).toEqual(before);
  });

  it('is reported in Dutch unless asked otherwise, with root, checkpoints and tail of each cooperation', async () => {
    const { out } = await run('verify');
    expect(out).toContain('Logboek gecontroleerd: 13 gebeurtenissen');
    expect(out).toContain('rotterdam\n  omvang      9 bladeren');
    expect(out).toContain('ijkpunten   1, het laatste dekt 7 bladeren (positie 11)');
    expect(out).toContain('staart      2 gebeurtenissen die nog geen ijkpunt dekt: positie 11 t/m 13');
  });

  it('gives machines one line per finding and a summary', async () => {
    expect(linesOf(await run('verify', '--json'))).toMatchObject([
      { kind: 'summary', command: 'verify', events: 13, findings: 0, cooperations: [{ id: 'rotterdam' }, {}] },
    ]);
  });

  it('is checked with the key that is given, as text or as a file', async () => {
    const key = formatVerifierKey(log.signer.key);
    rmSync(join(data, 'checkpoint.pub'));
    writeFileSync(join(place, 'key'), key);
    expect((await run('verify', '--key', key)).code).toBe(0);
    expect((await run('verify', '--key', join(place, 'key'))).code).toBe(0);
    const other = formatVerifierKey(new EvidenceLog().signer.key);
    expect(positionsIn(await run('verify', '--json', '--key', other)).size).toBe(2);
  });

  it('leaves no copy behind', async () => {
    const copies = (): number => readdirSync(tmpdir()).filter((name) => name.startsWith(privateFolderPrefix)).length;
    const before = copies();
    await run('verify');
    await run('verify', '--data', join(place, 'nowhere'));
    expect(copies()).toBe(before);
  });
});

describe('one byte changed in the file', () => {
  const offset = (): number => readFileSync(database).indexOf(target.bytes);

  it('of a stored event is found at its position, for every byte of the event', async () => {
    const start = offset();
    for (let at = 0; at < target.bytes.length; at++) {
      restore('events.sqlite');
      flipped(database, start + at, 1 << (at % 8));
      const result = await run('verify', '--json');
      expect([at, result.code, positionsIn(result).has(target.position)]).toEqual([at, 1, true]);
    }
  });

  it('of stream, revision, id or type beside it is found at its position, for every byte of them', async () => {
    const body = target.stream.length + 1 + target.id.length + target.type.length;
    const start = offset() - body;
    expect(readFileSync(database).toString('latin1', start, start + target.stream.length)).toBe(target.stream);
    for (let at = 0; at < body; at++) {
      restore('events.sqlite');
      flipped(database, start + at, 1 << (at % 8));
      const result = await run('verify', '--json');
      expect([at, result.code, positionsIn(result).has(target.position)]).toEqual([at, 1, true]);
    }
  });

  it('of position or lengths before them is never overlooked', async () => {
    const body = target.stream.length + 1 + target.id.length + target.type.length;
    const start = offset() - body;
    const typeOfPosition = 7;
    for (let back = 1; back <= 11; back++) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128]) {
        restore('events.sqlite');
        flipped(database, start - back, mask);
        // The row id stands in for the position column: NULL (type 0) and the constant 0 (type 8) both mean nothing there.
        if (back === typeOfPosition && mask === 8) continue;
        expect([back, mask, (await run('verify')).code]).not.toEqual([back, mask, 0]);
      }
    }
  });

  it('of an index is found, though no row changed', async () => {
    const bytes = readFileSync(database);
    const places: number[] = [];
    for (let at = bytes.indexOf(target.id); at >= 0; at = bytes.indexOf(target.id, at + 1)) places.push(at);
    const event = offset();
    const inIndex = places.filter((at) => at < event - 200 || at > event + target.bytes.length);
    expect(inIndex).toHaveLength(1);
    flipped(database, inIndex[0] as number, 1);
    const result = await run('verify', '--json');
    expect(result.code).toBe(1);
    expect(linesOf(result)[0]).toMatchObject({ code: 'index-differs', position: target.position });
  });
});

describe('what cannot be read', () => {
  it.each<readonly [string, () => void, string]>([
    ['is not there', () => rmSync(database), 'Er is geen logboek'],
    ['is empty', () => writeFileSync(database, ''), 'zonder gebeurtenissen'],
    ['is no database', () => writeFileSync(database, 'a letter\n'.repeat(1000)), 'geen SQLite-database'],
    ['is cut off', () => truncateSync(database, 3 * 4096), 'beschadigde pagina'],
    [
      'has a page of zeros',
      () => {
        const bytes = readFileSync(database);
        const page = Math.floor(bytes.indexOf(target.bytes) / 4096) * 4096;
        writeFileSync(database, bytes.fill(0, page, page + 4096));
      },
      'beschadigde pagina',
    ],
    ['has no key for its checkpoints', () => rmSync(join(data, 'checkpoint.pub')), 'checkpoint.pub ontbreekt'],
    [
      'has a key that is none',
      () => writeFileSync(join(data, 'checkpoint.pub'), 'key'),
      'geen geldige controlesleutel',
    ],
  ])('because it %s ends with 2 and one sentence', async (_name, spoil, sentence) => {
    spoil();
    const { code, out, err } = await run('verify');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([[[]], [['rewrite']], [['verify', 'redecide']], [['verify', '--lang', 'fr']], [['verify', '--dat', 'x']]])(
    'because the call is wrong ends with 2: %j',
    async (args) => {
      const { code, err } = await run(...args);
      expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1]);
    },
  );

  it('names the damaged page', async () => {
    const bytes = readFileSync(database);
    const page = Math.floor(bytes.indexOf(target.bytes) / 4096);
    writeFileSync(database, bytes.fill(0xff, page * 4096, page * 4096 + 8));
    expect((await run('verify')).err).toMatch(new RegExp(`\\b${page + 1}\\b`));
  });
});

describe('a log while the hub runs', () => {
  it('is read as it stands, again and again, while events are appended', async () => {
    rmSync(data, { recursive: true });
    mkdirSync(data);
    const store = await openEmbeddedEventStore({ file: database });
    const growing = new EvidenceLog().found('rotterdam');
    let stored = 0;
    const storeNew = async (): Promise<void> => {
      await appendTo(store, growing.rows.slice(stored));
      stored = growing.rows.length;
      writeEvidence(data, growing);
    };
    const more = async (): Promise<void> => {
      for (let at = 0; at < 40; at++) growing.weigh('rotterdam', `s${at % 7}`);
      await storeNew();
      growing.sign();
      await storeNew();
    };
    try {
      await more();
      const end = new AbortController();
      const writing = (async () => {
        while (!end.signal.aborted) await more();
      })();
      const seen: number[] = [];
      while ((seen.at(-1) ?? 0) < 600 || new Set(seen).size <= 3) {
        const result = await run('verify', '--json');
        expect([result.code, result.err]).toEqual([0, '']);
        seen.push((linesOf(result).at(-1) as unknown as { readonly events: number }).events);
        await setImmediate();
      }
      end.abort();
      await writing;
      const before = fingerprint(data).filter((line) => !line.includes('-shm'));
      expect((await run('verify')).code).toBe(0);
      expect(fingerprint(data).filter((line) => !line.includes('-shm'))).toEqual(before);
    } finally {
      await store.close();
    }
  });

  it('that was killed leaves a -wal, and a byte changed in it is exit 2 with its page', async () => {
    rmSync(data, { recursive: true });
    mkdirSync(data);
    const live = join(place, 'live');
    const store = await openEmbeddedEventStore({ file: join(live, 'events.sqlite') });
    await appendTo(store, log.rows);
    cpSync(live, data, { recursive: true });
    await store.close();
    writeEvidence(data, log);
    expect((await run('verify')).code).toBe(0);
    const wal = `${database}-wal`;
    flipped(wal, readFileSync(wal).indexOf(target.bytes) + 5, 1);
    const result = await run('verify', '--lang', 'en');
    expect(result.code).toBe(2);
    expect(result.err).toMatch(/Frame \d+ is damaged in .*events\.sqlite-wal, page \d+/);
  });

  it('whose newest events fell off with a torn -wal is shorter than its leaf record', async () => {
    rmSync(data, { recursive: true });
    mkdirSync(data);
    const live = join(place, 'live-2');
    const store = await openEmbeddedEventStore({ file: join(live, 'events.sqlite') });
    await appendTo(store, log.rows.slice(0, -1));
    await appendTo(store, log.rows.slice(-1));
    cpSync(live, data, { recursive: true });
    await store.close();
    writeEvidence(data, log);
    const wal = `${database}-wal`;
    truncateSync(wal, statSync(wal).size - 100);
    const result = await run('verify', '--json');
    expect(result.code).toBe(1);
    expect(linesOf(result)[0]).toMatchObject({ code: 'log-shorter' });
  });
});
