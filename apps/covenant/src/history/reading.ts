import { decodeEvent, LogUnreadable, logFaultTexts, withOfflineLog } from '@knooppunt/event-store';
import type { SqliteSource, StoredEvent } from '@knooppunt/event-store';
import { historyTypes } from '@knooppunt/evidence';
import { isCalendarDate, isDomainError } from '@knooppunt/kernel';
import type { CalendarDate, CooperationId, Recorded } from '@knooppunt/kernel';
import { filled } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import type { Asked, Option } from '../shell/command.js';
import { Wrong, wrongUsage } from '../shell/wrong.js';
import { ReadingProgress } from './progress.js';

/** What of a history is asked, and where it lies. */
export type HistoryOption = 'data' | 'eventstore' | 'cooperation' | 'from' | 'until';

const date = { nl: 'DATUM', en: 'DATE' };

/** The options of every command that reads a log. */
export const historyOptions: Readonly<Record<Exclude<HistoryOption, 'cooperation'>, Option>> = {
  data: {
    value: { nl: 'MAP', en: 'DIR' },
    says: { nl: 'map met events.sqlite (standaard: var)', en: 'folder that holds events.sqlite (default: var)' },
  },
  eventstore: {
    value: { nl: 'URL', en: 'URL' },
    says: {
      nl: 'leest een EventStoreDB in plaats van events.sqlite: esdb://…, of een bestand met dat adres',
      en: 'reads an EventStoreDB instead of events.sqlite: esdb://…, or a file that holds that address',
    },
  },
  from: {
    value: date,
    says: { nl: 'eerste dag die meetelt (2026-01-31)', en: 'first day that counts (2026-01-31)' },
  },
  until: { value: date, says: { nl: 'laatste dag die meetelt', en: 'last day that counts' } },
};

/** A run over a history: events in their order, and records that were broken off. */
export type HistoryRun = { add(event: Recorded): void; takeBack(record: Recorded): void };

const dayOf = (option: 'from' | 'until', given: string | undefined): CalendarDate | undefined => {
  if (given === undefined || isCalendarDate(given)) return given;
  throw wrongUsage({
    nl: `--${option} vraagt een dag, zoals 2026-01-31`,
    en: `--${option} asks for a day, such as 2026-01-31`,
  });
};

type Days = { readonly from?: CalendarDate; readonly until?: CalendarDate };

/** The days that are asked about. Throws `Wrong`: usage. */
export const daysOf = (asked: Pick<Asked<HistoryOption>, 'text'>): Days => {
  const from = dayOf('from', asked.text('from'));
  const until = dayOf('until', asked.text('until'));
  if (from !== undefined && until !== undefined && until < from) {
    throw wrongUsage({ nl: '--until ligt voor --from', en: '--until lies before --from' });
  }
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
};

const unreadable = (at: string, code: string): Wrong =>
  new Wrong('unreadable-event', {
    nl: `De gebeurtenis op positie ${at} is niet te lezen (${code}); \`npm run audit -- verify\` zegt meer.`,
    en: `The event at position ${at} cannot be read (${code}); \`npm run audit -- verify\` tells more.`,
  });

const decoded = (row: StoredEvent): Recorded => {
  try {
    return decodeEvent(row);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw unreadable(row.position.replace(/^0+(?=\d)/, ''), (error as unknown as { readonly code: string }).code);
  }
};

/** A log as it is read for its history. */
export class StoredHistory {
  constructor(
    private readonly source: SqliteSource,
    private readonly terminal: Terminal,
    private readonly asked: Pick<Asked<HistoryOption>, 'language'>,
  ) {}

  /** The cooperations that the log has a covenant of. */
  get cooperations(): readonly CooperationId[] {
    return this.source.cooperations();
  }

  /** The events of the covenant stream of a cooperation. */
  covenantEvents(cooperation: CooperationId): readonly Recorded[] {
    return this.source.rowsOf(`covenant-${cooperation}`).map(decoded);
  }

  /** Gives a run every event that it needs, in order, and tells how far it is. Throws `Wrong`: unreadable-event. */
  feed(run: HistoryRun): void {
    const progress = new ReadingProgress(this.terminal, this.asked.language, this.source.sizeOf(historyTypes));
    let done = 0;
    try {
      for (const row of this.source.rowsOfTypes(historyTypes)) {
        const event = decoded(row);
        if (event.type === 'DisclosureAborted') this.takeBack(run, event);
        else run.add(event);
        progress.at(++done);
      }
    } finally {
      progress.end();
    }
  }

  private takeBack(run: HistoryRun, { stream }: Recorded): void {
    const [record] = this.source.rowsOf(stream);
    if (record) run.takeBack(decoded(record));
  }
}

/** Opens a private copy of the log that is asked about. Throws `Wrong` with the sentence of what is wrong with it. */
export const withHistory = async <Result>(
  asked: Pick<Asked<HistoryOption>, 'text' | 'language'>,
  terminal: Terminal,
  use: (history: StoredHistory) => Result | Promise<Result>,
): Promise<Result> => {
  try {
    return await withOfflineLog({ data: asked.text('data') ?? 'var', eventstore: asked.text('eventstore') }, (source) =>
      use(new StoredHistory(source, terminal, asked)),
    );
  } catch (error) {
    if (!(error instanceof LogUnreadable)) throw error;
    const { fault, what, where } = error;
    const sentence = logFaultTexts[fault];
    throw new Wrong(fault, {
      nl: filled(sentence, 'nl', { what, where }),
      en: filled(sentence, 'en', { what, where }),
    });
  }
};
