import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { compose, root } from '../compose.js';
import { freePort } from '../../free-port.js';

/** A Keycloak of its own that has imported the realm of the laptop. */
export type KeycloakServer = { readonly issuer: string; readonly jwks: URL; stop(): Promise<void> };

const patienceMs = 480_000;

/** The distribution of the version that docker-compose.yml names, from Maven Central. */
const unpack = (folder: string): string => {
  const version = compose().services['keycloak']?.image.split(':')[1] ?? '';
  const artifact = `org.keycloak:keycloak-quarkus-dist:${version}:zip`;
  execFileSync('mvn', ['-q', '-B', '-ntp', 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kept = join(homedir(), '.m2/repository/org/keycloak/keycloak-quarkus-dist', version);
  const zip = readdirSync(kept).find((name) => name.endsWith('.zip')) ?? '';
  execFileSync('unzip', ['-q', join(kept, zip), '-d', folder]);
  return join(folder, `keycloak-${version}`);
};

const makeCertificates = (folder: string): string => {
  const secrets = join(folder, 'deploy/secrets');
  mkdirSync(secrets, { recursive: true });
  copyFileSync(join(root, 'deploy/secrets/make.sh'), join(secrets, 'make.sh'));
  execFileSync('sh', [join(secrets, 'make.sh'), 'tls'], { stdio: 'ignore' });
  const authority = readFileSync(join(secrets, 'ca.crt'), 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), authority]);
  return secrets;
};

/**
 * Starts the server with the settings and the command of docker-compose.yml; addresses and places alone are others. The
 * certificates are those of deploy/secrets/make.sh, and this process trusts them from then on.
 */
export const startKeycloak = async (): Promise<KeycloakServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'keycloak-'));
  const home = unpack(folder);
  const secrets = makeCertificates(folder);
  mkdirSync(join(home, 'data/import'), { recursive: true });
  copyFileSync(join(root, 'deploy/keycloak/realm.json'), join(home, 'data/import/realm.json'));
  const { command = [], environment = {} } = compose().services['keycloak'] ?? {};
  const [port, management] = [await freePort(), await freePort()];
  const base = `https://localhost:${port}`;
  const settings = Object.entries(environment).map(([name, value]) => [
    name,
    value.replace('/run/secrets', secrets).replace('https://localhost:8443', base),
  ]);
  const server = spawn(join(home, 'bin/kc.sh'), command, {
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
    // a group of its own: the script starts Java as another process
    detached: true,
    env: {
      PATH: process.env['PATH'],
      ...(process.env['JAVA_HOME'] === undefined ? {} : { JAVA_HOME: process.env['JAVA_HOME'] }),
      ...Object.fromEntries(settings),
      KC_HTTP_HOST: '127.0.0.1',
      KC_HTTP_PORT: String(await freePort()),
      KC_HTTPS_PORT: String(port),
      KC_HTTP_MANAGEMENT_PORT: String(management),
    },
  });
  const gone = once(server, 'exit');
  const end = (): void => {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
    process.kill(-server.pid, 'SIGKILL');
  };
  process.once('exit', end);
  const stop = async (): Promise<void> => {
    end();
    await gone;
    process.off('exit', end);
    rmSync(folder, { recursive: true, force: true });
  };
  let log = '';
  const isReady = await new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), patienceMs);
    const settle = (answer: boolean): void => {
      clearTimeout(limit);
      resolve(answer);
    };
    server.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Listening on:')) settle(true);
    });
    server.once('exit', () => settle(false));
  });
  if (!isReady) {
    await stop();
    throw new Error(`Keycloak did not start: ${log}`);
  }
  const health = await fetch(`http://127.0.0.1:${management}/health/ready`);
  if (!health.ok) throw new Error(`Keycloak listens and is not ready: ${health.status}`);
  const issuer = `${base}/realms/knooppunt`;
  return { issuer, jwks: new URL(`${issuer}/protocol/openid-connect/certs`), stop };
};
