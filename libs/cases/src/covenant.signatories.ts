import type { Kind, OrganisationId } from '@knooppunt/kernel';
import { lookUp } from './checks.js';
import type { CovenantVersion } from './covenant.version.js';

/** A participant that is a member at this moment, with the ids of its keys that were not revoked. */
export type Member = {
  readonly organisation: OrganisationId;
  readonly kind: Kind;
  readonly keys: readonly string[];
};

/** Who still has to sign: suppliers one by one, and kinds of which any member may sign. */
export type MissingSignatures = {
  readonly organisations: readonly OrganisationId[];
  readonly kinds: readonly Kind[];
};

/** The members whose signatures count: of who left, or under a key that was revoked since, none does. */
export const signatoriesOf = (version: CovenantVersion, members: readonly Member[]): readonly Member[] =>
  members.filter(({ organisation, keys }) => {
    const signature = lookUp(version.signatures, organisation);
    return signature !== undefined && keys.includes(signature.key);
  });

/**
 * The signatures that adoption still needs: of every member whose data the version widens, itself; and of every kind that is
 * party to it and has members, at least one. Empty before it is submitted: then nobody can sign. Source: ADR 0016.
 */
export const missingSignatures = (version: CovenantVersion, members: readonly Member[]): MissingSignatures => {
  const { widens = [], parties = [] } = version.submission ?? {};
  const signed = signatoriesOf(version, members);
  const hasSigned = (member: Member): boolean => signed.includes(member);
  const kinds = new Set(members.map(({ kind }) => kind).filter((kind) => parties.includes(kind)));
  return {
    organisations: members
      .filter((member) => widens.includes(member.kind) && !hasSigned(member))
      .map(({ organisation }) => organisation)
      .toSorted(),
    kinds: [...kinds].filter((kind) => !signed.some((member) => member.kind === kind)).toSorted(),
  };
};
