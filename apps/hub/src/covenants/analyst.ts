import { check, diff, newProcessing, suppliersWidened } from '@knooppunt/covenant';
import type { CovenantDocument, Finding, LawDocument } from '@knooppunt/covenant';
import type { Digest } from '@knooppunt/kernel';
import { Injectable } from '@nestjs/common';
import { registryView } from './checking.js';
import type { Compared } from './checking.js';

/** A text by its digest. */
export type Digested<Document> = { readonly digest: Digest; readonly document: Document };

const mostKept = 64;

/** Results of pure questions, by what they are about; the oldest goes where there are too many. */
class Answers<Answer> {
  private readonly kept = new Map<string, Answer>();

  of(key: string, ask: () => Answer): Answer {
    const known = this.kept.get(key) ?? ask();
    this.kept.delete(key);
    this.kept.set(key, known);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    return known;
  }
}

/**
 * Exhaustive analysis of texts. A text never changes under its digest, so each question is worked out once: it takes
 * seconds of processor time.
 */
@Injectable()
export class Analyst {
  private readonly checks = new Answers<readonly Finding[]>();
  private readonly comparisons = new Answers<Compared>();

  /** All that a drafter should know of a text under a law. */
  check(law: Digested<LawDocument>, covenant: Digested<CovenantDocument>): readonly Finding[] {
    return this.checks.of(`${law.digest} ${covenant.digest}`, () =>
      check(law.document, covenant.document, registryView),
    );
  }

  /** What the one text changes of the other, under one law; without another, of nothing. */
  compare(
    law: Digested<LawDocument>,
    before: Digested<CovenantDocument> | undefined,
    after: Digested<CovenantDocument>,
  ): Compared {
    return this.comparisons.of(`${law.digest} ${before?.digest ?? ''} ${after.digest}`, () => {
      const [old, next] = [before?.document, after.document];
      const under = (covenant: CovenantDocument) => ({ law: law.document, covenant });
      return {
        difference: diff(under(old ?? { ...next, rules: [] }), under(next), registryView),
        suppliers: suppliersWidened(law.document, old, next, registryView),
        newProcessing: newProcessing(law.document, old, next, registryView),
      };
    });
  }
}
