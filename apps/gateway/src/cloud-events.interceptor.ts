import { attributesAside, attributesOfHttp, binaryEvent, contentModeOf, structuredEvent } from '@knooppunt/contracts';
import type { EventObject, HeaderValues } from '@knooppunt/contracts';
import { JsonBatch, Refused, parseJsonBody } from '@knooppunt/platform';
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Headers of a request as they stood there: Node would join what stands twice into one value. */
const headersOf = ({ raw }: FastifyRequest): HeaderValues => {
  const values: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < raw.rawHeaders.length; at += 2) {
    const name = (raw.rawHeaders[at] ?? '').toLowerCase();
    const value = raw.rawHeaders[at + 1] ?? '';
    const before = values[name];
    values[name] = before === undefined ? value : [before, value].flat();
  }
  return values;
};

/** A header is named in a fault only where it is one of ours: the name of any other may tell something itself. */
const named = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'dataschema', 'sequence']);
const headerFault = (attribute: string) => ({
  pointer: named.has(attribute) ? `/kop/ce-${attribute}` : '/kop',
  code: 'ongelijk',
});

const requireSame = (attributes: EventObject, event: unknown): void => {
  const faults = attributesAside(attributes, event).map(headerFault);
  if (faults.length > 0) throw new Refused('platform/invoer-ongeldig', faults);
};

/**
 * The event or events of a request, whichever way they came: structured, batched or binary (`ce-` headers, the body is the
 * data). JSON without any `ce-` header is taken as an event in structured form: who means binary names its version. Throws
 * `Refused` where headers say something else than the event beside them. Source: CloudEvents HTTP binding 1.0.2, §3.
 */
export const eventsOf = (headers: HeaderValues, body: unknown): unknown => {
  const attributes = attributesOfHttp(headers);
  const contentType = typeof headers['content-type'] === 'string' ? headers['content-type'] : undefined;
  const mode = contentModeOf(contentType);
  if (body instanceof JsonBatch) {
    requireSame(attributes, undefined);
    const { items } = body;
    return new JsonBatch(
      Array.isArray(items) ? items.map((item: unknown) => structuredEvent(item, parseJsonBody)) : items,
    );
  }
  if (mode === 'binary' && Object.keys(attributes).length > 0)
    return binaryEvent(attributes, { contentType, data: body });
  const event = structuredEvent(body, parseJsonBody);
  requireSame(attributes, event);
  return event;
};

/** Puts the event of a request in the place of its body, before anything is checked. */
@Injectable()
export class CloudEventsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): ReturnType<CallHandler['handle']> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.body = eventsOf(headersOf(request), request.body);
    return next.handle();
  }
}
