import { checkpointType, Verifier } from '@knooppunt/evidence';
import type { Finding } from '@knooppunt/evidence';
import { ProgressBar } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { sha256, verifySignature } from '../crypto.js';
import { trustedKeys } from '../keys.js';
import type { Options } from '../options.js';
import { verifySummaryJson, verifyText } from '../report/verify.report.js';
import type { VerifyReport } from '../report/verify.report.js';
import { Unreadable } from '../unreadable.js';
import { withLog } from './with-log.js';
import type { OpenLog } from './with-log.js';

const shownAtMost = 50;

const verifyLog = ({ source, leaves }: OpenLog, options: Options, terminal: Terminal): VerifyReport => {
  const { keys, from } = trustedKeys(options.data, options.key);
  if (keys.length === 0 && source.holds(checkpointType)) throw new Unreadable('no-key', from);
  const findings: Finding[] = [];
  let total = 0;
  const report = (finding: Finding): void => {
    total++;
    if (options.json) terminal.out(`${JSON.stringify({ kind: 'finding', ...finding })}\n`);
    else if (findings.length < shownAtMost) findings.push(finding);
  };
  for (const finding of source.checkPages()) report(finding);
  const verifier = new Verifier({
    sha256,
    verifySignature,
    keys,
    leafRecords: leaves.records,
    // Positions of an EventStoreDB are places in a log of bytes: between two events lies what they take.
    gapFreePositions: options.eventstore === undefined,
    report,
  });
  const progress = new ProgressBar(terminal, 'verify', source.size);
  let done = 0;
  for (const row of source.rows()) {
    verifier.add(row);
    progress.at(++done);
  }
  progress.end();
  const summary = verifier.finish();
  return { summary, findings, total, keys: { names: keys.map(({ name, hash }) => `${name}+${hash}`), from } };
};

/** Verifies the log of a data folder. Gives the exit code: 0 clean, 1 findings. Throws `Unreadable`. */
export const runVerify = async (options: Options, terminal: Terminal): Promise<0 | 1> => {
  const report = await withLog(options, (log) => verifyLog(log, options, terminal));
  terminal.out(options.json ? `${JSON.stringify(verifySummaryJson(report))}\n` : verifyText(report, options.language));
  return report.total > 0 ? 1 : 0;
};
