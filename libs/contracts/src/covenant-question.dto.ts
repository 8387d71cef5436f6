import { Form } from './rules.js';

/** Query of the difference of two versions: with which one. Without it, with the one in force. */
export class VerschilVraagDto {
  @Form('version', { description: 'Vergelijk met deze versie in plaats van met die in werking.', optional: true })
  met?: string;
}
