/** SHA-256 as pure code receives it: bytes in, 32 bytes out. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Length of every hash of the tree, in bytes. */
export const hashBytes = 32;

/** Are these the same bytes? */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
};

/** The two hashes of RFC 6962 §2.1 over one scratch buffer each; a hasher belongs to one thread. */
export class TreeHasher {
  private readonly pair = new Uint8Array(1 + 2 * hashBytes);
  private leafScratch = new Uint8Array(4096);

  constructor(private readonly sha256: Sha256) {
    this.pair[0] = 1;
  }

  /** The hash of the empty tree. */
  empty(): Uint8Array {
    return this.sha256(new Uint8Array(0));
  }

  /** SHA-256(0x00 | bytes). */
  leaf(bytes: Uint8Array): Uint8Array {
    const length = bytes.length + 1;
    if (this.leafScratch.length < length) this.leafScratch = new Uint8Array(2 * length);
    this.leafScratch.set(bytes, 1);
    return this.sha256(this.leafScratch.subarray(0, length));
  }

  /** SHA-256(0x01 | left | right). */
  node(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.pair.set(left, 1);
    this.pair.set(right, 1 + hashBytes);
    return this.sha256(this.pair);
  }
}

/** Leaf = SHA-256(0x00 | the stored bytes of one event) (design §4). */
export const leafHash = (sha256: Sha256, bytes: Uint8Array): Uint8Array => new TreeHasher(sha256).leaf(bytes);

/**
 * A growing tree that keeps only the roots of its full subtrees: O(log n) memory, amortised one node per leaf.
 * `size` counts leaves. Source: RFC 6962 §2.1.
 */
export class CompactRange {
  private readonly peaks: Uint8Array[] = [];
  private leaves = 0;

  constructor(private readonly hasher: TreeHasher) {}

  get size(): number {
    return this.leaves;
  }

  /** Adds one leaf hash. */
  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let rest = this.leaves; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = this.hasher.node(this.peaks.pop() as Uint8Array, hash);
    }
    this.peaks.push(hash);
    this.leaves++;
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    return (
      this.peaks.reduceRight<Uint8Array | undefined>(
        (right, left) => (right ? this.hasher.node(left, right) : left),
        undefined,
      ) ?? this.hasher.empty()
    );
  }

  /** An independent copy. */
  clone(): CompactRange {
    const copy = new CompactRange(this.hasher);
    copy.peaks.push(...this.peaks);
    copy.leaves = this.leaves;
    return copy;
  }
}
