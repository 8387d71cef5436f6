import { Exactly, Form, Moment, Opaque } from './rules.js';

/**
 * A structured CloudEvent 1.0 under the NL GOV profile 1.1, as agencies deliver it. All other attributes are refused,
 * `subject` and `dataref` among them: an attribute travels in the clear and might name a person (profile, Privacy).
 */
export class CloudEventDto {
  @Exactly('1.0', { description: 'Versie van CloudEvents.' })
  specversion: '1.0';

  @Form('eventId', {
    description: 'Kenmerk van de gebeurtenis, uniek binnen de bron; herhalen geeft hetzelfde antwoord.',
  })
  id: string;

  @Form('source', {
    description: 'Bron: de organisatie en haar systeem.',
    example: 'urn:nld:oin:00000099000000001000:systeem:wonen',
  })
  source: string;

  @Form('eventType', {
    description: 'Soort levering.',
    example: 'nl.samenwerkingsverbanden.overbewoning.v1',
  })
  type: string;

  @Moment({ description: 'Moment waarop de bron de gebeurtenis vastlegde.', optional: true })
  time?: string;

  @Exactly('application/json', { description: 'Mediatype van data.', optional: true })
  datacontenttype?: 'application/json';

  @Form('traceparent', { description: 'W3C Trace Context.', optional: true })
  traceparent?: string;

  @Form('tracestate', { description: 'W3C Trace Context; wordt niet bewaard.', optional: true })
  tracestate?: string;

  @Opaque({ description: 'De levering zelf, volgens het register van leveringssoorten.' })
  data: Readonly<Record<string, unknown>>;
}

/** The organisation that a CloudEvent names as its source. */
export const organisationOfSource = (source: string): string => source.split(':')[3] ?? '';

/** The payload slug of a CloudEvents type: `nl.samenwerkingsverbanden.<slug>.v1`. */
export const slugOfEventType = (type: string): string => type.split('.')[2] ?? '';
