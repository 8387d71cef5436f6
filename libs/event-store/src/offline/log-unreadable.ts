import { DomainError } from '@knooppunt/kernel';

/** Why nothing can be read of a log that is not being served: by its files, or by the engine that holds it. */
export const logFaults = [
  'no-file',
  'no-access',
  'no-database',
  'no-events-table',
  'damaged-page',
  'damaged-row',
  'damaged-wal',
  'moving',
  'no-eventstore',
] as const;
export type LogFault = (typeof logFaults)[number];

/**
 * A stored log cannot be read. `what` names a file, frame or address, `where` the place in it or what the system said; never a
 * value of an event. Code `event-store/log-unreadable`.
 */
export class LogUnreadable extends DomainError {
  readonly code = 'event-store/log-unreadable';
  constructor(
    readonly fault: LogFault,
    readonly what: string,
    readonly where = '',
  ) {
    super(`the log cannot be read (\`${fault}\`): ${`${what} ${where}`.trimEnd()}`);
  }
}

type InBoth = { readonly nl: string; readonly en: string };

/** What each fault means, for who asked for the log; `{what}` and `{where}` are those of the error. */
export const logFaultTexts: Readonly<Record<LogFault, InBoth>> = {
  'no-file': {
    nl: 'Er is geen logboek {what}; noem met --data de map waarin het ligt.',
    en: 'There is no log {what}; name the folder that holds it with --data.',
  },
  'no-access': {
    nl: '{what} is niet te lezen ({where}).',
    en: '{what} cannot be read ({where}).',
  },
  'no-database': { nl: '{what} is geen SQLite-database.', en: '{what} is not a SQLite database.' },
  'no-events-table': {
    nl: '{what} is een database zonder gebeurtenissen: de tabel `events` ontbreekt of heeft andere kolommen.',
    en: '{what} is a database without events: the table `events` is missing or has other columns.',
  },
  'damaged-page': {
    nl: '{what} heeft een beschadigde pagina: {where}.',
    en: '{what} has a damaged page: {where}.',
  },
  'damaged-row': {
    nl: '{what} is beschadigd na positie {where}: de volgende rij is niet te lezen.',
    en: '{what} is damaged after position {where}: the next row cannot be read.',
  },
  'damaged-wal': {
    nl: 'Frame {what} is beschadigd in {where}; wat daarna kwam, zou stil wegvallen.',
    en: 'Frame {what} is damaged in {where}; what came after it would silently be lost.',
  },
  moving: {
    nl: '{what} verandert te snel om er een kopie van te maken; probeer het op een rustiger moment.',
    en: '{what} changes too fast to be copied; try again at a quieter moment.',
  },
  'no-eventstore': {
    nl: 'De EventStoreDB {what} is niet te lezen ({where}).',
    en: 'The EventStoreDB {what} cannot be read ({where}).',
  },
};
