import { kinds } from '@knooppunt/signals';
import { Choice, ChoiceList, Form, NearDay, Opaque, Text, textLimits } from './rules.js';

/** Why a key does not count any more. */
export const keyRevocations = ['kwijt', 'gelekt', 'niet-meer-gebruikt'] as const;

/** Roles that a participant gives to people of its own (domain §3a). */
export const participantRoles = ['accounthouder', 'stuurgroeplid'] as const;
/** Roles of the bureau, which works for the participants: they give them together (WGS 1.4). */
export const bureauRoles = [
  'informatieanalist',
  'casusregisseur',
  'voorzitter',
  'privacyfunctionaris',
  'auditor',
  'rac-lid',
  'convenantbeheerder',
] as const;
const designatedRoles = [...participantRoles, ...bureauRoles];

/** `POST /v1/deelnemers`: an organisation accedes, with its own signature under the covenant in force (R61). */
export class TreedToeDto {
  @Form('oin', { description: 'De organisatie die toetreedt.' })
  organisatie: string;

  @Choice(kinds, { description: 'Soort organisatie, uit de gesloten lijst van de wet.' })
  soort: string;

  @Form('label', { description: 'Openbare naam van de organisatie.' })
  naam: string;

  @Choice(['eigen', 'landelijk'], { description: 'Hoort zij bij dit samenwerkingsverband, of werkt zij landelijk?' })
  regio: string;

  @Form('municipality', { description: 'Gemeentecode, waar er een is.', optional: true })
  gemeente?: string;

  @Form('publicKey', { description: 'Haar openbare sleutel (Ed25519).' })
  sleutel: string;

  @Opaque({ description: 'Haar losse handtekening onder het convenant dat in werking is.' })
  handtekening: Record<string, unknown>;
}

/** `POST /v1/uittredingen`: an organisation leaves, at once or after a last day (R62). */
export class TreedUitDto {
  @Form('oin', { description: 'De organisatie die uittreedt.' })
  organisatie: string;

  @NearDay({
    description: 'Laatste dag waarop zij deelneemt (Nederlandse tijd); ontbreekt hij, dan treedt zij per direct uit.',
    optional: true,
  })
  laatsteDag?: string;
}

/** `POST /v1/sleutels`: the own organisation registers the key that it signs with from now on. */
export class RegistreerSleutelDto {
  @Form('publicKey', { description: 'De openbare sleutel (Ed25519), zoals `npm run covenant -- keygen` hem toont.' })
  sleutel: string;
}

/** `POST /v1/sleutelintrekkingen`: a key of the own organisation does not count any more. */
export class TrekSleutelInDto {
  @Form('digest', { description: 'Kenmerk van de openbare sleutel (SHA-256).' })
  sleutel: string;

  @Choice(keyRevocations, { description: 'Waarom.' })
  reden: string;
}

/** `POST /v1/aanwijzingen/{id}/wijzigingen`: other roles or terms for somebody who is designated. */
export class WijzigAanwijzingDto {
  @Text(textLimits.line, { description: 'Naam van de persoon; wordt verzegeld.' })
  naam: string;

  @ChoiceList(designatedRoles, { description: 'Rollen; een deelnemer en het bureau hebben ieder hun eigen.', max: 9 })
  rollen: string[];

  @NearDay({ description: 'Eerste dag van het mandaat.' })
  eersteDag: string;

  @NearDay({ description: 'Laatste dag van het mandaat.' })
  laatsteDag: string;

  @NearDay({ description: 'Laatste dag waarop de screening geldt (BGS 1.11).' })
  gescreendTot: string;
}

/** `GET /v1/aanwijzingen`: of which organisation. */
export class AanwijzingenVraagDto {
  @Form('oin', { description: 'De organisatie; ontbreekt zij, dan de eigen.', optional: true })
  organisatie?: string;
}

/** `POST /v1/aanwijzingen`: an organisation designates somebody to act for it (WGS 1.8(2), BGS 1.11). */
export class WijsAanDto extends WijzigAanwijzingDto {
  @Form('oin', { description: 'De organisatie die aanwijst.' })
  organisatie: string;

  @Form('subject', { description: 'Kenmerk van de persoon bij de inlogdienst (`sub`); wordt niet bewaard.' })
  persoon: string;

  @Opaque({
    description: 'De losse handtekening van de organisatie onder deze aanwijzing, als een ander haar brengt.',
    optional: true,
  })
  handtekening?: Record<string, unknown>;
}
