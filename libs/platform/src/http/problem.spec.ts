import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@knooppunt/kernel';
import { NotFound, Refused } from './platform-errors.js';
import { problemBody, verdictOf } from './problem.js';
import { assertAllMapped, registerProblems } from './problem.catalogue.js';

class Known extends DomainError {
  readonly code = 'spec/known';
  override readonly basis = ['BGS 2.15'];
}
class Unknown extends DomainError {
  readonly code = 'spec/unknown';
}
registerProblems({ 'spec/known': { status: 403, nl: 'Dat mag niet.', en: 'That is not allowed.' } });

describe('an error', () => {
  it('is answered by the row of its code, with its articles', () => {
    expect(verdictOf(new Known('bsn 123456782'))).toMatchObject({
      status: 403,
      code: 'spec/known',
      basis: ['BGS 2.15'],
    });
  });

  it('of a code without a row is 500 and unforeseen', () => {
    expect(verdictOf(new Unknown('x'))).toMatchObject({ status: 500, code: 'knooppunt/onvoorzien', unforeseen: true });
  });

  it.each([
    [new TypeError('x')],
    [Object.assign(new Error('x'), { status: 200 })],
    ['a text'],
    [undefined],
    [null],
    [{}],
  ])('that nobody foresaw is 500: %p', (error) => {
    expect(verdictOf(error)).toMatchObject({ status: 500, code: 'knooppunt/onvoorzien', unforeseen: true });
  });

  it('of the gate keeps that it is recorded', () => {
    expect(verdictOf(new NotFound(true)).recorded).toBe(true);
    expect(verdictOf(new NotFound()).recorded).toBe(false);
  });

  it('that is worth trying again says when', () => {
    expect(verdictOf(new Refused('platform/sluit-af')).headers).toEqual({ 'retry-after': '5' });
  });
});

describe('the body of a problem', () => {
  it('has its members in one order, in the language asked', () => {
    const verdict = verdictOf(new Refused('platform/invoer-ongeldig', [{ pointer: '/tekst', code: 'verplicht' }]));
    expect(problemBody(verdict, 'c-1', 'en')).toBe(
      JSON.stringify({
        type: 'urn:knooppunt:probleem:platform/invoer-ongeldig',
        title: 'Bad request',
        status: 400,
        detail: 'The input does not have the agreed form; see fouten.',
        code: 'platform/invoer-ongeldig',
        correlatie: 'c-1',
        fouten: [{ pointer: '/tekst', code: 'verplicht', tekst: 'This member is required.' }],
        grondslag: [],
      }),
    );
  });

  it('never quotes the message of an error', () => {
    expect(problemBody(verdictOf(new Known('bsn 123456782')), 'c-1', 'nl')).not.toMatch(/123456782/);
  });
});

describe('the table of problems', () => {
  it('refuses a start with codes that nobody answers, naming them', () => {
    expect(() => assertAllMapped(['spec/known', 'spec/absent'])).toThrow('no row for `spec/absent`');
    expect(() => assertAllMapped(['spec/known'])).not.toThrow();
  });

  it('takes the same row twice, and no other row for a code', () => {
    const row = { status: 403, nl: 'Dat mag niet.', en: 'That is not allowed.' };
    expect(() => registerProblems({ 'spec/known': row })).not.toThrow();
    expect(() => registerProblems({ 'spec/known': { ...row, status: 404 } })).toThrow('two rows for `spec/known`');
    expect(() => registerProblems({ 'platform/niet-gevonden': row })).toThrow('two rows');
  });

  it('refuses a status that is no error', () => {
    expect(() => registerProblems({ 'spec/fine': { status: 200, nl: 'x', en: 'x' } })).toThrow(
      'no title for status 200',
    );
  });
});
