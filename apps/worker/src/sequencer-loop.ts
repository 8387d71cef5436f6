import { Sequencer, checkpointType } from '@knooppunt/evidence';
import type { CheckpointData } from '@knooppunt/evidence';
import { EventIdClash, WrongExpectedRevision, decodeEvent, encodeEvent, eventIdOf } from '@knooppunt/event-store';
import type { EventStore, NewEvent, StoredEvent } from '@knooppunt/event-store';
import { eventCatalogue } from '@knooppunt/cases';
import { DomainError } from '@knooppunt/kernel';
import type { CooperationId, Envelope, Instant, Position, StreamName } from '@knooppunt/kernel';
import { sha256 } from './checkpoint-key.js';
import type { CheckpointKey } from './checkpoint-key.js';
import type { LeafFiles } from './leaf-files.js';
import type { WitnessBoard } from './witness-post.js';

export type SequencerParts = {
  readonly store: EventStore;
  readonly key: CheckpointKey;
  readonly leaves: LeafFiles;
  readonly clock: () => Instant;
  /** Hears of every signed checkpoint, where witnesses get them. */
  readonly witnesses?: WitnessBoard;
  /** A cooperation's log differs from its leaf record, or the loop stopped: somebody must look. */
  readonly alarm: (what: string, detail: unknown) => void;
};

/** Two sequencers signed another root for the same number of leaves: one of them follows another log. */
export class CheckpointDiffers extends DomainError {
  readonly code = 'worker/checkpoint-differs';
  constructor(readonly stream: StreamName) {
    super(`another root lies in \`${stream}\``);
  }
}

// A page is hashed in one turn of the event loop, and a single record of a large dossier may be as long as a hundred signals.
const pageSize = 100;
const decoder = new TextDecoder();

const cooperationOf = ({ bytes }: StoredEvent): CooperationId =>
  (JSON.parse(decoder.decode(bytes)) as Envelope).cooperation;

/**
 * The sequencer at work: follows the log into one Merkle tree per cooperation, and signs checkpoints when asked. A
 * checkpoint is a leaf too, so one is made only where the newest leaf is none. Two sequencers can only write the same
 * checkpoint, for its id derives from the tree size (walk §5).
 */
export class SequencerLoop {
  private sequencer: Sequencer;
  private position: Position | undefined;
  private turn: Promise<void> = Promise.resolve();
  private log: Pick<EventStore, 'readAll'>;

  constructor(private readonly parts: SequencerParts) {
    this.log = parts.store;
    this.sequencer = this.begin();
  }

  /** The checkpoints that witnesses are to get, as far as the log was followed. */
  get witnesses(): WitnessBoard | undefined {
    return this.parts.witnesses;
  }

  /** Reads the log there from now on: the same events in the same order, of which the newest lie in memory. */
  readFrom(log: Pick<EventStore, 'readAll'>): void {
    this.log = log;
  }

  /** Catches up with the log and signs what is due. Calls wait for each other. */
  checkpoint(): Promise<void> {
    const next = this.turn.then(() => this.signDue());
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async signDue(): Promise<void> {
    await this.catchUp();
    for (const cooperation of this.sequencer.distrusted())
      this.parts.alarm('sequencer/leaf-record-differs', cooperation);
    for (const cooperation of this.sequencer.due()) await this.sign(cooperation);
    await this.catchUp();
  }

  /** From the first event on. Also after the leaf record failed: a tree that was given an event twice signs a false root. */
  private begin(): Sequencer {
    this.position = undefined;
    return new Sequencer({ sha256, key: this.parts.key.key });
  }

  private async catchUp(): Promise<void> {
    for (;;) {
      const page = await this.log.readAll({
        maxCount: pageSize,
        ...(this.position === undefined ? {} : { after: this.position }),
      });
      const leaves = page.map((event) => [cooperationOf(event), event] as const);
      this.keep(() => {
        for (const [cooperation, event] of leaves) this.observe(cooperation, event);
      });
      if (page.length < pageSize) break;
    }
    // Durable before a root over them is signed; page by page it would only hold up the event loop.
    this.keep(() => this.parts.leaves.flush());
  }

  private keep(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.parts.leaves.reopen();
      this.sequencer = this.begin();
      throw error;
    }
  }

  private observe(cooperation: CooperationId, event: StoredEvent): void {
    const recorded = this.parts.leaves.recorded(cooperation, this.sequencer.sizeOf(cooperation));
    const { index, leaf } = this.sequencer.observe({ cooperation, type: event.type, bytes: event.bytes }, recorded);
    this.parts.leaves.write(cooperation, index, leaf);
    this.position = event.position;
    if (this.parts.witnesses && event.type === checkpointType) {
      const { recordedAt, data } = decodeEvent(event);
      this.parts.witnesses.observe(cooperation, recordedAt, data as CheckpointData);
    }
  }

  private async sign(cooperation: CooperationId): Promise<void> {
    const next = this.sequencer.next(cooperation, this.parts.key.sign);
    if (!next) return;
    const event = encodeEvent({
      id: eventIdOf(next.id, 0),
      type: 'CheckpointSigned',
      schemaVersion: eventCatalogue.CheckpointSigned.version,
      stream: next.stream,
      cooperation,
      recordedAt: this.parts.clock(),
      actor: 'system:sequencer',
      organisation: null,
      role: null,
      purpose: null,
      commandId: next.id,
      correlation: next.id,
      causation: null,
      traceId: next.id.replaceAll('-', ''),
      data: next.data,
    });
    await this.append(next.stream, event, next.data.root);
  }

  /** Another sequencer may have been first: then the same root lies there already, signed at another moment. */
  private async append(stream: StreamName, event: NewEvent, root: string): Promise<void> {
    try {
      await this.parts.store.append(stream, [event], 'no-stream');
    } catch (error) {
      if (!(error instanceof EventIdClash) && !(error instanceof WrongExpectedRevision)) throw error;
      const [stored] = await this.parts.store.read(stream, { maxCount: 1 });
      const there = stored && (decodeEvent(stored).data as { readonly root?: string });
      if (there?.root !== root) this.parts.alarm('sequencer/checkpoint-differs', new CheckpointDiffers(stream));
    }
  }
}
