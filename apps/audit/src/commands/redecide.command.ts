import { createHash } from 'node:crypto';
import { decodeEvent } from '@knooppunt/event-store';
import { Redecider } from '@knooppunt/evidence';
import type { LogRow, RedecideFinding } from '@knooppunt/evidence';
import { isDomainError } from '@knooppunt/kernel';
import type { DigestOf, Recorded } from '@knooppunt/kernel';
import { ProgressBar } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import type { Options } from '../options.js';
import { redecideSummaryJson, redecideText } from '../report/redecide.report.js';
import type { RedecideReport } from '../report/redecide.report.js';
import { withLog } from './with-log.js';
import type { OpenLog } from './with-log.js';

const shownAtMost = 50;
const digestOf: DigestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The event of a row, or the code of what is wrong with it. */
const decoded = (row: LogRow): Recorded | string => {
  try {
    return decodeEvent(row);
  } catch (error) {
    if (isDomainError(error)) return (error as unknown as { readonly code: string }).code;
    throw error;
  }
};

const redecideLog = ({ source }: OpenLog, options: Options, terminal: Terminal): RedecideReport => {
  const findings: RedecideFinding[] = [];
  const redecider = new Redecider({
    digestOf,
    eventsOf: (stream) => source.rowsOf(stream).map((row) => decodeEvent(row)),
    report: (finding) => {
      if (options.json) terminal.out(`${JSON.stringify({ kind: 'finding', ...finding })}\n`);
      else if (findings.length < shownAtMost) findings.push(finding);
    },
  });
  const progress = new ProgressBar(terminal, 'redecide', source.size);
  let done = 0;
  for (const row of source.rows()) {
    const event = decoded(row);
    if (typeof event === 'string') redecider.unreadable(row.position, event);
    else redecider.add(event);
    progress.at(++done);
  }
  progress.end();
  return { summary: redecider.finish(), findings };
};

/** Decides every disclosure in the log of a data folder again. Gives the exit code: 0 clean, 1 findings. Throws `Unreadable`. */
export const runRedecide = async (options: Options, terminal: Terminal): Promise<0 | 1> => {
  const report = await withLog(options, (log) => {
    log.source.checkPages();
    return redecideLog(log, options, terminal);
  });
  terminal.out(
    options.json ? `${JSON.stringify(redecideSummaryJson(report))}\n` : redecideText(report, options.language),
  );
  return report.summary.findings > 0 ? 1 : 0;
};
