import type { CooperationId, Position } from '@knooppunt/kernel';
import type { LeafRecord } from '../leaf-record.js';
import { sameBytes } from '../merkle.js';
import type { TreeHasher } from '../merkle.js';
import type { FindingCode, Report } from './finding.js';
import { LeafWindow } from './leaf-window.js';

type Difference = { kind: 'altered' | 'missing' | 'inserted'; readonly index: number; readonly position: Position };

/** How far ahead in the leaf record a leaf is looked for, before it counts as altered and not as preceded by deleted ones. */
const lookAhead = 64;
/** More differences than this are not told: nobody reads them one by one. */
const keptDifferences = 10_000;

const provenCodes: Readonly<Record<Difference['kind'], FindingCode>> = {
  altered: 'event-altered',
  missing: 'event-missing',
  inserted: 'event-inserted',
};

/** How the tree of a cooperation came out. `tail`: leaves that no checkpoint covers yet, the last checkpoint among them. */
export type TreeSummary = {
  readonly id: CooperationId;
  readonly size: number;
  readonly root: Uint8Array;
  readonly checkpoints: number;
  /** Checkpoints after a first mismatch, which nothing can prove any more. */
  readonly unproven: number;
  readonly lastCovered: { readonly size: number; readonly position: Position } | null;
  readonly tail: { readonly events: number; readonly from: Position; readonly until: Position } | null;
  readonly hasLeafRecord: boolean;
};

/**
 * One cooperation's tree beside its leaf record and its signed roots.
 *
 * While log and record agree there is one tree. From the first difference on there are two, and the next signed root says
 * which of them is true: so a changed byte is pinned to its position, and a damaged record does not accuse the log.
 */
export class TreeCheck {
  private log: LeafWindow;
  /** The tree that the leaf record says, from the first open difference on. */
  private reference: LeafWindow | undefined;
  private record: LeafRecord | undefined;
  /** Index in the leaf record that the next leaf should equal. */
  private pointer = 0;
  private open: Difference[] = [];
  /** Index in the record where the present unbroken run of altered leaves began. */
  private runStart: number | undefined;
  private covered: { readonly size: number; readonly position: Position } | undefined;
  private newest: Position | undefined;
  /** Where the first leaf lies that no checkpoint covers. */
  private uncovered: Position | undefined;
  private checkpoints = 0;
  private unproven = 0;
  private isBroken = false;
  private readonly hasLeafRecord: boolean;
  private readonly recordSize: number;

  constructor(
    hasher: TreeHasher,
    private readonly id: CooperationId,
    record: LeafRecord | undefined,
    private readonly report: Report,
  ) {
    this.log = new LeafWindow(hasher);
    this.record = record;
    this.hasLeafRecord = record !== undefined;
    this.recordSize = record?.size ?? 0;
  }

  /** The next event of this cooperation. */
  add(position: Position, leaf: Uint8Array): void {
    this.newest = position;
    this.uncovered ??= position;
    const expected = this.record?.at(this.pointer);
    if (!expected || sameBytes(expected, leaf)) {
      this.take(leaf, position);
      this.runStart = undefined;
    } else this.differ(position, leaf);
    this.log.append(leaf, position);
  }

  /** A checkpoint whose signature is good, at this position of the log. */
  check(position: Position, checkpoint: { readonly size: number; readonly root: Uint8Array }): void {
    this.checkpoints++;
    const { size, root } = checkpoint;
    if (this.isBroken) this.unproven++;
    else if (this.isRoot(this.reference, size, root)) this.settleForRecord(size);
    else if (this.isRoot(this.log, size, root)) this.settleForLog(size);
    else return this.fail(position, size);
    if (this.isBroken || size <= (this.covered?.size ?? 0)) return;
    this.covered = { size, position };
    this.uncovered = this.log.positionAt(size);
  }

  /** Ends the check: what is still open is said, and the tree is summed up. */
  finish(): TreeSummary {
    for (const { position } of this.open) this.say(position, 'leaf-differs');
    if (this.record && this.pointer < this.recordSize) {
      this.say(
        this.newest ?? null,
        'log-shorter',
        `${this.id} misses ${this.recordSize - this.pointer} events at its end`,
      );
    }
    const covered = this.covered?.size ?? 0;
    if (this.record && covered > 0 && !this.record.at(covered - 1)) this.say(null, 'leaf-record-short');
    const { size } = this.log;
    return {
      id: this.id,
      size,
      root: this.log.rootAt(size) as Uint8Array,
      checkpoints: this.checkpoints,
      unproven: this.unproven,
      lastCovered: this.covered ?? null,
      tail: this.tail(),
      hasLeafRecord: this.hasLeafRecord,
    };
  }

  private tail(): TreeSummary['tail'] {
    const from = this.uncovered;
    if (from === undefined) return null;
    return { events: this.log.size - (this.covered?.size ?? 0), from, until: this.newest ?? from };
  }

  private say(position: Position | null, code: FindingCode, detail: string = this.id): void {
    this.report({ position, code, detail });
  }

  /** The leaf is what the record says, or the record ends here. */
  private take(leaf: Uint8Array, position: Position): void {
    if (this.reference && this.pointer >= this.reference.size) this.reference.append(leaf, position);
    this.pointer++;
  }

  private differ(position: Position, leaf: Uint8Array): void {
    this.reference ??= this.log.clone();
    const { runStart } = this;
    if (runStart !== undefined && this.recordedIs(runStart, leaf)) {
      // The leaf that the run began without is here after all: the run was put in before it.
      for (const difference of this.open) if (difference.index >= runStart) difference.kind = 'inserted';
      this.pointer = runStart + 1;
      this.runStart = undefined;
      return;
    }
    const skipped = this.skippedBefore(leaf);
    for (let at = 0; at < skipped; at++) this.step('missing', position);
    if (skipped > 0) {
      this.take(leaf, position);
      this.runStart = undefined;
      return;
    }
    this.runStart ??= this.pointer;
    this.step('altered', position);
  }

  private step(kind: Difference['kind'], position: Position): void {
    if (this.open.length < keptDifferences) this.open.push({ kind, index: this.pointer, position });
    const recorded = this.record?.at(this.pointer);
    if (recorded) this.take(recorded, position);
  }

  private recordedIs(index: number, leaf: Uint8Array): boolean {
    const recorded = this.record?.at(index);
    return recorded !== undefined && sameBytes(recorded, leaf);
  }

  private skippedBefore(leaf: Uint8Array): number {
    for (let ahead = 1; ahead <= lookAhead; ahead++) if (this.recordedIs(this.pointer + ahead, leaf)) return ahead;
    return 0;
  }

  private isRoot(tree: LeafWindow | undefined, size: number, root: Uint8Array): boolean {
    const found = tree?.rootAt(size);
    return found !== undefined && sameBytes(found, root);
  }

  /** The signed root is that of the record: the log was changed, here and here. */
  private settleForRecord(size: number): void {
    for (const { kind, index, position } of this.open) if (index < size) this.say(position, provenCodes[kind]);
    this.open = this.open.filter(({ index }) => index >= size);
    if (this.open.length > 0 || !this.reference || this.pointer < this.reference.size) return;
    this.log = this.reference;
    this.reference = undefined;
  }

  /** The signed root is that of the log: the record is wrong. */
  private settleForLog(size: number): void {
    const settled = this.open.filter(({ index }) => index < size);
    for (const { position } of settled) this.say(position, 'leaf-record-differs');
    this.open = this.open.filter(({ index }) => index >= size);
    // A tree that holds what is wrong is no reference any more.
    this.reference = undefined;
    if (settled.some(({ kind }) => kind !== 'altered')) {
      this.record = undefined;
      this.open = [];
    }
  }

  private fail(position: Position, size: number): void {
    if (size > this.log.size) return this.say(position, 'checkpoint-ahead');
    if (this.log.rootAt(size) === undefined) return this.say(position, 'checkpoint-out-of-reach');
    this.isBroken = true;
    this.unproven++;
    const detail = `${this.id} at ${position}`;
    // What an earlier root covers is proven by it: there the checkpoint itself is what is wrong.
    if (size <= (this.covered?.size ?? 0)) return this.say(position, 'checkpoint-mismatch', detail);
    const from = this.uncovered ?? position;
    const until = this.log.positionAt(size - 1) ?? position;
    this.report({ position: from, until, code: 'checkpoint-mismatch', detail });
  }
}
