import { isIP } from 'node:net';
import type { SettingsReader } from './reader.js';
import { isLoopback } from './reader.js';

/** Requests that one caller may make in a minute; 0 sets no limit. */
export type RateLimits = {
  /** A person, in one cooperation. */
  readonly person: number;
  /** The systems of an organisation together, in one cooperation. */
  readonly organisation: number;
  /** An address from which nobody known asks. */
  readonly address: number;
};

/** How the HTTP edge meets the outside. */
export type EdgeConfig = {
  /** Origins whose pages may call the API; none: no page of another origin. */
  readonly origins: readonly string[];
  /** Proxies whose word on the address of a client is taken; none: the connection says it. */
  readonly proxies: readonly string[];
  readonly limits: RateLimits;
};

const perMinute = (fallback: number) => ({ fallback, from: 0, to: 10_000_000, unit: 'aantal per minuut' });

const listOf = (reader: SettingsReader, name: string): readonly string[] =>
  reader
    .optional(name)
    ?.split(',')
    .map((one) => one.trim()) ?? [];

/** An origin exactly as a browser sends it: scheme, host and port, nothing behind it. Plain http only on the machine itself. */
const isOrigin = (text: string, isProduction: boolean): boolean => {
  if (!URL.canParse(text) || text.includes('*')) return false;
  const { origin, protocol, hostname } = new URL(text);
  if (origin !== text) return false;
  return protocol === 'https:' || (protocol === 'http:' && !isProduction && isLoopback(hostname));
};

const readOrigins = (reader: SettingsReader): readonly string[] => {
  const name = 'KNOOPPUNT_CORS_ORIGINS';
  const origins = listOf(reader, name);
  if (origins.some((origin) => !isOrigin(origin, reader.isProduction))) {
    reader.fault(`${name} is geen lijst van herkomsten (https://host of https://host:poort), met komma’s ertussen.`);
  }
  return origins;
};

const namedNetworks = new Set(['loopback', 'linklocal', 'uniquelocal']);

const isNetwork = (text: string): boolean => {
  if (namedNetworks.has(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  );
};

const readProxies = (reader: SettingsReader): readonly string[] => {
  const name = 'KNOOPPUNT_TRUSTED_PROXIES';
  const proxies = listOf(reader, name);
  if (!proxies.every(isNetwork)) {
    reader.fault(
      `${name} is geen lijst van adressen of netwerken (10.0.0.7, 10.0.0.0/24, loopback), met komma’s ertussen.`,
    );
  }
  return proxies;
};

/** How the edge meets the outside: closed, and within limits, unless the environment says otherwise. */
export const readEdge = (reader: SettingsReader): EdgeConfig => ({
  origins: readOrigins(reader),
  proxies: readProxies(reader),
  limits: {
    person: reader.number('KNOOPPUNT_RATE_PERSON', perMinute(1_200)),
    organisation: reader.number('KNOOPPUNT_RATE_ORGANISATION', perMinute(12_000)),
    address: reader.number('KNOOPPUNT_RATE_ADDRESS', perMinute(300)),
  },
});
