import type { Submission } from '@knooppunt/cases';
import { mayBeAdopted, validateDocuments } from '@knooppunt/covenant';
import type { Finding, LawDocument } from '@knooppunt/covenant';
import type { CooperationId, Digest } from '@knooppunt/kernel';
import type { InputFault } from '@knooppunt/platform';
import { Inject, Injectable } from '@nestjs/common';
import { NoCovenant, TextUnfit } from '../errors.js';
import { Analyst } from './analyst.js';
import type { Digested } from './analyst.js';
import { followingOf, ofProblem, previousOf, registryView, submissionOf } from './checking.js';
import type { Checking, Consequences, Difference } from './checking.js';
import { faultsOfFindings } from './faults.js';
import { CovenantTexts, lawOf } from './texts.js';
import type { VersionText } from './texts.js';

/** What a check comes to: everything that was found, and whether nothing of it stands in the way of submission. */
export type Checked = { readonly findings: readonly Finding[]; readonly isFit: boolean };

/** How two texts differ; `before`: number of the one that is compared with, empty where there is none. */
export type Comparison = Consequences & { readonly difference: Difference; readonly before: string };

const nothing: Consequences = { suppliers: [], newProcessing: undefined };

/** Checks of versions, under the law and beside the covenant that are in force. */
@Injectable()
export class Checks {
  constructor(
    @Inject(CovenantTexts) private readonly texts: CovenantTexts,
    @Inject(Analyst) private readonly analyst: Analyst,
  ) {}

  /** The law in force. Error: `hub/no-covenant-in-force`. */
  async law(cooperation: CooperationId): Promise<LawDocument> {
    const law = lawOf(await this.texts.state(cooperation));
    if (!law) throw new NoCovenant();
    return law;
  }

  /** Checks a text as if it were submitted now. Error: `hub/no-covenant-in-force`. */
  async check(cooperation: CooperationId, text: VersionText): Promise<Checked> {
    return this.checked(await this.checking(cooperation, text));
  }

  /**
   * The errors of a version at their places, and what it would be submitted with. What its maker did not see, or what stands still already, is
   * not worked out: the decider refuses it. Errors: `platform/niet-gevonden`, `hub/no-covenant-in-force`.
   */
  async forSubmission(
    cooperation: CooperationId,
    version: string,
    seen: Digest,
  ): Promise<{ readonly faults: readonly InputFault[]; readonly submission: Submission }> {
    const text = await this.texts.get(cooperation, version);
    const checking = await this.checking(cooperation, text);
    const isToSubmit = text.digest === seen && text.status === 'drafted';
    if (!isToSubmit) return { faults: [], submission: submissionOf(checking, nothing) };
    // What follows on nothing is not worth the seconds that the rest takes.
    const following = followingOf(checking);
    const findings = following.length > 0 ? following : (await this.checked(checking)).findings;
    const pair = { law: this.lawIn(checking), before: previousOf(checking.state), after: checking };
    const consequences = mayBeAdopted(findings) ? await this.analyst.consequences(pair) : nothing;
    const errors = findings.filter(({ severity }) => severity === 'fout');
    return {
      faults: faultsOfFindings(checking.document, errors),
      submission: submissionOf(checking, consequences),
    };
  }

  /**
   * Lets no engine read a draft in which something means nothing: it would answer what is not so, or not end. What was
   * submitted has been checked. Errors: `hub/text-unfit`, `hub/no-covenant-in-force`.
   */
  async requireMeaning(cooperation: CooperationId, { life, document }: VersionText): Promise<void> {
    if (life === undefined || life.submittedAt !== undefined) return;
    const problems = validateDocuments(await this.law(cooperation), document, registryView, 'names');
    if (problems.length > 0) throw new TextUnfit(faultsOfFindings(document, problems.map(ofProblem)));
  }

  /**
   * What a text changes of another, or of the one in force, under the law in force. Errors: `hub/text-unfit`,
   * `hub/no-covenant-in-force`.
   */
  async compare(cooperation: CooperationId, text: VersionText, other: VersionText | undefined): Promise<Comparison> {
    for (const one of [text, other]) if (one) await this.requireMeaning(cooperation, one);
    const checking = await this.checking(cooperation, text);
    const before = other ?? previousOf(checking.state);
    const pair = { law: this.lawIn(checking), before, after: text };
    const [consequences, difference] = await Promise.all([
      this.analyst.consequences(pair),
      this.analyst.difference(pair),
    ]);
    return {
      ...consequences,
      difference,
      before: before?.document.version ?? '',
    };
  }

  private async checked(checking: Checking): Promise<Checked> {
    const { digest, document } = checking;
    const found = await this.analyst.check(this.lawIn(checking), { digest, document });
    const findings = [...followingOf(checking), ...found];
    return { findings, isFit: mayBeAdopted(findings) };
  }

  private lawIn({ law, state }: Checking): Digested<LawDocument> {
    return { document: law, digest: state.law?.digest ?? '' };
  }

  private async checking(cooperation: CooperationId, { digest, document }: VersionText): Promise<Checking> {
    const state = await this.texts.state(cooperation);
    const law = lawOf(state);
    if (!law) throw new NoCovenant();
    return { cooperation, state, law, document, digest };
  }
}
