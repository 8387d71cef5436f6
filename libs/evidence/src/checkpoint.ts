import type { EvidenceEvent } from '@knooppunt/cases';
import type { CooperationId, Uuid } from '@knooppunt/kernel';
import { fromBase64, toBase64 } from './base64.js';
import { NoteUnreadable } from './errors.js';
import { hashBytes } from './merkle.js';
import type { Sha256 } from './merkle.js';
import { checkSignature, signNote } from './note.js';
import type { Sign, SignatureCheck, SignedNote, VerifierKey, VerifySignature } from './note.js';

/** Size and root of one cooperation's tree. `origin` names the tree; `size` counts leaves. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array };
/** Clear data of `CheckpointSigned`: root and signature in the base64 of the note, so that the note is rebuilt byte for byte. */
export type CheckpointData = Extract<EvidenceEvent, { type: 'CheckpointSigned' }>['data'];

/** The origin of a cooperation's tree: the name of the key, a slash and the cooperation. */
export const originOf = (keyName: string, cooperation: CooperationId): string => `${keyName}/${cooperation}`;

/** Three lines: origin, size, root in base64. Source: C2SP tlog-checkpoint. */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Reads the body of a checkpoint; extension lines are refused, for we write none. Throws `evidence/note-unreadable`. */
export const parseCheckpoint = (body: string): Checkpoint => {
  const [, origin, digits, encoded = ''] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n$/.exec(body) ?? [];
  const root = fromBase64(encoded);
  const size = Number(digits);
  if (origin === undefined || root?.length !== hashBytes || !Number.isSafeInteger(size)) {
    throw new NoteUnreadable('body');
  }
  return { origin, size, root };
};

const variantOf = (byte: number): number => (byte & 0x3f) | 0x80;
const versionOf = (byte: number): number => (byte & 0x0f) | 0x80;

/** The id of the checkpoint of a cooperation at a size (uuid v8): two sequencers can only write the same one. */
export const checkpointIdOf = (sha256: Sha256, cooperation: CooperationId, size: number): Uuid => {
  const bytes = sha256(new TextEncoder().encode(`knooppunt checkpoint|${cooperation}|${size}`)).slice(0, 16);
  bytes[6] = versionOf(bytes[6] as number);
  bytes[8] = variantOf(bytes[8] as number);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** Signs a checkpoint: the data of its event. Throws `evidence/note-unreadable`. */
export const signCheckpoint = (
  checkpoint: Checkpoint,
  id: Uuid,
  { key, sign }: { readonly key: VerifierKey; readonly sign: Sign },
): CheckpointData => {
  const { name, signature } = signNote(formatCheckpoint(checkpoint), key, sign);
  const { origin, size, root } = checkpoint;
  return { checkpoint: id, origin, size, root: toBase64(root), keyName: name, signature };
};

/** The checkpoint that event data speak of. Throws `evidence/note-unreadable`. */
export const checkpointOf = ({ origin, size, root }: CheckpointData): Checkpoint =>
  parseCheckpoint(`${origin}\n${size}\n${root}\n`);

/** Event data as the signed note that any C2SP tool reads (`formatNote` writes it out). Throws `evidence/note-unreadable`. */
export const noteOf = (data: CheckpointData): SignedNote => ({
  text: formatCheckpoint(checkpointOf(data)),
  signatures: [{ name: data.keyName, signature: data.signature }],
});

/** A note that carries one signature as event data, under the id that its size gives. Throws `evidence/note-unreadable`. */
export const checkpointDataOf = (note: SignedNote, id: Uuid): CheckpointData => {
  const [line] = note.signatures;
  if (!line) throw new NoteUnreadable('signature');
  const { origin, size, root } = parseCheckpoint(note.text);
  return { checkpoint: id, origin, size, root: toBase64(root), keyName: line.name, signature: line.signature };
};

/** Is the signature of these event data good under one of the keys? Throws `evidence/note-unreadable` on a malformed body. */
export const checkCheckpoint = (
  data: CheckpointData,
  keys: readonly VerifierKey[],
  verify: VerifySignature,
): SignatureCheck => {
  const { text, signatures } = noteOf(data);
  const [line] = signatures;
  return line ? checkSignature(text, line, keys, verify) : 'unreadable';
};
