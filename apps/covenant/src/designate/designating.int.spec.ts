import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultOfDesignation, parseDesignation, parsePublicKey } from '@knooppunt/covenant';
import { linesOf, ownFolder, run } from '../../test/run.js';

const nvwa = '00000099000000077000';
const folder = ownFolder();
const { path } = folder;
afterAll(() => folder.remove());

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const at = '2026-03-01T09:00:00.000Z';
const designate = (...more: readonly string[]) =>
  run(['designate', '--key', path('nvwa.pem'), '--in', 'rotterdam', '--person', 'sub-1', '--at', at, ...more]);
let publicKey = '';

beforeAll(async () => {
  const { out } = await run(['keygen', '--out', path('nvwa.pem'), '--as', nvwa, '--json']);
  publicKey = String(linesOf({ out })[0]?.['publicKey']);
});

describe('covenant designate', () => {
  it('signs that an organisation designates somebody, and says in words what it signed', async () => {
    const roles = ['--role', 'stuurgroeplid', '--role', 'accounthouder'];
    const { code, out, err } = await designate(...roles, '--until', '2028-02-29', '--screened-until', '2027-12-31');
    expect(code).toBe(0);
    for (const word of [
      nvwa,
      'sub-1',
      'rotterdam',
      'accounthouder, stuurgroeplid',
      '2026-03-01 tot en met 2028-02-29',
    ]) {
      expect(err).toContain(word);
    }
    const signed = parseDesignation(JSON.parse(out));
    if (!signed) throw new Error('no signed designation');
    const { at: _at, ...expected } = signed.statement;
    expect(expected).toEqual({
      cooperation: 'rotterdam',
      organisation: nvwa,
      person: 'sub-1',
      roles: ['accounthouder', 'stuurgroeplid'],
      from: '2026-03-01',
      until: '2028-02-29',
      screenedUntil: '2027-12-31',
    });
    const fault = faultOfDesignation(signed, {
      expected,
      publicKey: parsePublicKey(publicKey),
      after: '2026-02-01T00:00:00.000Z',
      now: at,
      digestOf,
      verify: (key, message, signature) => {
        const x = Buffer.from(key).toString('base64url');
        return verify(
          null,
          message,
          createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
          signature,
        );
      },
    });
    expect(fault).toBeUndefined();
  });

  it('writes it to a file, and over nothing', async () => {
    const args = ['--role', 'stuurgroeplid', '--until', '2028-02-29', '--out', path('one.json')];
    expect((await designate(...args)).code).toBe(0);
    const before = readFileSync(path('one.json'), 'utf8');
    expect(JSON.parse(before)).toMatchObject({ statement: { screenedUntil: '2028-02-29' } });
    expect((await designate(...args)).code).toBe(2);
    expect(readFileSync(path('one.json'), 'utf8')).toBe(before);
  });

  it.each([
    ['no role', ['--until', '2028-02-29']],
    ['a role twice', ['--role', 'a-b', '--role', 'a-b', '--until', '2028-02-29']],
    ['no last day', ['--role', 'stuurgroeplid']],
    ['a day that is none', ['--role', 'stuurgroeplid', '--until', '2028-02-30']],
    ['the key of another', ['--role', 'stuurgroeplid', '--until', '2028-02-29', '--as', '00000099000000006000']],
  ])('asks for what it needs: %s', async (_what, args) => {
    const { code, out } = await designate(...args);
    expect([code, out]).toEqual([2, '']);
  });
});
