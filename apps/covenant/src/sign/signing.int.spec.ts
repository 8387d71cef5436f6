import { createPrivateKey, createPublicKey, generateKeyPairSync, verify as verifyBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inRepository, linesOf, ownFolder, run, signRead } from '../../test/run.js';

const base = inRepository('test/fixtures/covenants/base.yaml');
const [police, college] = ['00000099000000006000', '00000099000000002000'] as const;
const folder = ownFolder();
const { path } = folder;
afterAll(() => folder.remove());

const at = '2026-03-01T09:00:00.000Z';
const sign = (key: string, ...more: readonly string[]) =>
  signRead(base, '--key', path(key), '--cooperation', 'rotterdam', '--at', at, ...more);
const verify = (signatures: readonly string[], ...more: readonly string[]) =>
  run(['verify', base, ...signatures.map(path), '--keys', path('keys'), '--cooperation', 'rotterdam', ...more]);

const verdictsOf = (lines: ReturnType<typeof linesOf>): readonly unknown[] =>
  lines
    .filter(({ kind }) => kind === 'signature')
    .map(({ verdict, reason }) => (reason === undefined ? verdict : [verdict, reason]));

beforeAll(async () => {
  mkdirSync(path('keys'));
  for (const [name, oin] of [
    ['police', police],
    ['college', college],
  ] as const) {
    const { out } = await run(['keygen', '--out', path(`${name}.pem`), '--as', oin, '--json']);
    const [{ publicKey } = {}] = linesOf({ out });
    writeFileSync(path(`keys/${name}.pub`), `# ${name}\n${oin} ${String(publicKey)}\n`);
    await sign(`${name}.pem`, '--out', path(`${name}.sig`));
  }
});

describe('covenant keygen', () => {
  it('writes a key that only its owner can read, and shows the public half', async () => {
    const { code, out } = await run(['keygen', '--out', path('new.pem')]);
    expect(code).toBe(0);
    expect(statSync(path('new.pem')).mode & 0o777).toBe(0o600);
    expect(out).toMatch(/ed25519:[\w-]{43}\n/);
    expect(out).toMatch(/sha256:[0-9a-f]{64}\n/);
    const [, secret = ''] = /PRIVATE KEY-----\n([^-]+)\n/.exec(readFileSync(path('new.pem'), 'utf8')) ?? [];
    expect(secret.length).toBeGreaterThan(40);
    expect(out).not.toContain(secret);
  });

  it('leaves a key alone that lies there already', async () => {
    const before = readFileSync(path('police.pem'), 'utf8');
    const { code, err } = await run(['keygen', '--out', path('police.pem')]);
    expect({ code, err }).toEqual({ code: 2, err: `${path('police.pem')} bestaat al en wordt niet overschreven.\n` });
    expect(readFileSync(path('police.pem'), 'utf8')).toBe(before);
  });

  it('makes keys that other programs read as they are, with the organisation above', () => {
    const text = readFileSync(path('police.pem'), 'utf8');
    expect(createPrivateKey(text).asymmetricKeyType).toBe('ed25519');
    expect(text.split('\n')[0]).toBe(`organisation ${police}`);
  });
});

describe('covenant sign', () => {
  it('says before and after in words what is signed, and writes one line of JSON', async () => {
    const { code, out, err } = await sign('police.pem');
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(path('police.sig'), 'utf8'));
    const [before = '', after = ''] = err.split('Ondertekend:');
    for (const said of [before, after]) {
      for (const word of [
        police,
        'riec-proef, versie 1.0.0',
        'wet-proef, versie 1',
        'rotterdam',
        at,
        '2026-01-01 tot en met 2026-12-31',
      ]) {
        expect(said).toContain(word);
      }
    }
    expect(before).toMatch(/^U ondertekent:/);
  });

  it('is the same for the same covenant in another layout and order, and another for another text', async () => {
    const text = readFileSync(base, 'utf8');
    writeFileSync(
      path('layout.yaml'),
      text.replace("phases: [weging, '1', '2', '3']", 'phases:\n  - weging\n  - "1"\n  - "2" # twee\n  - "3"'),
    );
    writeFileSync(path('other.yaml'), text.replace('convenant art. 2', 'convenant art. 2a'));
    const [same, other] = await Promise.all(
      ['layout.yaml', 'other.yaml'].map((name) =>
        signRead(path(name), '--key', path('police.pem'), '--cooperation', 'rotterdam', '--at', at),
      ),
    );
    expect(same?.out).toBe(readFileSync(path('police.sig'), 'utf8'));
    expect(other?.code).toBe(0);
    expect(other?.out).not.toBe(same?.out);
  });

  it('signs for who read the text: as asked at a keyboard, elsewhere the digest that is given and no other', async () => {
    const { digest } = JSON.parse(readFileSync(path('police.sig'), 'utf8')).statement as { readonly digest: string };
    const args = ['sign', base, '--key', path('police.pem'), '--cooperation', 'rotterdam', '--at', at];
    const typed = await run(args, [digest.slice(7, 15)]);
    const guessed = await run(args, ['12345678']);
    const given = await run([...args, '--digest', digest], []);
    const wrong = await run([...args, '--digest', digest.replace(/.$/, (last) => (last === '0' ? '1' : '0'))]);
    const unasked = await run(args);
    expect([typed.code, guessed.code, given.code, wrong.code, unasked.code]).toEqual([0, 2, 0, 2, 2]);
    expect([guessed.out, wrong.out, unasked.out]).toEqual(['', '', '']);
    expect(wrong.err).toContain('niets ondertekend');
    expect(unasked.err).toContain('geef met --digest de vingerafdruk die u las');
  });

  it('refuses a covenant that may not be adopted', async () => {
    writeFileSync(path('broken.yaml'), readFileSync(base, 'utf8').replace('atMost: pseudonymise', 'atMost: withhold'));
    const { code, out, err } = await run([
      'sign',
      path('broken.yaml'),
      '--key',
      path('police.pem'),
      '--cooperation',
      'rotterdam',
    ]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/broken\.yaml:\d+:\d+: A-1: .*\[assertion-broken\]/);
  });

  it('does not write over what lies there', async () => {
    const { code } = await sign('college.pem', '--out', path('police.sig'));
    expect(code).toBe(2);
    expect(readFileSync(path('police.sig'), 'utf8')).toContain(police);
  });

  it('asks for a cooperation where the covenant is for several, and for one that it is for', async () => {
    const without = await run(['sign', base, '--key', path('police.pem')]);
    const foreign = await run(['sign', base, '--key', path('police.pem'), '--cooperation', 'zeeland']);
    expect([without.code, foreign.code]).toEqual([2, 2]);
    expect(without.err).toContain('--cooperation');
    expect(foreign.err).toContain('[other-cooperation]');
  });

  describe('a key', () => {
    const keyFile = (name: string, text: string, mode = 0o600): string => {
      writeFileSync(path(name), text, { mode });
      chmodSync(path(name), mode);
      return name;
    };
    const pem = (kind: 'pkcs8' | 'sec1', key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) =>
      key.export({ type: kind, format: 'pem' }) as string;
    const ed25519 = generateKeyPairSync('ed25519').privateKey;
    const encrypted = ed25519.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    }) as string;

    it.each([
      ['that others can read', () => keyFile('open.pem', pem('pkcs8', ed25519), 0o640), 'leesbaar voor anderen'],
      ['of another kind', () => keyFile('ec.pem', pem('pkcs8')), 'andere soort (ec)'],
      ['in another form', () => keyFile('sec1.pem', pem('sec1')), 'PKCS #8'],
      ['that is encrypted', () => keyFile('enc.pem', encrypted), 'versleuteld'],
      ['that is two', () => keyFile('two.pem', pem('pkcs8', ed25519).repeat(2)), 'één sleutel'],
      [
        'that is broken',
        () => keyFile('bad.pem', pem('pkcs8', ed25519).replace('MC4', 'MC5')),
        'geen bruikbare sleutel',
      ],
      [
        'that is only public',
        () => keyFile('pub.pem', '-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n'),
        'PKCS #8',
      ],
      ['that is no key', () => keyFile('none.pem', 'geen sleutel'), 'PKCS #8'],
      ['that is not there', () => 'gone.pem', 'niet te lezen'],
      ['that is a folder', () => 'keys', 'is geen bestand'],
    ])('%s is refused in one sentence', async (_what, make, sentence) => {
      const { code, out, err } = await sign(make(), '--as', police);
      expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
      expect(err).toContain(sentence);
    });

    it('of one organisation does not sign for another, and one without a name needs one', async () => {
      const nameless = keyFile('nameless.pem', pem('pkcs8', ed25519));
      expect((await sign('police.pem', '--as', college)).err).toContain(`van organisatie ${police}`);
      expect((await sign(nameless)).err).toContain('--as');
      expect((await sign(nameless, '--as', '123')).err).toContain('twintig cijfers');
      expect((await sign(nameless, '--as', college)).code).toBe(0);
    });
  });
});

describe('covenant verify', () => {
  it('finds nothing amiss where everyone signed, and says so', async () => {
    const { code, out } = await verify(['police.sig', 'college.sig']);
    expect(code).toBe(0);
    expect(out).toContain('Iedereen die gevraagd is, heeft getekend.');
    expect((await verify(['police.sig', 'college.sig'], '--lang', 'en')).out).toContain(
      'Everyone who was asked has signed.',
    );
  });

  it('tells who is missing', async () => {
    const { code, out } = await verify(['police.sig']);
    expect(code).toBe(1);
    expect(out).toContain(`${college}: ontbreekt`);
    expect(out).toContain('1 van 2 heeft geldig getekend.');
    expect((await verify(['police.sig'], '--by', police)).code).toBe(0);
    expect(linesOf(await verify([], '--json')).at(-1)).toMatchObject({ signed: [], missing: [college, police] });
  });

  it('tells forged, foreign and stale signatures apart, and files that hold none', async () => {
    const good = readFileSync(path('police.sig'), 'utf8');
    writeFileSync(path('forged.sig'), good.replace('rotterdam', 'zeeland'));
    writeFileSync(path('none.sig'), 'getekend, de politie\n');
    writeFileSync(path('other-tool.p7s'), Buffer.from([0x30, 0x82, 0x06, 0x9a, 0xff]));
    const key = path('police.pem');
    const made = async (name: string, file: string, cooperation: string) => {
      const { out } = await signRead(file, '--cooperation', cooperation, '--key', key, '--at', at);
      writeFileSync(path(name), out);
    };
    writeFileSync(path('later.yaml'), readFileSync(base, 'utf8').replace("version: '1.0.0'", "version: '1.1.0'"));
    await made('foreign.sig', base, 'amsterdam-amstelland');
    await made('stale.sig', path('later.yaml'), 'rotterdam');
    const lines = linesOf(
      await verify(['forged.sig', 'foreign.sig', 'stale.sig', 'none.sig', 'other-tool.p7s', 'college.sig'], '--json'),
    );
    expect(verdictsOf(lines)).toEqual([
      ['forged', 'bad-signature'],
      ['foreign', 'other-cooperation'],
      ['stale', 'other-version'],
      'valid',
      'unreadable',
      'unreadable',
    ]);
    expect(lines.at(-1)).toMatchObject({ kind: 'summary', command: 'verify', signed: [college], missing: [police] });
  });

  it('heeds the days of a key, so that a lost one can be ended', async () => {
    const [line = ''] = /^\d{20} .*$/m.exec(readFileSync(path('keys/police.pub'), 'utf8')) ?? [];
    writeFileSync(path('ended.pub'), `${line} until 2026-02-28\n`);
    writeFileSync(path('begun.pub'), `${line} from 2026-03-01\n`);
    const args = (keys: string) => [
      'verify',
      base,
      path('police.sig'),
      '--keys',
      path(keys),
      '--cooperation',
      'rotterdam',
      '--json',
    ];
    expect(verdictsOf(linesOf(await run(args('ended.pub'))))).toEqual([['stale', 'key-ended']]);
    expect(verdictsOf(linesOf(await run(args('begun.pub'))))).toEqual(['valid']);
  });

  it.each([
    ['a line that is no key', 'politie ed25519:abc\n', 2, 'key-line'],
    ['a key that proves nothing', `${police} ed25519:${'A'.repeat(43)}\n`, 2, 'key-line'],
    ['a day that is none', `${police} ed25519:${'A'.repeat(43)} until morgen\n`, 2, 'key-line'],
    ['nothing', '# niemand\n', 2, 'openbare sleutel'],
  ])('refuses keys with %s', async (_what, text, exit, said) => {
    writeFileSync(path('wrong.pub'), text);
    const { code, err } = await run(['verify', base, '--keys', path('wrong.pub'), '--cooperation', 'rotterdam']);
    expect(code).toBe(exit);
    expect(err).toContain(said);
  });

  it('is no more than Ed25519 over form, zero byte and statement: any program can do it', () => {
    const text = readFileSync(path('police.sig'), 'utf8');
    const { form, statement, signature } = JSON.parse(text) as Readonly<Record<string, string>>;
    const said = text.replace(/^.*"statement":(\{.*\})\}\n$/, '$1');
    expect(JSON.parse(said)).toEqual(statement);
    const key = createPublicKey(readFileSync(path('police.pem'), 'utf8'));
    const message = Buffer.from(`${form}\0${said}`);
    expect(verifyBytes(null, message, key, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
  });
});
