import { DomainError } from '@knooppunt/kernel';

/** A covenant elaborates a law that is in force; without law there is nothing to elaborate. */
export class NoLawInForce extends DomainError {
  readonly code = 'cases/no-law-in-force';
  override readonly basis = ['WGS 2.16', 'AVG 26'];
  constructor(readonly covenant: string) {
    super(`no law is in force under covenant \`${covenant}\``);
  }
}

/** A version is one text: the same version with another digest would make two texts of it. */
export class VersionReused extends DomainError {
  readonly code = 'cases/version-reused';
  constructor(
    readonly document: string,
    readonly version: string,
  ) {
    super(`version ${version} of \`${document}\` has come into force with another text`);
  }
}

export type CovenantError = NoLawInForce | VersionReused;
