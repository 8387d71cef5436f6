import { DomainError } from '@knooppunt/kernel';
import type { CalendarDate } from '@knooppunt/kernel';

/** On this day the rules find nothing in the register that a case could begin with. */
export class NothingFound extends DomainError {
  readonly code = 'standalone/nothing-found';
  constructor(
    readonly municipality: string,
    readonly referenceDate: CalendarDate,
  ) {
    super(`no overcrowded address in ${municipality} on ${referenceDate}`);
  }
}

/** The founding facts lack somebody who plays; the demonstration needs its own founding file. */
export class PartMissing extends DomainError {
  readonly code = 'standalone/part-missing';
  constructor(readonly sub: string) {
    super(`nobody in the founding facts plays \`${sub}\``);
  }
}

/** The hub answered otherwise than the play can go on with. Route, status and the problem's own words only. */
export class UnexpectedAnswer extends DomainError {
  readonly code = 'standalone/unexpected-answer';
  constructor(
    readonly route: string,
    readonly status: number,
    readonly problem: string,
    readonly detail: string,
  ) {
    super(`\`${route}\` answered ${status} \`${problem}\``);
  }
}

/** Something that follows by itself has not followed in time. */
export class StillWaiting extends DomainError {
  readonly code = 'standalone/still-waiting';
  constructor(readonly what: string) {
    super(`waited too long for \`${what}\``);
  }
}

/** What can end a demonstration. */
export type DemoError = NothingFound | PartMissing | UnexpectedAnswer | StillWaiting;
