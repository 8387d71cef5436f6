import type { PersonRegister } from '@knooppunt/agencies';
import { epochMsOf, isDomainError } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import { personChecks } from '@knooppunt/projections';
import type { PersonCheckRow } from '@knooppunt/projections';
import type { WorkerParts } from '../worker.parts.js';
import { readNamedPerson } from './named-person.js';
import type { PersonCheckParts } from './parts.js';
import { abandonCheck, recordAnswer } from './recording.js';

const batch = 100;
const leaseMs = 60_000;
const weekMs = 7 * 86_400_000;
const longestPauseMs = 3_600_000;

/** Errors that say that a partner is away or that we stop: the breaker tells of those, no alarm per check. */
const expected: ReadonlySet<string> = new Set(['agencies/unavailable', 'agencies/call-ended']);

type Pause = { readonly failures: number; readonly untilMs: number };

/**
 * The checks of one partner: takes the open ones, oldest first, as many at a time as the partner has places, and records
 * what came of each. Each partner has rounds of its own, so that one that is away holds up no other; nothing waits for a
 * round. A check that failed waits longer each time, for every try is a disclosure; at the end of its term it is given up.
 */
export class PersonCheckRounds {
  private readonly pauses = new Map<Uuid, Pause>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly parts: WorkerParts,
    private readonly checks: PersonCheckParts,
    private readonly register: PersonRegister,
    private readonly ended: AbortSignal,
  ) {}

  /** One round; while one runs, that one. Rejects with errors of the read store only. */
  run(): Promise<void> {
    this.running ??= this.round().finally(() => (this.running = undefined));
    return this.running;
  }

  private async round(): Promise<void> {
    const { readStore, slot } = this.parts;
    const lease = `person-checks/${this.register.register}/${this.register.organisation}`;
    if (!(await readStore.lease([lease], slot, leaseMs)).has(lease)) return;
    const rows = (await this.open())[Symbol.iterator]();
    const lane = async (): Promise<void> => {
      for (const row of rows) {
        if (this.ended.aborted) return;
        await this.tryOne(row);
      }
    };
    await Promise.all(Array.from({ length: this.register.capacity }, lane));
  }

  /** Those that failed before come last, so that no number of them keeps a new one waiting. */
  private async open(): Promise<readonly PersonCheckRow[]> {
    const { db } = this.parts.readStore;
    const rows = await db
      .selectFrom(this.parts.readStore.tableName(personChecks, 'checks'))
      .selectAll()
      .where('partner', '=', this.register.organisation)
      .where('register', '=', this.register.register)
      .where('state', '=', 'open')
      .orderBy('requested_at')
      .orderBy('check_id')
      .limit(batch + this.pauses.size)
      .execute();
    const open = rows as unknown as readonly PersonCheckRow[];
    const known = new Set(open.map(({ check_id }) => check_id));
    for (const check of this.pauses.keys()) if (!known.has(check)) this.pauses.delete(check);
    return open;
  }

  private async tryOne(row: PersonCheckRow): Promise<void> {
    try {
      await this.one(row);
    } catch (error) {
      this.pause(row.check_id);
      if (!isDomainError(error) || !expected.has(error.code)) this.parts.alarm('worker/person-check', error);
    }
  }

  private async one(row: PersonCheckRow): Promise<void> {
    const nowMs = epochMsOf(this.parts.clock());
    if (nowMs >= epochMsOf(row.requested_at) + (this.checks.termMs ?? weekMs)) {
      return abandonCheck(this.parts, row, 'term-ended');
    }
    // Content is opened for a call that can go out, and for no other.
    if (nowMs < (this.pauses.get(row.check_id)?.untilMs ?? 0) || !this.register.isReady) return;
    const named = await readNamedPerson(this.parts.store, this.checks, row);
    if (named === 'not-authorised' || named === 'erased') return abandonCheck(this.parts, row, named);
    const outcome =
      named === 'no-number'
        ? ({ outcome: 'not-checkable' } as const)
        : await this.register.check(named, row.check_id, this.ended);
    return recordAnswer(this.parts, this.checks, row, outcome);
  }

  private pause(check: Uuid): void {
    const failures = (this.pauses.get(check)?.failures ?? 0) + 1;
    const pauseMs = Math.min(longestPauseMs, 5_000 * 2 ** Math.min(failures - 1, 10));
    this.pauses.set(check, { failures, untilMs: epochMsOf(this.parts.clock()) + pauseMs });
  }
}
