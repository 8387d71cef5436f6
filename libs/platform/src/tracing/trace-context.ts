import { TraceFlags } from '@opentelemetry/api';
import type { SpanContext } from '@opentelemetry/api';

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const traceIdForm = /^[0-9a-f]{32}$/;
const allZero = /^0+$/;

/** Is this a trace id of W3C Trace Context: 32 hexadecimal digits in lower case, not all zero? */
export const isTraceId = (text: unknown): text is string =>
  typeof text === 'string' && traceIdForm.test(text) && !allZero.test(text);

/** The place in a trace that a `traceparent` names; undefined where it has not the form of W3C Trace Context. */
export const contextOfHeader = (header: string | undefined): SpanContext | undefined => {
  const [, traceId = '', spanId = '', flags = '00'] = form.exec(header ?? '') ?? [];
  if (!isTraceId(traceId) || allZero.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
};

/** The `traceparent` of a place in a trace. */
export const headerOfContext = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')}`;
