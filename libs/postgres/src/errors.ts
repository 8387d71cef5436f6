import { DatabaseError } from 'pg';

/**
 * The five characters by which the server says what it refuses, also where an adapter's error has that as its cause; undefined
 * for what the connection to it says.
 */
export const sqlState = (error: unknown): string | undefined => {
  if (error instanceof DatabaseError) return error.code;
  return error instanceof Error && error.cause !== undefined ? sqlState(error.cause) : undefined;
};

const missing = /^(3F000|42P01|42501)$/;

/** Is this how the server says: no such schema, no such table, or no right to look into it? */
export const isMissing = (error: unknown): boolean => missing.test(sqlState(error) ?? '');

/** A number that a number cannot hold is a fault of what was stored, never of the connection. */
const isInexact = (error: unknown): boolean => error instanceof RangeError;

/** Is the connection gone? Errors without a code of the server are those of the way to it. */
export const isLost = (error: unknown): boolean =>
  /^(08|57P|25P03)/.test(sqlState(error) ?? (isInexact(error) ? '' : '08'));

// Connection, resources (disk full, too many clients), operator, crash and statement timeout, system; serialisation and
// deadlock; idle in transaction; lock timeout.
const passing = /^(08|53|57|58|40)|^25P03$|^55P03$/;
// A server that is a standby for the moment; on a connection that only reads it is the caller's fault.
const standby = '25006';

/**
 * Will the same statement succeed later, when nothing but the server has changed? Also where a role has no right to it any more:
 * it may be given back, and until then nothing that waits is poison.
 */
export const isPassing = (error: unknown, isReadOnly: boolean): boolean => {
  const code = sqlState(error) ?? '';
  return isLost(error) || passing.test(code) || isMissing(error) || (code === standby && !isReadOnly);
};
