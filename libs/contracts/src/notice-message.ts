import type { CooperationId, Kind, OrganisationId, Uuid } from '@knooppunt/kernel';

const encoder = new TextEncoder();

/** The topic of notices for a kind of organisation: `notifications.coll`. */
export const noticeTopicOf = (kind: Kind): string => `notifications.${kind.toLowerCase()}`;

/**
 * A notice on its topic: "something for you changed, look", and nothing else. The key is the recipient's pseudonym, the value an
 * opaque id that is the same when the notice comes again; no header, no kind of event, no case. All notices have one length.
 *
 */
export const noticeMessageOf = (
  pseudonym: string,
  id: Uuid,
): { readonly key: string; readonly value: Uint8Array; readonly headers: Readonly<Record<string, string>> } => ({
  key: pseudonym,
  value: encoder.encode(JSON.stringify({ id })),
  headers: {},
});

type Pseudonyms = {
  pseudonym(
    scope: { readonly cooperation: CooperationId; readonly recipient: OrganisationId; readonly within: Uuid },
    kind: string,
    value: string,
  ): string;
};

// No case and no signal: one name for all notices of one cooperation to one organisation.
const everywhere = '00000000-0000-8000-8000-000000000000';

/**
 * The name under which an organisation gets its notices in one cooperation. Who reads the topic of its kind sees how many names
 * there are and when each gets a notice, never whose they are: the name is keyed (`KeyedNames`), and each organisation is told
 * its own alone.
 */
export const noticePseudonymOf = (
  names: Pseudonyms,
  cooperation: CooperationId,
  organisation: OrganisationId,
): string => names.pseudonym({ cooperation, recipient: organisation, within: everywhere }, 'notice', organisation);
