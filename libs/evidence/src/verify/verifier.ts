import type { CooperationId, Envelope, Position } from '@knooppunt/kernel';
import { checkCheckpoint, checkpointIdOf, checkpointOf, originOf } from '../checkpoint.js';
import type { CheckpointData } from '../checkpoint.js';
import type { LeafRecord } from '../leaf-record.js';
import { TreeHasher } from '../merkle.js';
import type { Sha256 } from '../merkle.js';
import type { SignatureCheck, VerifierKey, VerifySignature } from '../note.js';
import { checkpointType } from '../sequencer.js';
import { checkEnvelope, claimedCooperation } from './envelope-check.js';
import type { FindingCode, Report } from './finding.js';
import { StreamBook } from './stream-book.js';
import { TreeCheck } from './tree-check.js';
import type { TreeSummary } from './tree-check.js';

/** One row of the store, as its columns say it. */
export type LogRow = {
  readonly position: Position;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
};

/** What a verifier needs. `gapFreePositions`: the engine counts positions 1, 2, 3 … (the embedded one does). */
export type VerifierOptions = {
  readonly sha256: Sha256;
  readonly verifySignature: VerifySignature;
  readonly keys: readonly VerifierKey[];
  /** The leaf records that were found beside the log; one without any event in the log is a finding. */
  readonly leafRecords: ReadonlyMap<CooperationId, LeafRecord>;
  readonly gapFreePositions: boolean;
  readonly report: Report;
};

/** What verify has to say when the log ends. */
export type VerifySummary = {
  readonly events: number;
  readonly streams: number;
  readonly findings: number;
  readonly cooperations: readonly TreeSummary[];
};

const signatureFindings: Readonly<Record<SignatureCheck, FindingCode | undefined>> = {
  good: undefined,
  bad: 'signature-bad',
  'no-key': 'key-unknown',
  unreadable: 'signature-bad',
};

/**
 * Checks a log row by row, in order, without keys to content: positions, revisions, columns against envelopes, envelopes
 * against the catalogue, and each cooperation's tree against its checkpoints. Source: design §1(4), RFC 6962, C2SP.
 */
export class Verifier {
  private readonly hasher: TreeHasher;
  private readonly trees = new Map<CooperationId, TreeCheck>();
  private readonly firstSeen = new Map<CooperationId, Position>();
  private readonly book = new StreamBook();
  private readonly report: Report;
  private last: Position | undefined;
  private events = 0;
  private findings = 0;

  constructor(private readonly options: VerifierOptions) {
    this.hasher = new TreeHasher(options.sha256);
    this.report = (finding) => {
      this.findings++;
      options.report(finding);
    };
  }

  /** The next row. Gives the envelope where it can be read, so that a replay need not parse it again. */
  add(row: LogRow): Envelope | undefined {
    this.events++;
    this.checkPosition(row.position);
    const { envelope, faults } = checkEnvelope(row.bytes);
    for (const { code, detail } of faults) this.say(row.position, code, detail);
    if (envelope) this.checkColumns(row, envelope);
    const cooperation = this.placeInStream(row, envelope);
    if (cooperation === undefined) return envelope;
    this.treeOf(cooperation, row.position).add(row.position, this.hasher.leaf(row.bytes));
    if (envelope?.type === checkpointType && faults.length === 0) {
      this.checkCheckpoint(row, envelope as Envelope<typeof checkpointType, CheckpointData>);
    }
    return envelope;
  }

  /** Ends the check. */
  finish(): VerifySummary {
    const cooperations = [...this.trees.values()].map((tree) => tree.finish());
    for (const [cooperation, position] of this.firstSeen) {
      if (!this.book.has(`covenant-${cooperation}`)) this.say(position, 'cooperation-unfounded', 'cooperation');
    }
    for (const [cooperation, { size }] of this.options.leafRecords) {
      if (size > 0 && !this.trees.has(cooperation)) {
        this.report({ position: null, code: 'log-shorter', detail: `${cooperation} misses all ${size} events` });
      }
    }
    return { events: this.events, streams: this.book.size, findings: this.findings, cooperations };
  }

  private say(position: Position, code: FindingCode, detail: string): void {
    this.report({ position, code, detail });
  }

  private checkPosition(position: Position): void {
    const before = this.last;
    if (before !== undefined && position <= before) this.say(position, 'position-order', 'position');
    else if (this.options.gapFreePositions && BigInt(position) !== BigInt(before ?? 0) + 1n) {
      this.say(position, 'position-gap', `after ${before ?? 'the beginning'}`);
    }
    this.last = position;
  }

  private checkColumns(row: LogRow, envelope: Envelope): void {
    const wrong = (['id', 'type', 'stream'] as const).filter((name) => row[name] !== envelope[name]);
    if (wrong.length > 0) this.say(row.position, 'columns-differ', wrong.join(', '));
  }

  /** Revision and cooperation within the stream: the envelope's, unless only the column's makes the revision fit. */
  private placeInStream(row: LogRow, envelope: Envelope | undefined): CooperationId | undefined {
    const written = envelope?.stream ?? row.stream;
    const isMoved = !this.book.isNext(written, row.revision) && this.book.isNext(row.stream, row.revision);
    const claimed = envelope?.cooperation ?? claimedCooperation(row.bytes);
    const place = this.book.enter(isMoved ? row.stream : written, row.revision, claimed);
    if (place.isNewSkew) this.say(row.position, 'revision-gap', `expected ${place.expected}`);
    if (envelope && place.cooperation !== envelope.cooperation) {
      this.say(row.position, 'cooperation-differs', 'cooperation');
    }
    return place.cooperation;
  }

  private treeOf(cooperation: CooperationId, position: Position): TreeCheck {
    const known = this.trees.get(cooperation);
    if (known) return known;
    const tree = new TreeCheck(this.hasher, cooperation, this.options.leafRecords.get(cooperation), this.report);
    this.trees.set(cooperation, tree);
    this.firstSeen.set(cooperation, position);
    return tree;
  }

  private checkCheckpoint(row: LogRow, { cooperation, data }: Envelope<typeof checkpointType, CheckpointData>): void {
    const { sha256, keys, verifySignature } = this.options;
    const id = checkpointIdOf(sha256, cooperation, data.size);
    const isInPlace =
      data.checkpoint === id &&
      row.stream === `checkpoint-${id}` &&
      data.origin === originOf(data.keyName, cooperation);
    if (!isInPlace) return this.say(row.position, 'checkpoint-misplaced', 'checkpoint');
    let signature: SignatureCheck;
    try {
      signature = checkCheckpoint(data, keys, verifySignature);
    } catch {
      signature = 'unreadable';
    }
    const code = signatureFindings[signature];
    if (code) return this.say(row.position, code, data.keyName);
    this.trees.get(cooperation)?.check(row.position, checkpointOf(data));
  }
}
