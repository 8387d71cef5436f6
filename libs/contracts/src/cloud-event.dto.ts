import { ApiProperty } from '@nestjs/swagger';
import { Equals } from 'class-validator';
import { checkPayload, payloadTypeOfCloudEvent } from '@knooppunt/signals';
import type { Fault } from '@knooppunt/signals';
import {
  Anonymous,
  AnonymousSource,
  Counter,
  NotTaken,
  PublishedSchema,
  TogetherWith,
  schemaAddressOf,
} from './cloud-event.rules.js';
import { Exactly, Form, Moment, Opaque } from './rules.js';

const example = 'nl.samenwerkingsverbanden.overbewoond-adres.v1';

/**
 * A CloudEvent 1.0 under the NL GOV profile (1.0 and 1.1 are the same on the wire), as agencies deliver it: in structured
 * form, or made of a message in binary mode (`cloud-event.binding.ts`). An attribute travels in the clear: what may be
 * somebody's is refused in each of them, and an attribute that is not named here is refused whole, its name untold, for the
 * receiver of an extension that it does not know cannot keep its meaning (data-classification, for one, demands that).
 */
export class CloudEventDto {
  @Exactly('1.0', { description: 'Versie van CloudEvents.' })
  specversion: '1.0';

  @Form('eventId', {
    description:
      'Kenmerk van de gebeurtenis, uniek binnen de bron, zonder persoonsgegevens; herhalen geeft hetzelfde antwoord.',
  })
  @Anonymous()
  id: string;

  @Form('source', {
    description: 'Bron: de organisatie en haar systeem.',
    example: 'urn:nld:oin:00000099000000001000:systeem:wonen',
  })
  @AnonymousSource()
  source: string;

  @Form('eventType', { description: 'Soort levering.', example })
  type: string;

  @Moment({ description: 'Moment waarop de bron de gebeurtenis vastlegde.', optional: true })
  time?: string;

  @Form('jsonType', { description: 'Mediatype van data.', example: 'application/json', optional: true })
  datacontenttype?: string;

  @Form('schemaAddress', {
    description: 'Adres van het gepubliceerde schema van deze soort, en geen ander.',
    example: schemaAddressOf(example),
    optional: true,
  })
  @PublishedSchema()
  dataschema?: string;

  @Form('uuid', {
    description:
      'Kenmerk van wat de gebeurtenis betreft, als UUID: iets anders zou iemand kunnen aanwijzen. Wordt niet bewaard.',
    optional: true,
  })
  @Anonymous()
  subject?: string;

  @ApiProperty({
    type: String,
    pattern: '^[1-9][0-9]{0,9}$',
    description: 'Volgnummer binnen de bron; alleen samen met sequencetype. Wordt niet bewaard.',
    required: false,
  })
  @TogetherWith('sequencetype')
  @Counter()
  sequence?: string;

  @ApiProperty({
    type: String,
    enum: ['Integer'],
    description: 'Soort volgnummer; alleen samen met sequence.',
    required: false,
  })
  @TogetherWith('sequence')
  @Equals('Integer')
  sequencetype?: 'Integer';

  @Form('traceparent', { description: 'W3C Trace Context.', optional: true })
  traceparent?: string;

  @Form('tracestate', { description: 'W3C Trace Context; wordt niet bewaard.', optional: true })
  @Anonymous()
  tracestate?: string;

  @Opaque({ description: 'De levering zelf, volgens het register van leveringssoorten; of anders data_base64.' })
  data: Readonly<Record<string, unknown>>;

  /** `data` as base64 of JSON is read before this is checked; what is left could not be read, or stands beside `data`. */
  @NotTaken('base64')
  data_base64?: never;

  @NotTaken('dataref')
  dataref?: never;

  /**
   * What is wrong with the delivery itself, for one whose attributes are not right either: all faults at once. What nobody may
   * bring yet is not read; JSON pointers and codes of the registry.
   */
  static furtherFaults({ type, data }: { readonly type?: unknown; readonly data?: unknown }): readonly Fault[] {
    const known = typeof type === 'string' ? payloadTypeOfCloudEvent(type) : undefined;
    if (!known?.open || typeof data !== 'object' || data === null || Array.isArray(data)) return [];
    return checkPayload(known, data).faults.map(({ pointer, code }) => ({ pointer: `/data${pointer}`, code }));
  }
}

/** The organisation that a CloudEvent names as its source. */
export const organisationOfSource = (source: string): string => source.split(':')[3] ?? '';

/** The payload slug of a CloudEvents type: `nl.samenwerkingsverbanden.<slug>.v1`. */
export const slugOfEventType = (type: string): string => type.split('.')[2] ?? '';
