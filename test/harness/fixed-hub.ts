import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instant, Position } from '@knooppunt/kernel';
import { JsonLogger } from '@knooppunt/platform';
import { startStandalone } from '../../apps/standalone/src/standalone.js';
import type { Standalone } from '../../apps/standalone/src/standalone.js';
import type { TestProvider } from '../e2e/support/identity.js';
import { appendsAfter } from './appends.js';
import type { Append } from './appends.js';
import { idsOfRequests } from './derived-ids.js';
import { FixedClock } from './fixed-clock.js';
import { sendOverWire } from './wire.js';
import type { WireAnswer, WireRequest } from './wire.js';

// seen from the source, and from the built file
const founding = ['../..', '../../..']
  .map((root) => fileURLToPath(new URL(`${root}/deploy/demo/founding.yaml`, import.meta.url)))
  .find((file) => existsSync(file)) as string;
const rootKey = new Uint8Array(32).fill(7);
/** Longer than any test: nothing happens but what a test brings about. */
const standingStill = {
  sweepMs: 86_400_000,
  checkpointMs: 86_400_000,
  witnessMs: 86_400_000,
  replayMs: 86_400_000,
  covenantMs: 86_400_000,
};
const tokenSeconds = 365 * 86_400;

/** Who asks: a person or the system of an organisation, in one cooperation. */
export type Asker = {
  readonly sub?: string;
  readonly organisation: string;
  readonly cooperation: string;
};

/**
 * A hub in which nothing happens by chance: the clock stands where it was set, ids follow from the request, keyed names
 * from one fixed root key, and no timer fires. Starts on an empty folder, or on a copy of another hub's data.
 */
export class FixedHub {
  private readonly tokens = new Map<string, Promise<string>>();
  private seen: Position | undefined;

  private constructor(
    readonly folder: string,
    readonly clock: FixedClock,
    readonly standalone: Standalone,
    private readonly provider: TestProvider,
    /** Every line that was logged. */
    readonly lines: readonly string[],
  ) {}

  static async start(
    provider: TestProvider,
    { at, copyOf }: { readonly at: Instant; readonly copyOf?: string },
  ): Promise<FixedHub> {
    const folder = mkdtempSync(join(tmpdir(), 'knooppunt-fixed-'));
    if (copyOf !== undefined) cpSync(copyOf, folder, { recursive: true });
    const clock = new FixedClock(at);
    const lines: string[] = [];
    const standalone = await startStandalone({
      clock,
      rootKey,
      newId: idsOfRequests(),
      rhythm: standingStill,
      logger: new JsonLogger(clock, (line) => void lines.push(line)),
      config: { host: '127.0.0.1', port: 3000, data: folder, founding, production: false, identity: provider.config },
    });
    await standalone.app.listen(0, '127.0.0.1');
    return new FixedHub(folder, clock, standalone, provider, lines);
  }

  /** The bearer of whoever asks, good for a year from the clock's moment. */
  async bearer({ sub, organisation, cooperation }: Asker): Promise<string> {
    const name = `${sub ?? ''} ${organisation} ${cooperation}`;
    const changes = { livesFor: tokenSeconds };
    const minted =
      this.tokens.get(name) ??
      (sub === undefined
        ? this.provider.organisationToken(this.clock, { organisation, cooperation }, changes)
        : this.provider.personToken(this.clock, { sub, organisation, cooperation }, changes));
    this.tokens.set(name, minted);
    return `Bearer ${await minted}`;
  }

  /** Sends one request as it is given. */
  send(request: WireRequest): Promise<WireAnswer> {
    const { port } = this.standalone.app.getHttpServer().address() as AddressInfo;
    return sendOverWire(port, request);
  }

  /** Waits until everything that was accepted has been followed. */
  settled(): Promise<void> {
    return this.standalone.worker.settled();
  }

  /** What the log has got since this was last asked (or since it began), once everything has been followed. */
  async newAppends(): Promise<readonly Append[]> {
    await this.settled();
    const { appends, head } = await appendsAfter(this.standalone.engines.store, this.seen);
    this.seen = head;
    return appends;
  }

  /** Stops in good order and keeps the data; they lie in `folder`. */
  stop(): Promise<void> {
    return this.standalone.close();
  }

  /** Removes the data of a stopped hub. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
