import {
  AdviseerConvenantDto,
  GezienDto,
  OndertekenConvenantDto,
  OntwerpConvenantDto,
  StelConvenantVastDto,
  TrekConvenantInDto,
  WeigerConvenantDto,
} from '@knooppunt/contracts';
import { BodyOf, Conditional, Edge, FormPipe, LargeDocument, Tagged } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  AdoptCovenant,
  AdviseCovenant,
  AmendCovenant,
  DraftCovenant,
  EndCovenant,
  SignCovenant,
  SubmitCovenant,
} from '../commands/covenant.commands.js';
import type { CommandContext } from '../commands/command-runner.js';
import { CovenantDesk } from '../covenants/covenant-desk.js';
import { Desk } from '../desk.js';
import { everyRole, roles } from '../roles.js';
import { Through } from '../through.js';
import { ConvenantPaginaDto, ConvenantVersieDto } from './covenants.dto.js';
import { Leesbaar, OntvangstbewijsDto } from './responses.js';

const version = new FormPipe('version');

/** Laws and covenants, and the life of a version from its draft to its end (ADR 0016). */
@ApiTags('convenanten')
@Controller('v1/convenanten')
export class CovenantsController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CovenantDesk) private readonly covenants: CovenantDesk,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Get()
  @Through('poort')
  @Leesbaar()
  @ApiOperation({ summary: 'Wet en convenant, zoals zij in werking traden, en de versies die dat nog kunnen' })
  @ApiResponse({ status: 200, type: ConvenantPaginaDto })
  async list(@Edge() edge: EdgeContext, @Headers('Leesbewijs') leesbewijs?: string): Promise<ConvenantPaginaDto> {
    const reader = await this.desk.reader(edge, everyRole);
    await this.desk.readable(reader, leesbewijs);
    return this.covenants.list(reader);
  }

  @Post()
  @Through('opdracht')
  @LargeDocument()
  @ApiOperation({ summary: 'Een versie beginnen met een ontwerp' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async draft(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @BodyOf(OntwerpConvenantDto) body: OntwerpConvenantDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.desk.commanding(edge, request, [roles.covenantManager]);
    return this.desk.receipt(context, await this.commands.execute(new DraftCovenant(context, body)));
  }

  @Get(':id')
  @Through('poort')
  @Leesbaar()
  @Tagged()
  @ApiOperation({ summary: 'Eén versie: tekst, vingerafdruk, toestand, ondertekeningen, en wie nog moet tekenen' })
  @ApiResponse({ status: 200, type: ConvenantVersieDto })
  async get(
    @Edge() edge: EdgeContext,
    @Param('id', version) versie: string,
    @Headers('Leesbewijs') leesbewijs?: string,
  ): Promise<ConvenantVersieDto> {
    const reader = await this.desk.reader(edge, everyRole);
    await this.desk.readable(reader, leesbewijs);
    return this.covenants.show(edge, reader, versie);
  }

  @Post(':id/wijzigingen')
  @Through('opdracht')
  @Conditional()
  @LargeDocument()
  @ApiOperation({ summary: 'Een ontwerp een andere tekst geven' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async amend(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', version) versie: string,
    @BodyOf(OntwerpConvenantDto) body: OntwerpConvenantDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, versie, [roles.covenantManager]);
    return this.desk.receipt(context, await this.commands.execute(new AmendCovenant(context, versie, body)));
  }

  @Post(':id/_dienin')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een ontwerp indienen: het wordt getoetst, en de tekst staat daarna stil' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async submit(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', version) versie: string,
    @BodyOf(GezienDto) body: GezienDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, versie, [roles.covenantManager]);
    return this.desk.receipt(context, await this.commands.execute(new SubmitCovenant(context, versie, body)));
  }

  @Post(':id/ondertekeningen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'De eigen handtekening, buiten het knooppunt gezet, onder een ingediende versie leggen' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async sign(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', version) versie: string,
    @BodyOf(OndertekenConvenantDto) body: OndertekenConvenantDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, versie, [roles.steeringGroup]);
    return this.desk.receipt(context, await this.commands.execute(new SignCovenant(context, versie, body)));
  }

  @Post(':id/adviezen')
  @Through('opdracht')
  @Conditional()
  @ApiOperation({ summary: 'Advies van de rechtmatigheidsadviescommissie over een ingediende versie' })
  @ApiResponse({ status: 201, type: OntvangstbewijsDto })
  async advise(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', version) versie: string,
    @BodyOf(AdviseerConvenantDto) body: AdviseerConvenantDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, versie, [roles.committee]);
    return this.desk.receipt(context, await this.commands.execute(new AdviseCovenant(context, versie, body)));
  }

  @Post(':id/_stelvast')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een versie vaststellen; zij treedt in werking op haar eerste dag' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async adopt(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', version) versie: string,
    @BodyOf(StelConvenantVastDto) body: StelConvenantVastDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, versie, [roles.steeringGroup]);
    return this.desk.receipt(context, await this.commands.execute(new AdoptCovenant(context, versie, body)));
  }

  @Post(':id/_weiger')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een ingediende versie weigeren' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async refuse(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', version) versie: string,
    @BodyOf(WeigerConvenantDto) body: WeigerConvenantDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, versie, [roles.steeringGroup]);
    return this.desk.receipt(context, await this.commands.execute(new EndCovenant(context, versie, body, 'refused')));
  }

  @Post(':id/_trekin')
  @Through('opdracht')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Een versie intrekken die niet in werking is' })
  @ApiResponse({ status: 200, type: OntvangstbewijsDto })
  async withdraw(
    @Edge() edge: EdgeContext,
    @Req() request: FastifyRequest,
    @Param('id', version) versie: string,
    @BodyOf(TrekConvenantInDto) body: TrekConvenantInDto,
  ): Promise<OntvangstbewijsDto> {
    const context = await this.commanding(edge, request, versie, [roles.covenantManager]);
    return this.desk.receipt(context, await this.commands.execute(new EndCovenant(context, versie, body, 'withdrawn')));
  }

  /** The context of a command about one version, which `If-Match` may name as it was shown. */
  private async commanding(
    edge: EdgeContext,
    request: FastifyRequest,
    versie: string,
    allowed: readonly string[],
  ): Promise<CommandContext> {
    const reader = await this.desk.reader(edge, allowed);
    const view = await this.covenants.viewOf(reader, versie);
    return this.desk.commanding(edge, request, allowed, () => view);
  }
}
