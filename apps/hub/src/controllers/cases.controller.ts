import {
  GeefAdviesDto,
  KoppelBetrokkeneDto,
  LegNoodzaakVastDto,
  OpenCasusDto,
  OpenFaseDto,
  PaginaVraagDto,
  SchermAfDto,
  pageLimit,
} from '@knooppunt/contracts';
import type { View } from '@knooppunt/disclosure';
import { BodyOf, Conditional, Edge, IdPipe, QueryOf, Tagged } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Headers, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  GivePrivacyAdvice,
  LinkSubject,
  OpenCase,
  OpenPhase,
  RecordNecessity,
  SetShielding,
} from '../commands/case.commands.js';
import { Desk } from '../desk.js';
import { Lists } from '../lists.js';
import { caseWorkers, roles } from '../roles.js';
import { caseDossierView, caseView, casesView, necessityView, subjectsView } from '../views/case.view.js';
import type { CaseParts } from '../views/case.view.js';
import { Through } from '../through.js';
import { InzageDto, Leesbaar, OntvangstbewijsDto, RegelPaginaDto } from './responses.js';

const bureauWorkers = [roles.analyst, roles.director];

/** Cases: phases, need-to-know set, subjects, necessity (WGS 2.22, 2.23). */
@ApiTags('casussen')
@Controller('v1/casussen')
export class CasesController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Lists) private readonly lists: Lists,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Get()
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Casussen waarbij de eigen organisatie betrokken is' })
  @ApiResponse({ status: 200, type: RegelPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<RegelPaginaDto> {
    const reader = await this.desk.reader(edge, caseWorkers);
    const parts = await this.desk.caseParts(reader);
    return this.lists.page(
      { reader, list: 'cases', cursor, leesbewijs, limit: limiet ?? pageLimit },
      (candidates, limit) => casesView(parts, candidates, limit),
    );
  }

  @Post()
  @Through('opdracht')
  @ApiOperation({ summary: 'Een casus openen met aangenomen signalen en de betrokken deelnemers' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async open(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(OpenCasusDto) body: OpenCasusDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.director]);
    return this.desk.receipt(context, await this.commands.execute(new OpenCase(context, body)));
  }

  @Get(':id')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Eén casus' })
  @ApiResponse({ status: 200, type: InzageDto })
  get(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    return this.show(edge, leesbewijs, (parts) => caseView(parts, id));
  }

  @Get(':id/dossier')
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Het dossier van een casus, zoals deze lezer het mag zien' })
  @ApiResponse({ status: 200, type: InzageDto })
  dossier(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    return this.show(edge, leesbewijs, (parts) => caseDossierView(parts, id));
  }

  @Get(':id/betrokkenen')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Betrokkenen met rol en afscherming, en voorstellen om te koppelen' })
  @ApiResponse({ status: 200, type: InzageDto })
  subjects(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    return this.show(edge, leesbewijs, (parts) => subjectsView(parts, id));
  }

  @Post(':id/betrokkenen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Een persoon of bedrijf uit een inbreng aan een betrokkene koppelen' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async link(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(KoppelBetrokkeneDto) body: KoppelBetrokkeneDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, bureauWorkers, (parts) => subjectsView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new LinkSubject(context, id, body)));
  }

  @Post(':id/betrokkenen/:betrokkene/afschermingen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Een betrokkene afschermen, of de afscherming opheffen' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async shield(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @Param('betrokkene') subject: string,
    @BodyOf(SchermAfDto) body: SchermAfDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, bureauWorkers, (parts) => subjectsView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new SetShielding(context, id, subject, body)));
  }

  @Get(':id/noodzaak')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Wie welke gegevens nodig heeft, en waarom' })
  @ApiResponse({ status: 200, type: InzageDto })
  necessity(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    return this.show(edge, leesbewijs, (parts) => necessityView(parts, id));
  }

  @Post(':id/noodzaak')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Vastleggen waarom de eigen organisatie deze gegevens nodig heeft' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async need(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(LegNoodzaakVastDto) body: LegNoodzaakVastDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.accountHolder], (parts) =>
      necessityView(parts, id),
    );
    return this.desk.receipt(context, await this.commands.execute(new RecordNecessity(context, id, body)));
  }

  @Post(':id/adviezen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Advies van de privacyfunctionaris over een fase' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async advise(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(GeefAdviesDto) body: GeefAdviesDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.privacyOfficer], (parts) => caseView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new GivePrivacyAdvice(context, id, body)));
  }

  @Post(':id/fasen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Een fase openen, met noodzaak, evenredigheid en subsidiariteit in woorden' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async openPhase(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(OpenFaseDto) body: OpenFaseDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.director], (parts) => caseView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new OpenPhase(context, id, body)));
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
