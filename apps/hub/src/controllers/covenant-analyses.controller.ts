import { VerschilVraagDto } from '@knooppunt/contracts';
import { Edge, FormPipe, QueryOf } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Checks } from '../covenants/checks.js';
import { CovenantDesk } from '../covenants/covenant-desk.js';
import { Desk } from '../desk.js';
import { covenantWorkers } from '../roles.js';
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
    description: 'Bevindingen: ernst (fout, waarschuwing, inlichting), code, regels en plaats.',
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

/** What can be worked out of a version before it decides anything; exact, over every situation that can exist. */
@ApiTags('convenanten')
@Controller('v1/convenanten')
export class CovenantAnalysesController {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CovenantDesk) private readonly covenants: CovenantDesk,
    @Inject(Checks) private readonly checks: Checks,
  ) {}

  @Get(':id/toets')
  @Through('poort')
  @ApiOperation({ summary: 'Een versie getoetst aan de wet in werking, en aan zichzelf' })
  @ApiResponse({ status: 200, type: ToetsDto })
  async check(@Edge() edge: EdgeContext, @Param('id', version) id: string): Promise<ToetsDto> {
    const reader = await this.desk.reader(edge, covenantWorkers);
    const text = await this.covenants.read(reader, id);
    const { findings, isFit } = await this.checks.check(reader.cooperation, text);
    return { versie: id, vingerafdruk: text.digest, indienbaar: isFit, bevindingen: [...findings] };
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
}
