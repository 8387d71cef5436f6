import type { CovenantDocument, Finding, LawDocument } from '@knooppunt/covenant';
import type { Digest } from '@knooppunt/kernel';
import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { AnalysisThreads } from './analysis-threads.js';
import type { AnalysisAnswer, AnalysisAsked } from './analysis.js';
import type { Consequences, Difference } from './checking.js';

/** A text by its digest. */
export type Digested<Document> = { readonly digest: Digest; readonly document: Document };

/** Two texts under one law. */
export type Pair = {
  readonly law: Digested<LawDocument>;
  readonly before: Digested<CovenantDocument> | undefined;
  readonly after: Digested<CovenantDocument>;
};

const keyOf = ({ law, before, after }: Pair): string => `${law.digest} ${before?.digest ?? ''} ${after.digest}`;
const mostKept = 64;

/** Results of pure questions, by what they are about; the oldest goes where there are too many, and what failed at once. */
class Answers<Answer> {
  private readonly kept = new Map<string, Promise<Answer>>();

  of(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.kept.get(key) ?? ask();
    this.kept.delete(key);
    this.kept.set(key, known);
    known.catch(() => this.kept.get(key) === known && this.kept.delete(key));
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    return known;
  }
}

/**
 * Exhaustive analysis of texts. A text never changes under its digest, so each question is worked out once, in a thread of
 * its own: it takes seconds of processor time. Error of each: `hub/analysis-too-large`.
 */
@Injectable()
export class Analyst implements OnModuleDestroy {
  private readonly threads = new AnalysisThreads();
  private readonly checks = new Answers<readonly Finding[]>();
  private readonly differences = new Answers<Difference>();
  private readonly outcomes = new Answers<Consequences>();

  /** All that a drafter should know of a text under a law. */
  check(law: Digested<LawDocument>, covenant: Digested<CovenantDocument>): Promise<readonly Finding[]> {
    const pair = { law, before: undefined, after: covenant };
    return this.checks.of(keyOf(pair), () => this.ask('check', pair));
  }

  /** What the one text changes of the other; without another, of nothing. */
  difference(pair: Pair): Promise<Difference> {
    return this.differences.of(keyOf(pair), () => this.ask('difference', pair));
  }

  /** Whose data the one text widens beside the other: they sign. And what is new in it: it waits for advice. */
  consequences(pair: Pair): Promise<Consequences> {
    return this.outcomes.of(keyOf(pair), () => this.ask('consequences', pair));
  }

  async onModuleDestroy(): Promise<void> {
    await this.threads.close();
  }

  private ask<What extends AnalysisAsked['what']>(
    what: What,
    { law, before, after }: Pair,
  ): Promise<AnalysisAnswer<What>> {
    return this.threads.ask({ what, texts: { law: law.document, before: before?.document, after: after.document } });
  }
}
