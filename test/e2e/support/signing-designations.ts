import { sign } from 'node:crypto';
import { designationBytes, designationOf } from '@knooppunt/covenant';
import type { DesignationSignature, DesignationStatement } from '@knooppunt/covenant';
import type { Data } from './deliveries.js';
import type { Signer } from './signing.js';

/** What a designation says of somebody, as the API takes it. */
export type Designee = {
  readonly persoon: string;
  readonly naam: string;
  readonly rollen: readonly string[];
  readonly eersteDag: string;
  readonly laatsteDag: string;
  readonly gescreendTot: string;
};

/** The signed designation of an organisation, made outside the hub; `change` lets it say something else than the body does. */
export const signedDesignation = (
  signer: Signer,
  { cooperation, at }: { readonly cooperation: string; readonly at: string },
  { persoon, rollen, eersteDag, laatsteDag, gescreendTot }: Designee,
  change: Partial<DesignationStatement> = {},
): DesignationSignature => {
  const statement: DesignationStatement = {
    cooperation,
    organisation: signer.organisation,
    person: persoon,
    roles: rollen.toSorted(),
    from: eersteDag,
    until: laatsteDag,
    screenedUntil: gescreendTot,
    at,
    ...change,
  };
  return designationOf(statement, signer.keyId, sign(null, designationBytes(statement), signer.privateKey));
};

/** The same as the body of a request. */
export const asBody = (designee: Designee, handtekening?: DesignationSignature): Data => ({
  ...designee,
  ...(handtekening ? { handtekening } : {}),
});
