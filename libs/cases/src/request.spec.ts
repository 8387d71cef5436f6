import { describe, it } from '@jest/globals';
import { given, noon, oin, uuid } from '@knooppunt/testing';
import type { RequestEvent } from './events/case.events.js';
import { requestDecider } from './request.js';
import type { RequestCommand } from './request.js';

const request = uuid(1);
const [police, tax, inspectorate] = [oin(1), oin(2), oin(3)];
const question = {
  request,
  case: uuid(2),
  asked: [police, tax],
  payloadTypes: ['S6', 'S15'],
  categories: ['CRIM', 'FISC'],
  subjects: [uuid(5)],
  recipients: [{ organisation: inspectorate, purpose: 'NLA.toezicht' }],
  dueOn: '2026-03-16',
  length: 80,
  textDigest: 'dGV4dA',
};
const put: RequestEvent = { type: 'RequestPut', data: question };
const putIt = (change: Partial<typeof question> = {}): RequestCommand => ({
  type: 'PutRequest',
  data: { ...question, ...change },
});
const answer = { request, contribution: uuid(7), organisation: police, payloadType: 'S6' };
const answered: RequestEvent = { type: 'RequestAnswered', data: answer };
const answerWith = (change: Partial<typeof answer> = {}): RequestCommand => ({
  type: 'RecordAnswer',
  data: { ...answer, ...change },
});
const refusal = { request, organisation: police, reason: 'investigation' } as const;
const refused: RequestEvent = { type: 'RequestRefused', data: refusal };
const refuse: RequestCommand = { type: 'RefuseRequest', data: refusal };

describe('a request that is not there', () => {
  it('is put', () => given(requestDecider, []).when(putIt()).then([put]));

  it('is put about no subject in particular', () =>
    given(requestDecider, [])
      .when(putIt({ subjects: [] }))
      .then([{ type: 'RequestPut', data: { ...question, subjects: [] } }]));

  it.each([
    { asked: [] },
    { asked: [police, police] },
    { payloadTypes: [] },
    { categories: [] },
    { recipients: [] },
    { subjects: [uuid(5), uuid(5)] },
  ])('is not put with %j', (change) => given(requestDecider, []).when(putIt(change)).thenThrows('cases/list-invalid'));

  it('is not put without a text (R08)', () =>
    given(requestDecider, [])
      .when(putIt({ length: 0 }))
      .thenThrows('cases/text-missing'));

  it('is due today at the earliest, by the Dutch calendar', () => {
    const lateEvening = '2026-03-15T23:30:00.000Z';
    given(requestDecider, []).when(putIt(), lateEvening).then([put]);
    given(requestDecider, [])
      .when(putIt({ dueOn: '2026-03-15' }), lateEvening)
      .thenThrows('cases/term-invalid');
  });

  it.each([answerWith(), refuse])('is not known to $type', (command) =>
    given(requestDecider, []).when(command).thenThrows('cases/not-known'),
  );
});

describe('a request that was put', () => {
  it('stays quiet when the same is put again', () =>
    given(requestDecider, [put]).when(putIt(), '2027-01-01T00:00:00.000Z').thenNothing());

  it('refuses another question under its id', () =>
    given(requestDecider, [put])
      .when(putIt({ payloadTypes: ['S6'] }))
      .thenThrows('cases/already-exists'));

  it('is answered by who is asked', () => given(requestDecider, [put]).when(answerWith()).then([answered]));

  it.each([{ organisation: inspectorate }, { payloadType: 'S7' }])('is not answered with %j', (change) =>
    given(requestDecider, [put]).when(answerWith(change)).thenThrows('cases/not-asked'),
  );

  it('is refused for a reason class by who is asked (R39)', () =>
    given(requestDecider, [put]).when(refuse).then([refused]));

  it('is not refused by others, or for another reason', () => {
    given(requestDecider, [put])
      .when({ type: 'RefuseRequest', data: { ...refusal, organisation: inspectorate } })
      .thenThrows('cases/not-asked');
    given(requestDecider, [put])
      .when({ type: 'RefuseRequest', data: { ...refusal, reason: 'too-busy' as 'no-data' } })
      .thenThrows('cases/code-unknown');
  });
});

describe('a request that one organisation answered', () => {
  it('stays quiet when the same contribution answers again', () =>
    given(requestDecider, [put, answered]).when(answerWith()).thenNothing());

  it('takes a further contribution of the same type', () =>
    given(requestDecider, [put, answered])
      .when(answerWith({ contribution: uuid(8) }))
      .then([{ type: 'RequestAnswered', data: { ...answer, contribution: uuid(8) } }]));

  it('is still refused for what is left', () =>
    given(requestDecider, [put, answered]).when(refuse, noon).then([refused]));

  it('is not refused once all is answered', () =>
    given(requestDecider, [
      put,
      answered,
      { type: 'RequestAnswered', data: { ...answer, contribution: uuid(8), payloadType: 'S15' } },
    ])
      .when(refuse)
      .thenThrows('cases/request-answered-in-full'));
});

describe('a request that one organisation refused', () => {
  it('stays quiet when it refuses again', () => given(requestDecider, [put, refused]).when(refuse).thenNothing());

  it('is still answered by it, for the duty to supply stands (WGS 1.5)', () =>
    given(requestDecider, [put, refused]).when(answerWith()).then([answered]));
});

describe('a request to an organisation that is no participant any more (R62)', () => {
  const lapse: RequestCommand = { type: 'LapseRequest', data: { request, organisation: inspectorate } };
  const theirs: RequestCommand = { type: 'LapseRequest', data: { request, organisation: answer.organisation } };
  const lapsed: RequestEvent = { type: 'RequestLapsed', data: { request, organisation: answer.organisation } };

  it('asks nothing of it any more', () => {
    given(requestDecider, [put]).when(theirs).then([lapsed]);
    given(requestDecider, [put, lapsed]).when(theirs).thenNothing();
    given(requestDecider, [put, lapsed]).when(answerWith()).thenThrows('cases/not-asked');
    given(requestDecider, [put, lapsed]).when(refuse).thenThrows('cases/not-asked');
  });

  it('is as it was for others, and where it had been refused', () => {
    given(requestDecider, [put]).when(lapse).thenNothing();
    given(requestDecider, [put, refused]).when(theirs).thenNothing();
    given(requestDecider, []).when(lapse).thenThrows('cases/not-known');
  });
});
