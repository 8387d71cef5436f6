import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventCatalogue } from '@knooppunt/cases';
import { signalHeadersOf, signalTopicOf } from '@knooppunt/contracts';
import { StreamFolds } from '@knooppunt/disclosure';
import { decodeEvent, encodeEvent, eventIdOf, openEmbeddedEventStore, runDecider } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { canonicalJson, streamName } from '@knooppunt/kernel';
import type { Decider, Json, Message, Position, Recorded, StreamName, Uuid } from '@knooppunt/kernel';
import { openMatchIndex } from '@knooppunt/matching';
import { openEmbeddedMessaging } from '@knooppunt/messaging';
import type { Delivery, Messaging } from '@knooppunt/messaging';
import { openEmbeddedReadStore } from '@knooppunt/read-store';
import type { ReadStore } from '@knooppunt/read-store';
import { registryDigest } from '@knooppunt/signals';
import { labelOf, openEmbeddedVault } from '@knooppunt/vault';
import type { Vault } from '@knooppunt/vault';
import { found } from '../src/founding.js';
import { readFounding } from '../src/founding-file.js';
import type { Founding } from '../src/founding-file.js';
import type { WorkerParts } from '../src/worker.parts.js';

export const noon = '2026-03-02T12:00:00.000Z';
export const amsterdam = 'amsterdam-amstelland';
export const rotterdam = 'rotterdam';
/** Organisations of the demonstration's founding facts. */
export const oins = {
  bureau: '00000099000000001000',
  college: '00000099000000002000',
  mayor: '00000099000000003000',
  police: '00000099000000006000',
  tax: '00000099000000008000',
};
export const foundingFile = fileURLToPath(new URL('../../../deploy/demo/founding.yaml', import.meta.url));

/** The founding facts of the demonstration, without the covenant's assertions: to hold it against them takes seconds. */
export const quickFacts = (): Founding => {
  const founding = readFounding(foundingFile);
  const { assertions: _assertions, ...covenant } = founding.covenant;
  return { ...founding, covenant };
};

const encoder = new TextEncoder();
const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const until = '2027-03-01T00:00:00.000Z';

/** One supply as a gateway would have written it. */
export type SupplyParts = {
  readonly contribution?: Uuid;
  readonly cooperation?: string;
  readonly way?: 'signal' | 'answer' | 'supply';
  readonly payloadType?: string;
  readonly supplier?: string;
  readonly supplierKind?: string;
  readonly case?: Uuid;
  readonly request?: Uuid;
  readonly about?: Uuid;
  readonly lawful?: boolean;
};
export type Supply = { readonly contribution: Uuid; readonly bytes: Uint8Array; readonly delivery: Delivery };

const signalOfCollege = {
  cooperation: amsterdam,
  way: 'signal',
  payloadType: 'S2',
  supplier: oins.college,
  supplierKind: 'COLL',
  lawful: true,
} as const;
/** An answer of the police about one person. */
export const answerOfPolice = { way: 'answer', payloadType: 'S6', supplier: oins.police, supplierKind: 'POL' } as const;

/** A message as a consumer would get it. */
export const deliveryOf = (bytes: Uint8Array, topic = 'signals.coll'): Delivery => {
  const headers = signalHeadersOf(bytes);
  return { topic, partition: 0, offset: '0', attempt: 1, key: headers.ce_subject, value: bytes, headers };
};

/** A worker's engines in a folder of their own, and what a worker would be given. */
export class Scene {
  clock = noon;
  readonly alarms: { readonly what: string; readonly error: unknown }[] = [];
  private seen: Position | undefined;

  private constructor(
    readonly folder: string,
    readonly store: EventStore,
    readonly vault: Vault,
    readonly messaging: Messaging,
    readonly readStore: ReadStore,
    readonly parts: WorkerParts,
  ) {}

  static async open(): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'worker-'));
    const file = (name: string): string => join(folder, name);
    const vault = await openEmbeddedVault({ file: file('vault.sqlite'), rootKeyFile: file('root.key') });
    const store = await openEmbeddedEventStore({ file: file('events.sqlite') });
    const messaging = await openEmbeddedMessaging({ file: file('messages.sqlite') });
    const readStore = await openEmbeddedReadStore({ file: file('read.sqlite') });
    const parts: WorkerParts = {
      store,
      messaging,
      readStore,
      folds: new StreamFolds(store),
      register: vault.register,
      destroyer: vault.destroyer,
      tombstones: vault.tombstones,
      names: vault.names,
      matches: await openMatchIndex({ readStore, opener: vault.opener }),
      clock: () => scene.clock,
      slot: 'spec',
      alarm: (what, error) => void scene.alarms.push({ what, error }),
      fail: (what, error) => void scene.alarms.push({ what, error }),
    };
    const scene = new Scene(folder, store, vault, messaging, readStore, parts);
    return scene;
  }

  async close(): Promise<void> {
    await this.messaging.close();
    await this.readStore.close();
    await this.store.close();
    await this.vault.close();
    rmSync(this.folder, { recursive: true });
  }

  /** The founding facts of the demonstration. */
  async found(founding: Founding = quickFacts()): Promise<this> {
    const { store, vault } = this;
    await found(
      { store, sealer: vault.sealer, names: vault.names, clock: () => this.clock, provider: 'spec' },
      founding,
    );
    await this.appended();
    return this;
  }

  async run<State, Command extends Message, Event extends Message>(
    decider: Decider<State, Command, Event>,
    stream: StreamName,
    command: NoInfer<Command>,
  ): Promise<Recorded | undefined> {
    const meta = {
      commandId: randomUUID(),
      cooperation: amsterdam,
      at: this.clock,
      actor: 'system:spec',
      organisation: oins.bureau,
      role: null,
      purpose: null,
      correlation: 'spec',
      causation: null,
      traceId: '0'.repeat(32),
    };
    return (await runDecider(this.store, decider, { stream, command, meta })).events.at(-1);
  }

  /** Seals and registers a supply, as the gateway does before it publishes. */
  async supply(changes: SupplyParts = {}): Promise<Supply> {
    const { way, payloadType, supplier, supplierKind, cooperation, lawful, about, ...places } = {
      ...signalOfCollege,
      ...changes,
    };
    const contribution = places.contribution ?? randomUUID();
    const id = eventIdOf(contribution, 0);
    const label = labelOf({ payloadType, supplierKind });
    const context = { cooperation, supplier, eventId: id, eventType: 'ContributionSupplied', label };
    const plain = { p1: { name: 'Ada Janssen' }, facts: { adultFrom: {}, possibleVictim: {} }, tokens: [] };
    const blocks = Object.entries(plain).map(([name, value]) => [name, encoder.encode(canonicalJson(value as Json))]);
    const unit = await this.vault.sealer.seal(Object.fromEntries(blocks) as Record<string, Uint8Array>, context, noon);
    const kindOf = (name: string): string => (name === 'p1' ? 'person' : name);
    const stream = streamName('contribution', contribution);
    const { bytes } = encodeEvent({
      id,
      stream,
      type: 'ContributionSupplied',
      schemaVersion: eventCatalogue.ContributionSupplied.version,
      cooperation,
      recordedAt: this.clock,
      actor: 'system:gateway',
      organisation: supplier,
      role: null,
      purpose: null,
      commandId: contribution,
      correlation: 'spec',
      causation: null,
      traceId: '0'.repeat(32),
      sealed: unit.sealed,
      data: {
        contribution,
        way,
        payloadType,
        registry: registryDigest(digestOf),
        supplier,
        supplierKind,
        declaration: { lawful, quality: true },
        firstProcessed: '2026-02-20',
        blocks: Object.entries(unit.sealed).map(([name, { keyId }]) => ({
          name,
          kind: kindOf(name),
          keyId,
          ...(name === 'p1' && about !== undefined ? { about } : {}),
        })),
        ...(way === 'signal' ? { phenomenon: 'mensenhandel', task: 'wonen' } : {}),
        ...(places.case === undefined ? {} : { case: places.case }),
        ...(places.request === undefined ? {} : { request: places.request }),
      },
    });
    const topic = signalTopicOf(supplierKind);
    const content = encoder.encode(contribution);
    await this.vault.register.register(
      { contribution, stream, topic, bytes, registeredAt: this.clock, content },
      unit.keys,
    );
    return { contribution, bytes, delivery: deliveryOf(bytes, topic) };
  }

  /** A supply that lies in the log already. */
  async supplied(changes: SupplyParts = {}): Promise<Recorded> {
    const { contribution, bytes } = await this.supply(changes);
    const stream = streamName('contribution', contribution);
    const event = { id: eventIdOf(contribution, 0), type: 'ContributionSupplied', bytes };
    await this.store.append(stream, [event], 'no-stream');
    return (await this.events(stream))[0] as Recorded;
  }

  async events(stream: StreamName): Promise<readonly Recorded[]> {
    return (await this.store.read(stream)).map((stored) => decodeEvent(stored));
  }

  /** What has been appended since this was last asked. */
  async appended(): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for (;;) {
      const page = await this.store.readAll(this.seen === undefined ? {} : { after: this.seen });
      const last = page.at(-1);
      if (!last) return events;
      this.seen = last.position;
      events.push(...page.map((stored) => decodeEvent(stored)));
    }
  }
}

/** Grants of a year for these organisations. */
export const grantsFor = (...organisations: readonly string[]) =>
  organisations.map((organisation) => ({ organisation, until }));
