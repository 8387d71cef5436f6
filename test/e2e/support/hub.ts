import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeEvent } from '@knooppunt/event-store';
import type { Position, Recorded } from '@knooppunt/kernel';
import { JsonLogger } from '@knooppunt/platform';
import { startStandalone } from '../../../apps/standalone/src/standalone.js';
import type { Standalone, StandaloneOptions } from '../../../apps/standalone/src/standalone.js';
import { people } from './cast.js';
import type { Person, Role } from './cast.js';
import { Client } from './client.js';
import { MovableClock } from './clock.js';
import { TestProvider } from './identity.js';

const founding = fileURLToPath(new URL('../../../deploy/demo/founding.yaml', import.meta.url));
const calm = {
  sweepMs: 3_600_000,
  checkpointMs: 3_600_000,
  personCheckMs: 3_600_000,
  witnessMs: 3_600_000,
  replayMs: 3_600_000,
  covenantMs: 3_600_000,
};

export type HubOptions = {
  readonly founding?: string;
  readonly rhythm?: StandaloneOptions['rhythm'];
  readonly tracing?: StandaloneOptions['tracing'];
  /** Drop folders within the data folder; they are looked at once the hub listens. */
  readonly dropFolders?: (data: string) => ReturnType<NonNullable<StandaloneOptions['dropFolders']>>;
  /** Made anew at each start. */
  readonly registers?: (clock: MovableClock) => NonNullable<StandaloneOptions['registers']>;
};

/** A hub under test: a standalone on a folder of its own, listening, with everything that it logs, and tokens for everybody. */
export class TestHub {
  readonly clock = new MovableClock();
  readonly folder = mkdtempSync(join(tmpdir(), 'knooppunt-e2e-'));
  /** Every line that was logged, over all starts. */
  readonly lines: string[] = [];
  base = '';
  private running: Standalone | undefined;
  private readonly clients = new Map<string, Client>();

  private constructor(
    readonly provider: TestProvider,
    private readonly options: HubOptions,
  ) {}

  static async start(options: HubOptions = {}): Promise<TestHub> {
    const hub = new TestHub(await TestProvider.start(), options);
    await hub.open();
    return hub;
  }

  get standalone(): Standalone {
    if (!this.running) throw new TypeError('the hub is closed');
    return this.running;
  }

  /** Starts on the data that is there. */
  async open(): Promise<void> {
    const { clock } = this;
    this.running = await startStandalone({
      clock,
      logger: new JsonLogger(clock, (line) => void this.lines.push(line)),
      rhythm: this.options.rhythm ?? calm,
      ...(this.options.registers ? { registers: this.options.registers(clock) } : {}),
      ...(this.options.tracing ? { tracing: this.options.tracing } : {}),
      ...this.drops(),
      config: {
        host: '127.0.0.1',
        port: 3000,
        data: this.folder,
        founding: this.options.founding ?? founding,
        production: false,
        identity: this.provider.config,
      },
    });
    await this.running.app.listen(0, '127.0.0.1');
    // A test that searches files for seconds on end comes back to connections that the hub is about to close.
    this.running.app.getHttpServer().keepAliveTimeout = 3_600_000;
    this.base = `http://127.0.0.1:${(this.running.app.getHttpServer().address() as AddressInfo).port}`;
    this.clients.clear();
    this.running.fileDrop.begin();
  }

  /** Stops in good order; the data stay. */
  async close(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  /** Stops and removes everything. */
  async end(): Promise<void> {
    await this.close();
    await this.provider.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A person of the cast, with its own purpose unless another is given. */
  async as(role: Role, purpose?: string): Promise<Client> {
    return this.person({ ...people[role], ...(purpose === undefined ? {} : { purpose }) });
  }

  async person(who: Person): Promise<Client> {
    return this.client(`person ${Object.values(who).join(' ')}`, async () => ({
      authorization: `Bearer ${await this.provider.personToken(this.clock, who)}`,
      doelbinding: who.purpose,
    }));
  }

  /** The system of an organisation. */
  async system(organisation: string, cooperation: string): Promise<Client> {
    return this.client(`system ${organisation} ${cooperation}`, async () => ({
      authorization: `Bearer ${await this.provider.organisationToken(this.clock, { organisation, cooperation })}`,
      'content-type': 'application/cloudevents+json',
    }));
  }

  /** Forgets the tokens, so that the next ones begin at the clock's present moment. */
  renewTokens(): void {
    this.clients.clear();
  }

  /** Waits until everything that was accepted has been followed. */
  settled(): Promise<void> {
    return this.standalone.worker.settled();
  }

  /** Every event of the log after a position, decoded, in order. */
  async events(after?: Position): Promise<readonly Recorded[]> {
    const { store } = this.standalone.engines;
    const found: Recorded[] = [];
    for (let from = after; ;) {
      const page = await store.readAll({ maxCount: 500, ...(from === undefined ? {} : { after: from }) });
      found.push(...page.map(decodeEvent));
      from = page.at(-1)?.position ?? from;
      if (page.length < 500) return found;
    }
  }

  /** The events that something brings about, once everything has been followed. */
  async eventsOf(deed: () => Promise<unknown>): Promise<readonly Recorded[]> {
    await this.settled();
    const before = await this.standalone.engines.store.head();
    await deed();
    await this.settled();
    return this.events(before);
  }

  private drops(): Pick<StandaloneOptions, 'dropFolders' | 'dropRhythm'> {
    const { dropFolders } = this.options;
    return dropFolders ? { dropFolders: () => dropFolders(this.folder), dropRhythm: { pollMs: 20 } } : {};
  }

  private async client(name: string, headers: () => Promise<Record<string, string>>): Promise<Client> {
    const known = this.clients.get(name);
    if (known) return known;
    const made = new Client(this.base, await headers());
    this.clients.set(name, made);
    return made;
  }
}
