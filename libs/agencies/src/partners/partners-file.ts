import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BrpPartner } from '../brp/brp-register.js';
import { usualCallSettings } from '../calling/guarded-calls.js';
import type { CallSettings } from '../calling/guarded-calls.js';
import type { ClientTls } from '../calling/http-exchange.js';
import { PartnersInvalid } from '../errors.js';
import { faultsOfPartners } from './partner-faults.js';
import type { WrittenPartner } from './partner-faults.js';

/** Reads a file that another names; a fault sentence names the file, never what is in it. */
class Beside {
  readonly faults: string[] = [];

  constructor(private readonly file: string) {}

  read(name: string): Buffer | undefined {
    try {
      return readFileSync(resolve(dirname(this.file), name));
    } catch {
      this.faults.push(`${name} kan niet worden gelezen.`);
      return undefined;
    }
  }

  /** One line, such as a key; without the line ends around it. */
  secret(name: string): string | undefined {
    const text = this.read(name)?.toString('utf8').trim();
    if (text === undefined) return undefined;
    if (/^[\x21-\x7e]{1,1024}$/.test(text)) return text;
    this.faults.push(`${name} bevat niet precies één regel met een sleutel.`);
    return undefined;
  }
}

const settingsOf = ({ timeLimitMs, capacity }: WrittenPartner): CallSettings => ({
  ...usualCallSettings,
  ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
  ...(capacity === undefined ? {} : { capacity }),
});

const tlsOf = ({ tls }: WrittenPartner, beside: Beside): ClientTls | undefined => {
  if (!tls) return undefined;
  const [cert, key, ca] = [tls.certificateFile, tls.keyFile, tls.caFile].map((name) =>
    name === undefined ? undefined : beside.read(name),
  );
  return { ...(cert ? { cert } : {}), ...(key ? { key } : {}), ...(ca ? { ca } : {}) };
};

const partnerOf = (written: WrittenPartner, beside: Beside): BrpPartner => {
  const key = written.apiKeyFile === undefined ? undefined : beside.secret(written.apiKeyFile);
  const tls = tlsOf(written, beside);
  return {
    organisation: written.organisation,
    url: new URL(written.url),
    headers: { ...written.headers, ...(key === undefined ? {} : { 'x-api-key': key }) },
    settings: settingsOf(written),
    ...(tls ? { tls } : {}),
  };
};

/**
 * BRP partners as `file` holds them: `document` is what it says, `partners:` a list of `organisation` (OIN), `url`, `apiKeyFile`, `headers`,
 * `tls: { certificateFile, keyFile, caFile }`, `timeLimitMs`, `capacity`. Files that it names are read beside it.
 * Error: `agencies/partners-invalid` with all faults at once; no secret is in them.
 */
export const readBrpPartners = (document: unknown, file: string): readonly BrpPartner[] => {
  const faults = faultsOfPartners(document);
  if (faults.length > 0) throw new PartnersInvalid(faults);
  const beside = new Beside(file);
  const { partners } = document as { readonly partners: readonly WrittenPartner[] };
  const read = partners.map((partner) => partnerOf(partner, beside));
  if (beside.faults.length > 0) throw new PartnersInvalid(beside.faults);
  return read;
};
