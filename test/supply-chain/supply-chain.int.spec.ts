import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from '../docs/source-tree.js';

type Entry = Record<string, unknown>;
type Lock = { lockfileVersion: number; packages: Record<string, Entry> };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-supply-'));
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(root, name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An npm that answers `audit signatures` and `audit` with these texts. */
const npmThatSays = (signatures: string, advisories: string): string => {
  const file = join(folder, 'npm');
  writeFileSync(join(folder, 'signatures'), signatures);
  writeFileSync(join(folder, 'advisories'), advisories);
  writeFileSync(file, '#!/bin/sh\nif [ "$2" = signatures ]; then cat signatures; else cat advisories; fi\nexit 1\n');
  chmodSync(file, 0o755);
  return file;
};
const silent = '{"error":{"code":"E405"}}';
const audit = (signatures = silent, advisories = silent): { readonly code: number | null; readonly text: string } => {
  const program = join(root, 'tools/supply-chain/audit.mjs');
  const args = [program, '--folder', folder, '--npm', npmThatSays(signatures, advisories)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { code: status, text: stdout + stderr };
};
const changeLock = (change: (lock: Lock) => void): void => {
  const file = join(folder, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  change(lock);
  writeFileSync(file, JSON.stringify(lock));
};

describe('our own lock file', () => {
  it('pins every package with its integrity, lets none run at install and brings none from elsewhere', () => {
    const { code, text } = audit();
    expect(text).toMatch(/lock file: \d+ packages, each pinned with its integrity/);
    expect(code).toBe(0);
  });
});

describe('a lock file that somebody changed', () => {
  it.each<readonly [string, string, (lock: Lock) => void]>([
    [
      'a package without integrity',
      'has no integrity',
      ({ packages }) => delete packages['node_modules/pg']?.['integrity'],
    ],
    [
      'a weaker digest',
      'has no integrity by SHA-512',
      ({ packages }) => void (packages['node_modules/pg'] = { version: '8.23.1', integrity: 'sha1-AAAA' }),
    ],
    [
      'a package from elsewhere',
      'comes from elsewhere',
      ({ packages }) =>
        void Object.assign(packages['node_modules/pg'] ?? {}, { resolved: 'https://evil.example/pg.tgz' }),
    ],
    [
      'a package that runs at install',
      'wants to run at install',
      ({ packages }) => void Object.assign(packages['node_modules/pg'] ?? {}, { hasInstallScript: true }),
    ],
    ['a link', 'is a link', ({ packages }) => void (packages['node_modules/pg'] = { link: true, resolved: '../pg' })],
    [
      'another version than package.json asks for',
      'locked at another version',
      ({ packages }) => void Object.assign(packages['node_modules/pg'] ?? {}, { version: '8.0.0' }),
    ],
    [
      'other dependencies than package.json',
      'differ in their dependencies',
      ({ packages }) => void Object.assign(packages[''] ?? {}, { dependencies: { pg: '8.23.1' } }),
    ],
    ['an older form', 'not of version 3', (lock) => void (lock.lockfileVersion = 1)],
    ['nothing in it', 'holds nothing', (lock) => void (lock.packages = {})],
  ])('is refused with %s', (_what, words, change) => {
    changeLock(change);
    const { code, text } = audit();
    expect(text).toContain(words);
    expect(code).toBe(1);
  });
});

describe('the registry', () => {
  it('fails the audit where it says that a signature is wrong', () => {
    const { code, text } = audit('{"invalid":[{"name":"pg","version":"8.23.1"}],"missing":[]}');
    expect(text).toContain('signatures: 1 wrong, 0 missing\n  pg@8.23.1');
    expect(code).toBe(1);
  });

  it('is told where it signed all, and what is known against what runs', () => {
    const known = '{"vulnerabilities":{"pg":{"name":"pg","severity":"high"}}}';
    const { code, text } = audit('{"invalid":[],"missing":[]}', known);
    expect(text).toContain('signatures: 0 wrong, 0 missing\n');
    expect(text).toContain('known vulnerabilities in what runs: 1\n  pg (high)');
    expect(code).toBe(0);
  });

  it.each([silent, '', 'no json', 'null', '{}', '[]', '{"message":"405 Method Not Allowed"}'])(
    'is said not to have answered where it answers %j',
    (answer) => {
      const { code, text } = audit(answer, answer);
      expect(text).toMatch(/signatures: NOT CHECKED/);
      expect(text).toMatch(/known vulnerabilities: NOT CHECKED/);
      expect(code).toBe(0);
    },
  );
});
