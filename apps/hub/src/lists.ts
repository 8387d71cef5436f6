import type { Reader, View } from '@knooppunt/disclosure';
import { Inject, Injectable } from '@nestjs/common';
import type { RegelPaginaDto } from './controllers/responses.js';
import { Desk } from './desk.js';
import { HUB_PARTS } from './hub.parts.js';
import type { HubParts } from './hub.parts.js';
import { regelOf } from './presenter.js';
import { candidatesOf, restartable } from './queries/candidates.js';
import type { Candidate, CandidateList } from './queries/candidates.js';

/** A page that is asked: whose, of which list, from where. */
export type PageAsked = {
  readonly reader: Reader;
  readonly list: CandidateList;
  readonly cursor: string | undefined;
  readonly leesbewijs: string | undefined;
  readonly limit: number;
};

/** Pages of lists, through the gate: candidates from the read model, rows by decision, no holes, no totals. */
@Injectable()
export class Lists {
  constructor(
    @Inject(HUB_PARTS) private readonly parts: HubParts,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  async page(
    asked: PageAsked,
    view: (candidates: AsyncIterable<Candidate>, limit: number) => View,
  ): Promise<RegelPaginaDto> {
    const { reader, list, cursor, limit } = asked;
    await this.desk.readable(reader, asked.leesbewijs);
    const after = this.desk.after(reader, list, cursor);
    const sorts = new Map<string, string>();
    const audience = this.desk.audience(reader);
    const { readStore } = this.parts;
    const remembered = restartable(async function* remember() {
      for await (const candidate of candidatesOf(readStore, list, audience, after)) {
        sorts.set(candidate.id, candidate.sort);
        yield candidate;
      }
    });
    const { items, more } = await this.desk.show(view(remembered, limit), reader);
    const last = more ? items.at(-1) : undefined;
    return {
      items: items.map(regelOf),
      ...this.desk.next(reader, list, last && { id: last.id, sort: sorts.get(last.id) ?? '' }),
    };
  }
}
