import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { compose, root, textOf } from './compose.js';

describe('deploy/secrets/make.sh', () => {
  let folder: string;
  const at = (name: string): string => join(folder, 'deploy/secrets', name);
  const make = (...words: readonly string[]) => spawnSync('sh', [at('make.sh'), ...words], { encoding: 'utf8' });
  const textAt = (name: string): string => readFileSync(at(name), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    mkdirSync(join(folder, 'deploy/secrets'), { recursive: true });
    copyFileSync(join(root, 'deploy/secrets/make.sh'), at('make.sh'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes every secret that docker-compose.yml mounts, for its owner alone', () => {
    expect(make()).toMatchObject({ status: 0, stderr: '' });

    const made = readdirSync(at('')).filter((name) => name !== 'make.sh');
    expect(made.toSorted()).toEqual(Object.keys(compose().secrets).toSorted());
    for (const name of made.filter((other) => other !== 'ca.crt')) {
      expect([name, statSync(at(name)).mode & 0o777]).toEqual([name, 0o600]);
    }
  });

  it('gives the files to the user as whom the containers run, who is never root', () => {
    make();

    const [, user = ''] = /^KNOOPPUNT_UID=(\d+)$/m.exec(readFileSync(join(folder, '.env'), 'utf8')) ?? [];
    expect(user).not.toBe('0');
    expect(statSync(at('root.key')).uid).toBe(Number(user));
  });

  it('makes each drop folder that docker-compose.yml gives to an organisation, for its owner and group alone', () => {
    make();

    const { folders } = parse(textOf('deploy/demo/inlevermappen.yaml')) as { folders: readonly { folder: string }[] };
    const place = join(folder, 'var/inlevermap');
    expect(readdirSync(place).toSorted()).toEqual(folders.map((one) => one.folder).toSorted());
    for (const name of readdirSync(place)) {
      const { mode, uid } = statSync(join(place, name));
      expect([name, mode & 0o7777, uid]).toEqual([name, 0o2750, statSync(at('root.key')).uid]);
    }
  });

  it('makes keys of the right kind, and other ones each time', () => {
    make();
    const first = readFileSync(at('root.key'));
    expect(first).toHaveLength(32);
    expect(createPrivateKey(textAt('checkpoint.key')).asymmetricKeyType).toBe('ed25519');
    expect(textAt('postgres-application.url')).toContain(`:${textAt('postgres-application.password').trim()}@`);
    expect(textAt('postgres-migrator.url')).toContain(`:${textAt('postgres-migrator.password').trim()}@`);
    expect(textAt('postgres-migrator.password')).not.toBe(textAt('postgres-application.password'));

    rmSync(join(folder, '.env'));
    for (const name of Object.keys(compose().secrets)) rmSync(at(name));
    make();
    expect(readFileSync(at('root.key')).equals(first)).toBe(false);
  });

  it('makes a certificate for the names by which it is called, under an authority whose key is gone', () => {
    make();
    const authority = new X509Certificate(textAt('ca.crt'));
    const certificate = new X509Certificate(textAt('tls.crt'));

    expect(certificate.checkIssued(authority) && certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(textAt('tls.key')))).toBe(true);
    expect(['localhost', 'keycloak'].map((name) => certificate.checkHost(name))).toEqual(['localhost', 'keycloak']);
    expect(readdirSync(at('')).filter((name) => name.startsWith('ca.'))).toEqual(['ca.crt']);
  });

  it('overwrites nothing', () => {
    make();
    const before = readFileSync(at('root.key'));

    expect(make()).toMatchObject({ status: 1 });
    rmSync(at('tls.crt'));
    expect(make()).toMatchObject({ status: 1 });
    expect(make('tls')).toMatchObject({ status: 1 });
    expect(readFileSync(at('root.key')).equals(before)).toBe(true);
  });

  it('makes new certificates alone when the old ones are gone', () => {
    make();
    const root_ = readFileSync(at('root.key'));
    for (const name of ['ca.crt', 'tls.crt', 'tls.key']) rmSync(at(name));

    expect(make('tls')).toMatchObject({ status: 0 });
    expect(new X509Certificate(textAt('tls.crt')).subject).toContain('localhost');
    expect(readFileSync(at('root.key')).equals(root_)).toBe(true);
  });

  it('refuses a word that it does not know', () => {
    expect(make('alles')).toMatchObject({ status: 2 });
    expect(readdirSync(at(''))).toEqual(['make.sh']);
  });
});
