import { fieldCategories } from '@knooppunt/signals';
import { Choice, ChoiceList, Flag, Form, FormList, Moment, PartList, Text, textLimits } from './rules.js';

/** Activities of a case (WGS 2.18(1)). */
export const activities = ['knelpunt', 'casusoverleg', 'gebiedscan', 'thematische-scan'] as const;
/** Roles of a subject in a case (design §5). */
export const subjectRoles = ['suspect', 'circle', 'possible-victim', 'third'] as const;
/** Legal phases that a case director opens after the first (WGS 2.23(6)). */
const laterPhases = ['2', '3'] as const;

/** An organisation of the need-to-know set, and until when. */
export class DeelnemerDto {
  @Form('oin', { description: 'De organisatie.' })
  organisatie: string;

  @Moment({ description: 'Tot wanneer de casustoegang loopt.', optional: true })
  tot?: string;
}

/** `POST /v1/casussen`: opens a case with accepted signals and its need-to-know set (WGS 2.23(5)). */
export class OpenCasusDto {
  @FormList('uuid', { description: 'Aangenomen signalen.', max: 50 })
  signalen: string[];

  @Choice(activities, { description: 'Activiteit (WGS 2.18, lid 1).' })
  activiteit: string;

  @PartList(() => DeelnemerDto, { description: 'Betrokken deelnemers.', max: 50 })
  deelnemers: DeelnemerDto[];
}

/** `POST /v1/casussen/{id}/betrokkenen`: ties a local person or company of a contribution to a subject; without one, a new subject. */
export class KoppelBetrokkeneDto {
  @Form('reference', {
    description: 'Kenmerk van een betrokkene; zonder dit gegeven ontstaat een nieuwe.',
    optional: true,
  })
  betrokkene?: string;

  @Form('reference', { description: 'Kenmerk van de inbreng.' })
  inbreng: string;

  @Form('block', { description: 'Blok in de inbreng.', example: 'p1' })
  blok: string;

  @Choice(subjectRoles, { description: 'Rol in de casus.' })
  rol: string;
}

/** `POST /v1/casussen/{id}/betrokkenen/{betrokkene}/afschermingen`: sets or lifts a mark that shields. */
export class SchermAfDto {
  @Choice(['possible-victim'], { description: 'Kenmerk.' })
  kenmerk: string;

  @Flag({ description: 'Gezet of opgeheven.' })
  gezet: boolean;
}

/** `POST /v1/casussen/{id}/noodzaak`: why a recipient needs these categories of a payload type, for a purpose. */
export class LegNoodzaakVastDto {
  @Form('oin', { description: 'Ontvangende organisatie.' })
  ontvanger: string;

  @Form('purpose', { description: 'Doel van de ontvanger.', example: 'NLA.toezicht' })
  doel: string;

  @Form('payloadType', { description: 'Soort levering.', example: 'S1' })
  soort: string;

  @ChoiceList(fieldCategories, { description: 'Categorieën van velden (BGS 2.15).', max: fieldCategories.length })
  categorieen: string[];

  @Form('uuid', { description: 'Het verzoek waar dit bij hoort.', optional: true })
  verzoek?: string;

  @Text(textLimits.explanation, { description: 'Noodzaak in woorden.' })
  tekst: string;
}

/** `POST /v1/casussen/{id}/adviezen`: advice of the privacy officer on opening a phase. */
export class GeefAdviesDto {
  @Choice(laterPhases, { description: 'Fase.' })
  fase: string;

  @Form('code', { description: 'Strekking.', example: 'positief' })
  advies: string;

  @Text(textLimits.explanation, { description: 'Advies in woorden.' })
  tekst: string;
}

/** The written test that opens a phase: necessity, proportionality, subsidiarity. */
export class FaseToetsDto {
  @Text(textLimits.explanation, { description: 'Noodzaak.' })
  noodzaak: string;

  @Text(textLimits.explanation, { description: 'Evenredigheid.' })
  evenredigheid: string;

  @Text(textLimits.explanation, { description: 'Subsidiariteit.' })
  subsidiariteit: string;
}

/** `POST /v1/casussen/{id}/fasen`. */
export class OpenFaseDto extends FaseToetsDto {
  @Choice(laterPhases, { description: 'Fase.' })
  fase: string;
}
