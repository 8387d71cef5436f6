import { readFileSync } from 'node:fs';
import { DomainError } from '@knooppunt/kernel';

/** The environment is wrong; `faults` are Dutch sentences, all at once, without values. */
export class ConfigInvalid extends DomainError {
  readonly code = 'platform/config-invalid';

  constructor(readonly faults: readonly string[]) {
    super(`${faults.length} faults in the configuration`);
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Is this host name or address the machine itself? */
export const isLoopback = (host: string): boolean => loopback.has(host.replace(/^\[|\]$/g, ''));

/** The bounds of a setting that is a whole number; `unit` is the Dutch noun for what it is, such as `poortnummer`. */
export type Bounds = { readonly fallback: number; readonly from: number; readonly to: number; readonly unit: string };

/** Reads settings one by one and collects what is wrong with them. A setting that is empty is a fault, not a default. */
export class SettingsReader {
  readonly faults: string[] = [];
  readonly isProduction: boolean;

  constructor(readonly env: Environment) {
    this.isProduction = env['NODE_ENV'] === 'production';
  }

  /** A fault more. The sentence names settings, never their values. */
  fault(sentence: string): void {
    this.faults.push(sentence);
  }

  /** The text of a setting, or `fallback` where it is not there; without a fallback it has to be there. */
  text(name: string, fallback?: string): string {
    const text = this.env[name] ?? fallback;
    if (text === undefined) this.fault(`${name} ontbreekt.`);
    else if (text.trim() === '') this.fault(`${name} is leeg.`);
    return text ?? '';
  }

  /** The text of a setting that may be left out. */
  optional(name: string): string | undefined {
    return this.env[name] === undefined ? undefined : this.text(name);
  }

  /** A whole number within its bounds. */
  number(name: string, { fallback, from, to, unit }: Bounds): number {
    const text = this.env[name] ?? String(fallback);
    const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    if (number < from || number > to) this.fault(`${name} is geen ${unit} van ${from} tot en met ${to}.`);
    return number;
  }

  /** One of these words. */
  oneOf<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word {
    const text = this.env[name] ?? fallback;
    const word = words.find((known) => known === text);
    if (word === undefined) this.fault(`${name} is geen van ${words.join(', ')}.`);
    return word ?? fallback;
  }

  /** The content of a file that a setting names; undefined where the setting is left out. */
  file(name: string): Buffer | undefined {
    const path = this.optional(name);
    if (path === undefined || path.trim() === '') return undefined;
    try {
      return readFileSync(path);
    } catch {
      this.fault(`${name} noemt een bestand dat niet te lezen is.`);
      return undefined;
    }
  }

  /**
   * A secret: the setting itself, or better the file that `<name>_FILE` names, for an environment can be read by others.
   * Both is a fault.
   */
  secret(name: string): string | undefined {
    const fileName = `${name}_FILE`;
    if (this.env[name] !== undefined && this.env[fileName] !== undefined) {
      this.fault(`${name} en ${fileName} zijn allebei gegeven: kies er een.`);
    }
    const text = this.file(fileName)?.toString('utf8').trim() ?? this.optional(name);
    if (text === '' && this.env[fileName] !== undefined) this.fault(`${fileName} noemt een leeg bestand.`);
    return text;
  }

  /** The same for a secret that has to be there. */
  requiredSecret(name: string): string {
    const isNamed = this.env[name] !== undefined || this.env[`${name}_FILE`] !== undefined;
    if (!isNamed) this.fault(`${name} ontbreekt (of ${name}_FILE, het bestand met de waarde).`);
    return this.secret(name) ?? '';
  }

  /** A web address; plain http only for the machine itself or where `isHttpAllowed`, and never in production. */
  url(name: string, text: string, isHttpAllowed = false): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !['http:', 'https:'].includes(url.protocol)) this.fault(`${name} is geen webadres.`);
    else if (url.protocol === 'http:' && (this.isProduction || !(isHttpAllowed || isLoopback(url.hostname)))) {
      this.fault(`${name} moet met https beginnen.`);
    }
    return text;
  }

  /** Throws `platform/config-invalid` with every fault that was found, if there was one. */
  end(): void {
    if (this.faults.length > 0) throw new ConfigInvalid(this.faults);
  }
}
