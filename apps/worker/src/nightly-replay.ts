import { createHash, randomUUID } from 'node:crypto';
import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { decideByEngine, redecideOne, streamsOfRecord } from '@knooppunt/evidence';
import type { RedecideFinding } from '@knooppunt/evidence';
import { DomainError, epochMsOf, streamName } from '@knooppunt/kernel';
import type { Instant, Recorded, StreamName, Uuid } from '@knooppunt/kernel';
import { disclosures } from '@knooppunt/projections';
import type { ReadStore } from '@knooppunt/read-store';
import { Registries } from '@knooppunt/signals';
import { slotAt } from './witness-post.js';

/** What the replay works with. `draw` gives a place in the space of ids: random, unless a test says where to look. */
export type NightlyReplayParts = {
  readonly store: Pick<EventStore, 'read'>;
  readonly readStore: Pick<ReadStore, 'db' | 'tableName'>;
  readonly clock: () => Instant;
  readonly alarm: (what: string, detail: unknown) => void;
  /** Told of every record that was decided again, and whether it came out as it was. */
  readonly onReplayed?: (isAgreed: boolean) => void;
  readonly draw?: () => Uuid;
  readonly sample?: number;
  readonly registries?: Registries;
};

/** This build decides a recorded disclosure otherwise than it was decided. Code `worker/replay-differs`. */
export class ReplayDiffers extends DomainError {
  readonly code = 'worker/replay-differs';
  constructor(
    readonly stream: StreamName,
    readonly findings: readonly string[],
  ) {
    super(`\`${stream}\` is decided otherwise by this build (${findings.join(', ')})`);
  }
}

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
/** In the small hours of the Netherlands, by UTC. */
const hours = [2];
const usualSample = 50;
const pageSize = 500;
const alarmedCodes = 10;

/**
 * Decides a random sample of recorded disclosures again every night, with the build that runs now: what an upgrade would decide
 * otherwise is found before an auditor does. Rules and compiled engine; content stays sealed. A reading back of own supplies is
 * decided by no covenant and left out. Source: policy-engine §3.4.
 */
export class NightlyReplay {
  private readonly registries: Registries;
  private done: number;

  constructor(private readonly parts: NightlyReplayParts) {
    this.registries = parts.registries ?? new Registries(digestOf);
    // The night that a program starts in is not made up for: restarts would cost a replay each.
    this.done = this.slot();
  }

  /** To be called every few minutes: replays once per night. Gives how many records it decided again. */
  async runIfDue(): Promise<number> {
    const slot = this.slot();
    if (slot === this.done) return 0;
    const replayed = await this.run();
    this.done = slot;
    return replayed;
  }

  /** Replays a sample now. Rejects with the errors of the stores; what is decided otherwise is an alarm. */
  async run(): Promise<number> {
    const chosen = await this.choose();
    for (const id of chosen) await this.replay(streamName('disclosure', id));
    return chosen.size;
  }

  private slot(): number {
    return slotAt(epochMsOf(this.parts.clock()), hours);
  }

  private async choose(): Promise<ReadonlySet<Uuid>> {
    const { draw = randomUUID, sample = usualSample } = this.parts;
    const chosen = new Set<Uuid>();
    for (let drawn = 0; drawn < sample; drawn++) {
      const id = (await this.after(draw())) ?? (await this.after(''));
      if (id === undefined) break;
      chosen.add(id);
    }
    return chosen;
  }

  /** The first record from a place on. Ids are random, so every record has its chance. */
  private async after(place: string): Promise<Uuid | undefined> {
    const { db, tableName } = this.table();
    const [row] = await db
      .selectFrom(tableName)
      .select(['disclosure_id'])
      .where('act', '=', 'inzage')
      .where('disclosure_id', '>=', place)
      .orderBy('disclosure_id')
      .limit(1)
      .execute();
    return row && String(row['disclosure_id']);
  }

  private table(): { readonly db: ReadStore['db']; readonly tableName: string } {
    const { readStore } = this.parts;
    return { db: readStore.db, tableName: readStore.tableName(disclosures, 'disclosures') };
  }

  private async replay(stream: StreamName): Promise<void> {
    const own = await this.eventsOf(stream);
    const [record] = own;
    if (record?.type !== 'DisclosureRecorded') return;
    const others: Recorded[] = [];
    for (const one of streamsOfRecord(record)) others.push(...(await this.eventsOf(one)));
    const found: RedecideFinding[] = [];
    const options = { digestOf, registries: this.registries, second: decideByEngine() };
    const findings = redecideOne(own, others, { ...options, report: (finding) => void found.push(finding) });
    this.parts.onReplayed?.(findings === 0);
    if (findings === 0) return;
    const codes = [...new Set(found.map(({ code }) => code))].slice(0, alarmedCodes);
    this.parts.alarm('worker/replay-differs', new ReplayDiffers(stream, codes));
  }

  private async eventsOf(stream: StreamName): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for (let from = 0n; ; from += BigInt(pageSize)) {
      const page = await this.parts.store.read(stream, { from, maxCount: pageSize });
      events.push(...page.map((stored) => decodeEvent(stored)));
      if (page.length < pageSize) return events;
    }
  }
}
