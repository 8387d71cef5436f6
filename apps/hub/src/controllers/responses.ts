import { StukDto, paginaVan } from '@knooppunt/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiProperty } from '@nestjs/swagger';
import { DossierregelDto } from '../presenter.js';

/** Answer of a command. */
export class OntvangstbewijsDto {
  @ApiProperty({ description: 'Kenmerk van wat is gemaakt of gewijzigd.' })
  id: string;

  @ApiProperty({
    format: 'opaque',
    description: 'Geef dit mee als kop Leesbewijs om de eigen wijziging terug te lezen.',
  })
  leesbewijs: string;
}

/** One thing: its record, and what lies in it for this reader. */
export class InzageDto {
  @ApiProperty({ format: 'uuid', description: 'De vastgelegde verstrekking waarop dit antwoord rust.' })
  verstrekking: string;

  @ApiProperty({ type: () => DossierregelDto })
  zaak: DossierregelDto;

  @ApiProperty({ type: () => DossierregelDto, isArray: true, description: 'Regels van het proces.' })
  regels: DossierregelDto[];

  @ApiProperty({ type: () => StukDto, isArray: true, description: 'Inbreng en teksten.' })
  stukken: StukDto[];
}

/** A page of records. */
export class RegelPaginaDto extends paginaVan(DossierregelDto) {}

/** Documents the reading token of one's own writes. */
export const Leesbaar = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Leesbewijs',
      required: false,
      schema: { type: 'string', format: 'opaque' },
      description: 'Uit het antwoord op een eigen wijziging.',
    }),
  );
