import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import { CoverageRun, ImpactRun, historyTypes } from '@knooppunt/evidence';
import type { CoverageReport, ImpactReport } from '@knooppunt/evidence';
import type { CovenantDocument } from '@knooppunt/covenant';
import type { CalendarDate, CooperationId, Position, Recorded } from '@knooppunt/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { digestOf } from '../hashing.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';

/** Which part of the past is asked: of one cooperation, and these Dutch days. */
export type PastAsked = {
  readonly cooperation: CooperationId;
  readonly from?: CalendarDate | undefined;
  readonly until?: CalendarDate | undefined;
};

type Run = { add(event: Recorded): void; takeBack(record: Recorded): void };

const pageSize = 500;

const partOf = ({ cooperation, from, until }: PastAsked) => ({
  cooperations: new Set([cooperation]),
  digestOf,
  ...(from === undefined ? {} : { from }),
  ...(until === undefined ? {} : { until }),
});

/** Questions about the whole past of a cooperation: recorded decisions, without a value. Reads page by page, as others go on. */
@Injectable()
export class Past {
  constructor(@Inject(HUB_PARTS) private readonly parts: Pick<HubParts, 'store'>) {}

  /** What a text would have changed in past decisions, with the facts as they were recorded. */
  async impact(asked: PastAsked, draft: CovenantDocument): Promise<ImpactReport> {
    const run = new ImpactRun({ ...partOf(asked), draft });
    await this.feed(run);
    return run.finish();
  }

  /** Which rules of the documents that were in force decided in real use, and which never did. */
  async coverage(asked: PastAsked): Promise<CoverageReport> {
    const run = new CoverageRun(partOf(asked));
    await this.feed(run);
    return run.finish();
  }

  private async feed(run: Run): Promise<void> {
    const { store } = this.parts;
    for (let after: Position | undefined; ;) {
      const page = await store.readAll({ maxCount: pageSize, ...(after === undefined ? {} : { after }) });
      for (const stored of page) await take(store, run, stored);
      after = page.at(-1)?.position;
      if (page.length < pageSize) return;
    }
  }
}

/** A record that was broken off was not sent: it is taken back when its end passes. */
const take = async (store: EventStore, run: Run, stored: StoredEvent): Promise<void> => {
  if (!historyTypes.includes(stored.type)) return;
  const event = decodeEvent(stored);
  if (event.type !== 'DisclosureAborted') return run.add(event);
  const [record] = await store.read(event.stream, { maxCount: 1 });
  if (record) run.takeBack(decodeEvent(record));
};
