import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A span as it came over the line: which program, which trace, what it is. */
export type CollectedSpan = { readonly service: string; readonly traceId: string; readonly name: string };

type Export = {
  readonly resourceSpans?: readonly {
    readonly resource?: {
      readonly attributes?: readonly { readonly key: string; readonly value?: { readonly stringValue?: string } }[];
    };
    readonly scopeSpans?: readonly {
      readonly spans?: readonly { readonly traceId: string; readonly name: string }[];
    }[];
  }[];
};

const spansIn = ({ resourceSpans = [] }: Export): readonly CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const found = resource?.attributes?.find(({ key }) => key === 'service.name');
    const service = found?.value?.stringValue ?? '';
    return scopeSpans.flatMap(({ spans = [] }) => spans.map(({ traceId, name }) => ({ service, traceId, name })));
  });

/** An OTLP collector (HTTP, JSON) that keeps all that it gets, as it came and as spans. */
export const startCollector = async () => {
  const bodies: string[] = [];
  const keep = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    bodies.push(await text(request));
    response.setHeader('content-type', 'application/json').end('{}');
  };
  const server = createServer((request, response) => void keep(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    bodies,
    spans: (): readonly CollectedSpan[] => bodies.flatMap((body) => spansIn(JSON.parse(body) as Export)),
    stop: async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
