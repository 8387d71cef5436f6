import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import type { NewEvent } from '@knooppunt/event-store';
import { checkpointType, formatVerifierKey, Sequencer } from '@knooppunt/evidence';
import type { NextCheckpoint } from '@knooppunt/evidence';
import { streamName } from '@knooppunt/kernel';
import type { Envelope, Instant, Recorded } from '@knooppunt/kernel';
import { asVersionTwo, newNoteSigner, sha256 } from '@knooppunt/testing';
import { uuidOf } from '../harness/derived-ids.js';
import { lives, livesIn } from './lives.js';

/** What was added to the golden log after it was first told, oldest first; an addition never changes. */
type Addition = { readonly name: string; readonly make: (log: readonly Recorded[], commandId: string) => Envelope };

const dossierOfTwo = 60;

const additions: readonly Addition[] = [
  {
    name: 'a disclosure as version 2 records it: the last dossier of Rotterdam, read once more',
    make: (log, commandId) => {
      const { revision: _revision, position: _position, ...record } = asVersionTwo(log[dossierOfTwo] as Recorded);
      return {
        ...record,
        id: eventIdOf(commandId, 0),
        schemaVersion: 2,
        stream: streamName('disclosure', commandId),
        recordedAt: '2026-03-02T18:00:00.000Z',
        commandId,
        correlation: commandId,
        traceId: commandId.replaceAll('-', ''),
        data: { ...(record.data as object), disclosure: commandId },
      };
    },
  },
  ...lives.map(([stream, { type, data }], at) => ({
    name: `the life of a covenant, and parts that end, ${at + 1}: ${type}`,
    make: (_log: readonly Recorded[], commandId: string): Envelope => ({
      id: eventIdOf(commandId, 0),
      type,
      schemaVersion: 1,
      stream,
      cooperation: livesIn,
      recordedAt: `2026-03-02T19:00:${String(at).padStart(2, '0')}.000Z`,
      actor: 'system:golden',
      organisation: null,
      role: null,
      purpose: null,
      commandId,
      correlation: commandId,
      causation: null,
      traceId: commandId.replaceAll('-', ''),
      data,
    }),
  })),
];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const checkpointEvent = (cooperation: string, at: Instant, { id, stream, data }: NextCheckpoint): NewEvent =>
  encodeEvent({
    id: eventIdOf(id, 0),
    type: checkpointType,
    schemaVersion: 1,
    stream,
    cooperation,
    recordedAt: at,
    actor: 'system:sequencer',
    organisation: null,
    role: null,
    purpose: null,
    commandId: id,
    correlation: id,
    causation: null,
    traceId: id.replaceAll('-', ''),
    data,
  });

/**
 * The golden log with the additions that it lacks behind it, and a checkpoint of their trees under a key of its own: the key that
 * signed the first ones was thrown away. `keys` are the verifier keys, one to a line. Lines that are there stay as they are.
 */
export const withAdditions = (
  lines: readonly string[],
  log: readonly Recorded[],
  keys: string,
): { readonly lines: readonly string[]; readonly keys: string } => {
  const missing = additions.flatMap(({ name, make }) => {
    const envelope = make(log, uuidOf('golden', 'addition', name));
    return log.some(({ id }) => id === envelope.id) ? [] : [envelope];
  });
  if (missing.length === 0) return { lines, keys };
  const added = missing.map((envelope) => encodeEvent(envelope));
  const signer = newNoteSigner('knooppunt');
  const sequencer = new Sequencer({ sha256, key: signer.key });
  for (const line of lines) {
    const { cooperation, type } = JSON.parse(line) as Envelope;
    sequencer.observe({ cooperation, type, bytes: encoder.encode(line) });
  }
  for (const [at, { type, bytes }] of added.entries()) {
    sequencer.observe({ cooperation: missing[at]?.cooperation ?? '', type, bytes });
  }
  const checkpoints = sequencer.due().flatMap((cooperation) => {
    const next = sequencer.next(cooperation, signer.sign);
    return next ? [checkpointEvent(cooperation, missing.at(-1)?.recordedAt ?? '', next)] : [];
  });
  const behind = [...added, ...checkpoints].map(({ bytes }) => decoder.decode(bytes));
  return { lines: [...lines, ...behind], keys: `${keys.trimEnd()}\n${formatVerifierKey(signer.key)}\n` };
};
