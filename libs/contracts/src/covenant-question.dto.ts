import { kinds } from '@knooppunt/signals';
import { Choice, Day, Form } from './rules.js';

/** Query of the difference of two versions: with which one. Without it, with the one in force. */
export class VerschilVraagDto {
  @Form('version', { description: 'Vergelijk met deze versie in plaats van met die in werking.', optional: true })
  met?: string;
}

/** Query of an explanation: one situation that could be. Facts that are not stated stand in nobody's way. */
export class UitlegVraagDto {
  @Form('payloadType', { description: 'Soort levering of stuk.' })
  soort: string;

  @Form('purpose', { description: 'Doel van de ontvanger.' })
  doel: string;

  @Choice(['weging', '1', '2', '3'], { description: 'Fase.' })
  fase: string;

  @Choice(kinds, { description: 'Wie leverde; anders de eerste die deze soort levert.', optional: true })
  van?: string;

  @Choice(kinds, { description: 'Ontvanger; alleen voor wie het log leest, anders de eigen soort.', optional: true })
  naar?: string;

  @Form('field', { description: 'Eén veld; anders alle.', optional: true })
  veld?: string;

  @Form('facts', { description: 'Feiten: `naam:waar`, `naam:onwaar` of `naam:onbekend`, met komma’s.', optional: true })
  feiten?: string;
}

/** Query about the past: which days. Without them all. */
export class VerledenVraagDto {
  @Day({ description: 'Eerste dag die meetelt.', optional: true })
  eersteDag?: string;

  @Day({ description: 'Laatste dag die meetelt.', optional: true })
  laatsteDag?: string;
}
