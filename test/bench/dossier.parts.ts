import type { AnyEvent } from '@knooppunt/cases';
import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import type { Recorded, StreamName } from '@knooppunt/kernel';
import { sealContextOf } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';
import { Controller, Get } from '@nestjs/common';
import { openEngines } from '../../apps/standalone/src/engines/embedded.js';
import { cpuMs } from './cpu.js';
import { dossierOf } from './fixture.js';
import type { Fixture } from './fixture.js';
import type { Asked, Parts, Sample } from './harness.js';
import { startHub } from './hub.js';
import { startPlainApp } from './plain-app.js';
import { readerHeaders } from './play.js';

const decoder = new TextDecoder();

/** The hub as it is, asked for the dossier of its case. */
const hubPart = async ({ folder, caseId }: Fixture): Promise<Asked> => {
  const { hub, base } = await startHub(folder);
  let before = process.cpuUsage();
  return {
    where: async () => ({ base, path: dossierOf(caseId), headers: await readerHeaders(hub.issuer) }),
    begin: () => {
      before = process.cpuUsage();
    },
    settled: async (): Promise<Sample> => {
      await hub.worker.settled();
      return { cpuMs: cpuMs(before) };
    },
    close: () => hub.close(),
  };
};

type Shown = { readonly stream: StreamName; readonly revision: bigint; readonly blocks: readonly string[] };
type Disclosed = Recorded & Extract<AnyEvent, { type: 'DisclosureRecorded' }>;

/** What the newest disclosure of the case's dossier opened: a block has a digest where something of it was sent. */
const openedBlocks = async (store: EventStore): Promise<readonly Shown[]> => {
  let newest: Disclosed | undefined;
  for (let after: string | undefined; ;) {
    const page = await store.readAll({ maxCount: 500, ...(after === undefined ? {} : { after }) });
    for (const stored of page) {
      if (stored.type !== 'DisclosureRecorded') continue;
      const disclosed = decodeEvent(stored) as Disclosed;
      if (disclosed.data.view === 'casus-dossier') newest = disclosed;
    }
    after = page.at(-1)?.position;
    if (page.length < 500) break;
  }
  const items = newest?.data.items ?? [];
  const opened = items.map(({ stream, revision, blocks }) => ({
    stream,
    revision: BigInt(revision),
    blocks: blocks.filter(({ digest }) => digest !== undefined).map(({ block }) => block),
  }));
  return opened.filter(({ blocks }) => blocks.length > 0);
};

const readerOf = (store: EventStore, opener: Opener, shown: readonly Shown[]) => async () => {
  const item = async ({ stream, revision, blocks }: Shown) => {
    const [stored] = await store.read(stream, { from: revision, maxCount: 1 });
    if (!stored) throw new TypeError(`\`${stream}\` is empty`);
    const event = decodeEvent(stored);
    const open = async (name: string) => {
      const sealed = event.sealed?.[name];
      const opened = sealed ? await opener.open(sealed, name, sealContextOf(event)) : 'destroyed';
      if (opened === 'destroyed') throw new TypeError(`block \`${name}\` of \`${stream}\` cannot be opened`);
      return { blok: name, velden: JSON.parse(decoder.decode(opened)) as unknown };
    };
    return { soort: event.type, blokken: await Promise.all(blocks.map(open)) };
  };
  return { stukken: await Promise.all(shown.map(item)) };
};

/** The peer: a route that opens and serialises the same blocks, with no decision, transformation and record. */
const peerPart = async ({ folder }: Fixture): Promise<Asked> => {
  const { store, vault, close } = await openEngines(folder);
  const read = readerOf(store, vault.opener, await openedBlocks(store));
  @Controller()
  class PlainController {
    @Get('dossier')
    dossier() {
      return read();
    }
  }
  const app = await startPlainApp(PlainController);
  let before = process.cpuUsage();
  return {
    where: () => ({ base: app.base, path: '/dossier', headers: {} }),
    begin: () => {
      before = process.cpuUsage();
    },
    settled: (): Sample => ({ cpuMs: cpuMs(before) }),
    /** The limit: the same without HTTP. */
    inProcess: async (count: number): Promise<Sample> => {
      const cpu = process.cpuUsage();
      const started = performance.now();
      for (let at = 0; at < count; at++) JSON.stringify(await read());
      return { ms: (performance.now() - started) / count, cpuMs: cpuMs(cpu) / count };
    },
    close: async () => {
      await app.close();
      await close();
    },
  };
};

/** Parts of the benchmark of the dossier. */
export const dossierParts: Parts = { hub: hubPart, peer: peerPart };
