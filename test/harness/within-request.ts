import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FixedHub } from './fixed-hub.js';

/**
 * Something that belongs to one request of a hub, from before the hub sees it, through all the asynchronous work that the
 * request starts, and through no other work of the same process.
 */
export class WithinRequest<Held extends object> {
  private readonly storage = new AsyncLocalStorage<Held>();

  /** What the request at hand holds; undefined outside any. */
  get held(): Held | undefined {
    return this.storage.getStore();
  }

  /** Makes what a request holds when it arrives; the function that comes back ends that. */
  on({ standalone }: FixedHub, make: (request: IncomingMessage, response: ServerResponse) => Held): () => void {
    const server: Server = standalone.app.getHttpServer();
    const begin = (request: IncomingMessage, response: ServerResponse): void => {
      this.storage.enterWith(make(request, response));
      // a body is read in the context of its connection, which other requests have too
      const emit = request.emit.bind(request);
      request.emit = AsyncResource.bind(emit);
    };
    server.prependListener('request', begin);
    return () => void server.off('request', begin);
  }
}
