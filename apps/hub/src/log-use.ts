import { evidenceEvents } from '@knooppunt/cases';
import type { EvidenceEvent } from '@knooppunt/cases';
import type { Reader } from '@knooppunt/disclosure';
import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import { Refused, logPurposes } from '@knooppunt/platform';
import { Inject, Injectable } from '@nestjs/common';
import { HUB_PARTS } from './hub.parts.js';
import type { HubParts } from './hub.parts.js';

type Consultation = Extract<EvidenceEvent, { readonly type: 'LogConsulted' }>['data'];
/** What a question is about, where it is about less than the whole log of the cooperation. */
export type About = Pick<Consultation, 'case' | 'recipient' | 'until'>;

/** Reading the log is a fact itself, for one of the four purposes of WGS 1.8(4) and no other (R58). */
@Injectable()
export class LogUse {
  constructor(@Inject(HUB_PARTS) private readonly parts: HubParts) {}

  /** Records that the log is consulted; durable before anything is read. Error: `platform/doelbinding-ontbreekt`. */
  async record(reader: Reader, question: string, about: About = {}): Promise<void> {
    if (!(logPurposes as readonly string[]).includes(reader.purpose))
      throw new Refused('platform/doelbinding-ontbreekt');
    const consultation = this.parts.newId('loguse', reader.correlation);
    const stream = streamName('loguse', consultation);
    const event = encodeEvent({
      id: eventIdOf(consultation, 0),
      type: 'LogConsulted',
      schemaVersion: evidenceEvents.LogConsulted.version,
      stream,
      cooperation: reader.cooperation,
      recordedAt: this.parts.clock(),
      actor: reader.person,
      organisation: reader.organisation,
      role: reader.role,
      purpose: reader.purpose,
      commandId: consultation,
      correlation: reader.correlation,
      causation: null,
      traceId: reader.traceId,
      data: { consultation, question, purpose: reader.purpose, ...about },
    });
    await this.parts.store.append(stream, [event], 'no-stream');
  }
}
