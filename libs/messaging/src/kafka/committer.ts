import { Pace } from '@knooppunt/kernel';
import type { Rhythm } from '@knooppunt/kernel';
import type { Consumer as KafkaConsumer } from 'kafkajs';

/** An offset to commit, with its metadata. */
type Commit = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly metadata: string;
};
type Waiting = Commit & { readonly resolve: () => void; readonly reject: (error: unknown) => void };

// What a crash repeats is what was finished within this time; a broker does a request for one message in as long as for all.
const usual: Rhythm = { atOnce: 4, everyMs: 100 };

/**
 * Commits offsets of all partitions of one member: one request at a time, which takes with it all that came while the last one
 * was under way. A broker answers a commit of many partitions about as fast as of one, so where commits keep coming for which
 * nobody waits, they wait a moment for each other. `nowMs` is a clock that only ever grows.
 */
export class Committer {
  private waiting: Waiting[] = [];
  private isBusy = false;
  private isHurried = false;
  private hurry = (): void => undefined;
  private readonly pace: Pace;

  constructor(
    private readonly consumer: Pick<KafkaConsumer, 'commitOffsets'>,
    {
      rhythm = usual,
      nowMs = () => performance.now(),
    }: { readonly rhythm?: Rhythm; readonly nowMs?: () => number } = {},
  ) {
    this.pace = new Pace(rhythm, nowMs);
  }

  /**
   * Resolves once the group's coordinator has it. One partition must wait for its last commit before it asks for the next. A
   * refusal of one partition rejects all of its request: whoever lost one partition lost its generation.
   */
  commit(commit: Commit): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...commit, resolve, reject });
      if (!this.isBusy) void this.work();
    });
  }

  /** Somebody waits: what is asked for, and what this turn of the loop still brings, goes out without a pause. */
  hasten(): void {
    this.isHurried = true;
    this.hurry();
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    // Whatever else this turn of the loop brings goes along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      await this.turn();
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.consumer.commitOffsets(batch.map(({ resolve: _resolve, reject: _reject, ...commit }) => commit));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isBusy = false;
  }

  private async turn(): Promise<void> {
    const waitMs = this.pace.take();
    if (waitMs > 0 && !this.isHurried) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isHurried = false;
    this.hurry = () => undefined;
  }
}
