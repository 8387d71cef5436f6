import { PaginaVraagDto, StukDto, pageLimit, paginaVan } from '@knooppunt/contracts';
import { Edge, IdPipe, NotFound, QueryOf } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { supplies } from '@knooppunt/projections';
import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Desk } from '../desk.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { stukOf } from '../presenter.js';
import { candidatesOf } from '../queries/candidates.js';
import { roles } from '../roles.js';
import { ownSupplyView } from '../views/supply.view.js';
import { Leesbaar } from './responses.js';

const states: Readonly<Record<string, string>> = {
  supplied: 'verwerkt',
  refused: 'geweigerd',
  destroyed: 'vernietigd',
};

/** What became of a delivery of the own organisation. */
export class LeveringDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ required: false, description: 'Soort levering.' })
  soort?: string;

  @ApiProperty({ required: false, enum: ['signal', 'answer', 'supply'] })
  wijze?: string;

  @ApiProperty({ format: 'date-time' })
  ontvangen: string;

  @ApiProperty({ enum: ['ontvangen', 'verwerkt', 'geweigerd', 'vernietigd'] })
  status: string;

  @ApiProperty({ required: false, description: 'Waarom zij is geweigerd.' })
  code?: string;
}

/** A delivery with its content, as the organisation supplied it itself. */
export class LeveringMetInhoudDto extends LeveringDto {
  @ApiProperty({
    type: () => StukDto,
    required: false,
    description: 'De eigen inhoud; weg zodra de sleutels zijn vernietigd.',
  })
  inhoud?: StukDto;
}

/** A page of own deliveries. */
export class LeveringPaginaDto extends paginaVan(LeveringDto) {}

type SupplyRow = Readonly<Record<string, string | number | null>>;

const text = (value: string | number | null | undefined): string => String(value ?? '');

const leveringOf = (row: SupplyRow): LeveringDto => ({
  id: text(row['contribution_id']),
  ontvangen: text(row['received_at']),
  status: states[text(row['state'])] ?? 'ontvangen',
  ...(typeof row['payload_type'] === 'string' ? { soort: row['payload_type'] } : {}),
  ...(typeof row['way'] === 'string' ? { wijze: row['way'] } : {}),
  ...(typeof row['code'] === 'string' ? { code: row['code'] } : {}),
});

/** An organisation reads what became of its own deliveries, and their content under the act `eigen` (design §5). */
@ApiTags('leveringen')
@Controller('v1/leveringen')
export class SuppliesController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  @Get()
  @Leesbaar()
  @ApiOperation({ summary: 'De eigen leveringen en wat ervan is geworden' })
  @ApiResponse({ status: 200, type: LeveringPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
    @Headers('leesbewijs') leesbewijs?: string,
  ): Promise<LeveringPaginaDto> {
    const reader = await this.desk.reader(edge, [roles.accountHolder]);
    await this.desk.readable(reader, leesbewijs);
    const limit = limiet ?? pageLimit;
    const rows: { readonly id: string; readonly sort: string }[] = [];
    for await (const row of candidatesOf(
      this.parts.readStore,
      'supplies',
      this.desk.audience(reader),
      this.desk.after(reader, 'supplies', cursor),
    )) {
      rows.push(row);
      if (rows.length > limit) break;
    }
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    // No field of a payload is shown here, so the gate has nothing to decide: own ids, own types, own fate.
    const items = await Promise.all(page.map(({ id }) => this.find(reader, id)));
    return {
      items: items.flatMap((row) => (row ? [leveringOf(row)] : [])),
      ...this.desk.next(reader, 'supplies', last),
    };
  }

  @Get(':id')
  @Leesbaar()
  @ApiOperation({ summary: 'Eén eigen levering, met haar inhoud' })
  @ApiResponse({ status: 200, type: LeveringMetInhoudDto })
  async get(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('leesbewijs') leesbewijs?: string,
  ): Promise<LeveringMetInhoudDto> {
    const reader = await this.desk.reader(edge, [roles.accountHolder]);
    await this.desk.readable(reader, leesbewijs);
    const row = await this.find(reader, id);
    const answer = await this.parts.gate.answer(ownSupplyView(this.parts.store, id), reader);
    if (!row) throw new NotFound(true);
    const levering = leveringOf(row);
    return answer.kind === 'shown' && answer.keystone
      ? Object.assign(levering, { inhoud: stukOf(answer.keystone) })
      : levering;
  }

  private find(
    { cooperation, organisation }: { readonly cooperation: string; readonly organisation: string },
    id: string,
  ): Promise<SupplyRow | undefined> {
    const { readStore } = this.parts;
    return readStore.db
      .selectFrom(readStore.tableName(supplies, 'supplies'))
      .selectAll()
      .where('contribution_id', '=', id)
      .where('cooperation', '=', cooperation)
      .where('supplier', '=', organisation)
      .executeTakeFirst();
  }
}
