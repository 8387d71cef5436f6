import type { CovenantDocument } from '@knooppunt/covenant';
import { History } from '@knooppunt/disclosure';
import type { HistoryPart } from '@knooppunt/disclosure';
import type { CoverageReport, ImpactReport } from '@knooppunt/evidence';
import type { CalendarDate, CooperationId } from '@knooppunt/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';

/** Which part of the past is asked: of one cooperation, and these Dutch days. */
export type PastAsked = {
  readonly cooperation: CooperationId;
  readonly from?: CalendarDate | undefined;
  readonly until?: CalendarDate | undefined;
};

const partOf = ({ cooperation, from, until }: PastAsked): HistoryPart => ({
  cooperation,
  ...(from === undefined ? {} : { from }),
  ...(until === undefined ? {} : { until }),
});

/** Questions about the whole past of a cooperation: recorded decisions, without a value, in slices as others go on. */
@Injectable()
export class Past {
  private readonly history: History;

  constructor(@Inject(HUB_PARTS) { store }: Pick<HubParts, 'store'>) {
    this.history = new History({ store });
  }

  /** What a text would have changed in past decisions, with the facts as they were recorded. */
  impact(asked: PastAsked, draft: CovenantDocument): Promise<ImpactReport> {
    return this.history.effect({ ...partOf(asked), draft });
  }

  /** Which rules of the documents that were in force decided in real use, and which never did. */
  coverage(asked: PastAsked): Promise<CoverageReport> {
    return this.history.coverage(partOf(asked));
  }
}
