import type { SettingsReader } from './reader.js';

/** The programs that read settings. */
export type Program = 'standalone' | 'gateway' | 'hub' | 'worker' | 'prepare' | 'keys' | 'law' | 'dead-letters';

/** One setting: who reads it, what holds without it (undefined: it has to be there, or is off), and what it means. */
export type Setting = {
  readonly name: string;
  readonly programs: readonly Program[];
  readonly fallback?: string;
  /** Its value may lie in a file instead, named by `<name>_FILE`. */
  readonly isSecret?: true;
  readonly meaning: string;
};

const services: readonly Program[] = ['gateway', 'hub', 'worker'];
const servers: readonly Program[] = ['gateway', 'hub', 'worker', 'prepare'];
const withHttp: readonly Program[] = ['standalone', 'gateway', 'hub'];
const withStore: readonly Program[] = ['hub', 'worker', 'prepare', 'law'];
const withKafka: readonly Program[] = ['gateway', 'worker', 'prepare', 'dead-letters'];
const withKeys: readonly Program[] = [...servers, 'keys'];

/**
 * Every setting of every program. A name that begins with `KNOOPPUNT_` and does not stand here is a fault at start, so that
 * a slip of the pen cannot pass for a default. docs/operations.md shows this table, and a test holds the two together.
 */
export const settings: readonly Setting[] = [
  {
    name: 'KNOOPPUNT_HOST',
    programs: withHttp,
    fallback: '127.0.0.1',
    meaning: 'address on which the API listens',
  },
  { name: 'KNOOPPUNT_PORT', programs: withHttp, fallback: '3000', meaning: 'port of the API' },
  {
    name: 'KNOOPPUNT_INTAKE_CAPACITY',
    programs: ['gateway'],
    fallback: '256',
    meaning: 'deliveries under way at a time; what comes beyond gets 503 `gateway/intake-busy` at once',
  },
  {
    name: 'KNOOPPUNT_RATE_PERSON',
    programs: withHttp,
    fallback: '1200',
    meaning: 'requests in a minute of one person; what comes beyond gets 429 `platform/te-veel-verzoeken`; 0: no limit',
  },
  {
    name: 'KNOOPPUNT_RATE_ORGANISATION',
    programs: withHttp,
    fallback: '12000',
    meaning: 'the same for the systems of one organisation together',
  },
  {
    name: 'KNOOPPUNT_RATE_ADDRESS',
    programs: withHttp,
    fallback: '300',
    meaning: 'the same for one address from which nobody known asks',
  },
  {
    name: 'KNOOPPUNT_CORS_ORIGINS',
    programs: withHttp,
    meaning:
      'origins (https://host) whose pages may call the API, separated by commas; none: no page of another origin',
  },
  {
    name: 'KNOOPPUNT_TRUSTED_PROXIES',
    programs: withHttp,
    meaning:
      'addresses or networks of proxies that write `X-Forwarded-For`, separated by commas; none: the address of the connection counts',
  },
  {
    name: 'KNOOPPUNT_FILE_DROP_FILE',
    programs: ['standalone', 'gateway'],
    meaning: 'drop folders and whose they are (file-drop.md); none: nothing is taken in from files',
  },
  {
    name: 'KNOOPPUNT_MANAGEMENT_HOST',
    programs: ['standalone', ...services],
    fallback: '127.0.0.1',
    meaning: 'address of the management server',
  },
  {
    name: 'KNOOPPUNT_MANAGEMENT_PORT',
    programs: ['standalone', ...services],
    fallback: '9464 (standalone: none)',
    meaning: 'port of /health/live, /health/ready and /metrics; not for the outside',
  },
  {
    name: 'KNOOPPUNT_DATA',
    programs: ['standalone', 'worker', 'law'],
    fallback: 'var',
    meaning:
      'folder of stored data; for the worker: leaf files and checkpoint.pub, which can be made anew from the log',
  },
  {
    name: 'KNOOPPUNT_FOUNDING',
    programs: ['standalone', 'prepare', 'law'],
    fallback: 'deploy/demo/founding.yaml (not in production)',
    meaning: 'file of founding facts, read on an empty log only; for the law: which cooperations there are',
  },
  {
    name: 'KNOOPPUNT_INSTANCE',
    programs: services,
    fallback: 'host name',
    meaning: 'name of this instance, in leases and logs',
  },
  {
    name: 'KNOOPPUNT_LOG_LEVEL',
    programs: ['standalone', ...servers],
    fallback: 'info',
    meaning: 'info, warn or error',
  },
  {
    name: 'KNOOPPUNT_OTLP_URL',
    programs: ['standalone', ...services],
    meaning: 'OTLP/HTTP address for traces; none: no traces',
  },
  {
    name: 'KNOOPPUNT_SECURITY_TXT_FILE',
    programs: ['standalone', 'hub'],
    meaning: 'file shown at /.well-known/security.txt (RFC 9116) until its Expires; none: there is none',
  },
  { name: 'KNOOPPUNT_KAFKA_BROKERS', programs: withKafka, meaning: 'host:port, separated by commas' },
  { name: 'KNOOPPUNT_KAFKA_PARTITIONS', programs: ['prepare'], fallback: '6', meaning: 'partitions of each topic' },
  { name: 'KNOOPPUNT_KAFKA_REPLICATION', programs: withKafka, fallback: '3', meaning: 'copies of each partition' },
  {
    name: 'KNOOPPUNT_KAFKA_MIN_INSYNC',
    programs: withKafka,
    fallback: '2',
    meaning: 'copies that must hold a message before it is acknowledged',
  },
  {
    name: 'KNOOPPUNT_KAFKA_RETENTION_DAYS',
    programs: withKafka,
    fallback: '14',
    meaning: 'days that topics keep messages',
  },
  {
    name: 'KNOOPPUNT_KAFKA_SESSION_SECONDS',
    programs: ['worker'],
    fallback: '10',
    meaning: 'after so long a worker that was killed is missed, and others have its partitions',
  },
  {
    name: 'KNOOPPUNT_KAFKA_TLS_CA_FILE',
    programs: withKafka,
    meaning: 'certificates that the brokers are checked against; turns TLS on',
  },
  { name: 'KNOOPPUNT_KAFKA_TLS_CERT_FILE', programs: withKafka, meaning: 'our certificate (mTLS)' },
  { name: 'KNOOPPUNT_KAFKA_TLS_KEY_FILE', programs: withKafka, meaning: 'its key' },
  {
    name: 'KNOOPPUNT_KAFKA_SASL_MECHANISM',
    programs: withKafka,
    meaning: 'scram-sha-256, scram-sha-512 or plain (with TLS)',
  },
  { name: 'KNOOPPUNT_KAFKA_SASL_USER', programs: withKafka, meaning: 'user name for SASL' },
  { name: 'KNOOPPUNT_KAFKA_SASL_PASSWORD', programs: withKafka, isSecret: true, meaning: 'its password' },
  {
    name: 'KNOOPPUNT_EVENTSTOREDB_URL',
    programs: withStore,
    isSecret: true,
    meaning: 'connection string of EventStoreDB; the gateway has none',
  },
  {
    name: 'KNOOPPUNT_POSTGRES_URL',
    programs: withKeys,
    isSecret: true,
    meaning: 'PostgreSQL, as the role that reads and writes rows',
  },
  {
    name: 'KNOOPPUNT_POSTGRES_MIGRATOR_URL',
    programs: ['prepare'],
    isSecret: true,
    meaning: 'PostgreSQL, as the role that owns the tables',
  },
  {
    name: 'KNOOPPUNT_POSTGRES_GATEWAY_ROLE',
    programs: ['prepare'],
    meaning: 'role of the gateway in PostgreSQL, where it has one of its own: it then can seal and register, no more',
  },
  {
    name: 'KNOOPPUNT_ROOT_KEY_FILE',
    programs: withKeys,
    meaning: 'file (0600) with the root key of the vault; prepare makes it if it is not there and the vault is new',
  },
  {
    name: 'KNOOPPUNT_OTHER_ROOT_KEY_FILES',
    programs: withKeys,
    meaning: 'files with further root keys, separated by commas: they open too, while one root replaces another',
  },
  {
    name: 'KNOOPPUNT_CHECKPOINT_KEY_FILE',
    programs: ['worker'],
    meaning: 'file (0600) with the key that signs checkpoints; made if it is not there',
  },
  {
    name: 'OIDC_ISSUER',
    programs: withHttp,
    meaning: 'OpenID provider; standalone without it: the demonstration provider',
  },
  { name: 'OIDC_JWKS', programs: withHttp, fallback: '<issuer>/jwks', meaning: 'address of its keys' },
  { name: 'OIDC_TOKEN_TYPE', programs: withHttp, fallback: 'at+jwt', meaning: '`typ` of its access tokens' },
  {
    name: 'OIDC_NAME',
    programs: [...withHttp, 'prepare'],
    fallback: 'oidc',
    meaning: 'short name of the provider; part of what person ids derive from, so it never changes',
  },
  {
    name: 'OIDC_HTTP',
    programs: withHttp,
    meaning: '`allowed`: plain http to the provider, within containers on one machine; never in production',
  },
  {
    name: 'KNOOPPUNT_WITNESS_HOURS',
    programs: ['worker'],
    fallback: '0,6,12,18',
    meaning: 'hours of a day (UTC) for which witnesses get the newest checkpoint, whatever happened',
  },
  {
    name: 'KNOOPPUNT_BRP_PARTNERS_FILE',
    programs: ['standalone', 'worker'],
    meaning: 'colleges whose register (BRP) may be asked, with address and key file; none: nobody is asked',
  },
  { name: 'KNOOPPUNT_ENGINES', programs: [], meaning: 'tests only: `required` makes a missing engine a failure' },
  { name: 'KNOOPPUNT_ENGINES_CACHE', programs: [], meaning: 'npm run engines: folder of what it downloads' },
];

const known = new Set(settings.flatMap(({ name, isSecret }) => (isSecret ? [name, `${name}_FILE`] : [name])));

/** Faults of `KNOOPPUNT_` names that nothing reads. `also` names those that the program knows beside the table. */
export const requireKnown = (reader: SettingsReader, also: readonly string[] = []): void => {
  for (const name of Object.keys(reader.env).toSorted()) {
    if (name.startsWith('KNOOPPUNT_') && !known.has(name) && !also.includes(name)) {
      reader.fault(`${name} is geen bekende instelling.`);
    }
  }
};
