import { describe, expect, it } from '@jest/globals';
import { SystemClock } from './clock.js';
import { readConfig } from './config/config.js';
import { ConfigInvalid } from './config/reader.js';
import { DataLocked } from './lock.js';
import { JsonLogger, NestLogAdapter } from './logging.js';
import { requireNode } from './node-version.js';
import { explainStartFailure } from './start-failure.js';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigInvalid).faults;
  }
};

describe('the configuration', () => {
  it('of an empty environment is a demonstration on this machine', () => {
    expect(readConfig({ KNOOPPUNT_INSTANCE: 'laptop' })).toEqual({
      host: '127.0.0.1',
      port: 3000,
      data: 'var',
      founding: 'deploy/demo/founding.yaml',
      production: false,
      identity: { kind: 'demo' },
      edge: { origins: [], proxies: [], limits: { person: 1_200, organisation: 12_000, address: 300 } },
      operations: { instance: 'laptop', management: undefined, logLevel: 'info' },
    });
  });

  it('of production names its provider and its founding facts', () => {
    const env = {
      NODE_ENV: 'production',
      KNOOPPUNT_HOST: '0.0.0.0',
      KNOOPPUNT_FOUNDING: '/etc/knooppunt/founding.json',
      OIDC_ISSUER: 'https://idp.example.test/realms/riec',
      OIDC_NAME: 'keycloak',
    };
    expect(readConfig(env).identity).toEqual({
      kind: 'oidc',
      issuer: 'https://idp.example.test/realms/riec',
      jwks: 'https://idp.example.test/realms/riec/jwks',
      tokenType: 'at+jwt',
      name: 'keycloak',
    });
  });

  it('names every fault at once', () => {
    const faults = faultsOf({
      NODE_ENV: 'production',
      KNOOPPUNT_PORT: '70000',
      KNOOPPUNT_DATA: ' ',
      KNOOPPUNT_HOTS: 'x',
      KNOOPPUNT_HOST: '0.0.0.0',
    });
    expect(faults).toHaveLength(6);
    expect(faults.join('\n')).toMatch(/KNOOPPUNT_HOTS is geen bekende instelling/);
  });

  it('knows the settings that an app adds', () => {
    expect(readConfig({ KNOOPPUNT_SEED: '7' }, ['KNOOPPUNT_SEED']).port).toBe(3000);
  });

  it.each([['http://idp.example.test'], ['ftp://127.0.0.1'], ['geen adres']])('refuses the provider %s', (issuer) => {
    expect(faultsOf({ OIDC_ISSUER: issuer })).not.toEqual([]);
  });

  it.each([['0'], ['-1'], ['80 '], ['0x50'], ['']])('refuses the port %p', (port) => {
    expect(faultsOf({ KNOOPPUNT_PORT: port })).toEqual(['KNOOPPUNT_PORT is geen poortnummer van 1 tot en met 65535.']);
  });

  it('allows the demonstration provider on loopback only', () => {
    expect(faultsOf({ KNOOPPUNT_HOST: '::1' })).toEqual([]);
    expect(faultsOf({ KNOOPPUNT_HOST: '192.168.1.2' })).toHaveLength(1);
  });
});

describe('a start that fails', () => {
  const where = { port: 3000, data: 'var' };
  it.each([
    [Object.assign(new Error('listen'), { code: 'EADDRINUSE' }), 5, /Poort 3000 is al in gebruik/],
    [new DataLocked(), 6, /Er draait al een knooppunt op de gegevens in var/],
    [new ConfigInvalid(['A is leeg.', 'B is leeg.']), 4, /^A is leeg\.\nB is leeg\.$/],
    [{ code: 'event-store/connection-string-refused' }, 4, /KNOOPPUNT_EVENTSTOREDB_URL niet gebruiken/],
    [{ code: 'event-store/unreadable-event' }, 1, /niet van een Knooppunt/],
    [{ code: 'event-store/access-denied' }, 1, /laat deze gebruiker niet toe/],
  ])('is explained with its exit code', (error, exitCode, sentence) => {
    expect(explainStartFailure(error, where)).toEqual({ exitCode, sentence: expect.stringMatching(sentence) });
  });

  it('names every topic that is not as it should be, by what differs', () => {
    const of = (topic: string, setting: string) => ({ topic, setting, found: '6', wanted: '12' });
    const differences = [of('signals.a', 'partitions'), of('signals.b', 'partitions'), of('signals.a', 'replication')];
    const error = Object.assign(new Error('differs'), { code: 'messaging/topic-differs', differences });
    const { sentence = '', exitCode } = explainStartFailure(error, where) ?? {};
    expect(exitCode).toBe(4);
    expect(sentence.split('\n').slice(1)).toEqual([
      '  partitions is 6, gevraagd 12: signals.a, signals.b',
      '  replication is 6, gevraagd 12: signals.a',
    ]);
  });

  it('that nobody foresaw is not explained away', () => {
    expect(explainStartFailure(new TypeError('x'), where)).toBeUndefined();
  });
});

describe('the version of Node', () => {
  const tryOn = (version: string) => {
    const said: string[] = [];
    const codes: number[] = [];
    const good = requireNode(24, 15, { version, say: (line) => said.push(line), exit: (code) => codes.push(code) });
    return { good, said, codes };
  };

  it.each([['24.15.0'], ['24.21.3'], ['25.0.0']])('%s is good enough', (version) => {
    expect(tryOn(version)).toEqual({ good: true, said: [], codes: [] });
  });

  it.each([['20.20.2'], ['24.14.9'], ['22.30.0']])('%s ends with one sentence and code 3', (version) => {
    const { good, said, codes } = tryOn(version);
    expect([good, codes, said.length]).toEqual([false, [3], 1]);
    expect(said[0]).toContain(version);
  });
});

describe('a line of the log', () => {
  const linesOf = (write: (logger: JsonLogger) => void): string[] => {
    const lines: string[] = [];
    write(new JsonLogger(new SystemClock(), (line) => lines.push(line)));
    return lines;
  };

  it('is one JSON object with time, level and event', () => {
    const [line = ''] = linesOf((logger) => logger.info('http', { status: 200 }));
    expect(JSON.parse(line)).toEqual({ time: expect.any(String), level: 'info', event: 'http', status: 200 });
    expect(line.endsWith('}\n')).toBe(true);
  });

  it('tells name, code and frames of an error, and not its words', () => {
    const error = Object.assign(new TypeError('cannot read Jan\nde Vries', { cause: new Error('Piet') }), {
      code: 'E1',
    });
    const [line = ''] = linesOf((logger) => logger.error('unforeseen', {}, error));
    expect(JSON.parse(line)).toMatchObject({ error: 'TypeError', code: 'E1', cause: 'Error' });
    expect(line).not.toMatch(/Jan|Vries|Piet/);
  });

  it('of Nest has its context and not its words', () => {
    const lines = linesOf((logger) => {
      const nest = new NestLogAdapter(logger);
      nest.log();
      nest.warn('Jan de Vries', 'RouterExplorer');
      nest.error('Jan de Vries', 'stack of Jan de Vries');
    });
    expect(lines).toHaveLength(2);
    expect(lines.join('')).toContain('RouterExplorer');
    expect(lines.join('')).not.toMatch(/Jan/);
  });
});
