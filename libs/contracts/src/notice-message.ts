import type { Kind, Uuid } from '@knooppunt/kernel';

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
