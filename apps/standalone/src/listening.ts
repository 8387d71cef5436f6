import { createServer } from 'node:net';
import { isLoopback } from '@knooppunt/platform';

/** What answers at an address: a hub, another program, or nothing. */
export type Listening = 'hub' | 'other' | 'nothing';

const patienceMs = 3_000;

const isRefused = (error: unknown): boolean => {
  const { cause } = error as { readonly cause?: { readonly code?: string; readonly errors?: readonly unknown[] } };
  if (cause?.code === 'ECONNREFUSED') return true;
  return cause?.errors?.every((one) => (one as { readonly code?: string }).code === 'ECONNREFUSED') === true;
};

/** The address of a hub, as the configuration names it. */
export const baseOf = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `http://${host.includes(':') && isLoopback(host) ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${port}`;

/** Asks an address for the health that every hub tells everybody, with the header that every hub sends. */
export const whatListens = async (base: string): Promise<Listening> => {
  try {
    const answer = await fetch(`${base}/v1/gezondheid`, {
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'manual',
    });
    const text = await answer.text();
    const isHub = answer.status === 200 && answer.headers.has('api-version') && text.includes('"goed"');
    return isHub ? 'hub' : 'other';
  } catch (error) {
    return isRefused(error) ? 'nothing' : 'other';
  }
};

/**
 * Takes an address for a moment, or rejects with the system's own error (`EADDRINUSE`, `EACCES`): asked before any store
 * is opened, so that a busy port costs nothing and says nothing but its sentence.
 */
export const requireFree = ({ host, port }: { readonly host: string; readonly port: number }): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
