import { DomainError } from '@knooppunt/kernel';

/** More may be shown than one record holds, and one answer is one record: nothing of it is opened. */
export class AnswerTooLarge extends DomainError {
  readonly code = 'disclosure/answer-too-large';
  constructor(
    readonly view: string,
    readonly items: number,
  ) {
    super(`an answer to \`${view}\` would show ${items} items, more than one record holds`);
  }
}

/** Every error of this lib. */
export type DisclosureError = AnswerTooLarge;
