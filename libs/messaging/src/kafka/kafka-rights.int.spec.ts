import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { AclEntry, Admin } from 'kafkajs';
import { isDomainError } from '@knooppunt/kernel';
import { eventually } from '../../test/kafka/bare.js';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { Authority } from '../../test/kafka/certificates.js';
import { collector } from '../../test/scene.js';
import { openKafkaMessaging } from '../index.js';
import type { KafkaMessaging } from '../index.js';

// A real broker on a busy machine: once more where a step of the cluster took longer than its client waits, and the first fault is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const police = 'signals.POL';
const tax = 'signals.BEL';
const group = 'intake';

const allow = (
  principal: string,
  resourceType: kafkajs.AclResourceTypes,
  [resourceName, isPrefix]: readonly [name: string, isPrefix?: boolean],
  operation: kafkajs.AclOperationTypes,
): AclEntry => ({
  principal: `User:${principal}`,
  host: '*',
  resourceType,
  resourceName,
  resourcePatternType: isPrefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
  operation,
  permissionType: AclPermissionTypes.ALLOW,
});
const { TOPIC, GROUP } = AclResourceTypes;
const { READ, WRITE, DESCRIBE } = AclOperationTypes;

/** What each party may do: the gateway of a kind writes to its own topic, the worker reads all and parks. */
const rights: readonly AclEntry[] = [
  ...[WRITE, DESCRIBE].map((operation) => allow('gateway-POL', TOPIC, [police], operation)),
  ...[WRITE, DESCRIBE].map((operation) => allow('gateway-BEL', TOPIC, [tax], operation)),
  ...[READ, DESCRIBE].map((operation) => allow('worker', TOPIC, ['signals.', true], operation)),
  ...[group, `${group}-again`].flatMap((name) =>
    [READ, WRITE, DESCRIBE].map((operation) => allow('worker', TOPIC, [`${name}.dead-letters`], operation)),
  ),
  allow('worker', GROUP, [group, true], READ),
];

describeWithBroker('a broker that knows its clients by certificate', () => {
  let authority: Authority;
  let broker: Broker;
  const opened: KafkaMessaging[] = [];

  const open = async (name: string, by: Authority = authority) => {
    const messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: name,
      replication: 1,
      minInsync: 1,
      tls: { ...by.clientOf(name), servername: 'localhost', ca: authority.clientOf('admin').ca ?? '' },
      callMs: 10_000,
      fetchWaitMs: 50,
    });
    opened.push(messaging);
    return messaging;
  };
  const asAdmin = async (work: (admin: Admin) => Promise<unknown>): Promise<void> => {
    const kafka = new kafkajs.Kafka({
      brokers: [...broker.addresses],
      logLevel: kafkajs.logLevel.NOTHING,
      ssl: { ...authority.clientOf('admin'), servername: 'localhost' },
    });
    const admin = kafka.admin();
    await admin.connect();
    await work(admin);
    await admin.disconnect();
  };
  const message = (text: string) => ({ key: text, value: Buffer.from(text), headers: {} });

  beforeAll(async () => {
    authority = new Authority();
    for (const name of ['broker', 'admin', 'gateway-POL', 'gateway-BEL', 'worker', 'nobody']) authority.issue(name);
    broker = await startBroker({
      listener: 'SSL',
      properties: {
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
      },
    });
    const messaging = await open('admin');
    await messaging.createTopics([police, tax].map((name) => ({ name, partitions: 1 })));
    await messaging.createDeadLetters(group);
    await messaging.createDeadLetters(`${group}-again`);
    await asAdmin((admin) => admin.createAcls({ acl: [...rights] }));
  });
  afterEach(() => Promise.all(opened.splice(0).map((messaging) => messaging.close())));
  afterAll(async () => {
    await broker.stop();
    authority.remove();
  });

  it('takes from a kind what goes to its own topic, and gives it to the worker', async () => {
    const [gateway, worker] = [await open('gateway-POL'), await open('worker')];
    await gateway.publish(police, message('own'));
    const got = collector();
    const consumer = await worker.consume({ topics: [police, tax], group, onMessage: got.onMessage });
    await consumer.settled();
    expect(got.texts()).toEqual(['own']);
  });

  it('does not even show a kind the topic of another', async () => {
    const gateway = await open('gateway-BEL');
    await expect(gateway.publish(police, message('foreign'))).rejects.toMatchObject({
      code: 'messaging/unknown-topic',
    });
  });

  it('refuses a writer who may only read, for what Kafka says and not for want of an answer', async () => {
    const worker = await open('worker');
    await expect(worker.publish(police, message('forged'))).rejects.toMatchObject({
      code: 'messaging/unavailable',
      message: 'kafka refuses: TOPIC_AUTHORIZATION_FAILED',
    });
  });

  it('lets nobody read in the name of a group that is not theirs', async () => {
    const gateway = await open('gateway-POL');
    const onMessage = () => Promise.resolve();
    await expect(gateway.consume({ topics: [police], group, onMessage })).rejects.toMatchObject({
      code: 'messaging/unavailable',
    });
  });

  it('says that it cannot work while its right is withdrawn, and works on when it has it again, with nothing lost', async () => {
    const [gateway, worker] = [await open('gateway-POL'), await open('worker')];
    await gateway.publish(police, message('before'));
    const withdrawn = { ...allow('gateway-POL', TOPIC, [police], WRITE), permissionType: AclPermissionTypes.DENY };
    await asAdmin((admin) => admin.createAcls({ acl: [withdrawn] }));
    const refused = async (): Promise<boolean> => {
      const failure = await gateway.publish(police, message('meanwhile')).catch((error: unknown) => error);
      return isDomainError(failure) && failure.code === 'messaging/unavailable';
    };
    // the broker hears of it a moment later
    await eventually(refused);
    await expect(gateway.ping(10_000)).rejects.toMatchObject({ code: 'messaging/unavailable' });
    await asAdmin((admin) => admin.deleteAcls({ filters: [withdrawn] }));
    await eventually(() =>
      gateway.ping(10_000).then(
        () => true,
        () => false,
      ),
    );
    await eventually(async () => !(await refused()));
    await gateway.publish(police, message('after'));
    const got = collector();
    const consumer = await worker.consume({ topics: [police], group: `${group}-again`, onMessage: got.onMessage });
    await consumer.settled();
    expect(got.texts()).toEqual(expect.arrayContaining(['before', 'meanwhile', 'after']));
  });

  it('turns away a certificate of another authority, whatever name it bears', async () => {
    const forger = new Authority();
    forger.issue('admin');
    await expect(open('admin', forger)).rejects.toMatchObject({ code: 'messaging/unavailable' });
    forger.remove();
  });
});
