import { DomainError } from '@knooppunt/kernel';

/** Only who is invited can attend. */
export class NotInvited extends DomainError {
  readonly code = 'cases/not-invited';
  override readonly basis = ['WGS 2.23(5)'];
  constructor(
    readonly meeting: string,
    readonly organisation: string,
  ) {
    super(`organisation \`${organisation}\` is not invited to meeting \`${meeting}\``);
  }
}

export type MeetingError = NotInvited;
