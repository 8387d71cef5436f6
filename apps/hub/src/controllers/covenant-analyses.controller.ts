import { UitlegVraagDto, VerledenVraagDto, VerschilVraagDto } from '@knooppunt/contracts';
import type { Reader } from '@knooppunt/disclosure';
import { Edge, FormPipe, NotFound, QueryOf } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Checks } from '../covenants/checks.js';
import { CovenantDesk } from '../covenants/covenant-desk.js';
import { explanationOf, questionOf } from '../covenants/explaining.js';
import { toldOf } from '../covenants/faults.js';
import { Past } from '../covenants/past.js';
import { CovenantTexts } from '../covenants/texts.js';
import { Desk } from '../desk.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { LogUse } from '../log-use.js';
import { covenantWorkers, everyRole, logReaders } from '../roles.js';
import { Through } from '../through.js';

const version = new FormPipe('version');

/** What a check found, as it would be told if the version were submitted now. */
export class ToetsDto {
  @ApiProperty({ description: 'Nummer van de versie.' })
  versie: string;

  @ApiProperty({ description: 'Vingerafdruk van de tekst die is getoetst.' })
  vingerafdruk: string;

  @ApiProperty({ description: 'Waar, als niets indiening in de weg staat.' })
  indienbaar: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    isArray: true,
    description:
      'Bevindingen: ernst (fout, waarschuwing, inlichting), code, wat zij betekent (`tekst`), regels en plaats in de tekst (`pointer`).',
  })
  bevindingen: object[];
}

/** What a version changes. */
export class VerschilDto {
  @ApiProperty({ description: 'Nummer van de versie.' })
  versie: string;

  @ApiProperty({ description: 'Nummer van de versie waarmee is vergeleken; leeg als er geen is.' })
  met: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    isArray: true,
    description: 'Wijzigingen, verruimingen eerst: wat, voor wie, wanneer en door welke regels.',
  })
  wijzigingen: object[];

  @ApiProperty({ isArray: true, type: String, description: 'Soorten leveranciers van wie gegevens worden verruimd.' })
  verruimt: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description: 'Wat niemand eerder te zien kreeg: wacht op de rechtmatigheidsadviescommissie.',
  })
  nieuweVerwerkingen?: object;

  @ApiProperty({ type: 'object', additionalProperties: true, selfRequired: false, description: 'Andere looptijd.' })
  looptijd?: object;
}

/** Why a field would be shown at a level. */
export class UitlegDto {
  @ApiProperty({ description: 'Nummer van de versie.' })
  versie: string;

  @ApiProperty({ description: 'Soort organisatie die zou ontvangen.' })
  ontvanger: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Per veld het niveau en waarom.' })
  uitleg: object;
}

/** What is counted over recorded decisions. */
export class VerledenDto {
  @ApiProperty({ description: 'Nummer van de versie.' })
  versie: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Aantallen en kenmerken, geen waarden.' })
  bericht: object;
}

/** What can be worked out of a version before it decides anything; exact, over every situation that can exist. */
@ApiTags('convenanten')
@Controller('v1/convenanten')
export class CovenantAnalysesController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CovenantDesk) private readonly covenants: CovenantDesk,
    @Inject(Checks) private readonly checks: Checks,
    @Inject(CovenantTexts) private readonly texts: CovenantTexts,
    @Inject(Past) private readonly past: Past,
    @Inject(LogUse) private readonly logUse: LogUse,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  @Get(':id/toets')
  @Through('poort')
  @ApiOperation({ summary: 'Een versie getoetst aan de wet in werking, en aan zichzelf' })
  @ApiResponse({ status: 200, type: ToetsDto })
  async check(@Edge() edge: EdgeContext, @Param('id', version) id: string): Promise<ToetsDto> {
    const reader = await this.desk.reader(edge, covenantWorkers);
    const text = await this.covenants.read(reader, id);
    const { findings, isFit } = await this.checks.check(reader.cooperation, text);
    return {
      versie: id,
      vingerafdruk: text.digest,
      indienbaar: isFit,
      bevindingen: findings.map((one) => toldOf(text.document, one)),
    };
  }

  @Get(':id/verschil')
  @Through('poort')
  @ApiOperation({ summary: 'Wie met een versie welk veld krijgt of verliest, en wanneer' })
  @ApiResponse({ status: 200, type: VerschilDto })
  async compare(
    @Edge() edge: EdgeContext,
    @Param('id', version) id: string,
    @QueryOf(VerschilVraagDto) { met }: VerschilVraagDto,
  ): Promise<VerschilDto> {
    const reader = await this.desk.reader(edge, covenantWorkers);
    const text = await this.covenants.read(reader, id);
    const other = met === undefined ? undefined : await this.covenants.read(reader, met);
    const { difference, suppliers, newProcessing, before } = await this.checks.compare(reader.cooperation, text, other);
    return {
      versie: id,
      met: before,
      wijzigingen: [...difference.changes],
      verruimt: [...suppliers],
      ...(newProcessing ? { nieuweVerwerkingen: newProcessing } : {}),
      ...(difference.term ? { looptijd: difference.term } : {}),
    };
  }

  @Get(':id/uitleg')
  @Through('poort')
  @ApiOperation({
    summary: 'Waarom een ontvanger een veld op een niveau zou zien, in een situatie die u noemt',
    description:
      'Wie het log leest krijgt de hele uitleg, voor iedere ontvanger; ieder ander wat een ontvanger van een antwoord mag weten, voor de eigen soort. Doelbinding is ook voor wie het log leest een doel van de eigen organisatie, want het gaat om een tekst en niet om het log.',
  })
  @ApiResponse({ status: 200, type: UitlegDto })
  async explain(
    @Edge() edge: EdgeContext,
    @Param('id', version) id: string,
    @QueryOf(UitlegVraagDto) asked: UitlegVraagDto,
  ): Promise<UitlegDto> {
    const reader = await this.desk.reader(edge, everyRole);
    const isWhole = logReaders.includes(reader.role);
    const text = await this.covenants.read(reader, id);
    await this.checks.requireMeaning(reader.cooperation, text);
    const documents = { law: await this.checks.law(reader.cooperation), covenant: text.document };
    const to = isWhole ? (asked.naar ?? reader.kind) : reader.kind;
    const question = questionOf(documents, to, asked, this.parts.clock());
    return { versie: id, ontvanger: to, uitleg: explanationOf(documents, question, isWhole) };
  }

  @Get(':id/effect')
  @Through('log')
  @ApiOperation({
    summary: 'Wat een versie aan eerdere verstrekkingen zou hebben veranderd, voor wie het log leest',
    description:
      'Telt vastgelegde beslissingen, zonder waarden. Doelbinding is een van de vier doelen van WGS 1.8, lid 4.',
  })
  @ApiResponse({ status: 200, type: VerledenDto })
  async impact(
    @Edge() edge: EdgeContext,
    @Param('id', version) id: string,
    @QueryOf(VerledenVraagDto) asked: VerledenVraagDto,
  ): Promise<VerledenDto> {
    const reader = await this.desk.reader(edge, logReaders);
    await this.logUse.record(reader, 'effect-convenant');
    const found = await this.texts.find(reader.cooperation, id);
    if (!found) throw new NotFound(true);
    await this.checks.requireMeaning(reader.cooperation, found);
    return { versie: id, bericht: await this.past.impact(daysOf(reader, asked), found.document) };
  }

  @Get(':id/dekking')
  @Through('log')
  @ApiOperation({
    summary: 'Welke regels in het echt beslisten, en welke nooit, voor wie het log leest',
    description: 'Van iedere tekst die in werking was. Doelbinding is een van de vier doelen van WGS 1.8, lid 4.',
  })
  @ApiResponse({ status: 200, type: VerledenDto })
  async coverage(
    @Edge() edge: EdgeContext,
    @Param('id', version) id: string,
    @QueryOf(VerledenVraagDto) asked: VerledenVraagDto,
  ): Promise<VerledenDto> {
    const reader = await this.desk.reader(edge, logReaders);
    await this.logUse.record(reader, 'dekking-convenant');
    const found = await this.texts.find(reader.cooperation, id);
    if (!found) throw new NotFound(true);
    const report = await this.past.coverage(daysOf(reader, asked));
    const documents = report.documents.filter(({ digest }) => digest === found.digest);
    return { versie: id, bericht: { ...report, documents } };
  }
}

const daysOf = ({ cooperation }: Reader, { eersteDag, laatsteDag }: VerledenVraagDto) => ({
  cooperation,
  from: eersteDag,
  until: laatsteDag,
});
