import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaId } from './kafka-id.mjs';
import { freePort, programOf, startProcess, stopProcess } from './processes.mjs';

const pom = fileURLToPath(new URL('./kafka.pom.xml', import.meta.url));
const cacheRoot =
  process.env.KNOOPPUNT_ENGINES_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'knooppunt', 'engines');
// Another pom is another folder: what lies there is never changed.
const cache = join(cacheRoot, `kafka-${createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)}`);
const jars = join(cache, 'jars');
const formatted = join(cache, 'formatted');
const archive = join(cache, 'classes.jsa');
const readyLine = 'Kafka Server started';

/** Writes a folder aside and moves it into place, so that half of it is never used; whoever comes second uses the first. */
const once = (target, fill) => {
  if (existsSync(target)) return;
  const part = `${target}.part-${process.pid}`;
  fill(part);
  try {
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
};

// Sorted: a class archive is good for one order of the class path only.
const classPath = () =>
  readdirSync(jars)
    .filter((file) => file.endsWith('.jar'))
    .sort()
    .map((file) => join(jars, file))
    .join(':');

const javaOptions = (folder) => [
  '-Xms64m',
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  `-Djava.io.tmpdir=${folder}`,
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-Xlog:cds=off',
  '-Xlog:cds+dynamic=off',
];

const propertiesOf = ({ id, nodes, home, listener = 'PLAINTEXT', more = {} }) => {
  const { broker, controller } = nodes.find((node) => node.id === id);
  const replicas = Math.min(3, nodes.length);
  const inSync = Math.max(1, replicas - 1);
  return {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': nodes.map((node) => `${node.id}@127.0.0.1:${node.controller}`).join(','),
    listeners: `${listener}://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `${listener}://127.0.0.1:${broker}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': listener,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL',
    'log.dirs': join(home, 'data'),
    'auto.create.topics.enable': false,
    'unclean.leader.election.enable': false,
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 4,
    // 30 days: longer than topics keep messages.
    'offsets.retention.minutes': 43_200,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'log.cleaner.dedupe.buffer.size': 2 * 1024 * 1024,
    'log.cleaner.threads': 1,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    'controlled.shutdown.enable': nodes.length > 1,
    // A node that was killed may register again only when its old session is over (default 9 s).
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    ...more,
  };
};

const write = (file, properties) =>
  writeFileSync(
    file,
    Object.entries(properties)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );

/** Gives a node its formatted data folder, unless it has one: a copy with a cluster, a node and a folder id of its own. */
const format = (data, { clusterId, id }) => {
  if (existsSync(data)) return;
  const part = `${data}.part`;
  rmSync(part, { recursive: true, force: true });
  cpSync(formatted, part, { recursive: true });
  const meta = join(part, 'meta.properties');
  const text = readFileSync(meta, 'utf8')
    .replace(/^cluster\.id=.*$/m, `cluster.id=${clusterId}`)
    .replace(/^node\.id=.*$/m, `node.id=${id}`)
    // Nodes that share this id never find each other, and say nothing.
    .replace(/^directory\.id=.*$/m, `directory.id=${kafkaId()}`);
  writeFileSync(meta, text);
  renameSync(part, data);
};

/** Formats a data folder with users that log in by password: Kafka takes the first of them at no other moment. */
const formatWithUsers = (data, { clusterId, home, conf, scram }) => {
  if (existsSync(data)) return;
  const tool = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', conf];
  const users = scram.flatMap((user) => ['--add-scram', user]);
  execFileSync('java', [...javaOptions(home), '-cp', classPath(), ...tool, ...users], {
    stdio: 'pipe',
    encoding: 'utf8',
  });
};

const makeTemplate = (part) => {
  const folder = `${part}.work`;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'server.properties');
  const properties = propertiesOf({ id: 1, nodes: [{ id: 1, broker: 1, controller: 2 }], home: folder });
  write(file, { ...properties, 'log.dirs': part });
  const tool = ['kafka.tools.StorageTool', 'format', '-t', kafkaId(), '-c', file];
  execFileSync('java', [...javaOptions(folder), '-cp', classPath(), ...tool], { stdio: 'pipe', encoding: 'utf8' });
  rmSync(folder, { recursive: true });
};

/** Lets one broker run for a moment and keep what it loaded: starts take a third of the time afterwards. */
const makeArchive = async (part) => {
  const folder = `${part}.work`;
  mkdirSync(folder, { recursive: true });
  const { processes } = await kafka.plan(folder, { nodes: 1 });
  const [broker] = processes;
  const args = [`-XX:ArchiveClassesAtExit=${part}`, ...broker.args];
  const running = await startProcess({ ...broker, args }, { detached: false });
  await stopProcess(running, { graceMs: 60_000 });
  rmSync(folder, { recursive: true });
};

/** The broker: one node or more, each controller and broker at once (KRaft), on loopback. */
export const kafka = {
  name: 'kafka',

  /** Why this machine cannot run it, or undefined. */
  missing() {
    if (!programOf('java')) return 'java (17 or newer) is not installed';
    if (!existsSync(jars) && !programOf('mvn')) return 'mvn is not installed, and the jars were not fetched before';
    return undefined;
  },

  /** Why what lies in the folder is not what is asked for, or undefined: a cluster keeps the number of nodes that it began with. */
  refuses(folder, { nodes }) {
    const file = join(folder, 'cluster.json');
    if (nodes === undefined || !existsSync(file)) return undefined;
    const { length } = JSON.parse(readFileSync(file, 'utf8')).nodes;
    if (length === Number(nodes)) return undefined;
    return `the cluster in ${folder} has ${length} node${length === 1 ? '' : 's'}, not ${nodes}: stop it and remove that folder, or name another with --folder`;
  },

  /** Fetches the jars from Maven Central, once; later calls cost nothing. */
  async prepare() {
    mkdirSync(cache, { recursive: true });
    once(jars, (part) =>
      execFileSync(
        'mvn',
        ['-B', '-ntp', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${part}`],
        { stdio: ['ignore', 'inherit', 'inherit'] },
      ),
    );
    once(formatted, makeTemplate);
    if (existsSync(archive)) return;
    const part = join(tmpdir(), `knooppunt-classes-${process.pid}.jsa`);
    await makeArchive(part);
    if (!existsSync(part)) return;
    cpSync(part, `${archive}.part-${process.pid}`);
    rmSync(part);
    renameSync(`${archive}.part-${process.pid}`, archive);
  },

  /**
   * Lays out a cluster in a folder, or takes up the one that lies there, and says which processes make it.
   * `options`: nodes (of a new cluster), `properties` for each server.properties, `listener` (PLAINTEXT, SSL or SASL_SSL), `scram` (users, as StorageTool takes them).
   */
  async plan(folder, options = {}) {
    const file = join(folder, 'cluster.json');
    const known = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : {
          clusterId: kafkaId(),
          nodes: Array.from({ length: Number(options.nodes ?? 1) }, (_, at) => ({ id: at + 1 })),
        };
    const nodes = [];
    for (const { id, broker, controller } of known.nodes)
      nodes.push({ id, broker: await freePort(broker), controller: await freePort(controller) });
    const { clusterId } = known;
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify({ clusterId, nodes }));
    const processes = nodes.map(({ id }) => {
      const home = join(folder, `node-${id}`);
      mkdirSync(home, { recursive: true });
      const conf = join(home, 'server.properties');
      const { properties, listener, scram = [] } = options;
      write(conf, propertiesOf({ id, nodes, home, more: properties, listener }));
      if (scram.length > 0) formatWithUsers(join(home, 'data'), { clusterId, home, conf, scram });
      else format(join(home, 'data'), { clusterId, id });
      const shared = existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : [];
      return {
        name: `kafka-${id}`,
        command: programOf('java'),
        args: [...shared, ...javaOptions(home), '-cp', classPath(), 'kafka.Kafka', conf],
        log: join(home, 'server.log'),
        // It comes after the broker may serve.
        ready: readyLine,
      };
    });
    return { address: nodes.map(({ broker }) => `127.0.0.1:${broker}`).join(','), processes };
  },
};
