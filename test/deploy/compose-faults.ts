import { ownServices } from './compose.js';
import type { Compose, Service } from './compose.js';

/** One rule that a compose file may break: each answer is a sentence that names the place. */
type Rule = (file: Compose) => readonly string[];

const each =
  (check: (name: string, service: Service, file: Compose) => readonly string[]): Rule =>
  (file) =>
    Object.entries(file.services).flatMap(([name, service]) => check(name, service, file));

const eachOwn =
  (check: (name: string, service: Service, file: Compose) => readonly string[]): Rule =>
  (file) =>
    ownServices(file).flatMap(([name, service]) => check(name, service, file));

const when = (isFault: boolean, sentence: string): readonly string[] => (isFault ? [sentence] : []);

// three numbers: a tag that moves with every release of its line is none
const exactTag = /^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?(@sha256:[0-9a-f]{64})?$/;
const numericUser = /^(?:[1-9]\d*|\$\{KNOOPPUNT_UID:\?[^}]+\}):(?:\d+|\$\{KNOOPPUNT_GID:\?[^}]+\})$/;
const secretName = /(?:PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|_KEY)$/;
const urlWithPassword = /\/\/[^/@\s]*:[^/@\s]+@/;

const imagesArePinned = each((name, { image }) => when(!exactTag.test(image), `${name}: ${image} has no exact tag`));

const rightsAreDropped = each((name, service) => [
  ...when(service.cap_drop?.join() !== 'ALL', `${name}: keeps capabilities`),
  ...when((service.cap_add ?? []).length > 0, `${name}: adds capabilities`),
  ...when(service.privileged === true, `${name}: is privileged`),
  ...when(!service.security_opt?.includes('no-new-privileges:true'), `${name}: may gain privileges`),
]);

const usersAreNumbers = each((name, { user, image }) => {
  // these two images name a user of their own, who has no rights either, and own their data folders
  const isOwnUser = /^(?:apache\/kafka|eventstore\/eventstore):/.test(image) && user === undefined;
  return when(!isOwnUser && !numericUser.test(user ?? ''), `${name}: does not say a user other than root`);
});

const oursAreReadOnly = eachOwn((name, service) => [
  ...when(service.read_only !== true, `${name}: can write its own file system`),
  ...when(service.init !== true, `${name}: node would be the first process`),
  ...when(!service.tmpfs?.some((mount) => mount.startsWith('/tmp:')), `${name}: has no /tmp`),
]);

const boundsAreSet = each((name, service) => [
  ...when(service.mem_limit === undefined, `${name}: has no bound on memory`),
  ...when(service.ulimits?.core !== 0, `${name}: may write core files`),
  ...when(service.pids_limit === undefined, `${name}: has no bound on processes`),
  ...when(service.stop_grace_period !== '15s', `${name}: is not given its time to stop`),
  ...when(service.logging?.options['max-size'] === undefined, `${name}: logs without end`),
]);

const isOneShot = ({ restart }: Service): boolean => restart === 'no';

const restartsAreSaid = each((name, service) =>
  when(!isOneShot(service) && service.restart !== 'unless-stopped', `${name}: does not come back after a crash`),
);

const startsWaitForHealth = each((name, service, { services }) => [
  ...when(!isOneShot(service) && service.healthcheck === undefined, `${name}: has no health check`),
  ...Object.entries(service.depends_on ?? {}).flatMap(([other, { condition }]) => {
    const upstream = services[other];
    if (!upstream) return [`${name}: waits for ${other}, which is not there`];
    const wanted = isOneShot(upstream) ? 'service_completed_successfully' : 'service_healthy';
    return when(condition !== wanted, `${name}: waits for ${other} to be ${condition}`);
  }),
]);

const oursWait = eachOwn((name, service, { services }) => {
  const needed = name === 'prepare' ? ['kafka', 'eventstoredb', 'postgres'] : ['prepare'];
  return needed.flatMap((other) =>
    when(!service.depends_on?.[other], `${name}: does not wait for ${other}`).concat(
      when(!services[other], `there is no ${other}`),
    ),
  );
});

const portsAreLoopback = each((name, { ports = [] }) =>
  ports.flatMap((port) => when(!/^127\.0\.0\.1:\d+:\d+$/.test(port), `${name}: ${port} is open to others`)),
);

const networksAreApart = ({ services, networks }: Compose): readonly string[] => {
  const on = (network: string) => Object.keys(services).filter((name) => services[name]?.networks?.includes(network));
  const shares = (one: string, other: string) =>
    Object.keys(networks).some((network) => on(network).includes(one) && on(network).includes(other));
  const published = Object.keys(services).filter((name) => (services[name]?.ports ?? []).length > 0);
  return [
    ...when(shares('gateway', 'eventstoredb'), 'the gateway reaches the event store'),
    ...when(shares('hub', 'kafka'), 'the hub reaches Kafka'),
    ...['kafka', 'eventstoredb', 'postgres'].flatMap((engine) =>
      when(shares('edge', engine), `the edge reaches ${engine}`),
    ),
    ...when(published.join() !== 'edge', `open to the machine: ${published.join()}`),
    ...Object.entries(networks).flatMap(([name, network]) =>
      when(network.internal !== true && on(name).join() !== 'edge', `${name}: leads out of the machine`),
    ),
    ...Object.entries(services).flatMap(([name, service]) =>
      when(!service.networks?.length, `${name}: has no network`),
    ),
  ];
};

const secretsAreFiles = (file: Compose): readonly string[] => [
  ...Object.entries(file.secrets).flatMap(([name, { file: path }]) =>
    when(path !== `./deploy/secrets/${name}`, `the secret ${name} is no file of deploy/secrets`),
  ),
  ...Object.entries(file.services).flatMap(([name, { environment = {}, secrets = [] }]) =>
    Object.entries(environment).flatMap(([setting, value]) => [
      ...when(secretName.test(setting), `${name}: ${setting} holds a secret itself`),
      ...when(urlWithPassword.test(value), `${name}: ${setting} holds a password`),
      ...[...value.matchAll(/^\/run\/secrets\/(.+)$/g)].flatMap(([, secret = '']) =>
        when(!secrets.includes(secret), `${name}: ${setting} names ${secret}, which is not given`),
      ),
    ]),
  ),
  ...Object.entries(file.services).flatMap(([name, { secrets = [] }]) =>
    secrets.flatMap((secret) => when(!file.secrets[secret], `${name}: the secret ${secret} is not declared`)),
  ),
];

/** Only the preparation may change tables, only the worker signs. */
const secretsGoWhereTheyBelong = ({ services }: Compose): readonly string[] => {
  const holders = (secret: string) =>
    Object.keys(services)
      .filter((name) => services[name]?.secrets?.includes(secret))
      .toSorted()
      .join();
  const belongs: Readonly<Record<string, string>> = {
    'postgres-migrator.url': 'prepare',
    'postgres-application.url': 'hub,prepare,worker',
    'postgres-gateway.url': 'gateway',
    'postgres-superuser.password': 'postgres',
    'checkpoint.key': 'worker',
    'root.key': 'gateway,hub,prepare,worker',
    'tls.key': 'edge,keycloak',
  };
  return Object.entries(belongs).flatMap(([secret, wanted]) =>
    when(holders(secret) !== wanted, `${secret} is with ${holders(secret)}, not with ${wanted}`),
  );
};

const rules: readonly Rule[] = [
  imagesArePinned,
  rightsAreDropped,
  usersAreNumbers,
  oursAreReadOnly,
  boundsAreSet,
  restartsAreSaid,
  startsWaitForHealth,
  oursWait,
  portsAreLoopback,
  networksAreApart,
  secretsAreFiles,
  secretsGoWhereTheyBelong,
];

/** What is wrong with a compose file beyond its form: one sentence for each fault. */
export const composeFaults = (file: Compose): readonly string[] => rules.flatMap((rule) => rule(file));
