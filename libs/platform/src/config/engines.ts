import type { SettingsReader } from './reader.js';

/** TLS to the brokers: PEM texts. `cert` and `key` go together. */
export type KafkaTls = { readonly ca: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
/** Who we are to the brokers, where that is not the certificate. */
export type KafkaSasl = {
  readonly mechanism: 'scram-sha-256' | 'scram-sha-512' | 'plain';
  readonly username: string;
  readonly password: string;
};
/** How to reach Kafka, and what its topics must promise. */
export type KafkaConfig = {
  readonly brokers: readonly string[];
  readonly replication: number;
  readonly minInsync: number;
  readonly retentionMs: number;
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaSasl;
};
/** How a consumer group finds out that one of its members has died. Milliseconds. */
export type KafkaMembership = { readonly sessionMs: number; readonly heartbeatMs: number };
/** PostgreSQL as one role. */
export type PostgresConfig = { readonly url: string };

const dayMs = 86_400_000;
const mechanisms = ['scram-sha-256', 'scram-sha-512', 'plain'] as const;

const readBrokers = (reader: SettingsReader): readonly string[] => {
  const brokers = reader.text('KNOOPPUNT_KAFKA_BROKERS').split(',');
  const isList = brokers.every((broker) => /^(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5}$/i.test(broker.trim()));
  if (!isList && reader.env['KNOOPPUNT_KAFKA_BROKERS'] !== undefined) {
    reader.fault('KNOOPPUNT_KAFKA_BROKERS is geen lijst van host:poort, met komma’s ertussen.');
  }
  return brokers.map((broker) => broker.trim());
};

const readTls = (reader: SettingsReader): KafkaTls | undefined => {
  const ca = reader.file('KNOOPPUNT_KAFKA_TLS_CA_FILE');
  const cert = reader.file('KNOOPPUNT_KAFKA_TLS_CERT_FILE');
  const key = reader.file('KNOOPPUNT_KAFKA_TLS_KEY_FILE');
  const named = (part: string): boolean => reader.env[`KNOOPPUNT_KAFKA_TLS_${part}_FILE`] !== undefined;
  if (named('CERT') !== named('KEY')) {
    reader.fault('KNOOPPUNT_KAFKA_TLS_CERT_FILE en KNOOPPUNT_KAFKA_TLS_KEY_FILE horen bij elkaar: geef ze allebei.');
  }
  if (named('CERT') && !named('CA')) {
    reader.fault('KNOOPPUNT_KAFKA_TLS_CA_FILE ontbreekt: zonder dat is er geen TLS.');
  }
  return ca && { ca, ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
};

const readSasl = (reader: SettingsReader, tls: KafkaTls | undefined): KafkaSasl | undefined => {
  const name = 'KNOOPPUNT_KAFKA_SASL_MECHANISM';
  if (reader.env[name] === undefined) {
    const parts = ['USER', 'PASSWORD', 'PASSWORD_FILE'].map((part) => `KNOOPPUNT_KAFKA_SASL_${part}`);
    const isMeant = parts.some((part) => reader.env[part] !== undefined);
    if (isMeant) reader.fault(`${name} ontbreekt: zonder dat wordt bij de brokers niet ingelogd.`);
    return undefined;
  }
  const mechanism = reader.oneOf(name, mechanisms, 'scram-sha-512');
  if (!tls)
    reader.fault(`${name} vraagt om TLS (KNOOPPUNT_KAFKA_TLS_CA_FILE): anders gaat het wachtwoord open over de lijn.`);
  return {
    mechanism,
    username: reader.text('KNOOPPUNT_KAFKA_SASL_USER'),
    password: reader.requiredSecret('KNOOPPUNT_KAFKA_SASL_PASSWORD'),
  };
};

const copies = (fallback: number) => ({ fallback, from: 1, to: 9, unit: 'aantal' });

/** Kafka as the environment names it. */
export const readKafka = (reader: SettingsReader): KafkaConfig => {
  const brokers = readBrokers(reader);
  const tls = readTls(reader);
  const sasl = readSasl(reader, tls);
  const replication = reader.number('KNOOPPUNT_KAFKA_REPLICATION', copies(3));
  const minInsync = reader.number('KNOOPPUNT_KAFKA_MIN_INSYNC', copies(2));
  if (minInsync > replication) {
    reader.fault('KNOOPPUNT_KAFKA_MIN_INSYNC is groter dan KNOOPPUNT_KAFKA_REPLICATION: dan wordt niets bevestigd.');
  }
  const days = reader.number('KNOOPPUNT_KAFKA_RETENTION_DAYS', {
    fallback: 14,
    from: 1,
    to: 365,
    unit: 'aantal dagen',
  });
  return {
    brokers,
    replication,
    minInsync,
    retentionMs: days * dayMs,
    ...(tls ? { tls } : {}),
    ...(sasl ? { sasl } : {}),
  };
};

/**
 * A group misses a member after its session; until then nobody reads the partitions of one that was killed. A member reports
 * four times in a session, so that two reports may be late.
 */
export const readMembership = (reader: SettingsReader): KafkaMembership => {
  const bounds = { fallback: 10, from: 2, to: 300, unit: 'aantal seconden' };
  const sessionMs = 1_000 * reader.number('KNOOPPUNT_KAFKA_SESSION_SECONDS', bounds);
  return { sessionMs, heartbeatMs: sessionMs / 4 };
};

/** The connection string of EventStoreDB. */
export const readEventStoreDb = (reader: SettingsReader): string => {
  const name = 'KNOOPPUNT_EVENTSTOREDB_URL';
  const url = reader.requiredSecret(name);
  if (url !== '' && !/^(?:esdb|kurrentdb|kdb)(?:\+discover)?:\/\/\S+$/u.test(url)) {
    reader.fault(`${name} is geen adres van EventStoreDB (esdb://…).`);
  }
  return url;
};

/** A connection string of PostgreSQL. */
export const readPostgres = (reader: SettingsReader, name: string): PostgresConfig => {
  const url = reader.requiredSecret(name);
  if (url !== '' && !/^postgres(?:ql)?:\/\/\S+$/u.test(url))
    reader.fault(`${name} is geen adres van PostgreSQL (postgres://…).`);
  return { url };
};
