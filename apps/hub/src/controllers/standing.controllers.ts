import { PaginaVraagDto, pageLimit, paginaVan } from '@knooppunt/contracts';
import { Edge, IdPipe, NotFound, QueryOf } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { checkpoints } from '@knooppunt/projections';
import { streamName } from '@knooppunt/kernel';
import { decodeEvent } from '@knooppunt/event-store';
import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Desk } from '../desk.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { LogUse } from '../log-use.js';
import { hasDisclosure } from '../queries/case-disclosures.js';
import { regelOf, stukOf } from '../presenter.js';
import type { DossierregelDto } from '../presenter.js';
import { caseWorkers, everyRole, logReaders } from '../roles.js';
import { ownDisclosuresView, ownNameView } from '../views/standing.view.js';
import { Through } from '../through.js';
import { Leesbaar, RegelPaginaDto } from './responses.js';
import { StukDto } from '@knooppunt/contracts';

/** Who the caller is to the hub. */
export class IkDto {
  @ApiProperty({ description: 'De organisatie (OIN).' })
  organisatie: string;

  @ApiProperty({ description: 'Soort organisatie.' })
  soort: string;

  @ApiProperty({ description: 'Het samenwerkingsverband.' })
  samenwerkingsverband: string;

  @ApiProperty({ description: 'De rol waarin dit verzoek is gedaan.' })
  rol: string;

  @ApiProperty({ type: () => StukDto, isArray: true, description: 'De eigen naam, langs de poort.' })
  stukken: StukDto[];
}

/** `GET /v1/ik`. */
@ApiTags('ik')
@Controller('v1/ik')
export class MeController {
  constructor(@Inject(Desk) private readonly desk: Desk) {}

  @Get()
  @Through('poort')
  @ApiOperation({ summary: 'Wie ik ben voor het knooppunt' })
  @ApiResponse({ status: 200, type: IkDto })
  async me(@Edge() edge: EdgeContext): Promise<IkDto> {
    const reader = await this.desk.reader(edge, everyRole);
    const { items } = await this.desk.show(ownNameView(reader.person), reader);
    return {
      organisatie: reader.organisation,
      soort: reader.kind,
      samenwerkingsverband: reader.cooperation,
      rol: reader.role,
      stukken: items.map(stukOf),
    };
  }
}

/** A signed checkpoint of the log. */
export class IjkpuntDto {
  @ApiProperty({ description: 'Welk log.' })
  oorsprong: string;

  @ApiProperty({ description: 'Aantal bladeren dat het dekt.' })
  omvang: number;

  @ApiProperty({ description: 'Wortel van de Merkleboom (base64url).' })
  wortel: string;

  @ApiProperty()
  sleutelnaam: string;

  @ApiProperty({ description: 'Ed25519-handtekening (C2SP signed note).' })
  handtekening: string;

  @ApiProperty({ format: 'date-time' })
  ondertekend: string;
}

/** A page of checkpoints. */
export class IjkpuntPaginaDto extends paginaVan(IjkpuntDto) {}

/** Checkpoints, for who reads the log. */
@ApiTags('ijkpunten')
@Controller('v1/ijkpunten')
export class CheckpointsController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(LogUse) private readonly logUse: LogUse,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  @Get()
  @Through('log')
  @ApiOperation({
    summary: 'Ondertekende ijkpunten van het log',
    description: 'Doelbinding is een van de vier doelen van WGS 1.8, lid 4.',
  })
  @ApiResponse({ status: 200, type: IjkpuntPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
  ): Promise<IjkpuntPaginaDto> {
    const reader = await this.desk.reader(edge, logReaders);
    const after = this.desk.after(reader, 'checkpoints', cursor)?.sort ?? '';
    await this.logUse.record(reader, 'ijkpunten');
    const { readStore } = this.parts;
    const limit = limiet ?? pageLimit;
    const rows = await readStore.db
      .selectFrom(readStore.tableName(checkpoints, 'checkpoints'))
      .selectAll()
      .where('cooperation', '=', reader.cooperation)
      .where('position', '>', after)
      .orderBy('position')
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((row) => ({
        oorsprong: String(row['origin']),
        omvang: Number(row['size']),
        wortel: String(row['root']),
        sleutelnaam: String(row['key_name']),
        handtekening: String(row['signature']),
        ondertekend: String(row['recorded_at']),
      })),
      ...this.desk.next(reader, 'checkpoints', last && { sort: String(last['position']), id: '' }),
    };
  }
}

/** A recorded disclosure as an auditor reads it: everything a replay needs, and no value. */
export class VerstrekkingDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  vastgelegd: string;

  @ApiProperty({ description: 'Persoon (kenmerk) die vroeg.' })
  persoon: string;

  @ApiProperty({ description: 'Doel dat werd genoemd.' })
  doel: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'De vastlegging zelf, zonder waarden.' })
  vastlegging: Readonly<Record<string, unknown>>;
}

/** Disclosures: an organisation those to itself, an auditor or privacy officer those of the cooperation. */
@ApiTags('verstrekkingen')
@Controller('v1/verstrekkingen')
export class DisclosuresController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(LogUse) private readonly logUse: LogUse,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  @Get()
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Wat aan de eigen organisatie is verstrekt' })
  @ApiResponse({ status: 200, type: RegelPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<RegelPaginaDto> {
    const reader = await this.desk.reader(edge, caseWorkers);
    await this.desk.readable(reader, leesbewijs);
    const bureau = await this.desk.bureauOf(reader.cooperation);
    const after = this.desk.after(reader, 'disclosures', cursor)?.sort ?? '';
    const view = ownDisclosuresView({ readStore: this.parts.readStore, bureau }, after, limiet ?? pageLimit);
    const { items, more } = await this.desk.show(view, reader);
    const position = items.at(-1)?.id.split(' ')[1] ?? '';
    const rows = items.map((item): DossierregelDto =>
      Object.assign(regelOf(item), { id: item.id.split(' ')[0] ?? '' }),
    );
    return { items: rows, ...this.desk.next(reader, 'disclosures', more ? { sort: position, id: '' } : undefined) };
  }

  @Get(':id')
  @Through('log')
  @ApiOperation({
    summary: 'Eén verstrekking, voor de auditor',
    description:
      'Doelbinding is een van de vier doelen van WGS 1.8, lid 4. Te vinden zodra het leesmodel de verstrekking kent: een ogenblik na de vastlegging.',
  })
  @ApiResponse({ status: 200, type: VerstrekkingDto })
  async get(@Edge() edge: EdgeContext, @Param('id', IdPipe) id: string): Promise<VerstrekkingDto> {
    const reader = await this.desk.reader(edge, logReaders);
    await this.logUse.record(reader, 'verstrekking');
    if (!(await hasDisclosure(this.parts.readStore, reader.cooperation, id))) throw new NotFound(true);
    const [stored] = await this.parts.store.read(streamName('disclosure', id), { maxCount: 1 });
    if (!stored) throw new TypeError(`no record of disclosure ${id}`);
    const event = decodeEvent(stored);
    return {
      id,
      vastgelegd: event.recordedAt,
      persoon: event.actor,
      doel: event.purpose ?? '',
      vastlegging: event.data as Readonly<Record<string, unknown>>,
    };
  }
}
