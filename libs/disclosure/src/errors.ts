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

/**
 * The covenant in force names a payload registry that this program does not carry: it cannot be judged by another, so nothing
 * is judged. A program that carries it answers.
 */
export class RegistryUnknown extends DomainError {
  readonly code = 'disclosure/registry-unknown';
  constructor(readonly registry: string) {
    super(`this program does not carry the registry \`${registry}\``);
  }
}

/** Every error of this lib. */
export type DisclosureError = AnswerTooLarge | RegistryUnknown;
