import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caseDecider, erasureDecider } from '@knooppunt/cases';
import { foldStream } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import type { Reaction } from '@knooppunt/read-store';
import { Scene, answerOfPolice, oins } from '../../test/scene.js';
import { accepted, caseInPhaseTwo, ofCase, opened, rejected, requested } from '../../test/story.js';
import { takeIn } from '../intake.js';
import { recordNecessityOfRequest, takeSignalsIn, takeSupplyIn } from './case.reactions.js';
import { destroyKeys } from './erasure.reactions.js';
import { requestErasure, startWeighing } from './signal.reactions.js';

let scene: Scene;
beforeAll(async () => {
  scene = await (await Scene.open()).found();
});
beforeEach(() => {
  scene.alarms.length = 0;
});
afterAll(() => scene.close());

/** Runs a reaction as after a crash between its effect and its position: twice. What the first run appended comes back. */
const twice = async (reaction: Reaction, cause: Recorded): Promise<readonly Recorded[]> => {
  await scene.appended();
  await reaction.react(cause);
  const first = await scene.appended();
  await reaction.react(cause);
  expect(await scene.appended()).toEqual([]);
  return first;
};
const typesOf = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);
const codes = () => scene.alarms.map(({ error }) => (error as { readonly code?: string }).code);
const answered = async () => {
  const { caseId, signal } = await caseInPhaseTwo(scene);
  const { request } = (await requested(scene, caseId)).data as { readonly request: string };
  return { caseId, signal, request };
};

describe('a signal that was supplied', () => {
  it('starts its weighing under its own id, once', async () => {
    const cause = await scene.supplied();
    const { contribution } = cause.data as { readonly contribution: string };
    const [submitted, ...others] = await twice(startWeighing(scene.parts), cause);
    expect(others).toEqual([]);
    expect(submitted).toMatchObject({
      type: 'SignalSubmitted',
      stream: `signal-${contribution}`,
      causation: cause.id,
      correlation: cause.correlation,
      cooperation: cause.cooperation,
      data: { signal: contribution, supplier: oins.college, phenomenon: 'mensenhandel', receivedOn: '2026-03-02' },
    });
  });

  it('is no weighing where it is an answer', async () => {
    const cause = await scene.supplied({ ...answerOfPolice, case: randomUUID(), request: randomUUID() });
    expect(await twice(startWeighing(scene.parts), cause)).toEqual([]);
  });
});

describe('a rejection', () => {
  const keysOf = ({ data }: Recorded) => (data as { blocks: readonly { keyId: string }[] }).blocks;

  it('asks for the erasure of its contribution, once', async () => {
    const supplied = await scene.supplied();
    const { contribution } = supplied.data as { readonly contribution: string };
    const cause = await rejected(scene, contribution);
    expect(await twice(requestErasure(scene.parts), cause)).toMatchObject([
      { type: 'ErasureRequested', data: { contribution, ground: 'signal-rejected', cause: cause.id } },
    ]);
  });

  it('ends with every key gone and named, whichever step is repeated', async () => {
    const supplied = await scene.supplied();
    const { contribution } = supplied.data as { readonly contribution: string };
    await requestErasure(scene.parts).react(await rejected(scene, contribution));
    const cause = (await scene.appended()).find(({ type }) => type === 'ErasureRequested') as Recorded;
    const events = await twice(destroyKeys(scene.parts), cause);
    expect(typesOf(events)).toEqual(['KeyDestroyed', 'KeyDestroyed', 'KeyDestroyed', 'ErasureCompleted']);
    expect(new Set(events.slice(0, 3).map(({ data }) => (data as { keyId: string }).keyId))).toEqual(
      new Set(keysOf(supplied).map(({ keyId }) => keyId)),
    );
    for (const [name, sealed] of Object.entries(supplied.sealed ?? {})) {
      const context = { cooperation: '', supplier: '', eventId: '', eventType: '', label: '' };
      expect(await scene.vault.opener.open(sealed, name, context)).toBe('destroyed');
    }
    expect((await scene.vault.register.find(contribution))?.digest).toBeNull();
  });

  it('of a supply that never came into the log destroys its keys as well', async () => {
    const { contribution, delivery } = await scene.supply({ lawful: false });
    await takeIn(scene.parts)(delivery);
    const [refusal] = await scene.events(streamName('contribution', contribution));
    await requestErasure(scene.parts).react(refusal as Recorded);
    const cause = (await scene.appended()).find(({ type }) => type === 'ErasureRequested') as Recorded;
    expect(typesOf(await twice(destroyKeys(scene.parts), cause)).at(-1)).toBe('ErasureCompleted');
    expect(await scene.vault.register.find(contribution)).toMatchObject({ bytes: null, digest: null });
    await takeIn(scene.parts)(delivery);
    const after = await scene.events(streamName('contribution', contribution));
    expect(typesOf(after)).not.toContain('ContributionSupplied');
    expect(scene.alarms).toEqual([]);
  });

  it('is not called complete where the log would not say whose keys went', async () => {
    const erasure = randomUUID();
    const unknown = randomUUID();
    const { contribution } = await scene.supply({ contribution: unknown });
    const cause = (await scene.run(erasureDecider, streamName('erasure', erasure), {
      type: 'RequestErasure',
      data: { erasure, contribution, ground: 'term-ended', cause: randomUUID() },
    })) as Recorded;
    expect(await twice(destroyKeys(scene.parts), cause)).toEqual([]);
    expect(codes()).toContain('cases/not-known');
  });

  it('stops the reads of a case before it touches a key', async () => {
    const { caseId, request } = await answered();
    const supplied = await scene.supplied({ ...answerOfPolice, case: caseId, request });
    const { contribution } = supplied.data as { readonly contribution: string };
    await takeSupplyIn(scene.parts).react(supplied);
    const erasure = randomUUID();
    const cause = (await scene.run(erasureDecider, streamName('erasure', erasure), {
      type: 'RequestErasure',
      data: { erasure, contribution, ground: 'term-ended', cause: randomUUID() },
    })) as Recorded;
    const events = await twice(destroyKeys(scene.parts), cause);
    expect(events[0]).toMatchObject({ type: 'ContributionUnderDestruction', stream: `case-${caseId}` });
    expect(typesOf(events).at(-1)).toBe('ErasureCompleted');
  });
});

describe('a case that opens', () => {
  it('takes its signals out of the weighing and their contributions in, once', async () => {
    const first = (await scene.supplied()).data as { readonly contribution: string };
    const second = (await scene.supplied()).data as { readonly contribution: string };
    const signals = [first.contribution, second.contribution];
    for (const signal of signals) await accepted(scene, signal);
    const cause = await opened(scene, signals);
    expect(typesOf(await twice(takeSignalsIn(scene.parts), cause))).toEqual([
      'SignalTakenIntoCase',
      'ContributionTakenIn',
      'SignalTakenIntoCase',
      'ContributionTakenIn',
    ]);
    const { state } = await foldStream(scene.store, caseDecider, cause.stream);
    expect(Object.keys(state.contributions).toSorted()).toEqual(signals.toSorted());
  });

  it('leaves a signal to the case that has it, and goes on with the others', async () => {
    const taken = ((await scene.supplied()).data as { readonly contribution: string }).contribution;
    const free = ((await scene.supplied()).data as { readonly contribution: string }).contribution;
    for (const signal of [taken, free]) await accepted(scene, signal);
    await takeSignalsIn(scene.parts).react(await opened(scene, [taken]));
    const cause = await opened(scene, [taken, free]);
    expect(typesOf(await twice(takeSignalsIn(scene.parts), cause))).toEqual([
      'SignalTakenIntoCase',
      'ContributionTakenIn',
    ]);
    expect(codes()).toContain('cases/signal-in-other-case');
  });
});

describe('an answer', () => {
  it('goes into its case and under its request, once', async () => {
    const { caseId, request } = await answered();
    const cause = await scene.supplied({ ...answerOfPolice, case: caseId, request });
    expect(typesOf(await twice(takeSupplyIn(scene.parts), cause))).toEqual(['ContributionTakenIn', 'RequestAnswered']);
    expect(scene.alarms).toEqual([]);
  });

  it('is linked to the subject that it names, in the most sheltered role that the subject has', async () => {
    const { caseId, signal, request } = await answered();
    const subject = randomUUID();
    for (const role of ['circle', 'possible-victim'] as const) {
      await ofCase(scene, caseId, {
        type: 'LinkSubject',
        data: { case: caseId, subject, contribution: signal, block: 'p1', role },
      });
    }
    const cause = await scene.supplied({ ...answerOfPolice, case: caseId, request, about: subject });
    const { contribution } = cause.data as { readonly contribution: string };
    expect((await twice(takeSupplyIn(scene.parts), cause)).at(-1)).toMatchObject({
      type: 'SubjectLinked',
      data: { case: caseId, subject, contribution, block: 'p1', role: 'possible-victim' },
    });
  });

  it('stays unlinked where it names a subject that the case does not have', async () => {
    const { caseId, request } = await answered();
    const cause = await scene.supplied({ ...answerOfPolice, case: caseId, request, about: randomUUID() });
    expect(typesOf(await twice(takeSupplyIn(scene.parts), cause))).not.toContain('SubjectLinked');
  });

  it('to a case that closed on its way is refused, for good, and its erasure follows', async () => {
    const { caseId, request } = await answered();
    const cause = await scene.supplied({ ...answerOfPolice, case: caseId, request });
    await ofCase(scene, caseId, { type: 'SuspendCase', data: { case: caseId, reason: 'opsporing' } });
    const [refusal, ...others] = await twice(takeSupplyIn(scene.parts), cause);
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({
      type: 'ContributionRefused',
      organisation: oins.police,
      data: { code: 'supply/no-open-case' },
    });
    expect(await twice(requestErasure(scene.parts), refusal as Recorded)).toMatchObject([
      { type: 'ErasureRequested', data: { ground: 'supply-refused' } },
    ]);
  });

  it('that was refused does not come in when the case goes on and the reaction comes again', async () => {
    const { caseId, request } = await answered();
    const cause = await scene.supplied({ ...answerOfPolice, case: caseId, request });
    await ofCase(scene, caseId, { type: 'SuspendCase', data: { case: caseId, reason: 'opsporing' } });
    await takeSupplyIn(scene.parts).react(cause);
    await ofCase(scene, caseId, { type: 'ResumeCase', data: { case: caseId } });
    expect(await twice(takeSupplyIn(scene.parts), cause)).toEqual([]);
  });
});

describe('a request', () => {
  it('makes a necessity for each organisation that it is put for, once', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const cause = await requested(scene, caseId, { recipients: [oins.college, oins.bureau] });
    const events = await twice(recordNecessityOfRequest(scene.parts), cause);
    expect(events.map(({ data }) => (data as { recipient: string }).recipient)).toEqual([oins.college, oins.bureau]);
    expect(events[0]).toMatchObject({
      type: 'NecessityRecorded',
      data: { payloadType: 'S6', categories: ['CRIM'], purpose: 'COLL.wonen' },
    });
    expect(events[0]?.sealed).toBeUndefined();
  });

  it('makes none for who is outside the set, and stops for nobody behind', async () => {
    const { caseId } = await caseInPhaseTwo(scene);
    const cause = await requested(scene, caseId, { recipients: [oins.tax, oins.college] });
    const events = await twice(recordNecessityOfRequest(scene.parts), cause);
    expect(events.map(({ data }) => (data as { recipient: string }).recipient)).toEqual([oins.college]);
    expect(codes()).toContain('cases/outside-need-to-know-set');
  });
});
