import { AanwijzingenVraagDto, LeegDto, WijsAanDto, WijzigAanwijzingDto } from '@knooppunt/contracts';
import { BodyOf, Conditional, Edge, IdPipe, QueryOf, Tagged } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { CommandContext } from '../commands/command-runner.js';
import { ChangeDesignation, Designate, EndDesignation } from '../commands/designation.commands.js';
import { Desk } from '../desk.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { PartyDesk } from '../parties/party-desk.js';
import { designationReaders, roles } from '../roles.js';
import { Through } from '../through.js';
import { AanwijzingDto, AanwijzingPaginaDto } from './parties.dto.js';
import { Leesbaar, OntvangstbewijsDto } from './responses.js';

/** Whom an organisation designates to act for it, in which roles, until when (WGS 1.8(2), BGS 1.11, R55). */
@ApiTags('aanwijzingen')
@Controller('v1/aanwijzingen')
export class DesignationsController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(PartyDesk) private readonly parties: PartyDesk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  @Get()
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Wie een organisatie heeft aangewezen, in welke rollen en tot wanneer' })
  @ApiResponse({ status: 200, type: AanwijzingPaginaDto })
  async list(
    @Edge() edge: EdgeContext,
    @QueryOf(AanwijzingenVraagDto) { organisatie }: AanwijzingenVraagDto,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<AanwijzingPaginaDto> {
    const reader = await this.desk.reader(edge, designationReaders);
    await this.desk.readable(reader, leesbewijs);
    return this.parties.designations(reader, organisatie ?? reader.organisation);
  }

  @Get(':id')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Eén aanwijzing' })
  @ApiResponse({ status: 200, type: AanwijzingDto })
  async get(
    @Edge() edge: EdgeContext,
    @Param('id', IdPipe) id: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<AanwijzingDto> {
    const reader = await this.desk.reader(edge, designationReaders);
    await this.desk.readable(reader, leesbewijs);
    return this.parties.designation(edge, reader, id);
  }

  @Post()
  @Through('opdracht')
  @ApiOperation({
    summary: 'Iemand aanwijzen die voor een organisatie mag handelen',
    description:
      'Een stuurgroeplid voor de eigen organisatie of voor het bureau; een convenantbeheerder brengt een aanwijzing die de deelnemer zelf tekende.',
  })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async designate(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(WijsAanDto) body: WijsAanDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.steeringGroup, roles.covenantManager]);
    const designee = { organisation: body.organisatie, person: this.personOf(edge, context, body.persoon) };
    return this.desk.receipt(context, await this.commands.execute(new Designate(context, designee, body)));
  }

  @Post(':id/wijzigingen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Iemand die is aangewezen andere rollen of een andere termijn geven' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async change(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(WijzigAanwijzingDto) body: WijzigAanwijzingDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, id);
    return this.desk.receipt(context, await this.commands.execute(new ChangeDesignation(context, id, body)));
  }

  @Post(':id/_beeindig')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een aanwijzing beëindigen, per direct' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async end(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', IdPipe) id: string,
    @BodyOf(LeegDto) _body: LeegDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, id);
    return this.desk.receipt(context, await this.commands.execute(new EndDesignation(context, id)));
  }

  /** The context of a command about one designation, which `If-Match` may name as it was shown. */
  private async commanding(edge: EdgeContext, request: FastifyRequest, person: string): Promise<CommandContext> {
    const reader = await this.desk.reader(edge, [roles.steeringGroup]);
    const looked = await this.parties.lookingAt(reader, person);
    return this.desk.commanding(edge, request, [roles.steeringGroup], () => looked);
  }

  /** The id of somebody, as the provider that knows the caller knows that person too. */
  private personOf({ caller }: EdgeContext, { reader }: CommandContext, sub: string): string {
    if (caller?.kind !== 'person') throw new TypeError('a command without a person behind the guard');
    return this.parts.names.personId(caller.provider, sub, reader.cooperation);
  }
}
