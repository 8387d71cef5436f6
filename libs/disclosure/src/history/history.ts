import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CovenantDocument, LawDocument } from '@knooppunt/covenant';
import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import { CoverageRun, historyTypes, ImpactRun } from '@knooppunt/evidence';
import type { CoverageReport, ImpactReport } from '@knooppunt/evidence';
import type { CalendarDate, CooperationId, Position, Recorded } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import { createHash } from 'node:crypto';

/** Which part of the stored history is asked about: one cooperation, and Dutch days, the first and the last included. */
export type HistoryPart = {
  readonly cooperation: CooperationId;
  readonly from?: CalendarDate;
  readonly until?: CalendarDate;
};
/** A draft, and the law to put with it where it is not the law that each record was decided under. */
export type EffectQuestion = HistoryPart & { readonly draft: CovenantDocument; readonly law?: LawDocument };

/** How far a reading is; `until` is the position of the log's end when it began. */
export type HistoryProgress = {
  readonly events: number;
  readonly at: Position;
  readonly until: Position;
};
/** Who waits for a reading: may give up, and hears how far it is. */
export type Waiting = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: HistoryProgress) => void;
};

/** `sliceMs`: no more than about so long at a stretch does a reading hold the event loop, 10 ms unless given. */
export type HistoryParts = {
  readonly store: Pick<EventStore, 'read' | 'readAll' | 'head'>;
  readonly registries?: Registries;
  readonly sliceMs?: number;
  readonly nowMs?: () => number;
};

type Run = { add(event: Recorded): void; takeBack(record: Recorded): void };

const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const pageSize = 100;
const usualSliceMs = 10;

/** Gives way to others as soon as it has worked for a while. */
class Slices {
  private began: number;

  constructor(
    private readonly sliceMs: number,
    private readonly nowMs: () => number,
  ) {
    this.began = nowMs();
  }

  async rest(signal: AbortSignal | undefined): Promise<void> {
    if (this.nowMs() - this.began < this.sliceMs) return;
    await nextTurn();
    signal?.throwIfAborted();
    this.began = this.nowMs();
  }
}

/**
 * Questions over the whole stored history, asked inside a hub that goes on serving: the log is read page by page and worked on
 * in short slices, one question at a time, the others in their order. Reads headers and decision records, never content; who
 * asks records it as use of the log first (WGS 1.8(4)). Memory holds distinct shapes of decisions, never events.
 */
export class History {
  private readonly registries: Registries;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: HistoryParts) {
    this.registries = parts.registries ?? new Registries(digestOf);
  }

  /**
   * What a draft would have changed in what was recorded up to now. Rejects with `covenant/unknown-semantics`, with the reason
   * of an aborted signal, and with the errors of store and codec.
   */
  effect({ draft, law, ...part }: EffectQuestion, waiting: Waiting = {}): Promise<ImpactReport> {
    return this.inTurn(async () => {
      const run = new ImpactRun({ ...this.asked(part), draft, ...(law === undefined ? {} : { law }) });
      await this.feed(run, part.cooperation, waiting);
      return run.finish();
    });
  }

  /** Which rules decided up to now, and which never. Rejects as `effect` does. */
  coverage(part: HistoryPart, waiting: Waiting = {}): Promise<CoverageReport> {
    return this.inTurn(async () => {
      const run = new CoverageRun(this.asked(part));
      await this.feed(run, part.cooperation, waiting);
      return run.finish();
    });
  }

  private asked({ cooperation, ...days }: HistoryPart) {
    return { ...days, cooperations: new Set([cooperation]), digestOf, registries: this.registries };
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async feed(run: Run, cooperation: CooperationId, { signal, onProgress }: Waiting): Promise<void> {
    const { store, sliceMs = usualSliceMs, nowMs = () => performance.now() } = this.parts;
    const slices = new Slices(sliceMs, nowMs);
    const until = await store.head();
    if (until === undefined) return;
    let at: Position | undefined;
    for (let events = 0; at === undefined || at < until;) {
      const page = await store.readAll({ maxCount: pageSize, ...(at === undefined ? {} : { after: at }) });
      for (const stored of page) {
        // What is appended from now on belongs to the next question; else a busy log would never end.
        if (stored.position <= until) await this.take(run, cooperation, stored);
        await slices.rest(signal);
      }
      events += page.length;
      at = page.at(-1)?.position ?? until;
      onProgress?.({ events, at, until });
    }
  }

  private async take(run: Run, cooperation: CooperationId, stored: StoredEvent): Promise<void> {
    if (stored.type === 'DisclosureAborted') {
      const [record] = await this.parts.store.read(stored.stream, { maxCount: 1 });
      const first = record && decodeEvent(record);
      if (first?.cooperation === cooperation) run.takeBack(first);
    } else if (historyTypes.includes(stored.type)) {
      const event = decodeEvent(stored);
      if (event.cooperation === cooperation) run.add(event);
    }
  }
}
