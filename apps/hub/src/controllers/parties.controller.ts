import { RegistreerSleutelDto, TreedToeDto, TreedUitDto, TrekSleutelInDto } from '@knooppunt/contracts';
import { BodyOf, Edge, FormPipe, Tagged } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Headers, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AccedeParty, LeaveParty, RegisterKey, RevokeKey } from '../commands/party.commands.js';
import { Desk } from '../desk.js';
import { PartyDesk } from '../parties/party-desk.js';
import { covenantWorkers, roles } from '../roles.js';
import { Through } from '../through.js';
import { DeelnameDto, DeelnamePaginaDto } from './parties.dto.js';
import { Leesbaar, OntvangstbewijsDto } from './responses.js';

const oin = new FormPipe('oin');

/** Who takes part: accession and withdrawal of participants (R61, R62), and the keys that they sign with. */
@ApiTags('deelnemers')
@Controller('v1')
export class PartiesController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PartyDesk) private readonly parties: PartyDesk,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Get('deelnemers')
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Wie deelneemt of deelnam, sinds wanneer en tot wanneer' })
  @ApiResponse({ status: 200, type: DeelnamePaginaDto })
  async list(@Edge() edge: EdgeContext, @Headers('Leesbewijs') leesbewijs?: string): Promise<DeelnamePaginaDto> {
    const reader = await this.desk.reader(edge, covenantWorkers);
    await this.desk.readable(reader, leesbewijs);
    return this.parties.list(reader);
  }

  @Get('deelnemers/:id')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Eén deelnemer: lidmaatschap, en de openbare sleutels waarmee zij tekent of tekende' })
  @ApiResponse({ status: 200, type: DeelnameDto })
  async get(
    @Edge() edge: EdgeContext,
    @Param('id', oin) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<DeelnameDto> {
    const reader = await this.desk.reader(edge, covenantWorkers);
    await this.desk.readable(reader, leesbewijs);
    return this.parties.show(edge, reader, id);
  }

  @Post('deelnemers')
  @Through('opdracht')
  @ApiOperation({ summary: 'Een organisatie treedt toe, met haar handtekening onder het convenant in werking' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async accede(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(TreedToeDto) body: TreedToeDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.covenantManager]);
    return this.desk.receipt(context, await this.commands.execute(new AccedeParty(context, body)));
  }

  @Post('uittredingen')
  @Through('opdracht')
  @ApiOperation({ summary: 'Een organisatie treedt uit, per direct of na een laatste dag' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async leave(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(TreedUitDto) body: TreedUitDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.covenantManager]);
    return this.desk.receipt(context, await this.commands.execute(new LeaveParty(context, body)));
  }

  @Post('sleutels')
  @Through('opdracht')
  @ApiOperation({ summary: 'De openbare sleutel van de eigen organisatie registreren; een vorige tekent niet meer' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async register(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(RegistreerSleutelDto) body: RegistreerSleutelDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.steeringGroup]);
    return this.desk.receipt(context, await this.commands.execute(new RegisterKey(context, body)));
  }

  @Post('sleutelintrekkingen')
  @Through('opdracht')
  @ApiOperation({ summary: 'Een sleutel van de eigen organisatie intrekken' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async revoke(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(TrekSleutelInDto) body: TrekSleutelInDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.steeringGroup]);
    return this.desk.receipt(context, await this.commands.execute(new RevokeKey(context, body)));
  }
}
