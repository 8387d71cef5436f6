import { BereidWegingVoorDto, LeegDto, PaginaVraagDto, WijsSignaalAfDto, pageLimit } from '@knooppunt/contracts';
import { BodyOf, Conditional, Edge, IdPipe, QueryOf, Tagged } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PrepareWeighing, RecordCriteriaMet, RejectSignal } from '../commands/signal.commands.js';
import { Desk } from '../desk.js';
import { Lists } from '../lists.js';
import { roles } from '../roles.js';
import { signalView, signalsView } from '../views/signal.view.js';
import { Through } from '../through.js';
import { InzageDto, Leesbaar, OntvangstbewijsDto, RegelPaginaDto } from './responses.js';

const readers = [roles.analyst, roles.director, roles.accountHolder];

/** Signals and their weighing (WGS 2.23(1)-(4)). */
@ApiTags('signalen')
@Controller('v1/signalen')
export class SignalsController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Lists) private readonly lists: Lists,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Get()
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'De weeglijst: signalen op volgorde van ontvangst' })
  @ApiResponse({ status: 200, type: RegelPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<RegelPaginaDto> {
    const reader = await this.desk.reader(edge, readers);
    const parts = await this.desk.caseParts(reader);
    return this.lists.page(
      { reader, list: 'signals', cursor, leesbewijs, limit: limiet ?? pageLimit },
      (candidates, limit) => signalsView(parts, candidates, limit),
    );
  }

  @Get(':id')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Eén signaal in zijn weging' })
  @ApiResponse({ status: 200, type: InzageDto })
  async get(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    const reader = await this.desk.reader(edge, readers);
    await this.desk.readable(reader, leesbewijs);
    return this.desk.inspect(edge, reader, (parts) => signalView(parts, id));
  }

  @Post(':id/wegingen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Een weging voorbereiden: vijf criteria, vier factoren, en wie weegt' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async prepare(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(BereidWegingVoorDto) body: BereidWegingVoorDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.analyst], (parts) => signalView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new PrepareWeighing(context, id, body)));
  }

  @Post(':id/_voldoet')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Vastleggen dat de criteria zijn vervuld, voor de eigen organisatie' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async met(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(LeegDto) _body: LeegDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.accountHolder], (parts) => signalView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new RecordCriteriaMet(context, id)));
  }

  @Post(':id/afwijzingen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Een signaal afwijzen; de sleutels worden terstond vernietigd' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async reject(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(WijsSignaalAfDto) body: WijsSignaalAfDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.accountHolder], (parts) => signalView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new RejectSignal(context, id, body)));
  }
}
