import type { PersonRegister } from '@knooppunt/agencies';
import type { Gate } from '@knooppunt/disclosure';
import type { OrganisationId } from '@knooppunt/kernel';
import type { Sealer } from '@knooppunt/vault';

/**
 * What checking persons against registers works with. `registers` by the organisation in whose name each is asked: who is
 * not there, is not checked. `termMs`: after which a check is given up (a week where it is left out).
 */
export type PersonCheckParts = {
  readonly gate: Gate;
  readonly sealer: Sealer;
  readonly registers: ReadonlyMap<OrganisationId, PersonRegister>;
  readonly termMs?: number;
};

/** Purpose for which a register is asked and its answer recorded: a code of the asking organisation's own list (BRP 1.4). */
export const checkPurpose = 'COLL.brp';
/** Who acts when no person does. */
export const checkActor = 'system:person-check';
