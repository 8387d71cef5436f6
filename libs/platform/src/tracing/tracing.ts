import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, Span, SpanContext, Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  RandomIdGenerator,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { IdGenerator, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { codeOfError } from '../error-fields.js';
import { declaredAttributes } from './span-attributes.js';
import type { SpanAttributes } from './span-attributes.js';
import { contextOfHeader, headerOfContext, isTraceId } from './trace-context.js';

/** Where spans go, and which part of the traces: by trace id, so that every process keeps the same ones (all). */
export type TracingOptions = {
  /** Address of the collector for traces: `https://collector.example/v1/traces`. */
  readonly url: string;
  /** Name of the process: `gateway`, `hub`, `worker`. */
  readonly service: string;
  /** From 0 to 1. */
  readonly ratio?: number;
};

/** Where a span belongs. Without anything it is a child of the span that runs around it, or begins a trace. */
export type SpanPlace = {
  /** The `traceparent` that came along; one without the form of W3C is not used. */
  readonly traceparent?: string | undefined;
  /** The trace that it must be in, that of the envelope: parents of other traces do not count, and without one it begins there. */
  readonly traceId?: string | undefined;
};

/** What a span is: its name is a literal of the code or made of a route template. */
export type SpanSort = {
  readonly name: string;
  readonly kind?: 'server' | 'producer' | 'consumer' | 'client' | 'internal';
  readonly attributes?: SpanAttributes;
  readonly place?: SpanPlace;
};

/** A span that runs. Ending it twice is ending it once. */
export type RunningSpan = {
  readonly traceparent: string;
  /** Runs work as a child of this span. */
  readonly within: <Result>(work: () => Result) => Result;
  /** Of an error only its code or the name of its class is kept. */
  readonly end: (attributes?: SpanAttributes, error?: unknown) => void;
};

/** Random ids, and the trace id that was asked for: a trace begins where the envelope says, not where the exporter stands. */
class AskedIds implements IdGenerator {
  asked: string | undefined;
  private readonly random = new RandomIdGenerator();

  generateTraceId(): string {
    return this.asked ?? this.random.generateTraceId();
  }

  generateSpanId(): string {
    return this.random.generateSpanId();
  }
}

const kinds = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
} as const;

const typeOf = (error: unknown): string =>
  codeOfError(error) ?? (error instanceof Error ? error.constructor.name : typeof error);

const parentOf = ({ traceparent, traceId }: SpanPlace, running: Context | undefined): Context => {
  const given = contextOfHeader(traceparent);
  for (const one of [running, given && trace.setSpanContext(ROOT_CONTEXT, given)]) {
    const parent = one && trace.getSpanContext(one);
    if (one && parent && (!isTraceId(traceId) || parent.traceId === traceId)) return one;
  }
  return ROOT_CONTEXT;
};

type Engine = { readonly tracer: Tracer; readonly ids: AskedIds; readonly provider: TracerProvider };

const engineOf = (processor: SpanProcessor, service: string, ratio: number): Engine => {
  const ids = new AskedIds();
  const provider = new TracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'knooppunt' }),
    // not by what a caller asks for: who sends a delivery does not decide what we keep
    sampler: new TraceIdRatioBasedSampler(ratio),
    spanProcessors: [processor],
  });
  return { tracer: provider.getTracer('knooppunt'), ids, provider };
};

/**
 * Traces of one process (OpenTelemetry, W3C Trace Context), off unless a collector is named. Spans hold literals, route
 * templates, topics and counts; never a path, a query, a header, a user or the words of an error.
 */
export class Tracing {
  private readonly running = new AsyncLocalStorage<Context>();

  private constructor(private readonly engine: Engine | undefined) {}

  /** No traces: every span runs its work and nothing else. */
  static off(): Tracing {
    return new Tracing(undefined);
  }

  /** Sends spans in batches to a collector by OTLP over HTTP. A collector that is away costs spans, nothing else. */
  static to({ url, service, ratio = 1 }: TracingOptions): Tracing {
    const processor = new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, timeoutMillis: 2_000 }) });
    return new Tracing(engineOf(processor, service, ratio));
  }

  /** Gives each span to an exporter as it ends; for tests. */
  static into(exporter: SpanExporter, service: string): Tracing {
    return new Tracing(engineOf(new SimpleSpanProcessor({ exporter }), service, 1));
  }

  get isOn(): boolean {
    return this.engine !== undefined;
  }

  /** Is there a span running around the caller? Reads without one are nobody's. */
  get isWithin(): boolean {
    return this.running.getStore() !== undefined;
  }

  /** Begins a span that somebody else ends; undefined where traces are off. */
  begin({ name, kind = 'internal', attributes = {}, place = {} }: SpanSort): RunningSpan | undefined {
    const { engine } = this;
    if (!engine) return undefined;
    // what a request or a message is about never runs around it: whatever does is a left-over of another one
    const isFromOutside = kind === 'server' || kind === 'consumer';
    const parent = parentOf(place, isFromOutside ? undefined : this.running.getStore());
    engine.ids.asked = isTraceId(place.traceId) ? place.traceId : undefined;
    const span = engine.tracer.startSpan(
      name,
      { kind: kinds[kind], attributes: declaredAttributes(attributes), root: parent === ROOT_CONTEXT },
      parent,
    );
    engine.ids.asked = undefined;
    return this.runningOf(span, trace.setSpan(ROOT_CONTEXT, span));
  }

  /** Runs work in a span of its own and ends it with the work. Rejects and throws what the work does. */
  async span<Result>(sort: SpanSort, work: () => Promise<Result>): Promise<Result> {
    const span = this.begin(sort);
    if (!span) return work();
    try {
      const result = await span.within(work);
      span.end();
      return result;
    } catch (error) {
      span.end({}, error);
      throw error;
    }
  }

  /** The `traceparent` of the span that runs here; undefined where none does. */
  traceparent(): string | undefined {
    const context = this.running.getStore();
    const place: SpanContext | undefined = context && trace.getSpanContext(context);
    return place && headerOfContext(place);
  }

  /** Sends what has ended and stops. What cannot be sent within the exporter's time is given up; never rejects. */
  async close(): Promise<void> {
    await this.engine?.provider.shutdown().catch(() => undefined);
  }

  private runningOf(span: Span, context: Context): RunningSpan {
    return {
      traceparent: headerOfContext(span.spanContext()),
      within: (work) => this.running.run(context, work),
      end: (attributes = {}, error) => {
        span.setAttributes(declaredAttributes(attributes));
        if (error !== undefined) {
          span.setAttributes(declaredAttributes({ 'error.type': typeOf(error) }));
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end();
      },
    };
  }
}
