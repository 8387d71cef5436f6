import type { ShownBlock, ShownField, ShownItem } from '@knooppunt/disclosure';
import { GetoondVeldDto } from '@knooppunt/contracts';
import type { GetoondBlokDto, StukDto } from '@knooppunt/contracts';
import { ApiProperty } from '@nestjs/swagger';

/** A record of the process as one reader sees it: a case, a subject, a meeting, a request, a signal. */
export class DossierregelDto {
  @ApiProperty({ description: 'Kenmerk: van een zaak haar id, anders een kenmerk voor deze lezer.' })
  id: string;

  @ApiProperty({ description: 'Soort regel in het register.', example: 'H1' })
  soort: string;

  @ApiProperty({ type: () => GetoondVeldDto, isArray: true })
  velden: GetoondVeldDto[];
}

const fieldOf = ({ field, level, value, basis, obligations }: ShownField): GetoondVeldDto => ({
  veld: field,
  niveau: level,
  ...(value === undefined ? {} : { waarde: value }),
  grondslag: basis,
  plichten: obligations,
});

const blockOf = ({ block, subject, fields }: ShownBlock): GetoondBlokDto => ({
  blok: block,
  ...(subject === undefined ? {} : { betrokkene: subject }),
  velden: fields.map(fieldOf),
});

/** A contribution or text as it leaves the hub. The id of the thing stays inside. */
export const stukOf = ({ reference, payloadType, supplierKind, receivedOn, blocks }: ShownItem): StukDto => ({
  kenmerk: reference,
  soort: payloadType,
  leverancierSoort: supplierKind,
  ontvangstdatum: receivedOn,
  blokken: blocks.map(blockOf),
});

/** A record of the process as it leaves the hub. */
export const regelOf = ({ id, payloadType, blocks }: ShownItem): DossierregelDto => ({
  id,
  soort: payloadType,
  velden: blocks.flatMap(({ fields }) => fields.map(fieldOf)),
});

/** Is this a record (H), or a contribution or text? */
export const isRecord = ({ payloadType }: ShownItem): boolean => payloadType.startsWith('H');
