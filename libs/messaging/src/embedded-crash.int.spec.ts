import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collector } from '../test/scene.js';
import { openEmbeddedMessaging, parkingReasons } from './index.js';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const nodeOptions = ['--disable-warning=ExperimentalWarning', '--experimental-transform-types', '--import'];

describe('embedded messaging in a process that is killed', () => {
  let folder: string;
  let file: string;
  let running: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'messaging-crash-'));
    file = join(folder, 'messaging.sqlite');
  });
  afterEach(async () => {
    running?.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  /** Runs a program to its end, or until `isEnough` says so of its lines; then it is killed. */
  const run = async (program: string, isEnough: (lines: readonly string[]) => boolean = () => false, life = 1) => {
    const options = [...nodeOptions, pathOf('../test/child/resolve.mjs'), pathOf('../test/child/programs.ts')];
    const child = spawn(process.execPath, [...options, program, file, String(life)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running = child;
    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (isEnough(lines)) child.kill('SIGKILL');
    }
    const [, signal] = await exited;
    return { lines, signal };
  };
  const prepare = async (...messages: readonly (readonly [key: string, text: string])[]) => {
    const partitions = messages.length === 0 ? 4 : 1;
    const messaging = await openEmbeddedMessaging({ file });
    await messaging.createTopics([{ name: 't', partitions }]);
    for (const [key, text] of messages) await messaging.publish('t', { key, value: Buffer.from(text), headers: {} });
    await messaging.close();
  };
  const readAll = async (group: string) => {
    const messaging = await openEmbeddedMessaging({ file });
    const got = collector();
    const consumer = await messaging.consume({ topics: ['t'], group, onMessage: got.onMessage });
    await consumer.settled();
    await messaging.close();
    return got;
  };

  it.each([20, 150, 400])(
    'keeps every message that was acknowledged, in order of its key (killed after %i)',
    async (count) => {
      await prepare();
      const { lines, signal } = await run('publishForEver', (said) => said.length >= count);
      expect(signal).toBe('SIGKILL');
      expect(lines.length).toBeGreaterThanOrEqual(count);
      const texts = (await readAll('reader')).texts();
      expect(new Set(texts).size).toBe(texts.length);
      for (const key of ['a', 'b', 'c', 'd']) {
        const ofKey = texts.filter((text) => text.startsWith(key));
        expect(ofKey).toEqual(ofKey.map((_text, index) => `${key}-${index}`));
        expect(lines.filter((line) => line.startsWith(key) && !ofKey.includes(line))).toEqual([]);
      }
    },
  );

  it('delivers again what was in mid-effect, counting, and in order of its key', async () => {
    await prepare(['k', 'done'], ['k', 'held'], ['k', 'after']);
    const { lines, signal } = await run('dieInEffect');
    expect([signal, lines]).toEqual(['SIGKILL', ['done 1', 'held 1']]);
    const got = await readAll('g');
    const again = got.seen.map(({ attempt }, index) => `${got.texts()[index]} ${attempt}`);
    // The offset of `done` may have been on its way to the disk when the process died.
    expect(again.filter((line) => !line.startsWith('done'))).toEqual(['held 2', 'after 1']);
  });

  it('parks the message that kills the process each time, and none of those that were under way beside it', async () => {
    const neighbours = Array.from({ length: 12 }, (_, index) => `n${index}`);
    await prepare(['n0', 'n0'], ['deadly', 'deadly'], ...neighbours.slice(1).map((name) => [name, name] as const));
    const lives = [];
    do lives.push(await run('meetTheDeadly', undefined, lives.length + 1));
    while (lives.at(-1)?.signal === 'SIGKILL' && lives.length < 9);

    const said = lives.map(({ lines }) => lines.filter((line) => line.startsWith('deadly')));
    expect(said).toEqual([['deadly 1'], ['deadly 2'], ['deadly 3'], []]);
    expect(lives.at(-1)?.lines.at(-1)).toBe('settled');
    const handled = new Set(lives.flatMap(({ lines }) => lines.map((line) => line.split(' ')[0])));
    expect(neighbours.filter((name) => !handled.has(name))).toEqual([]);

    const messaging = await openEmbeddedMessaging({ file });
    expect(await messaging.deadLetters('g')).toMatchObject([
      { key: 'deadly', attempt: 3, reason: parkingReasons.attemptsExhausted },
    ]);
    await messaging.close();
  });
});
