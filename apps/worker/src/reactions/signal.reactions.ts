import { erasureDecider, signalDecider } from '@knooppunt/cases';
import type { AnyEvent } from '@knooppunt/cases';
import { dutchDateOf, streamName } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import type { Reaction } from '@knooppunt/read-store';
import { reactWith } from '../reacting.js';
import type { WorkerParts } from '../worker.parts.js';

type EventOf<Type extends AnyEvent['type']> = Recorded & Extract<AnyEvent, { type: Type }>;

/** A signal starts its weighing under the id of its contribution (design §2). */
export const startWeighing = (parts: WorkerParts): Reaction => ({
  name: 'start-weighing',
  handles: ['ContributionSupplied'],
  touches: ({ stream }) => stream,
  react: async (event) => {
    const { data, recordedAt } = event as EventOf<'ContributionSupplied'>;
    if (data.way !== 'signal') return;
    const signal = data.contribution;
    await reactWith(
      parts,
      event,
      { decider: signalDecider, stream: streamName('signal', signal), step: 'submit', opens: true },
      {
        type: 'SubmitSignal',
        data: {
          signal,
          contribution: data.contribution,
          supplier: data.supplier,
          supplierKind: data.supplierKind,
          payloadType: data.payloadType,
          phenomenon: data.phenomenon ?? '',
          receivedOn: dutchDateOf(recordedAt),
        },
      },
    );
  },
});

/** Rejection destroys at once (BGS 1.16(1)(b)); so does a refusal after intake. The law itself approves. */
export const requestErasure = (parts: WorkerParts): Reaction => ({
  name: 'request-erasure',
  touches: ({ stream }) => stream,
  handles: ['SignalRejected', 'ContributionRefused'],
  react: async (event) => {
    const isRejected = event.type === 'SignalRejected';
    const contribution = isRejected
      ? (event as EventOf<'SignalRejected'>).data.signal
      : (event as EventOf<'ContributionRefused'>).data.contribution;
    const erasure = parts.names.derivedId('erasure', contribution);
    await reactWith(
      parts,
      event,
      { decider: erasureDecider, stream: streamName('erasure', erasure), step: 'erase' },
      {
        type: 'RequestErasure',
        data: { erasure, contribution, ground: isRejected ? 'signal-rejected' : 'supply-refused', cause: event.id },
      },
    );
  },
});
