import { writeFileSync } from 'node:fs';
import { claimedCooperation, formatConsistencyProof, formatInclusionProof, formatNote } from '@knooppunt/evidence';
import type { LogRow } from '@knooppunt/evidence';
import type { Position } from '@knooppunt/kernel';
import { ProgressBar } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { trustedKeys } from '../keys.js';
import type { Options } from '../options.js';
import { checkFile } from '../proofs/checking.js';
import { proveEvent, proveGrowth } from '../proofs/proving.js';
import type { ProvenGrowth, ProvenLeaf, Unproven } from '../proofs/proving.js';
import { cooperationIn, treeOf } from '../proofs/tree-of-log.js';
import { checkedJson, checkedText, proofJson, proofText, unprovenJson, unprovenText } from '../report/prove.report.js';
import type { ProofReport } from '../report/prove.report.js';
import type { SqliteSource } from '@knooppunt/event-store';
import { Unreadable, wrongUsage } from '../unreadable.js';
import { withLog } from './with-log.js';

const write = (file: string, content: string | Uint8Array): void => {
  try {
    writeFileSync(file, content, { mode: 0o600 });
  } catch (error) {
    throw new Unreadable('not-written', file, String((error as NodeJS.ErrnoException).code));
  }
};

const positionOf = (given: string): Position => {
  if (!/^\d{1,20}$/.test(given))
    throw wrongUsage(`--event ${given} is geen positie`, `--event ${given} is no position`);
  return given.padStart(20, '0');
};

/** What is asked: exactly one of an event, a growth, and a file to check. */
const askedOf = (options: Options): 'event' | 'growth' | 'check' => {
  const { event, from, to, check } = options;
  const asked = [
    ...(event === undefined ? [] : (['event'] as const)),
    ...(from === undefined ? [] : (['growth'] as const)),
    ...(check === undefined ? [] : (['check'] as const)),
  ];
  const [one] = asked;
  if (!one || asked.length > 1 || (to !== undefined && one !== 'growth')) {
    throw wrongUsage(
      'prove vraagt één van drie: --event N, --from A [--to B], of --check BESTAND',
      'prove asks for one of three: --event N, --from A [--to B], or --check FILE',
    );
  }
  return one;
};

const keysFor = (options: Options) => {
  const { keys, from } = trustedKeys(options.data, options.key);
  if (keys.length === 0) throw new Unreadable('no-key', from);
  return keys;
};

type Made = { readonly cooperation: string } & (
  { readonly unproven: Unproven } | { readonly report: ProofReport; readonly leafBytes?: Uint8Array }
);

const eventReport = (position: Position, { proof, leaf, size }: ProvenLeaf): ProofReport => ({
  proof: 'inclusion',
  text: formatInclusionProof(proof),
  from: proof.index,
  size,
  position,
  leaf,
});
const growthReport = ({ proof, older, size }: ProvenGrowth): ProofReport => ({
  proof: 'consistency',
  text: formatConsistencyProof(proof),
  from: proof.old,
  size,
  older: formatNote(older),
});

const cooperationOf = ({ bytes }: LogRow, { event, cooperation: asked }: Options): string => {
  const cooperation = claimedCooperation(bytes) ?? '';
  if (asked !== undefined && asked !== cooperation) {
    throw wrongUsage(
      `de gebeurtenis op positie ${event} is van ${cooperation}, niet van ${asked}`,
      `the event at position ${event} is of ${cooperation}, not of ${asked}`,
    );
  }
  return cooperation;
};

const make = (source: SqliteSource, options: Options, terminal: Terminal): Made => {
  const keys = keysFor(options);
  const { event, from = '', to } = options;
  const row = event === undefined ? undefined : source.rowAt(positionOf(event));
  if (event !== undefined && !row) throw new Unreadable('no-event', event);
  const cooperation = row ? cooperationOf(row, options) : cooperationIn(source, options.cooperation);
  const progress = new ProgressBar(terminal, 'prove', source.size);
  const tree = treeOf(source, cooperation, keys, (done) => progress.at(done));
  progress.end();
  if (row) {
    const made = proveEvent(tree, row.position);
    if ('code' in made) return { cooperation, unproven: made };
    return { cooperation, report: eventReport(row.position, made), leafBytes: row.bytes };
  }
  const made = proveGrowth(tree, from, to);
  return 'code' in made ? { cooperation, unproven: made } : { cooperation, report: growthReport(made) };
};

const store = ({ out, leaf }: Options, report: ProofReport, bytes: Uint8Array | undefined): void => {
  if (out !== undefined) {
    write(out, report.text);
    if (report.older !== undefined) write(`${out}.older`, report.older);
  }
  if (leaf !== undefined && bytes) write(leaf, bytes);
};

const check = (file: string, options: Options, terminal: Terminal): 0 | 1 => {
  const checked = checkFile(file, keysFor(options), options);
  terminal.out(options.json ? checkedJson(checked) : checkedText(checked, options.language));
  return checked.verdict === 'proven' ? 0 : 1;
};

/**
 * Proves that an event is in the signed tree, or that one signed tree begins another, in the public forms; or checks such a
 * proof. Gives the exit code: 1 where there is no proof, or it does not hold. Throws `Unreadable`.
 */
export const runProve = async (options: Options, terminal: Terminal): Promise<0 | 1> => {
  if (askedOf(options) === 'check') return check(options.check ?? '', options, terminal);
  const made = await withLog(options, ({ source }) => make(source, options, terminal));
  const { language, json } = options;
  if ('unproven' in made) {
    terminal.out(json ? unprovenJson(made.unproven) : unprovenText(made.unproven, language));
    return 1;
  }
  store(options, made.report, made.leafBytes);
  if (json) terminal.out(proofJson(made.report, made.cooperation));
  // Without a file the proof itself is what is printed, for a pipe.
  else terminal.out(options.out === undefined ? made.report.text : proofText(made.report, options, language));
  return 0;
};
