import type { SecurityTxt } from '../http/security-txt.js';
import { readEdge } from './edge.js';
import type { EdgeConfig } from './edge.js';
import { readIdentity } from './identity.js';
import type { IdentityConfig } from './identity.js';
import { readAddress, readFileDrop, readFoundingFile, readOperations, readSecurityTxt } from './parts.js';
import type { Operations } from './parts.js';
import { SettingsReader } from './reader.js';
import type { Environment } from './reader.js';
import { requireKnown } from './settings.js';

/** All that the hub in one process takes from its environment. Paths are as given. */
export type Config = {
  readonly host: string;
  readonly port: number;
  /** Folder of all stored data. */
  readonly data: string;
  /** File of founding facts, read on an empty store only. */
  readonly founding: string;
  readonly production: boolean;
  readonly identity: IdentityConfig;
  /** File of the colleges whose register may be asked. */
  readonly brpPartners?: string;
  /** Without it the edge is closed to pages of other origins, and sets no limits. */
  readonly edge?: EdgeConfig;
  /** File of the drop folders. */
  readonly fileDrop?: string;
  /** Whom to tell of a weakness. */
  readonly securityTxt?: SecurityTxt;
};

/** The same with what a program has beside its work. */
export type ProgramConfig = Config & { readonly operations: Operations };

/**
 * Reads the configuration from the environment, or throws `platform/config-invalid` with every fault.
 * `also` names further KNOOPPUNT_ settings that the app itself reads.
 */
export const readConfig = (env: Environment, also: readonly string[] = []): ProgramConfig => {
  const reader = new SettingsReader(env);
  requireKnown(reader, also);
  const { host, port } = readAddress(reader);
  const brpPartners = reader.optional('KNOOPPUNT_BRP_PARTNERS_FILE');
  const config: ProgramConfig = {
    host,
    port,
    data: reader.text('KNOOPPUNT_DATA', 'var'),
    founding: readFoundingFile(reader),
    production: reader.isProduction,
    identity: readIdentity(reader, host),
    edge: readEdge(reader),
    operations: readOperations(reader),
    ...(brpPartners === undefined ? {} : { brpPartners }),
    ...readFileDrop(reader),
    ...readSecurityTxt(reader),
  };
  reader.end();
  return config;
};
