import type { LogFault } from '@knooppunt/event-store';
import type { InBoth } from '@knooppunt/platform';

/** Why nothing can be said of a log: a code, and the words that the sentence about it needs (paths, pages, option names). */
export type UnreadableCode =
  | LogFault
  | 'usage'
  | 'no-read-models'
  | 'no-postgres'
  | 'no-root-key'
  | 'no-vault'
  | 'no-key'
  | 'bad-key'
  | 'which-cooperation'
  | 'no-tree'
  | 'no-event'
  | 'no-checkpoint'
  | 'bad-proof'
  | 'no-leaf'
  | 'entry-too-long'
  | 'other-tiles'
  | 'too-large'
  | 'not-written'
  | 'no-hub'
  | 'hub-refused';

/** The audit ends with exit code 2 and one sentence. Never holds a value of an event. */
export class Unreadable extends Error {
  constructor(
    readonly code: UnreadableCode,
    readonly what: string | InBoth,
    readonly where = '',
  ) {
    super(`${code}: ${typeof what === 'string' ? what : what.nl} ${where}`.trimEnd());
    this.name = 'Unreadable';
  }
}

/** The command line was not understood: what about it, in both languages. */
export const wrongUsage = (nl: string, en: string): Unreadable => new Unreadable('usage', { nl, en });
