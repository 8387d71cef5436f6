import { hostname } from 'node:os';
import { parseSecurityTxt } from '../http/security-txt.js';
import type { SecurityTxt, SecurityTxtFault } from '../http/security-txt.js';
import type { SettingsReader } from './reader.js';

/** Where something listens. */
export type Address = { readonly host: string; readonly port: number };

/** What every long-running program has beside its work: a name, a management server, logs and traces. */
export type Operations = {
  readonly instance: string;
  readonly management: Address | undefined;
  readonly logLevel: 'info' | 'warn' | 'error';
  readonly otlpUrl?: string;
};

const portBounds = (fallback: number) => ({ fallback, from: 1, to: 65_535, unit: 'poortnummer' });

/** Where the API listens. */
export const readAddress = (reader: SettingsReader): Address => ({
  host: reader.text('KNOOPPUNT_HOST', '127.0.0.1'),
  port: reader.number('KNOOPPUNT_PORT', portBounds(3000)),
});

/** `managementPort`: the one that holds without a setting; undefined: no management server then. */
export const readOperations = (reader: SettingsReader, managementPort?: number): Operations => {
  const isManaged = managementPort !== undefined || reader.env['KNOOPPUNT_MANAGEMENT_PORT'] !== undefined;
  const otlpUrl = reader.optional('KNOOPPUNT_OTLP_URL');
  if (otlpUrl !== undefined && !URL.canParse(otlpUrl)) reader.fault('KNOOPPUNT_OTLP_URL is geen webadres.');
  return {
    instance: reader.text('KNOOPPUNT_INSTANCE', hostname()),
    management: isManaged
      ? {
          host: reader.text('KNOOPPUNT_MANAGEMENT_HOST', '127.0.0.1'),
          port: reader.number('KNOOPPUNT_MANAGEMENT_PORT', portBounds(managementPort ?? 0)),
        }
      : undefined,
    logLevel: reader.oneOf('KNOOPPUNT_LOG_LEVEL', ['info', 'warn', 'error'], 'info'),
    ...(otlpUrl === undefined ? {} : { otlpUrl }),
  };
};

const defaultFounding = 'deploy/demo/founding.yaml';

/** The file of founding facts: in production it has to be named. */
export const readFoundingFile = (reader: SettingsReader): string => {
  if (reader.isProduction && reader.env['KNOOPPUNT_FOUNDING'] === undefined) {
    reader.fault('KNOOPPUNT_FOUNDING ontbreekt: in productie moet het bestand met de beginfeiten worden genoemd.');
  }
  return reader.text('KNOOPPUNT_FOUNDING', defaultFounding);
};

/** Hours of a day (UTC) for which witnesses get the newest checkpoint: whole hours, separated by commas. */
export const readWitnessHours = (reader: SettingsReader): readonly number[] => {
  const hours = reader.text('KNOOPPUNT_WITNESS_HOURS', '0,6,12,18').split(',');
  const areHours = hours.every((hour) => /^\s*(?:1?\d|2[0-3])\s*$/.test(hour));
  if (!areHours)
    reader.fault('KNOOPPUNT_WITNESS_HOURS is geen lijst van hele uren (0 tot en met 23), met komma’s ertussen.');
  return areHours ? hours.map(Number) : [];
};

/** The file that says which drop folders there are and whose they are. */
export const readFileDrop = (reader: SettingsReader): { readonly fileDrop?: string } => {
  const fileDrop = reader.optional('KNOOPPUNT_FILE_DROP_FILE');
  return fileDrop === undefined ? {} : { fileDrop };
};

const wrongWith: Readonly<Record<SecurityTxtFault, string>> = {
  'too-large': 'is groter dan 32 KB',
  'no-contact': 'noemt geen Contact',
  'contact-unfit': 'noemt een Contact dat geen https-, mailto- of tel-adres is',
  'not-one-expires': 'noemt niet precies één Expires',
  'expires-unfit': 'noemt een Expires dat geen tijdstip is (zoals 2027-01-31T12:00:00Z)',
  expired: 'is verlopen',
};

/** The file that tells whom to tell of a weakness; one that is not fit, or over its date, is a fault (RFC 9116). */
export const readSecurityTxt = (reader: SettingsReader): { readonly securityTxt?: SecurityTxt } => {
  const name = 'KNOOPPUNT_SECURITY_TXT_FILE';
  const text = reader.file(name)?.toString('utf8');
  if (text === undefined) return {};
  const securityTxt = parseSecurityTxt(text, Date.now());
  if (typeof securityTxt !== 'string') return { securityTxt };
  reader.fault(`${name}: het bestand ${wrongWith[securityTxt]}.`);
  return {};
};
