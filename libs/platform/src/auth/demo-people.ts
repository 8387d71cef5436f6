import type { CooperationId, OrganisationId } from '@knooppunt/kernel';

/** A person who can log in with any password. One organisation, one or more cooperations. */
export type DemoAccount = {
  readonly sub: string;
  readonly name: string;
  readonly organisation: OrganisationId;
  readonly cooperations: readonly CooperationId[];
};
/** A system of an organisation, with client credentials. */
export type DemoOrganisation = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly organisation: OrganisationId;
  readonly cooperation: CooperationId;
};
export type DemoProviderOptions = {
  /** `http://<loopback>:<port>/oidc`; the path is where it is mounted. */
  readonly issuer: string;
  readonly production: boolean;
  readonly accounts: readonly DemoAccount[];
  readonly organisations: readonly DemoOrganisation[];
};
