import { createHash } from 'node:crypto';
import { ReleaseReplay } from '@knooppunt/disclosure';
import type { ReleaseFinding } from '@knooppunt/disclosure';
import { decodeEvent } from '@knooppunt/event-store';
import type { SqliteSource } from '@knooppunt/event-store';
import { decideByEngine, Redecider } from '@knooppunt/evidence';
import type { LogRow, RedecideFinding } from '@knooppunt/evidence';
import { isDomainError } from '@knooppunt/kernel';
import type { DigestOf, Recorded } from '@knooppunt/kernel';
import { ProgressBar } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { Registries } from '@knooppunt/signals';
import type { Vault } from '@knooppunt/vault';
import type { Options } from '../options.js';
import { redecideSummaryJson, redecideText } from '../report/redecide.report.js';
import type { RedecideReport } from '../report/redecide.report.js';
import { openKeys } from '../sources/keys-of-blocks.js';
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

/** Findings go out one by one for machines; for people the first of them are kept. */
class Findings<Finding extends object> {
  readonly shown: Finding[] = [];

  constructor(
    private readonly replay: 'rule' | 'release',
    private readonly options: Options,
    private readonly terminal: Terminal,
  ) {}

  readonly take = (finding: Finding): void => {
    const line = { kind: 'finding', ...(this.replay === 'release' ? { replay: 'release' } : {}), ...finding };
    if (this.options.json) this.terminal.out(`${JSON.stringify(line)}\n`);
    else if (this.shown.length < shownAtMost) this.shown.push(finding);
  };
}

/** Events by their place; the blocks of one item ask for the same one. */
const eventAt = (source: SqliteSource) => {
  let last: { readonly place: string; readonly event: Recorded | undefined } | undefined;
  return (stream: string, revision: bigint): Recorded | undefined => {
    const place = `${stream}@${revision}`;
    if (last?.place !== place) {
      const row = source.rowsOf(stream).find((one) => one.revision === revision);
      const event = row && decoded(row);
      last = { place, event: typeof event === 'string' ? undefined : event };
    }
    return last.event;
  };
};

const redecideLog = async (
  { source }: OpenLog,
  keys: Vault | undefined,
  options: Options,
  terminal: Terminal,
): Promise<RedecideReport> => {
  const found = new Findings<RedecideFinding>('rule', options, terminal);
  const released = new Findings<ReleaseFinding>('release', options, terminal);
  const registries = new Registries(digestOf);
  const redecider = new Redecider({
    digestOf,
    registries,
    eventsOf: (stream) => source.rowsOf(stream).map((row) => decodeEvent(row)),
    report: found.take,
    second: decideByEngine(),
  });
  const release =
    keys &&
    new ReleaseReplay({
      opener: keys.opener,
      names: keys.names,
      registries,
      eventAt: eventAt(source),
      report: released.take,
    });
  const progress = new ProgressBar(terminal, 'redecide', source.size);
  let done = 0;
  for (const row of source.rows()) {
    const event = decoded(row);
    if (typeof event === 'string') redecider.unreadable(row.position, event);
    else {
      redecider.add(event);
      if (event.type === 'DisclosureRecorded') await release?.check(event);
    }
    progress.at(++done);
  }
  progress.end();
  const rules = { summary: redecider.finish(), findings: found.shown };
  return release ? { ...rules, release: { summary: release.summary(), findings: released.shown } } : rules;
};

/**
 * Decides every disclosure in the log of a data folder again, by the specification and by the compiled engine; with
 * `--release` also what was sent. Gives the exit code: 0 clean, 1 findings. Throws `Unreadable`.
 */
export const runRedecide = async (options: Options, terminal: Terminal): Promise<0 | 1> => {
  const report = await withLog(options, async (log) => {
    log.source.checkPages();
    // The log first, then the keys: a log may name no key that its copy of the keys has not got yet.
    const keys = options.release ? await openKeys(options) : undefined;
    try {
      return await redecideLog(log, keys, options, terminal);
    } finally {
      await keys?.close();
    }
  });
  terminal.out(
    options.json ? `${JSON.stringify(redecideSummaryJson(report))}\n` : redecideText(report, options.language),
  );
  return report.summary.findings + (report.release?.summary.findings ?? 0) > 0 ? 1 : 0;
};
