import { StukDto, paginaVan } from '@knooppunt/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { InzageDto } from './responses.js';

const untilNote = 'Ontbreekt zolang er geen einde is.';

/** An organisation that takes part, or did. */
export class DeelnameRegelDto {
  @ApiProperty({ description: 'De organisatie (OIN).' })
  organisatie: string;

  @ApiProperty({ description: 'Soort organisatie.' })
  soort: string;

  @ApiProperty({ description: 'Openbare naam.' })
  naam: string;

  @ApiProperty({ enum: ['eigen', 'landelijk'], description: 'Van dit samenwerkingsverband, of landelijk.' })
  regio: string;

  @ApiProperty({ required: false, description: 'Gemeentecode, waar er een is.' })
  gemeente?: string;

  @ApiProperty({ format: 'date-time', description: 'Lid vanaf dit moment.' })
  sinds: string;

  @ApiProperty({ format: 'date-time', required: false, description: `Geen lid meer vanaf dit moment. ${untilNote}` })
  tot?: string;
}

/** Everybody who takes part in the cooperation, or did. */
export class DeelnamePaginaDto extends paginaVan(DeelnameRegelDto) {}

/** One membership; who left and acceded anew has more than one. */
export class LidmaatschapDto {
  @ApiProperty({ format: 'date-time' })
  sinds: string;

  @ApiProperty({ format: 'date-time', required: false, description: untilNote })
  tot?: string;

  @ApiProperty({ required: false, description: 'Vingerafdruk van het convenant dat zij bij haar toetreding tekende.' })
  convenant?: string;
}

/** A public key of an organisation, and what became of it. */
export class PartijSleutelDto {
  @ApiProperty({ description: 'Kenmerk van de sleutel (SHA-256).' })
  kenmerk: string;

  @ApiProperty({ description: 'De openbare sleutel (Ed25519).' })
  sleutel: string;

  @ApiProperty({ enum: ['huidig', 'vervangen', 'ingetrokken'] })
  toestand: string;

  @ApiProperty({ format: 'date-time', description: 'Geregistreerd op dit moment.' })
  sinds: string;

  @ApiProperty({ format: 'date-time', required: false, description: 'Tekent niet meer vanaf dit moment.' })
  tot?: string;

  @ApiProperty({ required: false, description: 'Waarom zij is ingetrokken.' })
  reden?: string;
}

/** One organisation that takes part, or did, with its memberships and keys. */
export class DeelnameDto extends InzageDto {
  @ApiProperty({ type: () => DeelnameRegelDto })
  deelnemer: DeelnameRegelDto;

  @ApiProperty({ type: () => LidmaatschapDto, isArray: true, description: 'Oudste eerst.' })
  lidmaatschappen: LidmaatschapDto[];

  @ApiProperty({ type: () => PartijSleutelDto, isArray: true, description: 'Oudste eerst.' })
  sleutels: PartijSleutelDto[];
}

/** Somebody who acts for an organisation, or did. Whom it means, only the organisation can tell. */
export class AanwijzingRegelDto {
  @ApiProperty({ format: 'uuid', description: 'Kenmerk van de persoon in dit samenwerkingsverband.' })
  persoon: string;

  @ApiProperty({ isArray: true, type: String })
  rollen: string[];

  @ApiProperty({ format: 'date-time', description: 'Begin van het mandaat.' })
  sinds: string;

  @ApiProperty({ format: 'date-time', description: 'Einde van het mandaat.' })
  tot: string;

  @ApiProperty({ format: 'date-time', description: 'Tot dit moment geldt de screening.' })
  gescreendTot: string;

  @ApiProperty({ enum: ['aangewezen', 'beeindigd'] })
  toestand: string;
}

/** The same with the name, where the covenant shows it. */
export class AanwijzingMetNaamDto extends AanwijzingRegelDto {
  @ApiProperty({ type: () => StukDto, isArray: true, description: 'De naam, langs de poort.' })
  stukken: StukDto[];
}

/** Everybody whom an organisation designated. */
export class AanwijzingPaginaDto extends paginaVan(AanwijzingMetNaamDto) {}

/** One designation. */
export class AanwijzingDto extends InzageDto {
  @ApiProperty({ type: () => AanwijzingRegelDto })
  aanwijzing: AanwijzingRegelDto;
}
