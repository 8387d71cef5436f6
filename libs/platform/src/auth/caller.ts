import type { CooperationId, OrganisationId } from '@knooppunt/kernel';

/** A natural person, for one organisation and one cooperation. The hub derives the person id from provider, sub and cooperation. */
export type PersonCaller = {
  readonly kind: 'person';
  /** Name of the identity provider, from configuration. */
  readonly provider: string;
  readonly sub: string;
  readonly organisation: OrganisationId;
  readonly cooperation: CooperationId;
};

/** An organisation's own system. */
export type OrganisationCaller = {
  readonly kind: 'organisation';
  readonly organisation: OrganisationId;
  readonly cooperation: CooperationId;
  readonly clientId: string;
};

/** Who asks, as the token says; role, mandate and screening come from the log (design §5). */
export type Caller = PersonCaller | OrganisationCaller;
