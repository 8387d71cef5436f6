import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import { formatVerifierKey } from '@knooppunt/evidence';
import { EvidenceLog } from '@knooppunt/testing';
import { audit } from './cli.js';

const place = mkdtempSync(join(tmpdir(), 'knooppunt-prove-spec-'));
const data = join(place, 'data');
const out = join(place, 'out');

/** Two cooperations; the first has more leaves than one tile holds, three checkpoints and a tail. */
const log = ((): EvidenceLog => {
  const made = new EvidenceLog().found('rotterdam').found('zeeland');
  for (const count of [3, 260, 40]) {
    for (let at = 0; at < count; at++) made.weigh('rotterdam', `s${count}-${at}`);
    made.weigh('zeeland', `z${count}`).sign();
  }
  return made.weigh('rotterdam', 'tail');
})();
const verifierKey = formatVerifierKey(log.signer.key);
const ofRotterdam = log.rows.filter(({ bytes }) => new TextDecoder().decode(bytes).includes('"rotterdam"'));
const sizes = ofRotterdam.flatMap(({ type }, at) => (type === 'CheckpointSigned' ? [at] : []));
const positionOf = (index: number): string => String(BigInt(ofRotterdam[index]?.position ?? '0'));

type Run = { readonly code: number; readonly out: string; readonly err: string };
const run = async (...args: readonly string[]): Promise<Run> => {
  let [said, err] = ['', ''];
  const code = await audit([...args, ...(args.includes('--data') ? [] : ['--data', data]), '--lang', 'en'], {
    out: (text) => (said += text),
    err: (text) => (err += text),
    isTty: false,
  });
  return { code, out: said, err };
};
/** As somebody else has it: the verifier key and no data folder. */
const elsewhere = (...args: readonly string[]): Promise<Run> =>
  run('prove', ...args, '--key', verifierKey, '--data', join(place, 'nowhere'));

beforeAll(async () => {
  mkdirSync(data);
  const store = await openEmbeddedEventStore({ file: join(data, 'events.sqlite') });
  await Promise.all(
    log.rows.map(({ stream, revision, id, type, bytes }) =>
      store.append(stream, [{ id, type, bytes }], revision === 0n ? 'no-stream' : revision - 1n),
    ),
  );
  await store.close();
  writeFileSync(join(data, 'checkpoint.pub'), `${verifierKey}\n`);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
});

describe('a proof that an event is in the log', () => {
  const file = join(out, 'p.tlog-proof');

  it('is written for any covered event, and checked with the verifier key alone', async () => {
    for (const index of [0, 1, 5, 255, 256, 257, (sizes.at(-1) ?? 0) - 1]) {
      const leaf = join(out, 'event');
      const made = await run('prove', '--event', positionOf(index), '--out', file, '--leaf', leaf);
      expect(made).toMatchObject({ code: 0, err: '' });
      expect(readFileSync(leaf)).toEqual(Buffer.from(ofRotterdam[index]?.bytes ?? []));
      expect(await elsewhere('--check', file)).toMatchObject({ code: 0, err: '' });
      const checked = await elsewhere('--check', file, '--leaf', leaf);
      expect(checked.out).toBe(
        `Proven: leaf ${index} is in the tree of ${sizes.at(-1)} leaves of knooppunt.example/rotterdam.\n`,
      );
    }
  });

  it('is printed where no file is named, and told to machines', async () => {
    const printed = await run('prove', '--event', positionOf(7));
    expect(printed.out.startsWith('c2sp.org/tlog-proof@v1\nextra ')).toBe(true);
    const told = JSON.parse((await run('prove', '--event', positionOf(7), '--json')).out) as object;
    expect(told).toMatchObject({
      kind: 'proof',
      cooperation: 'rotterdam',
      proof: 'inclusion',
      from: 7,
      text: printed.out,
    });
  });

  it('does not hold for another event, or with another key', async () => {
    const leaf = join(out, 'event');
    await run('prove', '--event', positionOf(7), '--out', file);
    writeFileSync(leaf, ofRotterdam[8]?.bytes ?? '');
    const other = await elsewhere('--check', file, '--leaf', leaf, '--json');
    expect([other.code, JSON.parse(other.out)]).toMatchObject([1, { verdict: 'not-included', findings: 1 }]);
    const key = formatVerifierKey(new EvidenceLog().signer.key);
    expect(await run('prove', '--check', file, '--key', key)).toMatchObject({
      code: 1,
      out: 'Not proven: no signature is of a trusted key.\n',
    });
  });

  it('is not given for what no checkpoint covers, nor for what is not there', async () => {
    const tail = await run('prove', '--event', positionOf(ofRotterdam.length - 1));
    expect([tail.code, tail.out]).toEqual([
      1,
      `No checkpoint covers this event yet; the last one covers ${sizes.at(-1)} leaves.\n`,
    ]);
    expect(await run('prove', '--event', '99999')).toMatchObject({
      code: 2,
      err: 'There is no event at position 99999.\n',
    });
    expect((await run('prove', '--event', '99999999999999999999')).code).toBe(2);
  });

  it('is not given as one of another cooperation', async () => {
    const asked = await run('prove', '--event', positionOf(7), '--cooperation', 'zeeland');
    expect([asked.code, asked.out]).toEqual([2, '']);
    expect(asked.err).toContain(`the event at position ${positionOf(7)} is of rotterdam, not of zeeland`);
    expect((await run('prove', '--event', positionOf(7), '--cooperation', 'rotterdam')).code).toBe(0);
  });

  it('is not looked for in what is no file of a proof', async () => {
    expect((await elsewhere('--check', join(out, 'absent'))).err).toBe(
      `${join(out, 'absent')} cannot be read (ENOENT).\n`,
    );
    const large = join(out, 'large');
    writeFileSync(large, '');
    truncateSync(large, 5 * 1024 * 1024);
    for (const endless of ['/dev/zero', large]) {
      expect((await elsewhere('--check', endless)).err).toContain(`${endless} is too large or no ordinary file`);
    }
  });

  it('is not given out of a log that is not what was signed', async () => {
    const copy = join(place, 'tampered');
    mkdirSync(copy);
    writeFileSync(join(copy, 'events.sqlite'), readFileSync(join(data, 'events.sqlite')));
    writeFileSync(join(copy, 'checkpoint.pub'), verifierKey);
    const database = new DatabaseSync(join(copy, 'events.sqlite'));
    database
      .prepare('UPDATE events SET data = ? WHERE position = ?')
      .run(ofRotterdam[4]?.bytes ?? '', Number(ofRotterdam[3]?.position));
    database.close();
    const result = await run('prove', '--event', positionOf(9), '--data', copy);
    expect([result.code, result.out.startsWith('The log is not what was signed')]).toEqual([1, true]);
    expect((await run('tiles', '--to', join(copy, 'tiles'), '--cooperation', 'rotterdam', '--data', copy)).code).toBe(
      1,
    );
    expect(existsSync(join(copy, 'tiles'))).toBe(false);
  });
});

describe('a proof that the log only grew', () => {
  const file = join(out, 'growth');

  it('holds between any two checkpoints, for whoever kept the older one', async () => {
    const [first, second, third] = sizes.map(String) as [string, string, string];
    for (const [from, to] of [
      [first, second],
      [first, third],
      [second, third],
      [second, second],
    ] as const) {
      const made = await run('prove', '--from', from, '--to', to, '--cooperation', 'rotterdam', '--out', file);
      expect(made).toMatchObject({ code: 0, err: '' });
      expect(await elsewhere('--check', file)).toMatchObject({ code: 0, err: '' });
      const kept = join(out, 'kept');
      writeFileSync(kept, readFileSync(`${file}.older`));
      expect((await elsewhere('--check', file, '--older', kept)).code).toBe(0);
    }
  });

  it('goes up to the newest checkpoint where none is named, and holds for no other older one', async () => {
    await run('prove', '--from', String(sizes[0]), '--cooperation', 'rotterdam', '--out', file);
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`^old ${sizes[0]}\n[^]*\n\nknooppunt.example/rotterdam\n${sizes[2]}\n`),
    );
    await run('prove', '--from', String(sizes[1]), '--cooperation', 'rotterdam', '--out', join(out, 'second'));
    const other = await elsewhere('--check', file, '--older', join(out, 'second.older'));
    expect(other).toMatchObject({
      code: 1,
      out: 'Not proven: the older tree is not the beginning of the newer one.\n',
    });
  });

  it('needs checkpoints at both ends, one cooperation, and one question', async () => {
    expect((await run('prove', '--from', '4', '--cooperation', 'rotterdam')).err).toContain(`nearby ones: ${sizes[0]}`);
    expect((await run('prove', '--from', String(sizes[0]))).err).toContain('more than one tree (rotterdam, zeeland)');
    for (const wrong of [
      [],
      ['--event', '1', '--from', '2'],
      ['--event', 'x'],
      ['--event', '1', '--postgres', 'y'],
      ['--to', '3'],
    ]) {
      expect((await run('prove', ...wrong)).code).toBe(2);
    }
    await run('prove', '--from', String(sizes[0]), '--cooperation', 'rotterdam', '--out', file);
    writeFileSync(join(out, 'none'), 'no checkpoint\n\n— name AAAA\n');
    expect((await elsewhere('--check', file, '--older', join(out, 'none'))).err).toContain(
      `${join(out, 'none')} is no proof`,
    );
    writeFileSync(file, 'old 1\n');
    expect((await elsewhere('--check', file)).err).toContain('is no proof in the form of C2SP');
  });
});

/**
 * A reader of tiles written from C2SP tlog-tiles and signed-note alone; it shares no line with what wrote them. It gives the
 * leaf hashes that the tiles hold, once their root is the signed one.
 */
const readTiles = (folder: string, key: string): { readonly origin: string; readonly leaves: readonly Buffer[] } => {
  const sha = (...parts: readonly Uint8Array[]): Buffer => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const node = (left: Buffer, right: Buffer): Buffer => sha(Buffer.of(1), left, right);
  const merge = (hashes: readonly Buffer[]): Buffer => {
    if (hashes.length === 1) return hashes[0] as Buffer;
    const split = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
    return node(merge(hashes.slice(0, split)), merge(hashes.slice(split)));
  };
  const note = readFileSync(join(folder, 'checkpoint'), 'utf8');
  const [text = '', signature = ''] = note.split('\n\n');
  const [origin = '', size = '', root = ''] = text.split('\n');
  const signed = Buffer.from(signature.trim().split(' ')[2] ?? '', 'base64').subarray(4);
  const x = Buffer.from(key.split('+').slice(2).join('+'), 'base64').subarray(1).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  expect(verify(null, Buffer.from(`${text}\n`), publicKey, signed)).toBe(true);

  const tile = (level: number, index: number, width: number): readonly Buffer[] => {
    const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
    const parts = digits.match(/.{3}/g) ?? [];
    const path = parts.map((part, at) => (at + 1 < parts.length ? `x${part}` : part)).join('/');
    const bytes = readFileSync(join(folder, 'tile', String(level), width < 256 ? `${path}.p/${width}` : path));
    expect(bytes.length).toBe(width * 32);
    return Array.from({ length: width }, (_, at) => bytes.subarray(at * 32, at * 32 + 32));
  };
  const levelOf = (level: number): readonly Buffer[] => {
    const count = Math.floor(Number(size) / 256 ** level);
    const full = Array.from({ length: Math.floor(count / 256) }, (_, at) => tile(level, at, 256));
    return [...full, ...(count % 256 > 0 ? [tile(level, Math.floor(count / 256), count % 256)] : [])].flat();
  };
  const leaves = levelOf(0);
  expect(merge(leaves).toString('base64')).toBe(root);
  const above = levelOf(1);
  expect(above).toEqual(above.map((_, at) => merge(leaves.slice(at * 256, at * 256 + 256))));
  return { origin, leaves };
};

describe('the tiles of a log', () => {
  const folder = join(out, 'tiles');

  it('are read back by a reader that knows the specification only', async () => {
    const made = await run('tiles', '--to', folder, '--cooperation', 'rotterdam');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('For auditors only');
    const { origin, leaves } = readTiles(folder, verifierKey);
    expect([origin, leaves.length]).toEqual(['knooppunt.example/rotterdam', sizes.at(-1)]);
    const hashes = ofRotterdam.map(({ bytes }) => createHash('sha256').update(Buffer.of(0)).update(bytes).digest());
    expect(leaves).toEqual(hashes.slice(0, leaves.length));
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('entries'))).toEqual([]);
  });

  it('come with the entries where they are asked for, each of which hashes to its leaf', async () => {
    await run('tiles', '--to', folder, '--cooperation', 'rotterdam', '--entries');
    const { leaves } = readTiles(folder, verifierKey);
    const bundles = ['000', `001.p/${leaves.length - 256}`].map((name) =>
      readFileSync(join(folder, 'tile/entries', name)),
    );
    const found: Buffer[] = [];
    for (const bundle of bundles) {
      for (let at = 0; at < bundle.length;) {
        const length = bundle.readUInt16BE(at);
        found.push(
          createHash('sha256')
            .update(Buffer.of(0))
            .update(bundle.subarray(at + 2, at + 2 + length))
            .digest(),
        );
        at += 2 + length;
      }
    }
    expect(found).toEqual(leaves);
  });

  it('do not mix with those of another log', async () => {
    await run('tiles', '--to', folder, '--cooperation', 'rotterdam');
    const other = await run('tiles', '--to', folder, '--cooperation', 'zeeland');
    expect([other.code, other.err]).toEqual([
      2,
      `${folder} holds tiles of another log already (knooppunt.example/rotterdam); name another folder with --to.\n`,
    ]);
    expect((await run('tiles', '--to', folder, '--cooperation', 'rotterdam')).code).toBe(0);
    expect(readTiles(folder, verifierKey).origin).toBe('knooppunt.example/rotterdam');
  });

  it('are told to machines, and need a folder', async () => {
    const told = await run('tiles', '--to', folder, '--cooperation', 'zeeland', '--json');
    expect(JSON.parse(told.out)).toMatchObject({
      kind: 'summary',
      command: 'tiles',
      cooperation: 'zeeland',
      tiles: 1,
      findings: 0,
    });
    expect((await run('tiles')).code).toBe(2);
    expect((await run('tiles', '--to', folder, '--cooperation', 'limburg')).err).toContain(
      'no event of cooperation limburg',
    );
  });
});
