import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DomainError, isDomainError } from '@knooppunt/kernel';
import { openKafkaMessaging } from '@knooppunt/messaging';
import type { KafkaMessaging } from '@knooppunt/messaging';
import { argumentsFault, ConfigInvalid, exitCodes, readDeadLettersConfig } from '@knooppunt/platform';

// The operator's tool for parked messages. It shows places, ids, counts and codes; never headers or values.

const usage = `npm run dead-letters -- <command> [--group <group>] [--brokers <host:port,...>]
  list                                        what is parked, a line per key; without --group: of every group
  show     --topic <t> --partition <n> --offset <n>   one parked message, without its content
  retry    --topic <t> --partition <n> --offset <n>   delivers all that is parked under its key again, in order
  discard  --topic <t> --partition <n> --offset <n>   erases this message for good
All but list need --group: the consumer's name (the worker's is intake). Brokers come from --brokers, else from
KNOOPPUNT_KAFKA_BROKERS, else from what \`npm run engines -- up\` started here; TLS and SASL from the settings KNOOPPUNT_KAFKA_*
(docs/operations.md).`;

/** The command line says something that the tool does not know. */
class Misuse extends DomainError {
  readonly code = 'worker/misuse';
}

/** There is nothing there of what is asked. */
class NotThere extends DomainError {
  readonly code = 'worker/not-there';
}

type Values = Readonly<Record<'group' | 'brokers' | 'topic' | 'partition' | 'offset', string | undefined>>;

const runningFile = join('var', 'engines', 'running.json');

/** The brokers of `npm run engines -- up`, where it was called in this folder. */
const brokersHere = (): string | undefined => {
  try {
    const running = JSON.parse(readFileSync(runningFile, 'utf8')) as { readonly kafka?: { readonly address?: string } };
    return running.kafka?.address;
  } catch {
    return undefined;
  }
};

const openFor = async ({ brokers }: Values): Promise<KafkaMessaging> => {
  const named = brokers ?? process.env['KNOOPPUNT_KAFKA_BROKERS'] ?? brokersHere();
  if (named === undefined) throw new Misuse('no brokers are named');
  const { kafka } = readDeadLettersConfig({ ...process.env, KNOOPPUNT_KAFKA_BROKERS: named });
  return openKafkaMessaging({ ...kafka, clientId: 'dead-letters' });
};

const numberOf = (text: string | undefined): number => {
  const value = Number(text ?? '');
  if (text === undefined || !Number.isSafeInteger(value) || value < 0) throw new Misuse('a place needs whole numbers');
  return value;
};

const placeOf = ({ topic, partition, offset }: Values) => {
  if (!topic) throw new Misuse('no topic is named');
  return { topic, partition: numberOf(partition), offset: numberOf(offset) };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const entryAt = async (messaging: KafkaMessaging, group: string, values: Values) => {
  const { topic, partition, offset } = placeOf(values);
  const entry = (await messaging.parked(group)).find(
    (one) => one.topic === topic && one.partition === partition && one.offset === offset,
  );
  if (!entry) throw new NotThere('nothing is parked at this place (list shows which places there are)');
  return entry;
};

const list = async (messaging: KafkaMessaging, group: string): Promise<void> => {
  const lines = Map.groupBy(await messaging.parked(group), ({ topic, partition, key }) =>
    JSON.stringify([topic, partition, key]),
  );
  for (const [first, ...later] of lines.values()) {
    if (!first) continue;
    const { topic, partition, offset, reason, parkedAt, isOrdered } = first;
    const state = isOrdered ? 'ordered again' : 'parked';
    say(`${topic} ${partition} ${offset} ${reason} ${parkedAt} ${state}, ${later.length} behind it`);
  }
  say(`keys parked for ${group}: ${lines.size}`);
};

type Command = (messaging: KafkaMessaging, group: string, values: Values) => Promise<void>;
const commands: Readonly<Record<string, Command>> = {
  list,
  show: async (messaging, group, values) => {
    const { topic, partition, offset, key, attempt, reason, parkedAt, isOrdered } = await entryAt(
      messaging,
      group,
      values,
    );
    say(JSON.stringify({ topic, partition, offset, key, attempt, reason, parkedAt, isOrdered }, undefined, 2));
  },
  retry: async (messaging, group, values) => {
    const count = await messaging.redrive(group, await entryAt(messaging, group, values));
    say(`${count} messages are delivered again`);
  },
  discard: async (messaging, group, values) => {
    const { topic, partition, offset } = await entryAt(messaging, group, values);
    await messaging.discard(group, { topic, partition, offset });
    say(`${topic} ${partition} ${offset} is erased`);
  },
};

const text = { type: 'string' } as const;
const parsed = () => {
  const options = { group: text, brokers: text, topic: text, partition: text, offset: text };
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new Misuse(argumentsFault(error).en);
  }
};
const readArguments = () => {
  const { values, positionals } = parsed();
  const [name, ...more] = positionals;
  if (name === undefined || !Object.hasOwn(commands, name) || more.length > 0) throw new Misuse('no such command');
  const { group } = values;
  if (group === undefined && name !== 'list') throw new Misuse('no group is named');
  return { command: commands[name] ?? list, group, values: values as Values };
};

/** The groups that are meant: the one that is named, if it is one that parks anything, or all of them. */
const groupsFor = async (messaging: KafkaMessaging, named: string | undefined): Promise<readonly string[]> => {
  const groups = await messaging.deadLetterGroups();
  if (named === undefined) return groups;
  if (groups.includes(named)) return [named];
  throw new NotThere(`no group \`${named}\` parks anything here; those that do: ${groups.join(', ') || 'none'}`);
};

const main = async (): Promise<void> => {
  const { command, group, values } = readArguments();
  const messaging = await openFor(values);
  try {
    const groups = await groupsFor(messaging, group);
    if (groups.length === 0) say('no group parks anything here: no topic for dead letters is there');
    for (const one of groups) await command(messaging, one, values);
  } finally {
    await messaging.close();
  }
};

const asksForHelp = process.argv.slice(2).some((word) => word === '--help' || word === '-h');

try {
  if (asksForHelp) say(usage);
  else await main();
} catch (error) {
  const isMisuse = error instanceof Misuse;
  const faults = error instanceof ConfigInvalid ? error.faults : undefined;
  process.stderr.write(
    `${faults ? faults.join('\n') : isDomainError(error) ? `${error.code}: ${error.message}` : String(error)}\n`,
  );
  if (isMisuse) process.stderr.write(`${usage}\n`);
  process.exitCode = isMisuse || error instanceof NotThere ? 2 : faults ? exitCodes.configuration : 1;
}
