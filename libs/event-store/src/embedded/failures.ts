import { SqliteCallFailed } from '@knooppunt/sqlite';
import type { StreamName } from '@knooppunt/kernel';
import { EventIdClash, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import type { ExpectedRevision } from '../port.js';

const wrongRevision = (stream: StreamName, expected: ExpectedRevision, detail: unknown) => {
  const { actual } = detail as { readonly actual: number };
  return new WrongExpectedRevision(stream, expected, actual < 0 ? 'no-stream' : BigInt(actual));
};

/** What the engine threw, in the words of the port: refusals by code, and everything else as `StoreUnavailable`. */
export const failureOf = (error: unknown, stream: StreamName = '', expected: ExpectedRevision = 'no-stream'): Error => {
  if (!(error instanceof SqliteCallFailed)) return new StoreUnavailable('engine-failed', error);
  if (error.code === 'event-store/wrong-expected-revision') return wrongRevision(stream, expected, error.detail);
  if (error.code === 'event-store/event-id-clash') {
    return new EventIdClash(stream, (error.detail as { readonly id: string }).id);
  }
  return new StoreUnavailable(error.code, error);
};
