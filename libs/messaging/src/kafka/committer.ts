import type { Consumer as KafkaConsumer } from 'kafkajs';

/** An offset to commit, with its metadata. */
type Commit = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly metadata: string;
};
type Waiting = Commit & { readonly resolve: () => void; readonly reject: (error: unknown) => void };

/**
 * Commits offsets of all partitions of one member: one request at a time, which takes with it all that came while the last one
 * was under way. A broker answers a commit of many partitions about as fast as of one.
 */
export class Committer {
  private waiting: Waiting[] = [];
  private isBusy = false;

  constructor(private readonly consumer: Pick<KafkaConsumer, 'commitOffsets'>) {}

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

  private async work(): Promise<void> {
    this.isBusy = true;
    // Whatever else this turn of the loop brings goes along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
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
}
