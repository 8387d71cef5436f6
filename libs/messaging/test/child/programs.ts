import { writeSync } from 'node:fs';
import { openEmbeddedMessaging } from '../../src/index.js';
import type { Delivery, Messaging } from '../../src/index.js';

// The programs of the crash specs: `<program> <file> <life>`, lives counted from 1. Each says what it did on stdout, line by line, at once.

const [program = '', file = '', life = ''] = process.argv.slice(2);
/** Says a line at once. The pipe may be full while its reader is busy: then it is tried again, for the line must not be lost. */
const say = (line: string): void => {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
};
const textOf = ({ value }: Delivery): string => Buffer.from(value).toString();
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

/** Publishes until it is killed; says each message once it was acknowledged. */
const publishForEver = async (messaging: Messaging): Promise<void> => {
  const lane = async (key: string): Promise<void> => {
    for (let count = 0; ; count++) {
      const text = `${key}-${count}`;
      await messaging.publish('t', { key, value: Buffer.from(text), headers: {} });
      say(text);
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(lane));
};

/** Handles `done`, then dies in the effect of `held`. */
const dieInEffect = async (messaging: Messaging): Promise<void> => {
  await messaging.consume({
    topics: ['t'],
    group: 'g',
    onMessage: async (delivery) => {
      say(`${textOf(delivery)} ${delivery.attempt}`);
      if (textOf(delivery) === 'held') await die();
    },
  });
};

/** Handles all but `deadly`, which kills it: the first time only once seven others are under way beside it. */
const meetTheDeadly = async (messaging: Messaging): Promise<void> => {
  const isFirstLife = life === '1';
  const crowded = Promise.withResolvers<void>();
  let underWay = 0;
  const consumer = await messaging.consume({
    topics: ['t'],
    group: 'g',
    concurrency: 8,
    maxAttempts: 3,
    onMessage: async (delivery) => {
      if (++underWay === 8) crowded.resolve();
      if (textOf(delivery) === 'deadly') {
        say(`deadly ${delivery.attempt}`);
        if (isFirstLife) await crowded.promise;
        await die();
      }
      if (isFirstLife) await crowded.promise;
      await new Promise(setImmediate);
      underWay -= 1;
      say(`${textOf(delivery)} ${delivery.attempt}`);
    },
  });
  await consumer.settled();
  await messaging.close();
  say('settled');
};

const programs: Readonly<Record<string, (messaging: Messaging) => Promise<void>>> = {
  publishForEver,
  dieInEffect,
  meetTheDeadly,
};
await programs[program]?.(await openEmbeddedMessaging({ file }));
