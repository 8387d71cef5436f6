import { DomainError } from '@knooppunt/kernel';

/** The request does not ask this of this organisation. */
export class NotAsked extends DomainError {
  readonly code = 'cases/not-asked';
  override readonly basis = ['WGS 1.5(1)'];
  constructor(
    readonly request: string,
    readonly organisation: string,
    readonly payloadType?: string,
  ) {
    super(`request \`${request}\` does not ask this of organisation \`${organisation}\``);
  }
}

/** Nothing is left to refuse: the organisation has answered in full. */
export class RequestAnsweredInFull extends DomainError {
  readonly code = 'cases/request-answered-in-full';
  constructor(
    readonly request: string,
    readonly organisation: string,
  ) {
    super(`organisation \`${organisation}\` has answered request \`${request}\` in full`);
  }
}

export type RequestError = NotAsked | RequestAnsweredInFull;
