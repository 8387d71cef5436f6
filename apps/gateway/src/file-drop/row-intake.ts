import { randomUUID } from 'node:crypto';
import { isDomainError } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import { findProblem } from '@knooppunt/platform';
import type { ItemProblem, OrganisationCaller } from '@knooppunt/platform';
import type { IntakeService } from '../intake.service.js';
import type { FileRefused } from './errors.js';
import type { RowOutcome } from './result-file.js';
import type { DropRow } from './row.js';
import type { UnderWay } from './under-way.js';

/** Words an error as the answer to the same delivery over HTTP would. */
export type WordProblem = (error: unknown, correlation: string) => ItemProblem;

/** What rows are brought in with. `delay` ends early, and says so with false, when the gateway stops. */
export type RowIntakeParts = {
  readonly intake: Pick<IntakeService, 'takeIn' | 'refuse'>;
  readonly word: WordProblem;
  readonly delay: (ms: number) => Promise<boolean>;
  readonly underWay: UnderWay;
};

/** Who brings it, and in which chain of requests. */
export type From = { readonly caller: OrganisationCaller; readonly correlation: Uuid; readonly traceId: string };

/** A chain of requests for all rows of a file, and a trace of the same number. */
export const fromOf = (caller: OrganisationCaller): From => {
  const correlation: Uuid = randomUUID();
  return { caller, correlation, traceId: correlation.replaceAll('-', '') };
};

const away = 503;
const firstWaitMs = 50;
const longestWaitMs = 5_000;
/** Tries of a row with which something goes wrong that nobody foresaw; then its outcome is 500, and the next row has its turn. */
const unforeseenTries = 5;

/** Would the answer be 503: nothing was done, offer it again? */
const isAway = (error: unknown): boolean => isDomainError(error) && findProblem(error.code)?.status === away;
const isUnforeseen = (error: unknown): boolean => !isDomainError(error) || findProblem(error.code) === undefined;

type Tried = { readonly id: Uuid } | { readonly error: unknown };

/** Brings rows in by the same way as a delivery over HTTP: the same checks, register, ids and refusals as facts. */
export class RowIntake {
  constructor(private readonly parts: RowIntakeParts) {}

  /** What became of a row; waits as long as the intake is away or busy. Undefined: the gateway stops, and nothing is known of it. */
  async outcomeOf(from: From, { item }: DropRow): Promise<RowOutcome | undefined> {
    const { intake } = this.parts;
    const tried = await this.untilDone(async () => {
      if ('refusal' in item) return { error: await intake.refuse(from, item.refusal) };
      return { id: await intake.takeIn({ ...from, event: item.value }) };
    });
    if (!tried) return undefined;
    return 'id' in tried ? { status: 202, id: tried.id } : this.parts.word(tried.error, from.correlation);
  }

  /** Makes the refusal of a whole file a fact too; undefined: the gateway stops. */
  async refuseFile(from: From, refusal: FileRefused): Promise<ItemProblem | undefined> {
    const tried = await this.untilDone(async () => ({ error: await this.parts.intake.refuse(from, refusal) }));
    return tried && this.parts.word('error' in tried ? tried.error : refusal, from.correlation);
  }

  private async untilDone(work: () => Promise<Tried>): Promise<Tried | undefined> {
    let surprises = 0;
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const tried = await this.parts.underWay.within(() => work().catch((error: unknown) => ({ error })));
      if ('id' in tried) return tried;
      if (isUnforeseen(tried.error)) surprises += 1;
      const isOver = !isAway(tried.error) && (!isUnforeseen(tried.error) || surprises >= unforeseenTries);
      if (isOver) return tried;
      if (!(await this.parts.delay(waitMs))) return undefined;
    }
  }
}
