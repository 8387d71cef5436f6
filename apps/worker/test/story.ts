import { randomUUID } from 'node:crypto';
import { caseDecider, requestDecider, signalDecider } from '@knooppunt/cases';
import type { CaseCommand } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import { grantsFor, oins } from './scene.js';
import type { Scene } from './scene.js';

const text = { length: 12, textDigest: 'ZGlnZXN0' };

/** A case of these signals, with college and police in its need-to-know set. */
export const opened = async (scene: Scene, signals: readonly Uuid[], caseId: Uuid = randomUUID()): Promise<Recorded> =>
  (await scene.run(caseDecider, streamName('case', caseId), {
    type: 'OpenCase',
    data: {
      case: caseId,
      signals,
      activity: 'casusoverleg',
      phenomenon: 'mensenhandel',
      director: randomUUID(),
      grants: grantsFor(oins.college, oins.police),
    },
  })) as Recorded;

export const ofCase = (scene: Scene, caseId: Uuid, command: CaseCommand) =>
  scene.run(caseDecider, streamName('case', caseId), command);

/** A case in phase 2 with one signal of the college in it. */
export const caseInPhaseTwo = async (scene: Scene): Promise<{ readonly caseId: Uuid; readonly signal: Uuid }> => {
  const signal = randomUUID();
  const { case: caseId } = (await opened(scene, [signal])).data as { readonly case: Uuid };
  await ofCase(scene, caseId, {
    type: 'TakeInContribution',
    data: {
      case: caseId,
      contribution: signal,
      way: 'signal',
      payloadType: 'S2',
      supplier: oins.college,
      supplierKind: 'COLL',
      receivedOn: '2026-03-02',
      firstProcessed: '2026-02-20',
      blocks: [{ name: 'p1', kind: 'person' }],
    },
  });
  await ofCase(scene, caseId, { type: 'GivePrivacyAdvice', data: { case: caseId, phase: '2', advice: 'ja', ...text } });
  await ofCase(scene, caseId, { type: 'OpenPhase', data: { case: caseId, phase: '2', ...text } });
  return { caseId, signal };
};

/** A request to the police for S6 about these subjects, put for these recipients. */
export const requested = async (
  scene: Scene,
  caseId: Uuid,
  { subjects = [], recipients = [oins.college] }: { subjects?: readonly Uuid[]; recipients?: readonly string[] } = {},
): Promise<Recorded> => {
  const request = randomUUID();
  return (await scene.run(requestDecider, streamName('request', request), {
    type: 'PutRequest',
    data: {
      request,
      case: caseId,
      asked: [oins.police],
      payloadTypes: ['S6'],
      categories: ['CRIM'],
      subjects,
      recipients: recipients.map((organisation) => ({ organisation, purpose: 'COLL.wonen' })),
      dueOn: '2026-04-01',
      ...text,
    },
  })) as Recorded;
};

/** The weighing of a signal that lies in the log: prepared, and met by its one weigher. */
export const accepted = async (scene: Scene, signal: Uuid): Promise<void> => {
  await prepared(scene, signal);
  await ofSignal(scene, signal, { type: 'RecordCriteriaMet', data: { signal, organisation: oins.police } });
};

export const rejected = async (scene: Scene, signal: Uuid): Promise<Recorded> => {
  await prepared(scene, signal);
  const data = { signal, organisation: oins.police, reason: 'onvoldoende', ...text };
  return (await ofSignal(scene, signal, { type: 'RejectSignal', data })) as Recorded;
};

/** The same for a signal that the worker has submitted already. */
export const rejectedByItsWeigher = async (scene: Scene, signal: Uuid): Promise<void> => {
  await weighed(scene, signal);
  const data = { signal, organisation: oins.police, reason: 'onvoldoende', ...text };
  await ofSignal(scene, signal, { type: 'RejectSignal', data });
};

const ofSignal = (scene: Scene, signal: Uuid, command: Parameters<typeof signalDecider.decide>[0]) =>
  scene.run(signalDecider, streamName('signal', signal), command);

const prepared = async (scene: Scene, signal: Uuid): Promise<void> => {
  await ofSignal(scene, signal, {
    type: 'SubmitSignal',
    data: {
      signal,
      contribution: signal,
      supplier: oins.college,
      supplierKind: 'COLL',
      payloadType: 'S2',
      phenomenon: 'mensenhandel',
      receivedOn: '2026-03-02',
    },
  });
  await weighed(scene, signal);
};

const weighed = async (scene: Scene, signal: Uuid): Promise<void> => {
  await ofSignal(scene, signal, {
    type: 'PrepareWeighing',
    data: {
      signal,
      weighers: [oins.police],
      criteria: { indications: true, phenomenon: true, necessity: true, parties: true, region: true },
      factors: { type: true, extent: true, weight: true, reporters: true },
      ...text,
    },
  });
};
