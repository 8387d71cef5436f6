import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConfigInvalid, Environment } from './reader.js';
import { readGatewayConfig, readHubConfig, readPrepareConfig, readWorkerConfig } from './services.js';

const faultsOf = (read: (env: Environment) => unknown, env: Environment): readonly string[] => {
  try {
    read(env);
    return [];
  } catch (error) {
    return (error as ConfigInvalid).faults;
  }
};

const password = 'hunter2-hunter2';
const whole = {
  KNOOPPUNT_INSTANCE: 'one',
  KNOOPPUNT_KAFKA_BROKERS: 'a:9092, b:9092',
  KNOOPPUNT_EVENTSTOREDB_URL: 'esdb://127.0.0.1:2113?tls=false',
  KNOOPPUNT_POSTGRES_URL: `postgres://app:${password}@db/knooppunt`,
  KNOOPPUNT_POSTGRES_MIGRATOR_URL: 'postgres://owner@db/knooppunt',
  KNOOPPUNT_ROOT_KEY_FILE: '/run/secrets/root.key',
  KNOOPPUNT_CHECKPOINT_KEY_FILE: '/run/secrets/checkpoint.key',
  OIDC_ISSUER: 'https://idp.example.test/realms/riec',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (name: string, content: string): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

describe('the configuration of programs on the engines of a data centre', () => {
  it('is read by each program for what it reaches', () => {
    expect(readGatewayConfig(whole)).not.toHaveProperty('eventStoreDb');
    expect(readHubConfig(whole)).not.toHaveProperty('kafka');
    expect(readWorkerConfig(whole)).toMatchObject({
      eventStoreDb: 'esdb://127.0.0.1:2113?tls=false',
      kafka: { brokers: ['a:9092', 'b:9092'], replication: 3, minInsync: 2, retentionMs: 14 * 86_400_000 },
      operations: { instance: 'one', management: { host: '127.0.0.1', port: 9464 }, logLevel: 'info' },
    });
    expect(readPrepareConfig(whole)).toMatchObject({ partitions: 6, provider: 'oidc' });
    expect(readGatewayConfig(whole).capacity).toBe(256);
    const hasty = { ...whole, KNOOPPUNT_KAFKA_SESSION_SECONDS: '4' };
    expect(readWorkerConfig(whole).kafka).toMatchObject({ sessionMs: 10_000, heartbeatMs: 2_500 });
    expect(readWorkerConfig(hasty).kafka).toMatchObject({ sessionMs: 4_000, heartbeatMs: 1_000 });
  });

  it('takes a security.txt that holds, and refuses one that does not', () => {
    const withFile = (text: string): Environment => ({
      ...whole,
      KNOOPPUNT_SECURITY_TXT_FILE: fileWith('security.txt', text),
    });
    const text = 'Contact: https://riec.example/melden\nExpires: 2999-01-01T00:00:00Z\n';
    expect(readHubConfig(withFile(text)).securityTxt).toMatchObject({ text });
    expect(readHubConfig(whole).securityTxt).toBeUndefined();
    expect(faultsOf(readHubConfig, withFile('Expires: 2999-01-01T00:00:00Z'))).toEqual([
      'KNOOPPUNT_SECURITY_TXT_FILE: het bestand noemt geen Contact.',
    ]);
    expect(faultsOf(readHubConfig, withFile(text.replace('2999', '2025')))).toEqual([
      'KNOOPPUNT_SECURITY_TXT_FILE: het bestand is verlopen.',
    ]);
  });

  it('takes a secret from a file', () => {
    const { KNOOPPUNT_POSTGRES_URL: url, ...others } = whole;
    const env = { ...others, KNOOPPUNT_POSTGRES_URL_FILE: fileWith('url', `${url}\n`) };
    expect(readHubConfig(env).postgres.url).toBe(url);
    expect(faultsOf(readHubConfig, { ...whole, ...env })).toEqual([
      'KNOOPPUNT_POSTGRES_URL en KNOOPPUNT_POSTGRES_URL_FILE zijn allebei gegeven: kies er een.',
    ]);
    expect(faultsOf(readHubConfig, { ...others, KNOOPPUNT_POSTGRES_URL_FILE: join(folder, 'nowhere') })).toEqual(
      expect.arrayContaining(['KNOOPPUNT_POSTGRES_URL_FILE noemt een bestand dat niet te lezen is.']),
    );
  });

  it('names everything that is missing at once', () => {
    expect(faultsOf(readWorkerConfig, {})).toEqual([
      'KNOOPPUNT_POSTGRES_URL ontbreekt (of KNOOPPUNT_POSTGRES_URL_FILE, het bestand met de waarde).',
      'KNOOPPUNT_ROOT_KEY_FILE ontbreekt.',
      'KNOOPPUNT_KAFKA_BROKERS ontbreekt.',
      'KNOOPPUNT_EVENTSTOREDB_URL ontbreekt (of KNOOPPUNT_EVENTSTOREDB_URL_FILE, het bestand met de waarde).',
      'KNOOPPUNT_CHECKPOINT_KEY_FILE ontbreekt.',
    ]);
  });

  it('refuses what cannot be, and quotes none of it', () => {
    const faults = faultsOf(readPrepareConfig, {
      ...whole,
      KNOOPPUNT_KAFKA_BROKERS: `nonsense ${password}`,
      KNOOPPUNT_KAFKA_REPLICATION: '1',
      KNOOPPUNT_KAFKA_PARTITIONS: '0',
      KNOOPPUNT_KAFKA_RETENTION_DAYS: '-1',
      KNOOPPUNT_EVENTSTOREDB_URL: `https://${password}`,
      KNOOPPUNT_POSTGRES_URL: password,
      KNOOPPUNT_KAFKA_SASL_MECHANISM: 'gssapi',
      KNOOPPUNT_KAFKA_TLS_KEY_FILE: fileWith('key.pem', password),
    });
    expect(faults).toHaveLength(11);
    expect(faults.join('\n')).not.toContain(password);
  });

  it('reads the keys of a provider over plain http only where that was asked for, and never in production', () => {
    const env = { ...whole, OIDC_JWKS: 'http://keycloak:8080/certs' };
    expect(faultsOf(readHubConfig, env)).toEqual(['OIDC_JWKS moet met https beginnen.']);
    expect(readHubConfig({ ...env, OIDC_HTTP: 'allowed' }).identity.jwks).toBe(env.OIDC_JWKS);
    expect(faultsOf(readHubConfig, { ...env, OIDC_HTTP: 'allowed', NODE_ENV: 'production' })).toHaveLength(1);
  });

  it('does not stay silent about a password that nothing would use', () => {
    for (const part of ['USER', 'PASSWORD', 'PASSWORD_FILE']) {
      expect(faultsOf(readWorkerConfig, { ...whole, [`KNOOPPUNT_KAFKA_SASL_${part}`]: password })).toEqual([
        'KNOOPPUNT_KAFKA_SASL_MECHANISM ontbreekt: zonder dat wordt bij de brokers niet ingelogd.',
      ]);
    }
  });

  it('says a fault of the issuer once, not again of the keys whose address derives from it', () => {
    expect(faultsOf(readHubConfig, { ...whole, OIDC_ISSUER: 'http://keycloak:8080' })).toEqual([
      'OIDC_ISSUER moet met https beginnen.',
    ]);
  });

  it('takes TLS and SASL to the brokers', () => {
    const env = {
      ...whole,
      KNOOPPUNT_KAFKA_TLS_CA_FILE: fileWith('ca.pem', 'ca'),
      KNOOPPUNT_KAFKA_TLS_CERT_FILE: fileWith('cert.pem', 'cert'),
      KNOOPPUNT_KAFKA_TLS_KEY_FILE: fileWith('key.pem', 'key'),
      KNOOPPUNT_KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KNOOPPUNT_KAFKA_SASL_USER: 'worker',
      KNOOPPUNT_KAFKA_SASL_PASSWORD_FILE: fileWith('password', password),
    };
    expect(readWorkerConfig(env).kafka).toMatchObject({
      tls: { ca: Buffer.from('ca'), cert: Buffer.from('cert'), key: Buffer.from('key') },
      sasl: { mechanism: 'scram-sha-512', username: 'worker', password },
    });
  });
});
