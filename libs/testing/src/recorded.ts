import { instantOf, epochMsOf } from '@knooppunt/kernel';
import type { Envelope, Instant, Message, Recorded } from '@knooppunt/kernel';
import { noon } from './given.js';
import { uuid } from './ids.js';

/** What of an envelope a spec may want to set. */
export type EnvelopeParts = Partial<Omit<Envelope, 'type' | 'data' | 'recordedAt'>>;

/**
 * Envelopes round these events as a log would give them back: positions from 1, one second apart from `noon` on, cooperation
 * `amsterdam-amstelland` unless `parts` says otherwise. Events pass through JSON.
 */
export const recorded = (
  events: readonly (Message & { readonly recordedAt?: Instant })[],
  parts: EnvelopeParts = {},
): readonly Recorded[] =>
  events.map(({ type, data, recordedAt }, index) => ({
    id: uuid(index + 1),
    schemaVersion: 1,
    stream: 'case-00000000-0000-4000-8000-0000000000c0',
    cooperation: 'amsterdam-amstelland',
    actor: 'system:spec',
    organisation: null,
    role: null,
    purpose: null,
    commandId: uuid(index + 1),
    correlation: 'spec',
    causation: null,
    traceId: '0'.repeat(32),
    ...parts,
    type,
    data: JSON.parse(JSON.stringify(data)) as unknown,
    recordedAt: recordedAt ?? instantOf(epochMsOf(noon) + index * 1000),
    revision: BigInt(index),
    position: String(index + 1).padStart(20, '0'),
  }));
