import { isMemberAt } from '@knooppunt/cases';
import { standingStream } from '@knooppunt/disclosure';
import type { Reader } from '@knooppunt/disclosure';
import type { Instant, Kind } from '@knooppunt/kernel';
import type { PersonState, PartyState } from '@knooppunt/cases';
import { Inject, Injectable } from '@nestjs/common';
import { NoStanding, RoleMissing } from './errors.js';
import { HUB_PARTS } from './hub.parts.js';
import type { HubParts } from './hub.parts.js';
import type { AskedBy } from './asked-by.js';

/** Where a caller stands: designated, mandated, screened, a member, and in which of the asked roles (R55, BGS 1.11). */
@Injectable()
export class Standings {
  constructor(@Inject(HUB_PARTS) private readonly parts: HubParts) {}

  /**
   * The reader for a request. The token says who, for which organisation and cooperation; role, mandate and screening come
   * from the log. Errors: `hub/no-standing`, `hub/role-missing`.
   */
  async readerOf(asked: AskedBy, roles: readonly string[]): Promise<Reader> {
    const { caller, purpose, correlation, traceId } = asked;
    if (caller.kind !== 'person') throw new NoStanding();
    const { cooperation, organisation } = caller;
    const person = this.parts.names.personId(caller.provider, caller.sub, cooperation);
    const { streams } = this.parts.gate;
    const [designation, party] = await Promise.all([
      streams.fold('person', standingStream('person', cooperation, person), cooperation),
      streams.fold('party', standingStream('party', cooperation, organisation), cooperation),
    ]);
    const standing = standingOf(designation.state, party.state, organisation, this.parts.clock());
    const role = roles.find((one) => standing.roles.includes(one));
    if (role === undefined) throw new RoleMissing(roles);
    return { person, organisation, cooperation, kind: standing.kind, role, purpose, correlation, traceId };
  }
}

const standingOf = (
  person: PersonState,
  party: PartyState,
  organisation: string,
  at: Instant,
): { readonly roles: readonly string[]; readonly kind: Kind } => {
  if (person.status !== 'designated' || party.status === 'none') throw new NoStanding();
  const isMandated = person.mandate.from <= at && at < person.mandate.until;
  const isScreened = at < person.screenedUntil;
  const isOwn = person.organisation === organisation;
  if (!isMandated || !isScreened || !isOwn || !isMemberAt(party, at)) throw new NoStanding();
  return { roles: person.roles, kind: party.kind };
};
