import { readEdge } from './edge.js';
import type { EdgeConfig } from './edge.js';
import { readEventStoreDb, readKafka, readMembership, readPostgres } from './engines.js';
import type { KafkaConfig, KafkaMembership, PostgresConfig } from './engines.js';
import { readOidc, readProviderName } from './identity.js';
import type { OidcConfig } from './identity.js';
import {
  readAddress,
  readFileDrop,
  readFoundingFile,
  readOperations,
  readSecurityTxt,
  readWitnessHours,
} from './parts.js';
import type { Address, Operations } from './parts.js';
import { SettingsReader } from './reader.js';
import type { SecurityTxt } from '../http/security-txt.js';
import type { Environment } from './reader.js';
import { requireKnown } from './settings.js';

/** Files of the root key at work, and of others that open too while one replaces the other. */
type RootKeyFiles = { readonly rootKeyFile: string; readonly otherRootKeyFiles: readonly string[] };
type Service = RootKeyFiles & { readonly operations: Operations; readonly postgres: PostgresConfig };

/** What the gateway takes from its environment. It has no way to the event store. */
export type GatewayConfig = Service & {
  readonly http: Address;
  readonly edge: EdgeConfig;
  readonly identity: OidcConfig;
  readonly kafka: KafkaConfig;
  /** Deliveries that may be under way at the same time. */
  readonly capacity: number;
  /** File of the drop folders. */
  readonly fileDrop?: string;
};

/** What the hub takes from its environment. It has no way to Kafka. */
export type HubConfig = Service & {
  readonly http: Address;
  readonly edge: EdgeConfig;
  readonly identity: OidcConfig;
  readonly eventStoreDb: string;
  /** Whom to tell of a weakness. */
  readonly securityTxt?: SecurityTxt;
};

/** What the worker takes from its environment. */
export type WorkerConfig = Service & {
  readonly kafka: KafkaConfig & KafkaMembership;
  readonly eventStoreDb: string;
  readonly data: string;
  readonly checkpointKeyFile: string;
  readonly brpPartners?: string;
  /** Hours of a day (UTC) for which witnesses get the newest checkpoint. */
  readonly witnessHours: readonly number[];
};

/** What the one-time preparation takes from its environment. */
export type PrepareConfig = RootKeyFiles & {
  readonly kafka: KafkaConfig;
  readonly partitions: number;
  readonly eventStoreDb: string;
  readonly postgres: PostgresConfig;
  readonly migrator: PostgresConfig;
  /** The role of the gateway, where it has one of its own: it seals and registers, and reads one read model. */
  readonly gatewayRole?: string;
  readonly founding: string;
  readonly provider: string;
};

/** What the care of the law takes from its environment. */
export type LawConfig = {
  readonly founding: string;
  /** Folder of the embedded log, where no EventStoreDB is named. */
  readonly data: string;
  readonly eventStoreDb?: string;
};

/** What the care of the keys takes from its environment. */
export type KeysConfig = RootKeyFiles & { readonly postgres: PostgresConfig };

const managementPort = 9464;

const read = <Read>(env: Environment, part: (reader: SettingsReader) => Read): Read => {
  const reader = new SettingsReader(env);
  requireKnown(reader);
  const config = part(reader);
  reader.end();
  return config;
};

const rootKeyFiles = (reader: SettingsReader): RootKeyFiles => {
  const others = reader.optional('KNOOPPUNT_OTHER_ROOT_KEY_FILES')?.split(',') ?? [];
  return {
    rootKeyFile: reader.text('KNOOPPUNT_ROOT_KEY_FILE'),
    otherRootKeyFiles: others.map((file) => file.trim()).filter((file) => file !== ''),
  };
};

/** The same as a vault takes it. */
export const rootKeysOf = ({ rootKeyFile, otherRootKeyFiles }: RootKeyFiles) => ({
  rootKey: { file: rootKeyFile },
  otherRootKeys: otherRootKeyFiles.map((file) => ({ file })),
});

const service = (reader: SettingsReader): Service => ({
  operations: readOperations(reader, managementPort),
  postgres: readPostgres(reader, 'KNOOPPUNT_POSTGRES_URL'),
  ...rootKeyFiles(reader),
});

const gatewayRoleOf = (reader: SettingsReader): Pick<PrepareConfig, 'gatewayRole'> => {
  const gatewayRole = reader.optional('KNOOPPUNT_POSTGRES_GATEWAY_ROLE');
  return gatewayRole === undefined ? {} : { gatewayRole };
};

/** Throws `platform/config-invalid` with every fault, as do those below. */
export const readGatewayConfig = (env: Environment): GatewayConfig =>
  read(env, (reader) => ({
    http: readAddress(reader),
    edge: readEdge(reader),
    ...service(reader),
    identity: readOidc(reader),
    kafka: readKafka(reader),
    capacity: reader.number('KNOOPPUNT_INTAKE_CAPACITY', { fallback: 256, from: 1, to: 10_000, unit: 'aantal' }),
    ...readFileDrop(reader),
  }));

export const readHubConfig = (env: Environment): HubConfig =>
  read(env, (reader) => ({
    http: readAddress(reader),
    edge: readEdge(reader),
    ...service(reader),
    identity: readOidc(reader),
    eventStoreDb: readEventStoreDb(reader),
    ...readSecurityTxt(reader),
  }));

export const readWorkerConfig = (env: Environment): WorkerConfig =>
  read(env, (reader) => {
    const brpPartners = reader.optional('KNOOPPUNT_BRP_PARTNERS_FILE');
    return {
      ...service(reader),
      kafka: { ...readKafka(reader), ...readMembership(reader) },
      eventStoreDb: readEventStoreDb(reader),
      data: reader.text('KNOOPPUNT_DATA', 'var'),
      checkpointKeyFile: reader.text('KNOOPPUNT_CHECKPOINT_KEY_FILE'),
      witnessHours: readWitnessHours(reader),
      ...(brpPartners === undefined ? {} : { brpPartners }),
    };
  });

export const readPrepareConfig = (env: Environment): PrepareConfig =>
  read(env, (reader) => ({
    ...gatewayRoleOf(reader),
    kafka: readKafka(reader),
    partitions: reader.number('KNOOPPUNT_KAFKA_PARTITIONS', { fallback: 6, from: 1, to: 500, unit: 'aantal' }),
    eventStoreDb: readEventStoreDb(reader),
    postgres: readPostgres(reader, 'KNOOPPUNT_POSTGRES_URL'),
    migrator: readPostgres(reader, 'KNOOPPUNT_POSTGRES_MIGRATOR_URL'),
    ...rootKeyFiles(reader),
    founding: readFoundingFile(reader),
    provider: readProviderName(reader),
  }));

export const readKeysConfig = (env: Environment): KeysConfig =>
  read(env, (reader) => ({ postgres: readPostgres(reader, 'KNOOPPUNT_POSTGRES_URL'), ...rootKeyFiles(reader) }));

/** The log is that of the EventStoreDB that is named, or else the embedded one of the data folder. */
export const readLawConfig = (env: Environment): LawConfig =>
  read(env, (reader) => {
    const name = 'KNOOPPUNT_EVENTSTOREDB_URL';
    const isNamed = env[name] !== undefined || env[`${name}_FILE`] !== undefined;
    return {
      founding: readFoundingFile(reader),
      data: reader.text('KNOOPPUNT_DATA', 'var'),
      ...(isNamed ? { eventStoreDb: readEventStoreDb(reader) } : {}),
    };
  });

/** What the operator's tool for parked messages takes from its environment. */
export const readDeadLettersConfig = (env: Environment): { readonly kafka: KafkaConfig } =>
  read(env, (reader) => ({ kafka: readKafka(reader) }));
