import { fieldCategories } from '@knooppunt/signals';
import { Choice, ChoiceList, Day, Form, FormList, PartList, Text, textLimits } from './rules.js';

/** Why a participant may withhold (WGS 1.5(1)). */
export const refusalReasons = ['investigation', 'safety', 'national-security', 'no-data'] as const;

/** For whom a request is put, and for which purpose: each gets a necessity entry (design §5). */
export class VerzoekVoorDto {
  @Form('oin', { description: 'Ontvangende organisatie.' })
  organisatie: string;

  @Form('purpose', { description: 'Doel van de ontvanger.' })
  doel: string;
}

/** `POST /v1/verzoeken`: asks participants for payloads about subjects of a case (WGS 1.5). */
export class DoeVerzoekDto {
  @Form('uuid', { description: 'De casus.' })
  casus: string;

  @FormList('oin', { description: 'Gevraagde organisaties.', max: 20 })
  gevraagd: string[];

  @FormList('payloadType', { description: 'Soorten levering.', max: 20 })
  soorten: string[];

  @ChoiceList(fieldCategories, { description: 'Categorieën van velden.', max: fieldCategories.length })
  categorieen: string[];

  @FormList('reference', { description: 'Kenmerken van de betrokkenen om wie het gaat.', max: 50 })
  betrokkenen: string[];

  @PartList(() => VerzoekVoorDto, { description: 'Voor wie, met welk doel.', max: 20 })
  voor: VerzoekVoorDto[];

  @Day({ description: 'Uiterste dag van antwoord.' })
  uiterlijk: string;

  @Text(textLimits.explanation, { description: 'Noodzaak in woorden.' })
  tekst: string;
}

/** `POST /v1/verzoeken/{id}/_weiger`: an asked participant withholds, for one of the reasons of the law (WGS 1.5(1)). */
export class WeigerVerzoekDto {
  @Choice(refusalReasons, { description: 'Redengroep (WGS 1.5, lid 1).' })
  reden: string;
}
