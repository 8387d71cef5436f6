import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { Form } from './rules.js';

/** Rows of a page at most; a page is opened by the gate row by row (design §5). */
export const pageLimit = 50;

/** Query of every list: an opaque cursor of an earlier page and how many rows. No totals, no sort by hidden columns. */
export class PaginaVraagDto {
  @Form('cursor', { description: 'Cursor uit `volgende` van de vorige bladzijde.', optional: true })
  cursor?: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: pageLimit, default: pageLimit, required: false })
  @ValidateIf((_holder, value) => value !== undefined)
  @Transform(
    ({ value }: { value: unknown }) =>
      typeof value === 'string' && /^[1-9]\d{0,2}$/.test(value) ? Number(value) : value,
    { toClassOnly: true },
  )
  @IsInt()
  @Min(1)
  @Max(pageLimit)
  limiet?: number;
}

type ItemClass<Item> = abstract new () => Item;

/** A page of a list, as the wire holds it. `volgende` is absent on the last page. */
export type Pagina<Item> = { readonly items: readonly Item[]; readonly volgende?: string };

/** The documented class of a page of these items: `class StukPaginaDto extends paginaVan(StukDto) {}`. */
export const paginaVan = <Item extends object>(item: ItemClass<Item>) => {
  class PaginaDto {
    @ApiProperty({ type: () => item as unknown as new () => Item, isArray: true, maxItems: pageLimit })
    items: Item[];

    @ApiProperty({ format: 'opaque', required: false, description: 'Cursor van de volgende bladzijde.' })
    volgende?: string;
  }
  return PaginaDto;
};
