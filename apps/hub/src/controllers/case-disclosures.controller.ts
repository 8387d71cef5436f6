import { VerstrekkingenVraagDto, pageLimit } from '@knooppunt/contracts';
import { decodeEvent } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import { Edge, IdPipe, NotFound, QueryOf } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Desk } from '../desk.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { LogUse } from '../log-use.js';
import { disclosuresOfCase, hasCase } from '../queries/case-disclosures.js';
import type { FoundDisclosure } from '../queries/case-disclosures.js';
import { logReaders } from '../roles.js';
import { Through } from '../through.js';
import { VerstrekkingenInCasusDto, verstrekkingInCasusOf } from './case-disclosures.dto.js';

const list = 'case-disclosures';

/** What was shown of a case, for who reads the log: from the recorded disclosures alone, so without values (WGS 1.8(4)). */
@ApiTags('casussen')
@Controller('v1/casussen')
export class CaseDisclosuresController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(LogUse) private readonly logUse: LogUse,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  @Get(':id/verstrekkingen')
  @Through('log')
  @ApiOperation({
    summary: 'Wat van een casus is verstrekt, voor de auditor',
    description:
      'Uit de vastgelegde verstrekkingen: niveaus, velden en bepalingen, nooit waarden. Een veld staat er ook als het stuk het niet bevatte. De vraag wordt zelf vastgelegd. Doelbinding is een van de vier doelen van WGS 1.8, lid 4.',
  })
  @ApiResponse({ status: 200, type: VerstrekkingenInCasusDto })
  async list(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @QueryOf(VerstrekkingenVraagDto) { organisatie, tot, cursor, limiet }: VerstrekkingenVraagDto,
  ): Promise<VerstrekkingenInCasusDto> {
    const reader = await this.desk.reader(edge, logReaders);
    const after = this.desk.after(reader, list, cursor)?.sort ?? '';
    await this.logUse.record(reader, 'verstrekkingen-casus', {
      case: id,
      ...(organisatie === undefined ? {} : { recipient: organisatie }),
      ...(tot === undefined ? {} : { until: tot }),
    });
    const { readStore } = this.parts;
    const { cooperation } = reader;
    if (!(await hasCase(readStore, cooperation, id))) throw new NotFound(true);
    const limit = limiet ?? pageLimit;
    const asked = { cooperation, case: id, recipient: organisatie, until: tot, after, limit: limit + 1 };
    const rows = await disclosuresOfCase(readStore, asked);
    const page = rows.slice(0, limit);
    const events = await Promise.all(page.map((row) => this.recorded(row)));
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: events.map((event) => verstrekkingInCasusOf(event, id)),
      ...this.desk.next(reader, list, last && { sort: last.position, id: '' }),
    };
  }

  private async recorded({ id }: FoundDisclosure): Promise<Recorded> {
    const [stored] = await this.parts.store.read(streamName('disclosure', id), { maxCount: 1 });
    if (!stored) throw new TypeError(`no record of disclosure ${id}`);
    return decodeEvent(stored);
  }
}
