import type { SupplyRefusal } from '@knooppunt/cases';
import { DomainError } from '@knooppunt/kernel';
import type { Fault } from '@knooppunt/signals';

/** The source of the event names another organisation than the one that authenticated. */
export class SourceNotOwn extends DomainError {
  readonly code = 'gateway/source-not-own';
  constructor() {
    super('the source names another organisation');
  }
}

/** No payload type of this name. */
export class TypeUnknown extends DomainError {
  readonly code = 'gateway/type-unknown';
  constructor() {
    super('the event type is not in the registry');
  }
}

/** The payload does not fit its type; every fault at once, pointers and codes only. */
export class PayloadInvalid extends DomainError {
  readonly code = 'gateway/payload-invalid';
  constructor(readonly faults: readonly Fault[]) {
    super(`the payload has ${faults.length} faults`);
  }
}

/** This may not be brought, or not by this organisation, or not now; with the articles that say so. */
export class SupplyNotAllowed extends DomainError {
  readonly code: string;
  override readonly basis: readonly string[];
  constructor(readonly refusal: SupplyRefusal) {
    super(`the supply is refused: \`${refusal.code}\``);
    this.code = refusal.code;
    this.basis = refusal.basis;
  }
}

/** The same source and id came before with other content; what came first stands. */
export class ContentDiffers extends DomainError {
  readonly code = 'gateway/content-differs';
  constructor() {
    super('the same source and id was supplied with other content');
  }
}

/** As many deliveries are under way as the gateway takes at a time: nothing was done with this one; the same request may be repeated. */
export class IntakeBusy extends DomainError {
  readonly code = 'gateway/intake-busy';
  override readonly retriable = true;
  constructor() {
    super('the intake has as much under way as it takes');
  }
}

/** The topics cannot be reached: nothing was lost, the row waits; the same request may be repeated. */
export class IntakeUnavailable extends DomainError {
  readonly code = 'gateway/intake-unavailable';
  override readonly retriable = true;
  constructor(options?: ErrorOptions) {
    super('the intake is not available');
    this.cause = options?.cause;
  }
}
