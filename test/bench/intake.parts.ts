import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { cpuMs } from './cpu.js';
import type { Fixture } from './fixture.js';
import type { Asked, Parts, Sample } from './harness.js';
import { collegeHeaders, startHub, watchAppends, watchLoop } from './hub.js';
import { startPlainApp } from './plain-app.js';

const streamOf = (contribution: string): string => `contribution-${contribution}`;

/** The hub as it is. `begin` starts a round; `durable` waits for these contributions to lie in the event store. */
const hubPart = async ({ folder }: Fixture): Promise<Asked> => {
  const { hub, base } = await startHub(folder);
  const appends = watchAppends(hub);
  const loop = watchLoop();
  let before = process.cpuUsage();
  return {
    where: async () => ({ base, headers: await collegeHeaders(hub.issuer) }),
    begin: () => {
      before = process.cpuUsage();
      loop.start();
    },
    durable: async (contributions: readonly string[]) => ({
      moments: await appends.all(contributions.map(streamOf)),
      ...loop.stop(),
    }),
    settled: async () => {
      await hub.worker.settled();
      return { cpuMs: cpuMs(before) };
    },
    close: () => hub.close(),
  };
};

/** Envelopes of contributions as the hub stored them. */
const envelopesOf = async (store: EventStore): Promise<readonly Uint8Array[]> => {
  const page = await store.readAll({ maxCount: 1_000 });
  return page.filter(({ type }) => type === 'ContributionSupplied').map(({ bytes }) => bytes);
};

const appenderTo = async (folder: string) => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const envelopes = await envelopesOf(store);
  let next = 0;
  const append = async (): Promise<string> => {
    const id = randomUUID();
    const bytes = envelopes[next++ % envelopes.length] as Uint8Array;
    await store.append(streamOf(id), [{ id, type: 'ContributionSupplied', bytes }], 'no-stream');
    return id;
  };
  return { append, envelopes, close: () => store.close() };
};

/** The peer: a bare Nest POST of the same body, alone and with a raw append of the same bytes before it answers. */
const peerPart = async ({ folder }: Fixture): Promise<Asked> => {
  const store = await appenderTo(folder);
  @Controller()
  class PlainController {
    @Post('plain')
    @HttpCode(202)
    plain(@Body() body: { readonly id: string }) {
      return { id: body.id, status: 'ontvangen' };
    }

    @Post('append')
    @HttpCode(202)
    async append(@Body() _body: unknown) {
      return { id: await store.append(), status: 'ontvangen' };
    }
  }
  const { base, close } = await startPlainApp(PlainController);
  let before = process.cpuUsage();
  return {
    where: () => ({ base, headers: {} }),
    begin: () => {
      before = process.cpuUsage();
    },
    settled: () => ({ cpuMs: cpuMs(before) }),
    close: async () => {
      await close();
      await store.close();
    },
  };
};

type Round = { readonly count: number; readonly together: number };

/** Time per append of a whole round. */
const timed = async (count: number, work: () => Promise<void>): Promise<Sample> => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  return { ms: (performance.now() - started) / count, cpuMs: cpuMs(cpu) / count };
};

/** The limits: the event store alone, so many appends at a time; and a bare file, one fdatasync for so many writes. */
const limitsPart = async ({ folder }: Fixture): Promise<Asked> => {
  const store = await appenderTo(folder);
  const file = openSync(join(folder, 'bare.log'), 'a');
  return {
    append: ({ count, together }: Round) =>
      timed(count, async () => {
        let left = count;
        const one = async (): Promise<void> => {
          while (left-- > 0) await store.append();
        };
        await Promise.all(Array.from({ length: together }, one));
      }),
    file: ({ count, together }: Round) =>
      timed(count, () => {
        for (let written = 0; written < count; written += together) {
          for (let at = 0; at < together; at++) {
            writeSync(file, store.envelopes[(written + at) % store.envelopes.length] as Uint8Array);
          }
          fdatasyncSync(file);
        }
        return Promise.resolve();
      }),
    close: async () => {
      closeSync(file);
      await store.close();
    },
  };
};

/** Parts of the benchmark of intake. */
export const intakeParts: Parts = { hub: hubPart, peer: peerPart, limits: limitsPart };
