import type { CovenantState, Submission } from '@knooppunt/cases';
import type { Problem } from '@knooppunt/covenant';
import type { CooperationId } from '@knooppunt/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { NoCovenant } from '../errors.js';
import { problemsOf, submissionOf } from './checking.js';
import type { Checking } from './checking.js';
import { widenedSuppliers } from './comparing.js';
import { CovenantTexts, lawOf } from './texts.js';
import type { VersionText } from './texts.js';

/** What a check comes to. `submission` is of use only where there are no problems. */
export type Checked = { readonly problems: readonly Problem[]; readonly submission: Submission };

/** Checks of versions, under the law and beside the covenant that are in force. */
@Injectable()
export class Checks {
  constructor(@Inject(CovenantTexts) private readonly texts: CovenantTexts) {}

  /** All that is to be known of a version before it can be submitted. Errors: `platform/niet-gevonden`, `hub/no-covenant-in-force`. */
  async forSubmission(cooperation: CooperationId, version: string): Promise<Checked> {
    const checking = await this.checking(cooperation, version);
    const problems = problemsOf(checking);
    return { problems, submission: submissionOf(checking, problems.length > 0 ? [] : widenedSuppliers(checking)) };
  }

  async checking(cooperation: CooperationId, version: string): Promise<Checking> {
    const state = await this.texts.state(cooperation);
    return checkingOf(cooperation, state, await this.texts.get(cooperation, version));
  }
}

const checkingOf = (cooperation: CooperationId, state: CovenantState, text: VersionText): Checking => {
  const law = lawOf(state);
  if (!law) throw new NoCovenant();
  return { cooperation, state, law, document: text.document, digest: text.digest };
};
