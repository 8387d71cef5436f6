import { ApiProperty } from '@nestjs/swagger';

/** Levels at which something is shown; a withheld field is not there. Stored code -> word on the wire is the same. */
const shownLevels = ['exists', 'pseudonymise', 'generalise', 'mask', 'reveal'];

/** A field as the gate shows it, with the receipt: the permit's article and the duties that come along (design §6). */
export class GetoondVeldDto {
  @ApiProperty({ description: 'Naam van het veld in het register.' })
  veld: string;

  @ApiProperty({ enum: shownLevels })
  niveau: string;

  @ApiProperty({
    description: 'De waarde zoals het convenant haar toont; ontbreekt bij niveau exists.',
    required: false,
    oneOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'array', items: {} },
      { type: 'object', additionalProperties: true },
    ],
  })
  waarde?: unknown;

  @ApiProperty({ description: 'Artikel van de toestemming.' })
  grondslag: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  })
  plichten: Readonly<Record<string, string | readonly string[]>>;
}

/** One block of a piece: what it says about one person or company, or the matter, or a text. */
export class GetoondBlokDto {
  @ApiProperty({ example: 'p1' })
  blok: string;

  @ApiProperty({
    required: false,
    description: 'Kenmerk van de betrokkene over wie dit blok gaat, zodra gekoppeld.',
  })
  betrokkene?: string;

  @ApiProperty({ type: () => GetoondVeldDto, isArray: true })
  velden: GetoondVeldDto[];
}

/** A contribution as one reader sees it. `leverancierSoort` is the kind, never the organisation. */
export class StukDto {
  @ApiProperty({ description: 'Kenmerk van het stuk voor deze lezer.' })
  kenmerk: string;

  @ApiProperty({ description: 'Soort levering.', example: 'S1' })
  soort: string;

  @ApiProperty({ description: 'Soort leverancier.', example: 'COLL' })
  leverancierSoort: string;

  @ApiProperty({ format: 'date' })
  ontvangstdatum: string;

  @ApiProperty({ type: () => GetoondBlokDto, isArray: true })
  blokken: GetoondBlokDto[];
}
