import { createHash } from 'node:crypto';
import { uuidV8FromBytes } from '@knooppunt/event-store';
import type { Uuid } from '@knooppunt/kernel';

/** A UUID that follows from its parts alone: the same in every world and every run. */
export const uuidOf = (...parts: readonly string[]): Uuid =>
  uuidV8FromBytes(createHash('sha256').update(JSON.stringify(parts)).digest());

/**
 * The id source of a hub under test. An id follows from the request's correlation, its scope and how many of that scope
 * the request has drawn: never from a counter that other requests move too.
 */
export const idsOfRequests = (): ((scope: string, correlation: string) => Uuid) => {
  const drawn = new Map<string, number>();
  return (scope, correlation) => {
    const name = `${scope} ${correlation}`;
    const ordinal = drawn.get(name) ?? 0;
    drawn.set(name, ordinal + 1);
    return uuidOf('drawn', scope, correlation, String(ordinal));
  };
};
