import type { OrganisationId } from '@knooppunt/kernel';

/** A person as a payload names them. `bsn` has passed the eleven-test. */
export type PersonToCheck = {
  readonly bsn: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly address?: string;
  readonly bagId?: string;
};

/** What a register says of a person: marks and codes, no value of the register. Only what was named is compared. */
export type PersonFinding = {
  readonly outcome: 'confirmed' | 'differs' | 'not-found';
  readonly nameDiffers?: boolean;
  readonly birthDateDiffers?: boolean;
  readonly addressDiffers?: boolean;
  readonly deceased?: boolean;
  readonly secrecy?: boolean;
  readonly underInvestigation?: boolean;
};

/**
 * Port to a register of persons, with the authorisation of one organisation.
 *
 * - `isReady`: would a call go out now? Asked before content is opened for it.
 * - `check`: asks and compares. The same `idempotencyKey` marks the same question asked again. Throws `AgencyCallError`.
 * - `close`: ends timers and connections.
 */
export interface PersonRegister {
  /** The organisation in whose name it is asked. */
  readonly organisation: OrganisationId;
  /** Code of the register in the log. */
  readonly register: string;
  /** Calls that it takes at a time. */
  readonly capacity: number;
  readonly isReady: boolean;
  check(person: PersonToCheck, idempotencyKey: string, signal: AbortSignal): Promise<PersonFinding>;
  close(): void;
}
