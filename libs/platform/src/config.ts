import { DomainError } from '@knooppunt/kernel';

/** People and organisations come from an OpenID provider; without one, the demonstration provider in the process. */
export type IdentityConfig =
  | { readonly kind: 'demo' }
  | {
      readonly kind: 'oidc';
      readonly issuer: string;
      readonly jwks: string;
      readonly tokenType: string;
      readonly name: string;
    };

/** All that a process takes from its environment. Paths are as given. */
export type Config = {
  readonly host: string;
  readonly port: number;
  /** Folder of all stored data. */
  readonly data: string;
  /** File of founding facts, read on an empty store only. */
  readonly founding: string;
  readonly production: boolean;
  readonly identity: IdentityConfig;
};

/** The environment is wrong; `faults` are Dutch sentences, all at once, without values. */
export class ConfigInvalid extends DomainError {
  readonly code = 'platform/config-invalid';

  constructor(readonly faults: readonly string[]) {
    super(`${faults.length} faults in the configuration`);
  }
}

/** The settings that a process knows beside those that an app adds; any other KNOOPPUNT_ name is a fault. */
const known = ['KNOOPPUNT_HOST', 'KNOOPPUNT_PORT', 'KNOOPPUNT_DATA', 'KNOOPPUNT_FOUNDING', 'KNOOPPUNT_ENGINES'];
const defaultFounding = 'deploy/demo/founding.yaml';
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Is this host name or address the machine itself? */
export const isLoopback = (host: string): boolean => loopback.has(host.replace(/^\[|\]$/g, ''));

type Environment = Readonly<Record<string, string | undefined>>;
type Reader = { readonly env: Environment; readonly faults: string[] };

const readPort = ({ env, faults }: Reader): number => {
  const text = env['KNOOPPUNT_PORT'] ?? '3000';
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 1 || port > 65_535) faults.push('KNOOPPUNT_PORT is geen poortnummer van 1 tot en met 65535.');
  return port;
};

const readText = ({ env, faults }: Reader, name: string, fallback: string): string => {
  const text = env[name] ?? fallback;
  if (text.trim() === '') faults.push(`${name} is leeg.`);
  return text;
};

const readUrl = ({ faults }: Reader, name: string, text: string, production: boolean): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) faults.push(`${name} is geen webadres.`);
  else if (url.protocol === 'http:' && (production || !isLoopback(url.hostname))) {
    faults.push(`${name} moet met https beginnen.`);
  }
  return text;
};

const readIdentity = (reader: Reader, host: string, production: boolean): IdentityConfig => {
  const { env, faults } = reader;
  const issuer = env['OIDC_ISSUER'];
  if (issuer !== undefined) {
    return {
      kind: 'oidc',
      issuer: readUrl(reader, 'OIDC_ISSUER', issuer, production),
      jwks: readUrl(reader, 'OIDC_JWKS', env['OIDC_JWKS'] ?? `${issuer.replace(/\/$/, '')}/jwks`, production),
      tokenType: readText(reader, 'OIDC_TOKEN_TYPE', 'at+jwt'),
      name: readText(reader, 'OIDC_NAME', 'oidc'),
    };
  }
  if (production) faults.push('OIDC_ISSUER ontbreekt: de demonstratie-inlogdienst mag niet in productie.');
  if (!isLoopback(host)) {
    faults.push(
      'OIDC_ISSUER ontbreekt: de demonstratie-inlogdienst werkt alleen op dit apparaat zelf (KNOOPPUNT_HOST).',
    );
  }
  return { kind: 'demo' };
};

/**
 * Reads the configuration from the environment, or throws `platform/config-invalid` with every fault.
 * `also` names further KNOOPPUNT_ settings that the app itself reads.
 */
export const readConfig = (env: Environment, also: readonly string[] = []): Config => {
  const faults: string[] = [];
  const reader = { env, faults };
  const production = env['NODE_ENV'] === 'production';
  for (const name of Object.keys(env).toSorted()) {
    if (name.startsWith('KNOOPPUNT_') && !known.includes(name) && !also.includes(name)) {
      faults.push(`${name} is geen bekende instelling.`);
    }
  }
  if (production && env['KNOOPPUNT_FOUNDING'] === undefined) {
    faults.push('KNOOPPUNT_FOUNDING ontbreekt: in productie moet het bestand met de beginfeiten worden genoemd.');
  }
  const host = readText(reader, 'KNOOPPUNT_HOST', '127.0.0.1');
  const config: Config = {
    host,
    port: readPort(reader),
    data: readText(reader, 'KNOOPPUNT_DATA', 'var'),
    founding: readText(reader, 'KNOOPPUNT_FOUNDING', defaultFounding),
    production,
    identity: readIdentity(reader, host, production),
  };
  if (faults.length > 0) throw new ConfigInvalid(faults);
  return config;
};
