import { PaginaVraagDto } from './page.dto.js';
import { Form, Moment } from './rules.js';

/** Query of the disclosures of a case: to which organisation, and until when. Without them to all, and until now. */
export class VerstrekkingenVraagDto extends PaginaVraagDto {
  @Form('oin', { description: 'Alleen wat aan deze organisatie is verstrekt.', optional: true })
  organisatie?: string;

  @Moment({ description: 'Alleen wat tot en met dit moment is verstrekt.', optional: true })
  tot?: string;
}
