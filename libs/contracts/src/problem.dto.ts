import { ApiProperty } from '@nestjs/swagger';

/** One fault of an input: where and which rule. Never the value, never the name of an unknown member. */
export class FoutDto {
  @ApiProperty({
    description: 'JSON Pointer (RFC 6901) naar het gegeven, of /kop/<naam> voor een kop.',
    example: '/tekst',
  })
  pointer: string;

  @ApiProperty({ description: 'Code van de regel.', example: 'verplicht' })
  code: string;

  @ApiProperty({ description: 'De regel in woorden.', example: 'Dit gegeven is verplicht.' })
  tekst: string;
}

/** Every answer of 400 and above. Members in this order. Source: RFC 9457, API Design Rules error-handling. */
export class ProblemDto {
  @ApiProperty({ format: 'uri', example: 'urn:knooppunt:probleem:platform/invoer-ongeldig' })
  type: string;

  @ApiProperty({ example: 'Ongeldig verzoek' })
  title: string;

  @ApiProperty({ minimum: 400, maximum: 599, example: 400 })
  status: number;

  @ApiProperty({ example: 'Het bericht voldoet niet aan de afgesproken vorm.' })
  detail: string;

  @ApiProperty({ example: 'platform/invoer-ongeldig' })
  code: string;

  @ApiProperty({ description: 'Kenmerk van dit verzoek; gelijk aan de kop X-Correlation-Id.' })
  correlatie: string;

  @ApiProperty({ type: () => FoutDto, isArray: true })
  fouten: FoutDto[];

  @ApiProperty({ type: 'array', items: { type: 'string' }, description: 'Artikelen waarop een weigering rust.' })
  grondslag: string[];
}
