import kafkajs from 'kafkajs';
import type { AclEntry, Admin } from 'kafkajs';
import { startBroker } from '../../../libs/messaging/test/kafka/broker.js';
import type { Broker } from '../../../libs/messaging/test/kafka/broker.js';
import { Authority } from '../../../libs/messaging/test/kafka/certificates.js';
import type { KafkaStands, Scene } from '../support/scene.js';
import { until } from '../support/until.js';
import { progress } from './kills.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const { TOPIC, GROUP, CLUSTER } = AclResourceTypes;
const { ALL, READ, WRITE } = AclOperationTypes;
const { ALLOW, DENY } = AclPermissionTypes;

type Resource = readonly [type: kafkajs.AclResourceTypes, name: string];
const rule = (
  permissionType: kafkajs.AclPermissionTypes,
  [resourceType, resourceName]: Resource,
  operation: kafkajs.AclOperationTypes,
): AclEntry => ({
  principal: 'User:programs',
  host: '*',
  resourceType,
  resourceName,
  resourcePatternType: ResourcePatternTypes.LITERAL,
  operation,
  permissionType,
});

const resources: readonly Resource[] = [
  [TOPIC, '*'],
  [GROUP, '*'],
  [CLUSTER, 'kafka-cluster'],
];

/** What is withdrawn: writing (of which the gateway lives), reading (the worker). */
const withdrawals = { writing: rule(DENY, [TOPIC, '*'], WRITE), reading: rule(DENY, [TOPIC, '*'], READ) } as const;
type Withdrawn = keyof typeof withdrawals;

const propertiesOf = (authority: Authority): Readonly<Record<string, string | boolean>> => ({
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': authority.file('broker-store.pem'),
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': authority.file('ca.pem'),
  'ssl.client.auth': 'required',
  'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/,DEFAULT',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': false,
  // The controller's own listener is open, on loopback, for this test only.
  'super.users': 'User:broker;User:admin;User:ANONYMOUS',
});

/** A broker that knows our programs by certificate and looks up what they may. */
export class GuardedKafka {
  private readonly authority = new Authority();
  private broker: Broker | undefined;

  constructor() {
    for (const name of ['broker', 'admin', 'programs']) this.authority.issue(name);
  }

  /** How a scene runs on it. */
  get stands(): KafkaStands {
    const { authority } = this;
    return {
      start: () => this.start(),
      settings: {
        KNOOPPUNT_KAFKA_TLS_CA_FILE: authority.file('ca.pem'),
        KNOOPPUNT_KAFKA_TLS_CERT_FILE: authority.file('programs.pem'),
        KNOOPPUNT_KAFKA_TLS_KEY_FILE: authority.file('programs.key'),
      },
      tls: { ...authority.clientOf('admin'), servername: 'localhost' },
    };
  }

  /** Takes a right from the programs. */
  async withdraw(which: Withdrawn): Promise<void> {
    await this.administer((admin) => admin.createAcls({ acl: [withdrawals[which]] }));
  }

  async giveBack(which: Withdrawn): Promise<void> {
    await this.administer((admin) => admin.deleteAcls({ filters: [withdrawals[which]] }));
  }

  remove(): void {
    this.authority.remove();
  }

  private async start(): Promise<Broker> {
    this.broker = await startBroker({ listener: 'SSL', properties: propertiesOf(this.authority) });
    await this.administer((admin) => admin.createAcls({ acl: resources.map((one) => rule(ALLOW, one, ALL)) }));
    return this.broker;
  }

  private async administer(work: (admin: Admin) => Promise<unknown>): Promise<void> {
    const kafka = new kafkajs.Kafka({
      brokers: [...(this.broker?.addresses ?? [])],
      logLevel: kafkajs.logLevel.NOTHING,
      ssl: { ...this.authority.clientOf('admin'), servername: 'localhost' },
    });
    const admin = kafka.admin();
    await admin.connect();
    await work(admin);
    await admin.disconnect();
  }
}

/** Milliseconds until the programs said that they cannot work, and until they could again; deliveries acknowledged meanwhile. */
export type RightGone = { readonly noticedMs: number; readonly backMs: number; readonly falsely: number };

/** Takes the right to write: the gateway refuses, says so, acknowledges nothing, and goes on by itself. */
export const writingWithdrawn = async (scene: Scene, kafka: GuardedKafka): Promise<RightGone> => {
  const { agency } = scene;
  await progress(scene, 10);
  await kafka.withdraw('writing');
  const isNoticed = async (): Promise<boolean> => (await scene.unready()).includes('gateway');
  const noticedMs = await until('the gateway says that it cannot work', isNoticed);
  const [before, busy] = [agency.acknowledged.size, agency.counts.busy];
  await until('deliveries are refused', () => agency.counts.busy >= busy + 20);
  const falsely = agency.acknowledged.size - before;
  await kafka.giveBack('writing');
  const backMs = await scene.ready();
  await progress(scene, 10);
  return { noticedMs, backMs, falsely };
};

/** Takes the right to read: workers end rather than sleep on, and whoever watches over them starts them until it helps. */
export const readingWithdrawn = async (scene: Scene, kafka: GuardedKafka): Promise<RightGone> => {
  await progress(scene, 10);
  await kafka.withdraw('reading');
  const isNoticed = async (): Promise<boolean> => {
    const unready = await scene.unready();
    return scene.workers.every(({ options }) => unready.includes(options.name));
  };
  const noticedMs = await until('no worker says that it can work', isNoticed);
  await progress(scene, 10);
  await kafka.giveBack('reading');
  const began = performance.now();
  await scene.ready();
  return { noticedMs, backMs: performance.now() - began, falsely: 0 };
};
