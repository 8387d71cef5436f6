import { afterAll, beforeAll, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { describeWithBroker, startBroker } from '../../test/kafka/broker.js';
import type { Broker } from '../../test/kafka/broker.js';
import { Authority } from '../../test/kafka/certificates.js';
import { openKafkaMessaging } from '../index.js';
import type { KafkaMessaging } from '../index.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
const password = 'a password of this test';
const module = 'org.apache.kafka.common.security';

describeWithBroker('a broker that knows its clients by SCRAM over TLS', () => {
  let authority: Authority;
  let broker: Broker;
  const opened: KafkaMessaging[] = [];
  const tls = () => ({ ca: authority.clientOf('broker').ca ?? '', servername: 'localhost' });
  const open = async (username: string, secret = password, ssl = true) => {
    const messaging = await openKafkaMessaging({
      brokers: broker.addresses,
      clientId: username,
      replication: 1,
      minInsync: 1,
      callMs: 8000,
      ...(ssl ? { tls: tls() } : {}),
      sasl: { mechanism: 'scram-sha-512', username, password: secret },
    });
    opened.push(messaging);
    return messaging;
  };
  const message = { key: 'k', value: Buffer.from('own'), headers: {} };

  beforeAll(async () => {
    authority = new Authority();
    authority.issue('broker');
    const plain = `${module}.plain.PlainLoginModule required username="broker" password="${password}" user_broker="${password}";`;
    broker = await startBroker({
      listener: 'SASL_SSL',
      scram: ['admin', 'gateway-POL'].map((name) => `SCRAM-SHA-512=[name=${name},password=${password}]`),
      properties: {
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': authority.file('broker-store.pem'),
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': authority.file('ca.pem'),
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
        'sasl.mechanism.inter.broker.protocol': 'PLAIN',
        'listener.name.sasl_ssl.plain.sasl.jaas.config': plain,
        'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `${module}.scram.ScramLoginModule required;`,
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'allow.everyone.if.no.acl.found': false,
        // The controller's own listener is open, on loopback, for this test only.
        'super.users': 'User:broker;User:admin;User:ANONYMOUS',
      },
    });
    await (
      await open('admin')
    ).prepare(
      ['signals.pol', 'signals.bel'].map((name) => ({ name, partitions: 1 })),
      [],
    );
    const sasl = { mechanism: 'scram-sha-512', username: 'admin', password } as const;
    const brokers = [...broker.addresses];
    const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING, ssl: tls(), sasl });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createAcls({
      acl: [AclOperationTypes.WRITE, AclOperationTypes.DESCRIBE].map((operation) => ({
        principal: 'User:gateway-POL',
        host: '*',
        resourceType: AclResourceTypes.TOPIC,
        resourceName: 'signals.pol',
        resourcePatternType: ResourcePatternTypes.LITERAL,
        permissionType: AclPermissionTypes.ALLOW,
        operation,
      })),
    });
    await admin.disconnect();
  });
  afterAll(async () => {
    await Promise.all(opened.splice(0).map((messaging) => messaging.close()));
    await broker.stop();
    authority.remove();
  });

  it('takes from a kind what goes to its own topic, and shows it no other', async () => {
    const gateway = await open('gateway-POL');
    await gateway.publish('signals.pol', message);
    await expect(gateway.publish('signals.bel', message)).rejects.toMatchObject({ code: 'messaging/unknown-topic' });
  });

  it('turns away a wrong password, a name that it does not know, and who comes without TLS', async () => {
    const away = { code: 'messaging/unavailable' };
    await expect(open('gateway-POL', 'another password')).rejects.toMatchObject(away);
    await expect(open('nobody')).rejects.toMatchObject(away);
    await expect(open('gateway-POL', password, false)).rejects.toMatchObject(away);
  });
});
