import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { settings } from '@knooppunt/platform';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { composeFaults } from './compose-faults.js';
import { compose, ownServices, parseCompose, root, textOf } from './compose.js';

const schema = JSON.parse(textOf('test/fixtures/compose/compose-spec.json')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
const isValid = ajv.compile(schema);
const written = textOf('docker-compose.yml');

/** The file with one fault seeded; the text to replace has to be there. */
const seeded = (found: string | RegExp, replacement: string): ReturnType<typeof compose> => {
  const changed = written.replace(found, replacement);
  expect(changed).not.toBe(written);
  return parseCompose(changed);
};

describe('docker-compose.yml', () => {
  it('has the form of the Compose specification', () => {
    isValid(compose());

    expect(isValid.errors ?? []).toEqual([]);
  });

  it.each([
    ['a key that does not exist', 'read_only: true', 'readonly: true'],
    ['a health check that is no command', 'test: [CMD, node, deploy/image/health.mjs]', 'test: { node: health }'],
    ['a condition of start that does not exist', 'condition: service_completed_successfully', 'condition: done'],
    ['a bound that is no size', 'pids_limit: 512', 'pids_limit: [512]'],
  ])('is refused with %s', (_fault, found, replacement) => {
    expect(isValid(seeded(found, replacement))).toBe(false);
  });

  it('breaks no rule of the house', () => {
    expect(composeFaults(compose())).toEqual([]);
  });

  const seeds: readonly (readonly [found: string | RegExp, replacement: string, sentence: string])[] = [
    ['image: apache/kafka:4.3.1', 'image: apache/kafka:latest', 'kafka: apache/kafka:latest has no exact tag'],
    ['image: apache/kafka:4.3.1', 'image: apache/kafka:4', 'kafka: apache/kafka:4 has no exact tag'],
    ['image: apache/kafka:4.3.1', 'image: apache/kafka', 'kafka: apache/kafka has no exact tag'],
    ['cap_drop: [ALL]', 'cap_drop: [NET_RAW]', 'gateway: keeps capabilities'],
    ["'no-new-privileges:true'", "'label:disable'", 'worker: may gain privileges'],
    ['  init: true\n', '  init: true\n  privileged: true\n', 'hub: is privileged'],
    [/( init: true\n.*\n) {2}user: .*\n/, "$1  user: '0:0'\n", 'gateway: does not say a user other than root'],
    ['  read_only: true\n', '', 'prepare: can write its own file system'],
    ['  init: true\n', '', 'hub: node would be the first process'],
    ['  mem_limit: 512m\n', '', 'worker: has no bound on memory'],
    ['  ulimits: { core: 0 }\n', '', 'gateway: may write core files'],
    ['stop_grace_period: 15s', 'stop_grace_period: 1s', 'worker: is not given its time to stop'],
    ["options: { max-size: 10m, max-file: '5' }", 'options: {}', 'edge: logs without end'],
    [/healthcheck:\n {4}test: \[CMD, node.*\n( {4}.*\n)+/, '', 'gateway: has no health check'],
    [
      'postgres: { condition: service_healthy }',
      'postgres: { condition: service_started }',
      'prepare: waits for postgres to be service_started',
    ],
    ['      postgres: { condition: service_healthy }\n', '', 'prepare: does not wait for postgres'],
    ["ports: ['127.0.0.1:8443:8443']", "ports: ['8443:8443']", 'edge: 8443:8443 is open to others'],
    ['networks: [front, identity, queue, database]', 'networks: [front, store]', 'the gateway reaches the event store'],
    ['  store: { internal: true }', '  store: {}', 'store: leads out of the machine'],
    ['networks: [outside, front, identity]', 'networks: [outside, database]', 'the edge reaches postgres'],
    [
      'KNOOPPUNT_EVENTSTOREDB_URL: esdb://eventstoredb',
      'KNOOPPUNT_EVENTSTOREDB_URL: esdb://admin:changeit@eventstoredb',
      'hub: KNOOPPUNT_EVENTSTOREDB_URL holds a password',
    ],
    [
      'POSTGRES_PASSWORD_FILE: /run/secrets/postgres-superuser.password',
      'POSTGRES_PASSWORD: postgres',
      'postgres: POSTGRES_PASSWORD holds a secret itself',
    ],
    [
      'secrets: [postgres-application.url, root.key, checkpoint.key]',
      'secrets: [postgres-application.url, root.key]',
      'worker: KNOOPPUNT_CHECKPOINT_KEY_FILE names checkpoint.key, which is not given',
    ],
    [
      'secrets: [tls.crt, tls.key, ca.crt]',
      'secrets: [tls.crt, tls.key, ca.crt, root.key]',
      'root.key is with edge,gateway,hub,prepare,worker, not with gateway,hub,prepare,worker',
    ],
    ['{ file: ./deploy/secrets/root.key }', '{ file: ./root.key }', 'the secret root.key is no file of deploy/secrets'],
  ];

  it.each(seeds.map(([found, replacement, sentence]) => ({ found, replacement, sentence })))(
    'is caught: $sentence',
    ({ found, replacement, sentence }) => {
      expect(composeFaults(seeded(found, replacement))).toContain(sentence);
    },
  );
});

describe('a service of ours', () => {
  const known = new Map(
    settings.flatMap(({ name, programs, isSecret }) => [
      [name, programs],
      ...(isSecret ? [[`${name}_FILE`, programs] as const] : []),
    ]) as readonly (readonly [string, readonly string[]])[],
  );

  it.each(ownServices(compose()))('%s gets settings that it reads, and no others', (name, { environment = {} }) => {
    const strange = Object.keys(environment).filter(
      (setting) => /^(?:KNOOPPUNT|OIDC)_/.test(setting) && !known.get(setting)?.includes(name),
    );

    expect(strange).toEqual([]);
  });

  it.each(ownServices(compose()))('%s runs a program that the build makes', (_name, { command = [] }) => {
    const [file = ''] = command;

    expect(command).toHaveLength(1);
    expect(file).toMatch(/^dist\/apps\/[a-z]+\/src\/[a-z]+\.js$/);
    expect(existsSync(join(root, file.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
  });

  it.each(ownServices(compose()))(
    '%s names files that its image or its secrets hold',
    (_name, { environment = {} }) => {
      const named = Object.values(environment).filter((value) => value.startsWith('deploy/'));

      expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    },
  );
});
