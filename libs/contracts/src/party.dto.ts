import { kinds } from '@knooppunt/signals';
import { Choice, Form, Opaque } from './rules.js';

/** Why a key does not count any more. */
export const keyRevocations = ['kwijt', 'gelekt', 'niet-meer-gebruikt'] as const;

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

/** `POST /v1/uittredingen`: an organisation leaves, at once (R62). */
export class TreedUitDto {
  @Form('oin', { description: 'De organisatie die uittreedt.' })
  organisatie: string;
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
