import {
  BelegOverlegDto,
  LeegDto,
  MeldAanwezigDto,
  PaginaVraagDto,
  SluitOverlegDto,
  pageLimit,
} from '@knooppunt/contracts';
import type { View } from '@knooppunt/disclosure';
import { BodyOf, Conditional, Edge, IdPipe, QueryOf, Tagged } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CloseMeeting, ConveneMeeting, OpenMeeting, RecordAttendance } from '../commands/meeting.commands.js';
import { Desk } from '../desk.js';
import { Lists } from '../lists.js';
import { caseWorkers, roles } from '../roles.js';
import type { CaseParts } from '../views/case.view.js';
import { meetingDossierView, meetingView, meetingsView } from '../views/meeting.view.js';
import { Through } from '../through.js';
import { InzageDto, Leesbaar, OntvangstbewijsDto, RegelPaginaDto } from './responses.js';

const chairs = [roles.chair, roles.director];

/** Joint case meetings and their dossiers (WGS 2.18(1)(b)). */
@ApiTags('overleggen')
@Controller('v1/overleggen')
export class MeetingsController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Lists) private readonly lists: Lists,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Get()
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Overleggen waarvoor de eigen organisatie is genodigd' })
  @ApiResponse({ status: 200, type: RegelPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<RegelPaginaDto> {
    const reader = await this.desk.reader(edge, caseWorkers);
    const parts = await this.desk.caseParts(reader);
    return this.lists.page(
      { reader, list: 'meetings', cursor, leesbewijs, limit: limiet ?? pageLimit },
      (candidates, limit) => meetingsView(parts, candidates, limit),
    );
  }

  @Post()
  @Through('opdracht')
  @ApiOperation({ summary: 'Een casusoverleg beleggen' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async convene(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(BelegOverlegDto) body: BelegOverlegDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.director]);
    return this.desk.receipt(context, await this.commands.execute(new ConveneMeeting(context, body)));
  }

  @Get(':id')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Eén overleg' })
  @ApiResponse({ status: 200, type: InzageDto })
  get(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    return this.show(edge, leesbewijs, (parts) => meetingView(parts, id));
  }

  @Get(':id/dossier')
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Het dossier van een overleg, zoals deze lezer het mag zien' })
  @ApiResponse({ status: 200, type: InzageDto })
  dossier(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    return this.show(edge, leesbewijs, (parts) => meetingDossierView(parts, id));
  }

  @Post(':id/_open')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een overleg openen' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async open(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(LeegDto) _body: LeegDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, chairs, (parts) => meetingView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new OpenMeeting(context, id)));
  }

  @Post(':id/aanwezigen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Vastleggen dat een genodigde organisatie aan tafel zit' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async attend(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(MeldAanwezigDto) body: MeldAanwezigDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, chairs, (parts) => meetingView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new RecordAttendance(context, id, body.organisatie)));
  }

  @Post(':id/_sluit')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een overleg sluiten, met de besluiten in woorden' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async close(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(SluitOverlegDto) body: SluitOverlegDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, chairs, (parts) => meetingView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new CloseMeeting(context, id, body)));
  }

  private async show(
    edge: EdgeContext,
    leesbewijs: string | undefined,
    view: (parts: CaseParts) => View,
  ): Promise<InzageDto> {
    const reader = await this.desk.reader(edge, caseWorkers);
    await this.desk.readable(reader, leesbewijs);
    return this.desk.inspect(edge, reader, view);
  }
}
