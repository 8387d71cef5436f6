import { changesOf, codes, projectionOf, revisionOf } from './define.js';
import type { Flag } from './define.js';

/** A person of a cooperation; `roles` separated by spaces, `revision` of the event that the name is sealed beside. */
export type PersonRow = {
  readonly cooperation: string;
  readonly person: string;
  readonly organisation: string;
  readonly roles: string;
  readonly mandate_from: string;
  readonly mandate_until: string;
  readonly screened_until: string;
  readonly withdrawn: Flag;
  readonly revision: string;
};
/** An organisation of a cooperation with its public name; `member_until` is null while it stays. */
export type PartyRow = {
  readonly cooperation: string;
  readonly organisation: string;
  readonly kind: string;
  readonly region: string;
  readonly name: string;
  readonly municipality: string | null;
  readonly member_from: string;
  readonly member_until: string | null;
};

/** Tables of `people`. */
export type PeopleTables = { readonly people: PersonRow; readonly parties: PartyRow };
const { upsert, update } = changesOf<PeopleTables>();

/** Who takes part in each cooperation, and who may act for them. Source: WGS 1.8(2), 2.19. */
export const people = projectionOf<PeopleTables>({
  name: 'people',
  version: 1,
  tables: {
    people: {
      columns: {
        cooperation: 'text',
        person: 'text',
        organisation: 'text',
        roles: 'text',
        mandate_from: 'text',
        mandate_until: 'text',
        screened_until: 'text',
        withdrawn: 'integer',
        revision: 'text',
      },
      key: ['cooperation', 'person'],
      indexes: [['cooperation', 'organisation'], ['person']],
    },
    parties: {
      columns: {
        cooperation: 'text',
        organisation: 'text',
        kind: 'text',
        region: 'text',
        name: 'text',
        municipality: 'text',
        member_from: 'text',
        member_until: 'text',
      },
      key: ['cooperation', 'organisation'],
    },
  },
  on: {
    PersonDesignated: ({ person, organisation, roles, mandate, screenedUntil }, event) => [
      upsert('people', {
        cooperation: event.cooperation,
        person,
        organisation,
        roles: codes(roles),
        mandate_from: mandate.from,
        mandate_until: mandate.until,
        screened_until: screenedUntil,
        withdrawn: 0,
        revision: revisionOf(event),
      }),
    ],
    PersonWithdrawn: ({ person }, { cooperation }) => [update('people', { cooperation, person }, { withdrawn: 1 })],
    PartyJoined: ({ organisation, kind, region, name, municipality, memberFrom }, { cooperation }) => [
      upsert('parties', {
        cooperation,
        organisation,
        kind,
        region,
        name,
        municipality: municipality ?? null,
        member_from: memberFrom,
        member_until: null,
      }),
    ],
    PartyLeft: ({ organisation, memberUntil }, { cooperation }) => [
      update('parties', { cooperation, organisation }, { member_until: memberUntil }),
    ],
  },
});
