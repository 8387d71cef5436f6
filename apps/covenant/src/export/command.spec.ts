import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { covenant } from '../cli.js';

const demonstration = fileURLToPath(new URL('../../../../deploy/demo/convenant.yaml', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = async (...args: readonly string[]) => {
  const said = { out: '', err: '' };
  const code = await covenant(args, {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    isTty: false,
    hasColours: false,
  });
  return { code, ...said };
};

describe('covenant export --cedar', () => {
  it('writes the policies of the covenant and of the law beside it', async () => {
    const { code, out, err } = await run('export', '--cedar', demonstration);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('// riec-demonstratie 1.1.0, under wgs-riec 2026.1');
    expect(out).toContain('@id("G-01")');
    expect(out).toMatch(
      /@id\("C-61"\)\n@basis\("convenant art\. 3\.1"\)\nforbid \(principal, action == Action::"inzage"/,
    );
  });

  it('writes policies, schema and entities in a folder, and says where', async () => {
    const out = join(folder, 'cedar');
    const found = await run('export', '--cedar', demonstration, '--out', out, '--lang', 'en');
    expect(found.code).toBe(0);
    expect(readdirSync(out).toSorted()).toEqual(['entities.json', 'policies.cedar', 'schema.cedarschema']);
    for (const name of readdirSync(out)) expect(found.out).toContain(join(out, name));
    const { out: policies } = await run('export', '--cedar', demonstration);
    expect(readFileSync(join(out, 'policies.cedar'), 'utf8')).toBe(policies);
  });

  it('says the same to machines', async () => {
    const { out } = await run('export', '--cedar', demonstration, '--json');
    const said = JSON.parse(out) as Readonly<Record<string, unknown>>;
    expect(said).toMatchObject({ kind: 'cedar', covenant: 'riec-demonstratie', version: '1.1.0' });
    expect(Object.keys(said)).toEqual(expect.arrayContaining(['text', 'schema', 'entities', 'rules']));
  });

  it('asks for the language', async () => {
    const { code, out, err } = await run('export', demonstration);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--cedar');
  });

  it('refuses a covenant with faults, with file, line and rule, and writes nothing', async () => {
    const file = join(folder, 'convenant.yaml');
    const text = readFileSync(demonstration, 'utf8').replace('fields: [_exists], to: any', 'fields: [_exist], to: any');
    writeFileSync(file, text);
    const out = join(folder, 'cedar');
    const law = demonstration.replace('convenant.yaml', 'law-wgs-riec.yaml');
    const found = await run('export', '--cedar', file, '--law', law, '--out', out);
    expect([found.code, found.out]).toEqual([2, '']);
    expect(found.err).toMatch(/convenant\.yaml:\d+:\d+: P-001/);
    expect(readdirSync(folder)).toEqual(['convenant.yaml']);
  });

  it('says when a folder cannot be written to', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, err } = await run('export', '--cedar', demonstration, '--out', join(file, 'in'));
    expect(code).toBe(2);
    expect(err).toContain('ENOTDIR');
  });
});
