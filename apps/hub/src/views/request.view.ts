import { requestDecider } from '@knooppunt/cases';
import type { CaseState, Placed, RequestState } from '@knooppunt/cases';
import type { FoldedView, PlannedItem, View } from '@knooppunt/disclosure';
import { streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import type { Candidate } from '../queries/candidates.js';
import type { CaseParts } from './case.view.js';
import { inCase, kindOf, recordItem, textItem } from './planned.js';

type Found = { readonly request: Placed<RequestState>; readonly placed: Placed<CaseState> };

const isThere = ({ request }: Found): boolean => request.state.status !== 'none';

/** A request is there for the bureau and for whom it was put to: that others are asked tells what a case is about. */
const isThereFor = ({ law, recipient, recipientKind }: FoldedView['asking'], { asked }: RequestState): boolean =>
  law.kinds.bureau.includes(recipientKind) || asked.includes(recipient);

/**
 * A request and its case. What is not there for the reader is folded and judged like what does not exist, in a case that
 * nobody has: that it lies in a case which the reader knows must not show in what its refusal takes.
 */
const foldRequest = async ({ folds, add, asking }: FoldedView, id: Uuid): Promise<Found> => {
  const { cooperation } = asking;
  const folded = add(await folds.fold('request', streamName('request', id), cooperation));
  const isPut = folded.state.status !== 'none' && isThereFor(asking, folded.state);
  const request = isPut ? folded : { ...folded, state: requestDecider.initial };
  const within = streamName('case', isPut ? request.state.case : id);
  return { request, placed: add(await folds.fold('case', within, cooperation)) };
};

const stateOf = ({ asked, answers, refusals }: RequestState, organisation: string): string => {
  const isAnswered = (one: string): boolean => answers.some((answer) => answer.organisation === one);
  const isDone = (one: string): boolean => isAnswered(one) || Object.hasOwn(refusals, one);
  if (!asked.includes(organisation)) return asked.every(isDone) ? 'done' : 'open';
  if (isAnswered(organisation)) return 'answered';
  return isDone(organisation) ? 'refused' : 'open';
};

const requestRecord = (parts: CaseParts, folded: FoldedView, { request, placed }: Found, id: Uuid): PlannedItem => {
  const question = request.state;
  const { cooperation, recipient } = folded.asking;
  return recordItem({
    payloadType: 'H4',
    id,
    bureau: parts.bureau,
    source: { stream: request.stream, revision: request.revision },
    on: question.dueOn,
    values: {
      case: question.case,
      state: stateOf(request.state, recipient),
      payloadTypes: [...question.payloadTypes],
      categories: [...question.categories],
      dueOn: question.dueOn,
      recipients: question.recipients.map(({ organisation, purpose }) => `${organisation}:${purpose}`),
      subjects: question.subjects.map((subject) =>
        parts.names.pseudonym({ cooperation, recipient, within: question.case }, 'subject', subject),
      ),
    },
    place: { ...inCase(placed, question.case), request },
  });
};

/** Requests that this organisation put or was asked, in order of their term, one page. */
export const requestsView = (parts: CaseParts, candidates: AsyncIterable<Candidate>, limit: number): View => ({
  name: 'verzoeken',
  act: 'inzage',
  clearOnly: true,
  plan: (folded) =>
    Promise.resolve({
      limit,
      items: (async function* rows() {
        for await (const { id } of candidates) {
          const found = await foldRequest(folded, id);
          if (isThere(found)) yield requestRecord(parts, folded, found, id);
        }
      })(),
    }),
});

const texts = async (folded: FoldedView, { request, placed }: Found): Promise<readonly PlannedItem[]> => {
  const events = await folded.folds.tail(request.stream, -1n);
  const place = { ...inCase(placed, request.state.case), request };
  return Promise.all(
    events
      .filter(({ sealed }) => sealed !== undefined)
      .map(async (event) => textItem(event, 'Z4', await kindOf(folded, event.organisation ?? ''), place)),
  );
};

/** One request: what is asked, for whom, by when (H4), and why (Z4). */
export const requestView = (parts: CaseParts, id: Uuid): View => ({
  name: 'verzoek',
  act: 'inzage',
  plan: async (folded) => {
    const found = await foldRequest(folded, id);
    const keystone = requestRecord(parts, folded, found, id);
    return isThere(found) ? { keystone, items: () => texts(folded, found) } : { like: keystone };
  },
});
