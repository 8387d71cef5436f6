import type { Position } from '@knooppunt/kernel';
import { ProgressBar } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { allProjections } from '@knooppunt/projections';
import type { Options } from '../options.js';
import { compareWithLog } from '../rebuild/comparing.js';
import type { Comparison } from '../rebuild/comparing.js';
import { RebuildStopped } from '../rebuild/rebuilding.js';
import { rebuildLinesJson, rebuildText } from '../report/rebuild.report.js';
import type { RebuildReport } from '../report/rebuild.report.js';
import { openLiveTables } from '../sources/live-tables.js';
import type { LiveTables } from '../sources/live-tables.js';
import { withLog } from './with-log.js';
import type { OpenLog } from './with-log.js';

const stopped = ({ position, reason }: RebuildStopped): Comparison => ({
  compared: [],
  findings: [{ code: 'event-unreadable', projection: '*', detail: `${position} ${reason}` }],
});

const rebuildAll = async ({ source }: OpenLog, live: LiveTables, terminal: Terminal): Promise<RebuildReport> => {
  const progress = new ProgressBar(terminal, 'rebuild', source.size);
  const head: Position | undefined = source.head;
  const log = { rows: () => source.rows(), head };
  try {
    const comparison = await compareWithLog(live, allProjections, log, (done) => progress.at(done));
    return { events: source.size, head, ...comparison };
  } catch (error) {
    if (!(error instanceof RebuildStopped)) throw error;
    return { events: source.size, head, ...stopped(error) };
  } finally {
    progress.end();
  }
};

/** Makes every read model anew from the log and compares it with the live one. Gives the exit code. Throws `Unreadable`. */
export const runRebuild = async (options: Options, terminal: Terminal): Promise<0 | 1> => {
  const live = await openLiveTables(options);
  try {
    const report = await withLog(options, (log) => {
      log.source.checkPages();
      return rebuildAll(log, live, terminal);
    });
    terminal.out(options.json ? rebuildLinesJson(report) : rebuildText(report, options.language));
    return report.findings.length > 0 ? 1 : 0;
  } finally {
    await live.close();
  }
};
