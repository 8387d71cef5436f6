import type { CovenantState } from '@knooppunt/cases';
import type { PlannedItem, View } from '@knooppunt/disclosure';
import type { CooperationId, Kind, OrganisationId, Recorded, Uuid } from '@knooppunt/kernel';
import { textRecord } from './covenant.view.js';
import { textItem } from './planned.js';

/** What the views of parties need: the bureau, and law and covenant as they stand. */
export type PartyParts = { readonly bureau: OrganisationId; readonly state: CovenantState };
/** Somebody who is designated: under which id, and the event that the name is sealed beside. */
export type Named = { readonly person: Uuid; readonly event: Recorded; readonly kind: Kind };

/** Who takes part is part of the covenant in force (H7): who may not know of that, may not know of this. */
const covenantOf = ({ bureau, state }: PartyParts, cooperation: CooperationId): PlannedItem => {
  const { covenant: id = '', version = '', digest = '' } = state.covenant ?? {};
  return textRecord(bureau, cooperation, { kind: 'covenant', id, version, digest, inForceFrom: null });
};

/** Everybody who takes part, or did. */
export const partiesView = (parts: PartyParts): View => ({
  name: 'deelnemers',
  act: 'inzage',
  clearOnly: true,
  plan: ({ asking }) => Promise.resolve({ keystone: covenantOf(parts, asking.cooperation), items: [] }),
});

/** One of them. `find` looks each time anew, as a condition (`If-Match`) asks. */
export const partyView = (parts: PartyParts, find: () => Promise<boolean>): View => ({
  name: 'deelnemer',
  act: 'inzage',
  clearOnly: true,
  plan: async ({ asking }) => {
    const record = covenantOf(parts, asking.cooperation);
    return (await find()) ? { keystone: record, items: [] } : { like: record };
  },
});

const nameItem = ({ event, kind, person }: Named): PlannedItem =>
  textItem(event, 'Z6', kind, { phase: 'weging', within: person });

/** Who is or was designated by an organisation, each with the name that it sealed (Z6), where the covenant shows it. */
export const designationsView = (parts: PartyParts, find: () => Promise<readonly Named[] | undefined>): View => ({
  name: 'aanwijzingen',
  act: 'inzage',
  plan: async ({ asking }) => {
    const record = covenantOf(parts, asking.cooperation);
    const named = await find();
    return named ? { keystone: record, items: named.map(nameItem) } : { like: record };
  },
});
