import { disclosedOf } from '@knooppunt/cases';
import type { DisclosedBlock, DisclosedItem, StoredDisclosure } from '@knooppunt/cases';
import { paginaVan } from '@knooppunt/contracts';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import { ApiProperty } from '@nestjs/swagger';

/** A field that was shown: its level, and the permit that allowed it. Never a value. */
export class VerstrektVeldDto {
  @ApiProperty({ description: 'Naam van het veld in het register.' })
  veld: string;

  @ApiProperty({ description: 'Niveau waarop het is getoond.', example: 'mask' })
  niveau: string;

  @ApiProperty({ required: false, description: 'Bepaling van het convenant die het toestond.', example: 'P-102' })
  bepaling?: string;
}

/** A block of which fields were shown. */
export class VerstrektBlokDto {
  @ApiProperty({ example: 'p1' })
  blok: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'De betrokkene over wie het blok gaat.' })
  betrokkene?: string;

  @ApiProperty({ required: false, description: 'Waarom het blok niet te lezen was; dan is er niets van getoond.' })
  onbeantwoord?: string;

  @ApiProperty({ type: () => VerstrektVeldDto, isArray: true })
  velden: VerstrektVeldDto[];
}

/** A piece that was shown, wholly or in part. */
export class VerstrektStukDto {
  @ApiProperty({ description: 'Kenmerk waaronder de ontvanger het zag.' })
  kenmerk: string;

  @ApiProperty({ description: 'Stroom in het log waaruit het komt.' })
  bron: string;

  @ApiProperty({ description: 'Revisie in die stroom.' })
  revisie: string;

  @ApiProperty({ description: 'Soort levering of regel.', example: 'S1' })
  soort: string;

  @ApiProperty({ description: 'Soort leverancier.', example: 'COLL' })
  leverancierSoort: string;

  @ApiProperty({ description: 'Fase waarin het is getoond.' })
  fase: string;

  @ApiProperty({ type: () => VerstrektBlokDto, isArray: true })
  blokken: VerstrektBlokDto[];
}

/** An answer that told of the case, as an auditor reads it. */
export class VerstrekkingInCasusDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  vastgelegd: string;

  @ApiProperty({ description: 'Organisatie (OIN) die het te zien kreeg.' })
  organisatie: string;

  @ApiProperty({ description: 'Persoon (kenmerk) die vroeg.' })
  persoon: string;

  @ApiProperty({ description: 'Rol waarin werd gevraagd.' })
  rol: string;

  @ApiProperty({ description: 'Doel dat werd genoemd.' })
  doel: string;

  @ApiProperty({ description: 'Welke weergave.', example: 'overleg-dossier' })
  weergave: string;

  @ApiProperty({ type: () => VerstrektStukDto, isArray: true })
  stukken: VerstrektStukDto[];
}

/** A page of answers that told of the case. */
export class VerstrekkingenInCasusDto extends paginaVan(VerstrekkingInCasusDto) {}

const existence = '_exists';

const fieldsOf = ({ levels, permits, unanswered }: DisclosedBlock): VerstrektVeldDto[] =>
  unanswered !== undefined
    ? []
    : Object.entries(levels)
        .filter(([field, level]) => level !== 'withhold' && field !== existence)
        .map(([veld, niveau]) => {
          const bepaling = permits[veld];
          return { veld, niveau, ...(bepaling === undefined ? {} : { bepaling }) };
        });

const blockOf = (block: DisclosedBlock): VerstrektBlokDto => ({
  blok: block.block,
  ...(block.subject === undefined ? {} : { betrokkene: block.subject }),
  ...(block.unanswered === undefined ? {} : { onbeantwoord: block.unanswered }),
  velden: fieldsOf(block),
});

const itemOf = (item: DisclosedItem): VerstrektStukDto => ({
  kenmerk: item.reference,
  bron: item.stream,
  revisie: item.revision,
  soort: item.payloadType,
  leverancierSoort: item.supplierKind,
  fase: item.phase,
  blokken: item.blocks
    .map(blockOf)
    .filter(({ velden, onbeantwoord }) => velden.length > 0 || onbeantwoord !== undefined),
});

/** What was not there for its recipient was judged, and not shown. */
const wasThere = ({ blocks }: DisclosedItem): boolean => blocks.every(({ levels }) => levels[existence] !== 'withhold');

/** A recorded disclosure, as far as it told of this case. */
export const verstrekkingInCasusOf = (event: Recorded, id: Uuid): VerstrekkingInCasusDto => {
  const data = event.data as StoredDisclosure & { readonly view: string; readonly disclosure: string };
  const items = disclosedOf(data).items.filter(wasThere);
  const told = data.case === id ? items : items.filter((item) => item.case === id);
  return {
    id: data.disclosure,
    vastgelegd: event.recordedAt,
    organisatie: data.recipient,
    persoon: event.actor,
    rol: event.role ?? '',
    doel: event.purpose ?? '',
    weergave: data.view,
    stukken: told.map(itemOf),
  };
};
