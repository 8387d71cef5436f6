import { ApiSchema } from '@nestjs/swagger';
import { Form, FormList, Part, Text, textLimits } from './rules.js';

const explanation = (description: string) => Text(textLimits.explanation, { description });

/** The five acceptance criteria, each explained (BGS 2.16(1)). */
export class WegingCriteriaDto {
  @explanation('Duidelijke en objectieve aanwijzingen uit eigen waarneming (BGS 2.16, lid 1, onder a).')
  aanwijzingen: string;

  @explanation('De verschijningsvorm op de lijst (BGS 2.16, lid 1, onder b).')
  verschijningsvorm: string;

  @explanation('Waarom gezamenlijke verwerking noodzakelijk is (BGS 2.16, lid 1, onder c).')
  noodzaak: string;

  @explanation('Waarom meer partijen nodig zijn (BGS 2.16, lid 1, onder d).')
  partijen: string;

  @explanation('Waarom deze regio (BGS 2.16, lid 1, onder e).')
  regio: string;
}

/** The four factors of the weighing (WGS 2.23(3)). */
export class WegingFactorenDto {
  @explanation('Aard van het signaal.')
  aard: string;

  @explanation('Aantal en omvang.')
  omvang: string;

  @explanation('Gewicht en eerdere interventies.')
  gewicht: string;

  @explanation('Aantal melders en hun samenhang.')
  melders: string;
}

/** `POST /v1/signalen/{id}/wegingen`: an analyst prepares the weighing and names the weighers. */
export class BereidWegingVoorDto {
  @FormList('oin', { description: 'Organisaties die wegen.', max: 20 })
  wegers: string[];

  @Part(() => WegingCriteriaDto, { description: 'De vijf criteria.' })
  criteria: WegingCriteriaDto;

  @Part(() => WegingFactorenDto, { description: 'De vier factoren.' })
  factoren: WegingFactorenDto;
}

/** A command without content: `_voldoet`, `_open`. Any member is refused. */
@ApiSchema({ name: 'Leeg' })
export class LeegDto {}

/** `POST /v1/signalen/{id}/afwijzingen`: a weigher rejects; the keys are destroyed at once (BGS 1.16(1)(b)). */
export class WijsSignaalAfDto {
  @Form('code', { description: 'Reden van afwijzing.', example: 'onvoldoende-aanwijzingen' })
  reden: string;

  @Text(textLimits.explanation, { description: 'Toelichting.' })
  toelichting: string;
}
