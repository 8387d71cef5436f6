import { execFileSync } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStoreDbServer } from '../../eventstoredb-server/server.js';
import { throwawayPostgres } from '../../postgres/throwaway.js';
import { compose, root, textOf } from '../compose.js';
import { brokerMissing, startBroker } from '../../engines/broker.js';
import { startProvider } from './provider.js';
import type { Provider } from './provider.js';

/** Everything that stands around our programs in docker-compose.yml, on this machine. */
export type Surroundings = {
  readonly provider: Provider;
  /** The value of a setting, with names of containers and places in them turned into those of this machine. */
  readonly here: (value: string) => string;
  /** The drop folder of the college of Amsterdam. */
  readonly drop: string;
  stop(): Promise<void>;
};

const versions = '/usr/lib/postgresql';
const psql = (existsSync(versions) ? readdirSync(versions) : [])
  .map((version) => join(versions, version, 'bin/psql'))
  .findLast((file) => existsSync(file));

/** Why the programs cannot be surrounded here, or undefined. */
export const missing = ((): string | undefined => {
  if (psql === undefined) return 'no PostgreSQL (Debian: postgresql-15)';
  return brokerMissing();
})();

/** The secrets of deploy/secrets/make.sh, with PostgreSQL where it is here. */
const makeSecrets = (folder: string, postgres: string): string => {
  const secrets = join(folder, 'deploy/secrets');
  mkdirSync(secrets, { recursive: true });
  copyFileSync(join(root, 'deploy/secrets/make.sh'), join(secrets, 'make.sh'));
  execFileSync('sh', [join(secrets, 'make.sh')], { stdio: 'ignore' });
  for (const name of ['postgres-application.url', 'postgres-migrator.url', 'postgres-gateway.url']) {
    const file = join(secrets, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace('@postgres:5432/', `@${postgres}/`));
  }
  return secrets;
};

const dropFile = 'deploy/demo/inlevermappen.yaml';

/** The drop folders that make.sh made, with who owns which as docker-compose.yml has it, at this place. */
const placeDrops = (folder: string): string => {
  const place = join(folder, 'var/inlevermap');
  for (const name of readdirSync(place)) chownSync(join(place, name), process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  const file = join(folder, 'inlevermappen.yaml');
  writeFileSync(file, textOf(dropFile).replace('/srv/knooppunt/inlevermap', place));
  return file;
};

const makeRoles = (secrets: string, connectionString: string): void => {
  const input = textOf('deploy/postgres/roles.sql').replaceAll('/run/secrets', secrets);
  const options = ['--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '--dbname', connectionString];
  execFileSync(psql ?? '', options, { input, stdio: ['pipe', 'ignore', 'inherit'] });
};

/** Starts engines and provider of their own, with the roles and secrets that docker-compose.yml would have. */
export const surround = async (): Promise<Surroundings> => {
  const folder = mkdtempSync(join(tmpdir(), 'compose-'));
  const [broker, store, postgres] = await Promise.all([startBroker(), startEventStoreDbServer(), throwawayPostgres()]);
  if (!postgres) throw new Error('PostgreSQL is missing');
  const secrets = makeSecrets(folder, new URL(postgres.connectionString).host);
  makeRoles(secrets, postgres.connectionString);
  const issuer = compose().services['hub']?.environment?.['OIDC_ISSUER'] ?? '';
  const tls = { key: readFileSync(join(secrets, 'tls.key')), cert: readFileSync(join(secrets, 'tls.crt')) };
  const provider = await startProvider(issuer, tls);
  // as the image makes it for the volume
  const data = join(folder, 'data');
  mkdirSync(data);
  const places: readonly (readonly [string, string])[] = [
    ['kafka:9092', broker.address],
    ['eventstoredb:2113', `127.0.0.1:${store.port}`],
    ['keycloak:8443', `localhost:${provider.port}`],
    ['/run/secrets', secrets],
    [dropFile, placeDrops(folder)],
    ['/var/lib/knooppunt', data],
    ['0.0.0.0', '127.0.0.1'],
  ];
  return {
    provider,
    drop: join(folder, 'var/inlevermap/amsterdam-college'),
    here: (value) => places.reduce((text, [there, own]) => text.replace(there, own), value),
    stop: async () => {
      await Promise.all([broker.stop(), store.stop(), postgres.stop(), provider.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
