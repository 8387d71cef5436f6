import { check, diff, newProcessing, suppliersWidened } from '@knooppunt/covenant';
import type { CovenantDocument, Finding, LawDocument, NewProcessing } from '@knooppunt/covenant';
import type { Digest, Kind } from '@knooppunt/kernel';
import { Injectable } from '@nestjs/common';
import { registryView } from './checking.js';
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
  private readonly differences = new Answers<Difference>();
  private readonly suppliers = new Answers<readonly Kind[]>();
  private readonly novelties = new Answers<NewProcessing | undefined>();

  /** All that a drafter should know of a text under a law. */
  check(law: Digested<LawDocument>, covenant: Digested<CovenantDocument>): readonly Finding[] {
    return this.checks.of(`${law.digest} ${covenant.digest}`, () =>
      check(law.document, covenant.document, registryView),
    );
  }

  /** What the one text changes of the other; without another, of nothing. */
  difference(pair: Pair): Difference {
    const { law, before, after } = pair;
    const under = (covenant: CovenantDocument) => ({ law: law.document, covenant });
    const old = before?.document ?? { ...after.document, rules: [] };
    return this.differences.of(keyOf(pair), () => diff(under(old), under(after.document), registryView));
  }

  /** Whose data the one text widens beside the other: they sign. And what is new in it: it waits for advice. */
  consequences(pair: Pair): Consequences {
    const { law, before, after } = pair;
    const documents = [law.document, before?.document, after.document, registryView] as const;
    return {
      suppliers: this.suppliers.of(keyOf(pair), () => suppliersWidened(...documents)),
      newProcessing: this.novelties.of(keyOf(pair), () => newProcessing(...documents)),
    };
  }
}
