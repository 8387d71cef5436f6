import { DoeVerzoekDto, PaginaVraagDto, WeigerVerzoekDto, pageLimit } from '@knooppunt/contracts';
import { BodyOf, Conditional, Edge, IdPipe, QueryOf, Tagged } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PutRequest, RefuseRequest } from '../commands/request.commands.js';
import { Desk } from '../desk.js';
import { Lists } from '../lists.js';
import { caseWorkers, roles } from '../roles.js';
import { requestView, requestsView } from '../views/request.view.js';
import { Through } from '../through.js';
import { InzageDto, Leesbaar, OntvangstbewijsDto, RegelPaginaDto } from './responses.js';

/** Requests for payloads within a case (WGS 1.5). */
@ApiTags('verzoeken')
@Controller('v1/verzoeken')
export class RequestsController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Lists) private readonly lists: Lists,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Get()
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Verzoeken aan de eigen organisatie' })
  @ApiResponse({ status: 200, type: RegelPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(PaginaVraagDto) { cursor, limiet }: PaginaVraagDto,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<RegelPaginaDto> {
    const reader = await this.desk.reader(edge, caseWorkers);
    const parts = await this.desk.caseParts(reader);
    return this.lists.page(
      { reader, list: 'requests', cursor, leesbewijs, limit: limiet ?? pageLimit },
      (candidates, limit) => requestsView(parts, candidates, limit),
    );
  }

  @Post()
  @Through('opdracht')
  @ApiOperation({ summary: 'Deelnemers om gegevens vragen, met de noodzaak in woorden' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async put(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(DoeVerzoekDto) body: DoeVerzoekDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.director, roles.analyst]);
    return this.desk.receipt(context, await this.commands.execute(new PutRequest(context, body)));
  }

  @Get(':id')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Eén verzoek, met zijn reden' })
  @ApiResponse({ status: 200, type: InzageDto })
  async get(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<InzageDto> {
    const reader = await this.desk.reader(edge, caseWorkers);
    await this.desk.readable(reader, leesbewijs);
    return this.desk.inspect(edge, reader, (parts) => requestView(parts, id));
  }

  @Post(':id/_weiger')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een verzoek weigeren, met de reden van de wet' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async refuse(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(WeigerVerzoekDto) body: WeigerVerzoekDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.accountHolder], (parts) => requestView(parts, id));
    return this.desk.receipt(context, await this.commands.execute(new RefuseRequest(context, id, body)));
  }
}
