import { DomainError } from '@knooppunt/kernel';

/** A person works for one organisation of a cooperation at a time. */
export class PersonElsewhere extends DomainError {
  readonly code = 'cases/person-elsewhere';
  constructor(readonly person: string) {
    super(`person \`${person}\` is designated by another organisation`);
  }
}

/** A person is designated only while the screening is valid (R55). */
export class ScreeningLapsed extends DomainError {
  readonly code = 'cases/screening-lapsed';
  override readonly basis = ['WGS 1.8(2)', 'BGS 1.11'];
  constructor(readonly person: string) {
    super(`the screening of person \`${person}\` has lapsed`);
  }
}

export type PersonError = PersonElsewhere | ScreeningLapsed;
