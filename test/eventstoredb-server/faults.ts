/** The calls of the protocol that can be disturbed. `subscribe` is a read without end. */
export type Method = 'features' | 'append' | 'batch-append' | 'read' | 'subscribe' | 'delete' | 'tombstone' | 'gossip';

/**
 * What goes wrong with one call.
 * - `silent`: the call is accepted and never answered; with `hasEffect` it does its work first.
 * - `end`: the stream ends normally, without an answer; reads and subscriptions after `afterEvents` events.
 * - `twice`: the answer is sent two times (batch append).
 * - `held`: the answer waits for a promise: late, or slow. The work is done at once.
 * - `status`: the call fails with a gRPC status; `hasEffect` does the work first; reads fail after `afterEvents` events.
 * - `refuse`: a batch append is answered with an error status in the stream, and has no effect.
 * - `denied`: an append is refused for want of a right to this stream; others on the same stream of calls go on.
 * - `reset`: all connections are reset; with `hasEffect` after the work has been done, reads after `afterEvents` events.
 */
export type Fault =
  | { readonly kind: 'silent'; readonly hasEffect?: boolean }
  | { readonly kind: 'end'; readonly afterEvents?: number; readonly hasEffect?: boolean }
  | { readonly kind: 'twice' }
  | { readonly kind: 'held'; readonly until: Promise<void> }
  | {
      readonly kind: 'status';
      readonly code: number;
      readonly details: string;
      readonly metadata?: Readonly<Record<string, string>>;
      readonly hasEffect?: boolean;
      readonly afterEvents?: number;
    }
  | { readonly kind: 'refuse'; readonly message: string }
  | { readonly kind: 'denied' }
  | { readonly kind: 'reset'; readonly hasEffect?: boolean; readonly afterEvents?: number };

/** A fault that says where the leader is, as a follower does. */
export const notLeader = (host: string, port: number): Fault => ({
  kind: 'status',
  code: 5,
  details: 'Leader info available',
  metadata: { exception: 'not-leader', 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) },
});

/** The faults that are to come, by method, each for so many calls. */
export class Faults {
  private readonly planned: { readonly method: Method; readonly fault: Fault; left: number }[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly counts = new Map<Method, number>();

  /** The next `times` calls of a method go wrong. */
  plan(method: Method, fault: Fault, times = 1): void {
    this.planned.push({ method, fault, left: times });
  }

  /** Nothing goes wrong any more. */
  clear(): void {
    this.planned.length = 0;
  }

  /** The fault of this call, if there is one; counts the call. */
  take(method: Method): Fault | undefined {
    this.counts.set(method, this.count(method) + 1);
    for (const wake of this.waiting) wake();
    const next = this.planned.find((plan) => plan.method === method && plan.left > 0);
    if (next) next.left -= 1;
    return next?.fault;
  }

  /** How many calls of a method have come in. */
  count(method: Method): number {
    return this.counts.get(method) ?? 0;
  }

  /** Resolves when so many calls of a method have come in. */
  async reached(method: Method, count: number): Promise<void> {
    while (this.count(method) < count) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }
}
