import { Inject, Injectable } from '@nestjs/common';
import { codeOfError } from '../error-fields.js';
import { JsonLogger } from '../logging.js';
import { Metrics } from '../metrics/metrics.js';
import type { EdgeContext } from './edge-context.js';
import { preferredLanguage } from './language.js';
import { problemBody, verdictOf } from './problem.js';

/** Why one item of a batch was not done, as the whole answer would say it of a request with that item alone. */
export type ItemProblem = { readonly status: number; readonly probleem: Readonly<Record<string, unknown>> };

/** Words the outcome of items: the only place besides the answerer where a status from 400 on is made. */
@Injectable()
export class ItemProblems {
  constructor(
    @Inject(JsonLogger) private readonly logger: JsonLogger,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** The problem of one item; what nobody foresaw is logged and answered without a word of it. */
  of(
    error: unknown,
    { correlation }: Pick<EdgeContext, 'correlation'>,
    acceptLanguage: string | undefined,
  ): ItemProblem {
    const verdict = verdictOf(error);
    if (verdict.unforeseen) this.logger.error('unforeseen', { correlation, of: codeOfError(error) ?? null }, error);
    if (verdict.recorded) this.metrics.increment('knooppunt_refusals_total', { status: verdict.status });
    const body = problemBody(verdict, correlation, preferredLanguage(acceptLanguage));
    return { status: verdict.status, probleem: JSON.parse(body) as Record<string, unknown> };
  }
}
