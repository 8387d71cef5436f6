import { caseDecider, contributionDecider, requestDecider, signalDecider, strictestRole } from '@knooppunt/cases';
import type { AnyEvent, CaseState } from '@knooppunt/cases';
import { decodeEvent, foldStream } from '@knooppunt/event-store';
import { dutchDateOf, streamName } from '@knooppunt/kernel';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import type { Reaction } from '@knooppunt/read-store';
import { standingStream } from '@knooppunt/disclosure';
import { refuse } from '../intake.js';
import type { Supplied } from '../intake.js';
import { reactWith } from '../reacting.js';
import type { Reacted } from '../reacting.js';
import type { WorkerParts } from '../worker.parts.js';

type EventOf<Type extends AnyEvent['type']> = Recorded & Extract<AnyEvent, { type: Type }>;

const caseDeed = (caseId: Uuid, step: string) => ({ decider: caseDecider, stream: streamName('case', caseId), step });

const takeIn = (parts: WorkerParts, cause: Recorded, caseId: Uuid, supplied: Supplied): Promise<Reacted> => {
  const { data, recordedAt } = supplied;
  return reactWith(parts, cause, caseDeed(caseId, `take-in:${data.contribution}`), {
    type: 'TakeInContribution',
    data: {
      case: caseId,
      contribution: data.contribution,
      way: data.way,
      payloadType: data.payloadType,
      supplier: data.supplier,
      supplierKind: data.supplierKind,
      receivedOn: dutchDateOf(recordedAt),
      firstProcessed: data.firstProcessed,
      blocks: data.blocks.map(({ name, kind }) => ({ name, kind })),
      ...(data.request === undefined ? {} : { request: data.request }),
    },
  });
};

/** A case that opens takes its signals out of the weighing, and their contributions in; not one that another case has by now. */
export const takeSignalsIn = (parts: WorkerParts): Reaction => ({
  name: 'take-signals-in',
  handles: ['CaseOpened'],
  react: async (event) => {
    const { data } = event as EventOf<'CaseOpened'>;
    for (const signal of data.signals) {
      const deed = { decider: signalDecider, stream: streamName('signal', signal), step: `signal:${signal}` };
      const taken = await reactWith(parts, event, deed, {
        type: 'TakeSignalIntoCase',
        data: { signal, case: data.case },
      });
      if (taken === 'refused') continue;
      const [stored] = await parts.store.read(streamName('contribution', signal), { maxCount: 1 });
      if (stored) await takeIn(parts, event, data.case, decodeEvent(stored) as Supplied);
    }
  },
});

const linkNamed = async (parts: WorkerParts, event: Supplied, caseId: Uuid, state: CaseState): Promise<void> => {
  const named = event.data.blocks.flatMap(({ name, about }) => (about === undefined ? [] : [{ name, about }]));
  for (const { name, about } of named) {
    const known = state.subjects[about];
    const role = known && strictestRole(known);
    if (role === undefined) continue;
    await reactWith(parts, event, caseDeed(caseId, `link:${name}`), {
      type: 'LinkSubject',
      data: { case: caseId, subject: about, contribution: event.data.contribution, block: name, role },
    });
  }
};

/**
 * An answer or unasked supply goes into its case; each person that it names as a subject of the request is linked to it.
 * Where the case closed between the worker's decision and this, it is refused after all and its keys are destroyed.
 */
export const takeSupplyIn = (parts: WorkerParts): Reaction => ({
  name: 'take-supply-in',
  handles: ['ContributionSupplied'],
  touches: (event) => (event as Supplied).data.case ?? event.stream,
  react: async (event) => {
    const supplied = event as Supplied;
    const { case: caseId, request, contribution, supplier, payloadType } = supplied.data;
    if (caseId === undefined) return;
    const { state: before } = await foldStream(parts.store, contributionDecider, event.stream);
    // Refused once is refused: after a crash the case may be open again, and the keys are gone or going.
    if (before.refusal !== null) return;
    if ((await takeIn(parts, event, caseId, supplied)) === 'refused') {
      await refuse(parts, supplied, { code: 'supply/no-open-case', rules: [] });
      return;
    }
    if (request !== undefined) {
      const deed = { decider: requestDecider, stream: streamName('request', request), step: 'answer' };
      await reactWith(parts, event, deed, {
        type: 'RecordAnswer',
        data: { request, contribution, organisation: supplier, payloadType },
      });
    }
    const { state } = await parts.folds.fold('case', streamName('case', caseId), event.cooperation);
    await linkNamed(parts, supplied, caseId, state);
  },
});

/** A request makes a necessity entry for each organisation that it is put for; the text stays the request's (design §5). */
export const recordNecessityOfRequest = (parts: WorkerParts): Reaction => ({
  name: 'necessity-of-request',
  handles: ['RequestPut'],
  react: async (event) => {
    const { data } = event as EventOf<'RequestPut'>;
    for (const { organisation, purpose } of data.recipients) {
      const stream = standingStream('party', event.cooperation, organisation);
      const { state } = await parts.folds.fold('party', stream, event.cooperation);
      for (const payloadType of data.payloadTypes) {
        const step = `necessity:${organisation}:${purpose}:${payloadType}`;
        await reactWith(parts, event, caseDeed(data.case, step), {
          type: 'RecordNecessity',
          data: {
            case: data.case,
            necessity: parts.names.derivedId('necessity', event.id, step),
            recipient: organisation,
            recipientKind: state.status === 'none' ? '' : state.kind,
            purpose,
            payloadType,
            categories: data.categories,
            request: data.request,
            length: data.length,
            textDigest: data.textDigest,
          },
        });
      }
    }
  },
});
