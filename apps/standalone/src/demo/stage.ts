import { randomUUID } from 'node:crypto';
import type { CalendarDate, Uuid } from '@knooppunt/kernel';
import type { Answer, Api } from './api.js';
import type { Cast } from './cast.js';
import type { Progress } from './progress.js';
import type { SideBySide } from './result.js';

/** What every scene has: the hub, who plays, and on which day. */
export type Stage = {
  readonly api: Api;
  readonly cast: Cast;
  readonly seed: number;
  readonly today: CalendarDate;
  readonly referenceDate: CalendarDate;
  /** The export of the population register, as text. */
  readonly register: string;
  readonly report: (progress: Progress) => void;
};

/** Headers that tell the moment, not the thing. */
const momentary = new Set(['date']);

const bytesOf = ({ status, headers, text }: Answer): string =>
  [
    status,
    ...[...headers].filter(([name]) => !momentary.has(name)).map(([name, value]) => `${name}: ${value}`),
    text,
  ].join('\n');

/**
 * Asks for something and, in the same words, for the same kind of thing with an id that nothing has; compares the
 * answers to the byte. Both requests bring one correlation id, for the answer repeats it.
 */
export const sideBySide = async (
  look: (path: string, correlation: Uuid) => Promise<Answer>,
  route: string,
  id: Uuid,
): Promise<SideBySide> => {
  const correlation = randomUUID();
  const there = await look(route.replace('{id}', id), correlation);
  const nowhere = await look(route.replace('{id}', randomUUID()), correlation);
  return {
    route,
    status: there.status,
    bytes: new TextEncoder().encode(there.text).length,
    isEqual: bytesOf(there) === bytesOf(nowhere),
  };
};
