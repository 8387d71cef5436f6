import { PaginaVraagDto, StukDto, pageLimit, paginaVan } from '@knooppunt/contracts';
import { Edge, IdPipe, QueryOf } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { supplies } from '@knooppunt/projections';
import type { SupplyRow } from '@knooppunt/projections';
import type { Reader, ShownItem } from '@knooppunt/disclosure';
import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Desk } from '../desk.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { stukOf } from '../presenter.js';
import { candidatesOf, restartable } from '../queries/candidates.js';
import type { After } from '../queries/candidates.js';
import { roles } from '../roles.js';
import { ownSuppliesView, ownSupplyView } from '../views/supply.view.js';
import { Through } from '../through.js';
import { Leesbaar } from './responses.js';

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

  @ApiProperty({
    type: () => StukDto,
    isArray: true,
    required: false,
    description: 'Wat een basisregistratie, in naam van de eigen organisatie bevraagd, van de personen zegt.',
  })
  controles?: StukDto[];
}

/** A page of own deliveries. */
export class LeveringPaginaDto extends paginaVan(LeveringDto) {}

const fieldOf = ({ blocks }: ShownItem, name: string): string | undefined => {
  const value = blocks.flatMap(({ fields }) => fields).find(({ field }) => field === name)?.value;
  return typeof value === 'string' ? value : undefined;
};

const leveringOf = (item: ShownItem): LeveringDto => {
  const [payloadType, way, code] = ['payloadType', 'way', 'code'].map((name) => fieldOf(item, name));
  return {
    id: item.id,
    ontvangen: fieldOf(item, 'receivedAt') ?? '',
    status: fieldOf(item, 'state') ?? '',
    ...(payloadType === undefined ? {} : { soort: payloadType }),
    ...(way === undefined ? {} : { wijze: way }),
    ...(code === undefined ? {} : { code }),
  };
};

/** An organisation reads what became of its own deliveries, and their content under the act `eigen` (design §5). */
@ApiTags('leveringen')
@Controller('v1/leveringen')
export class SuppliesController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  @Get()
  @Through('eigen')
  @Leesbaar()
  @ApiOperation({
    summary: 'De eigen leveringen en wat ervan is geworden',
    description: 'Voor een accounthouder van de organisatie; een systeem levert alleen.',
  })
  @ApiResponse({ status: 200, type: LeveringPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<LeveringPaginaDto> {
    const reader = await this.desk.reader(edge, [roles.accountHolder]);
    await this.desk.readable(reader, leesbewijs);
    const sorts = new Map<string, string>();
    const after = this.desk.after(reader, 'supplies', cursor);
    const rows = restartable(() => this.rows(reader, after, sorts));
    const { items, more } = await this.desk.show(ownSuppliesView(rows, limiet ?? pageLimit), reader);
    const last = more ? items.at(-1) : undefined;
    return {
      items: items.map(leveringOf),
      ...this.desk.next(reader, 'supplies', last && { id: last.id, sort: sorts.get(last.id) ?? '' }),
    };
  }

  @Get(':id')
  @Through('eigen')
  @Leesbaar()
  @ApiOperation({ summary: 'Eén eigen levering, met haar inhoud' })
  @ApiResponse({ status: 200, type: LeveringMetInhoudDto })
  async get(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<LeveringMetInhoudDto> {
    const reader = await this.desk.reader(edge, [roles.accountHolder]);
    await this.desk.readable(reader, leesbewijs);
    const view = ownSupplyView(this.parts.store, id, (contribution) => this.find(reader, contribution));
    const { keystone, items } = await this.desk.show(view, reader);
    if (!keystone) throw new TypeError('a view without keystone');
    const [content, ...checks] = items.filter(({ blocks }) => blocks.length > 0).map(stukOf);
    return Object.assign(
      leveringOf(keystone),
      content ? { inhoud: content } : {},
      checks.length > 0 ? { controles: checks } : {},
    );
  }

  private async *rows(reader: Reader, after: After, sorts: Map<string, string>): AsyncGenerator<SupplyRow> {
    const audience = this.desk.audience(reader);
    for await (const candidate of candidatesOf(this.parts.readStore, 'supplies', audience, after)) {
      sorts.set(candidate.id, candidate.sort);
      const row = await this.find(reader, candidate.id);
      if (row) yield row;
    }
  }

  private async find({ cooperation, organisation }: Reader, id: string): Promise<SupplyRow | undefined> {
    const { readStore } = this.parts;
    const row = await readStore.db
      .selectFrom(readStore.tableName(supplies, 'supplies'))
      .selectAll()
      .where('contribution_id', '=', id)
      .where('cooperation', '=', cooperation)
      .where('supplier', '=', organisation)
      .executeTakeFirst();
    return row as SupplyRow | undefined;
  }
}
