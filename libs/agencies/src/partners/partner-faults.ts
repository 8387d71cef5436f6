import { misfits } from '@knooppunt/kernel';

/** One partner as it stands in the file. */
export type WrittenPartner = {
  readonly organisation: string;
  readonly url: string;
  readonly apiKeyFile?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: { readonly certificateFile?: string; readonly keyFile?: string; readonly caFile?: string };
  readonly timeLimitMs?: number;
  readonly capacity?: number;
};

type Entry = Readonly<Record<string, unknown>>;
type Rule = readonly [isFine: (value: unknown) => boolean, sentence: string];

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isFileName = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const wholeFrom = (least: number, most: number) => (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Content goes over TLS, but for a server on this machine; a URL that holds a password would end up in a log. */
const isUsableUrl = (value: unknown): boolean => {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
  return isSafe && `${username}${password}${search}${hash}` === '';
};

const ownHeaders: ReadonlySet<string> = new Set([
  'accept',
  'content-type',
  'content-length',
  'host',
  'idempotency-key',
  'connection',
  'transfer-encoding',
]);
const isHeaders = (value: unknown): boolean =>
  isEntry(value) &&
  Object.entries(value).every(
    ([name, text]) =>
      /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name) &&
      !ownHeaders.has(name.toLowerCase()) &&
      typeof text === 'string' &&
      /^[\x20-\x7e]{1,512}$/.test(text),
  );

const isTls = (value: unknown): boolean =>
  isEntry(value) &&
  Object.entries(value).every(
    ([name, file]) => ['certificateFile', 'keyFile', 'caFile'].includes(name) && isFileName(file),
  ) &&
  'certificateFile' in value === 'keyFile' in value;

const required: Readonly<Record<string, Rule>> = {
  organisation: [(value) => misfits('oin', value).length === 0, 'organisation is geen OIN van twintig cijfers.'],
  url: [isUsableUrl, 'url is geen https-adres zonder wachtwoord, zoekdeel of anker.'],
};
const allowed: Readonly<Record<string, Rule>> = {
  apiKeyFile: [isFileName, 'apiKeyFile noemt geen bestand.'],
  headers: [isHeaders, 'headers bevat een naam of waarde die niet mag worden meegestuurd.'],
  tls: [isTls, 'tls noemt geen certificaat met sleutel, of kent een instelling die er niet is.'],
  timeLimitMs: [wholeFrom(100, 60_000), 'timeLimitMs ligt niet tussen 100 en 60000.'],
  capacity: [wholeFrom(1, 100), 'capacity ligt niet tussen 1 en 100.'],
};

const faultsOfPartner = (entry: unknown, at: number): readonly string[] => {
  const called = `Partner ${at + 1}`;
  if (!isEntry(entry)) return [`${called} is geen lijst van instellingen.`];
  const rules = { ...required, ...allowed };
  return [
    ...Object.keys(entry)
      .filter((name) => !Object.hasOwn(rules, name))
      .map((name) => `${called} kent een instelling die er niet is: ${name}.`),
    ...Object.entries(rules)
      .filter(([name, [isFine]]) => (entry[name] === undefined ? Object.hasOwn(required, name) : !isFine(entry[name])))
      .map(([, [, sentence]]) => `${called}: ${sentence}`),
  ];
};

/** Every fault of a file of partners, as Dutch sentences that name places and settings, never values. */
export const faultsOfPartners = (document: unknown): readonly string[] => {
  if (!isEntry(document) || !Array.isArray(document['partners'])) return ['Er is geen lijst `partners`.'];
  const partners: readonly unknown[] = document['partners'];
  const oins = partners.map((entry) => (isEntry(entry) ? entry['organisation'] : undefined));
  const twice = oins.flatMap((oin, at) => (oin !== undefined && oins.indexOf(oin) !== at ? [at] : []));
  return [
    ...Object.keys(document)
      .filter((name) => name !== 'partners')
      .map((name) => `Het bestand kent een onderdeel dat er niet is: ${name}.`),
    ...partners.flatMap(faultsOfPartner),
    ...twice.map((at) => `Partner ${at + 1} noemt een organisatie die er al staat.`),
  ];
};
