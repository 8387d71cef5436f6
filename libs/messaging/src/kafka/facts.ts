/** What a consumer does: `reviving` after a crash; `failed` for good, as `onFailure` says too; `stopped` because it was told to. */
export type ConsumerState = 'joining' | 'running' | 'reviving' | 'failed' | 'stopped';

/**
 * What happens inside messaging, for whoever counts: a publish that gave up (`code` of its error), a message that was parked, the
 * group dealing its partitions out anew, a consumer in another state. Names and codes only.
 */
export type MessagingFact =
  | { readonly type: 'publish-failed'; readonly topic: string; readonly code: string }
  | {
      readonly type: 'parked';
      readonly group: string;
      readonly topic: string;
      readonly partition: number;
      readonly reason: string;
    }
  | { readonly type: 'rebalanced'; readonly group: string; readonly partitions: number }
  | { readonly type: 'consumer'; readonly group: string; readonly state: ConsumerState };

/** Hears facts. What it throws is dropped: counting must not end a consumer. */
export type Observe = (fact: MessagingFact) => void;

/** An observer that never throws. */
export const safely =
  (observe: Observe | undefined): Observe =>
  (fact) => {
    try {
      observe?.(fact);
    } catch {
      // whoever counts wrongly counts less
    }
  };
