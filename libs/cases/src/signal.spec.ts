import { describe, expect, it } from '@jest/globals';
import { given, oin, uuid } from '@knooppunt/testing';
import { SignalIncomplete } from './signal.errors.js';
import { signalDecider } from './signal.js';
import type { Criteria, Factors, SignalCommand } from './signal.js';
import type { SignalEvent } from './events/signal.events.js';

const signal = uuid(1);
const [inspectorate, police, outsider] = [oin(1), oin(2), oin(3)];
const submission = {
  signal,
  contribution: signal,
  supplier: inspectorate,
  supplierKind: 'NLA',
  payloadType: 'S19',
  phenomenon: 'mensenhandel',
  receivedOn: '2026-03-02',
};
const criteria: Criteria = { indications: true, phenomenon: true, necessity: true, parties: true, region: true };
const factors: Factors = { type: true, extent: true, weight: true, reporters: true };
const preparation = {
  signal,
  weighers: [inspectorate, police],
  criteria,
  factors,
  length: 120,
  textDigest: 'dGV4dA',
};
const submitted: SignalEvent = { type: 'SignalSubmitted', data: submission };
const prepared: SignalEvent = { type: 'WeighingPrepared', data: preparation };
const met = (organisation: string): SignalEvent => ({ type: 'CriteriaMetRecorded', data: { signal, organisation } });
const accepted: SignalEvent = { type: 'SignalAccepted', data: { signal } };
const rejection = { signal, organisation: police, reason: 'criteria-not-met' };
const rejected: SignalEvent = { type: 'SignalRejected', data: rejection };
const takenIn: SignalEvent = { type: 'SignalTakenIntoCase', data: { signal, case: uuid(9) } };

const submit: SignalCommand = { type: 'SubmitSignal', data: submission };
const prepare = (change: Partial<typeof preparation> = {}): SignalCommand => ({
  type: 'PrepareWeighing',
  data: { ...preparation, ...change },
});
const recordMet = (organisation: string): SignalCommand => ({
  type: 'RecordCriteriaMet',
  data: { signal, organisation },
});
const reject = (organisation: string): SignalCommand => ({
  type: 'RejectSignal',
  data: { signal, organisation, reason: 'criteria-not-met' },
});
const takeIn = (into: string): SignalCommand => ({ type: 'TakeSignalIntoCase', data: { signal, case: into } });

describe('a signal that is not there', () => {
  it('is submitted', () => given(signalDecider, []).when(submit).then([submitted]));

  it.each([prepare(), recordMet(police), reject(police), takeIn(uuid(9))])('is not known to $type', (command) =>
    given(signalDecider, []).when(command).thenThrows('cases/not-known'),
  );
});

describe('a submitted signal', () => {
  it('stays quiet when the same submission comes again', () =>
    given(signalDecider, [submitted]).when(submit).thenNothing());

  it('refuses another submission under its id', () =>
    given(signalDecider, [submitted])
      .when({ type: 'SubmitSignal', data: { ...submission, payloadType: 'S1' } })
      .thenThrows('cases/already-exists'));

  it('is prepared with all five criteria and four factors', () =>
    given(signalDecider, [submitted]).when(prepare()).then([prepared]));

  it.each(Object.keys(criteria))('is not prepared without the criterion %s (BGS 2.16)', (name) =>
    given(signalDecider, [submitted])
      .when(prepare({ criteria: { ...criteria, [name]: false } }))
      .thenThrows('cases/signal-incomplete'),
  );

  it.each(Object.keys(factors))('is not prepared without the factor %s (WGS 2.23(3))', (name) =>
    given(signalDecider, [submitted])
      .when(prepare({ factors: { ...factors, [name]: false } }))
      .thenThrows('cases/signal-incomplete'),
  );

  it('names all that is missing, and the articles', () => {
    const { state } = given(signalDecider, [submitted]);
    const command = prepare({ criteria: { ...criteria, region: false }, factors: { ...factors, extent: false } });
    const decide = () => signalDecider.decide(command, state, { at: '2026-03-02T12:00:00.000Z' });
    expect(decide).toThrow(SignalIncomplete);
    expect(decide).toThrow('criteria.region, factors.extent');
    expect(new SignalIncomplete(signal, []).basis).toStrictEqual(['BGS 2.16(1)', 'WGS 2.23(3)']);
  });

  it.each([{ weighers: [] }, { weighers: [police, police] }])('is not prepared with weighers %j', (change) =>
    given(signalDecider, [submitted]).when(prepare(change)).thenThrows('cases/list-invalid'),
  );

  it('is not prepared without a text', () =>
    given(signalDecider, [submitted])
      .when(prepare({ length: 0 }))
      .thenThrows('cases/text-missing'));

  it.each([recordMet(police), reject(police)])('is not yet open to $type', (command) =>
    given(signalDecider, [submitted]).when(command).thenThrows('cases/wrong-state'),
  );

  it('is not taken into a case', () =>
    given(signalDecider, [submitted])
      .when(takeIn(uuid(9)))
      .thenThrows('cases/signal-not-accepted'));
});

describe('a signal in weighing', () => {
  it('stays quiet when the same preparation comes again', () =>
    given(signalDecider, [submitted, prepared]).when(prepare()).thenNothing());

  it.each([{ weighers: [police] }, { textDigest: 'b3RoZXI' }])('refuses another preparation: %j', (change) =>
    given(signalDecider, [submitted, prepared]).when(prepare(change)).thenThrows('cases/wrong-state'),
  );

  // #region weighing
  it('records that one weigher found the criteria met', () =>
    given(signalDecider, [submitted, prepared])
      .when(recordMet(police))
      .then([met(police)]));

  it('stays quiet when that weigher records it again', () =>
    given(signalDecider, [submitted, prepared, met(police)])
      .when(recordMet(police))
      .thenNothing());

  it('is accepted in the same breath as the last weigher records', () =>
    given(signalDecider, [submitted, prepared, met(police)])
      .when(recordMet(inspectorate))
      .then([met(inspectorate), accepted]));
  // #endregion

  it.each([recordMet(outsider), reject(outsider)])('is weighed by nobody else: $type', (command) =>
    given(signalDecider, [submitted, prepared]).when(command).thenThrows('cases/not-a-weigher'),
  );

  it('is rejected by one weigher, also after others recorded', () =>
    given(signalDecider, [submitted, prepared, met(inspectorate)])
      .when(reject(police))
      .then([rejected]));

  it('keeps length and digest of the reason where a text is sealed', () => {
    const data = { ...rejection, length: 12, textDigest: 'cmVhc29u' };
    given(signalDecider, [submitted, prepared])
      .when({ type: 'RejectSignal', data })
      .then([{ type: 'SignalRejected', data }]);
  });
});

describe('a rejected signal', () => {
  const history = [submitted, prepared, rejected];

  it('stays quiet when a weigher rejects again', () =>
    given(signalDecider, history).when(reject(police)).thenNothing());

  it('is not found to meet the criteria any more', () =>
    given(signalDecider, history).when(recordMet(inspectorate)).thenThrows('cases/wrong-state'));

  it('is not taken into a case', () =>
    given(signalDecider, history)
      .when(takeIn(uuid(9)))
      .thenThrows('cases/signal-not-accepted'));
});

describe('an accepted signal', () => {
  const history = [submitted, prepared, met(inspectorate), met(police), accepted];

  it('stays quiet when a weigher records again', () =>
    given(signalDecider, history).when(recordMet(police)).thenNothing());

  it('is not rejected any more', () =>
    given(signalDecider, history).when(reject(police)).thenThrows('cases/wrong-state'));

  it('is taken into one case', () =>
    given(signalDecider, history)
      .when(takeIn(uuid(9)))
      .then([takenIn]));

  it('stays quiet when that case takes it again', () =>
    given(signalDecider, [...history, takenIn])
      .when(takeIn(uuid(9)))
      .thenNothing());

  it('is refused to another case', () =>
    given(signalDecider, [...history, takenIn])
      .when(takeIn(uuid(8)))
      .thenThrows('cases/signal-in-other-case'));
});

describe('a weigher that is no participant any more (R62)', () => {
  const withdraw = (organisation: string): SignalCommand => ({
    type: 'WithdrawWeigher',
    data: { signal, organisation },
  });
  const withdrawn = (organisation: string, left: number): SignalEvent => ({
    type: 'WeigherWithdrawn',
    data: { signal, organisation, left },
  });

  it('does not weigh on; the others do', () => {
    given(signalDecider, [submitted, prepared])
      .when(withdraw(police))
      .then([withdrawn(police, 1)]);
    given(signalDecider, [submitted, prepared, withdrawn(police, 1)])
      .when(recordMet(police))
      .thenThrows('cases/not-a-weigher');
    given(signalDecider, [submitted, prepared, withdrawn(police, 1)])
      .when(recordMet(inspectorate))
      .then([met(inspectorate), accepted]);
  });

  it('keeps nobody waiting: where all others said yes the signal is accepted', () =>
    given(signalDecider, [submitted, prepared, met(inspectorate)])
      .when(withdraw(police))
      .then([withdrawn(police, 1), accepted]));

  it('takes its own yes along', () => {
    given(signalDecider, [submitted, prepared, met(police)])
      .when(withdraw(police))
      .then([withdrawn(police, 1)]);
    given(signalDecider, [submitted, prepared, met(police), withdrawn(police, 1)])
      .when(recordMet(inspectorate))
      .then([met(inspectorate), accepted]);
  });

  it('leaves a weighing that is prepared anew where nobody is left', () => {
    const alone: readonly SignalEvent[] = [
      submitted,
      { type: 'WeighingPrepared', data: { ...preparation, weighers: [police] } },
    ];
    given(signalDecider, alone)
      .when(withdraw(police))
      .then([withdrawn(police, 0)]);
    given(signalDecider, [...alone, withdrawn(police, 0)])
      .when(prepare())
      .then([prepared]);
  });

  it('is quiet where it does not weigh, or nothing is weighed', () => {
    given(signalDecider, [submitted, prepared]).when(withdraw(outsider)).thenNothing();
    given(signalDecider, [submitted]).when(withdraw(police)).thenNothing();
    given(signalDecider, [submitted, prepared, rejected]).when(withdraw(police)).thenNothing();
    given(signalDecider, []).when(withdraw(police)).thenThrows('cases/not-known');
  });
});
