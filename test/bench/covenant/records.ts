import type { ByteFilter } from '@knooppunt/covenant';
import { MacKey } from '@knooppunt/vault';
import type { OwnEngine } from './own.js';

const wordBytes = 4;

/**
 * What a decision must leave behind, without values (policy-engine §3.4): per copy the mask of each level above withhold and
 * the facts as known, per signal a keyed digest of what was sent. As bytes, one record after the other.
 */
export class DecisionRecords {
  private words = new Int32Array(1 << 12);
  private end = 0;
  /** How many bytes were recorded so far. */
  written = 0;

  private readonly key: MacKey;
  private readonly beginning: Buffer;

  constructor(key: Uint8Array) {
    this.key = new MacKey(key);
    this.beginning = this.key.beginning(new Uint8Array(0));
  }

  /** Records a signal with all its copies. `perCopy`: a digest of each copy's own bytes, not one of all. */
  record({ outcomes, facts }: OwnEngine, filter: ByteFilter, perCopy: boolean): void {
    this.end = 0;
    for (let reader = 0; reader < outcomes.length; reader++) {
      const { planes, width } = outcomes[reader] as OwnEngine['outcomes'][number];
      this.add(reader);
      for (let at = width; at < 6 * width; at++) this.add(planes[at] as number);
      for (const word of facts.true) this.add(word);
      for (const word of facts.false) this.add(word);
      if (perCopy) this.written += this.digest(filter.of(reader)).length;
    }
    const record = new Uint8Array(this.words.buffer, 0, this.end * wordBytes);
    if (!perCopy) this.written += this.digest(filter.content, record).length;
    this.written += record.length;
  }

  private add(word: number): void {
    if (this.end === this.words.length) {
      const grown = new Int32Array(2 * this.end);
      grown.set(this.words);
      this.words = grown;
    }
    this.words[this.end++] = word;
  }

  private digest(...parts: readonly Uint8Array[]): string {
    const [only, ...more] = parts;
    return this.key.digest(this.beginning, only !== undefined && more.length === 0 ? only : Buffer.concat(parts));
  }
}
