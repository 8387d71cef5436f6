import type { Envelope, Kind } from '@knooppunt/kernel';

const decoder = new TextDecoder();

/** The topic of a kind of organisation: `signals.coll`. Topics are per kind (design §5). */
export const signalTopicOf = (kind: Kind): string => `signals.${kind.toLowerCase()}`;

/** Headers of a message on a signal topic: stream, id and type of the envelope that it carries. Ids and codes only. */
export const signalHeadersOf = (
  bytes: Uint8Array,
): { readonly stream: string; readonly id: string; readonly type: string } => {
  const { stream, id, type } = JSON.parse(decoder.decode(bytes)) as Envelope;
  return { stream, id, type };
};
