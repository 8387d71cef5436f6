import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonRegister } from '@knooppunt/agencies';
import type { Recorded } from '@knooppunt/kernel';
import { Gate } from '@knooppunt/disclosure';
import { Scene, oins } from '../../test/scene.js';
import { rejectedByItsWeigher } from '../../test/story.js';
import { startWeighing } from '../reactions/signal.reactions.js';
import type { PersonCheckParts } from './parts.js';
import { requestPersonChecks } from './request-checks.js';

let scene: Scene;
beforeAll(async () => {
  scene = await (await Scene.open()).found();
});
afterAll(() => scene.close());

/** Asking needs to know who has a register, and calls none. */
const registerOf = (organisation: string): PersonRegister => ({
  organisation,
  register: 'brp',
  capacity: 1,
  isReady: true,
  check: () => Promise.reject(new TypeError('a reaction calls nobody')),
  close: () => undefined,
});
const checksFor = (...organisations: readonly string[]): PersonCheckParts => {
  const { opener, names, sealer } = scene.vault;
  const newId = () => crypto.randomUUID();
  return {
    gate: new Gate({ store: scene.store, opener, names, clock: () => scene.clock, newId }),
    sealer,
    registers: new Map(organisations.map((organisation) => [organisation, registerOf(organisation)])),
  };
};
const submitted = async (changes: Parameters<Scene['supplied']>[0] = {}): Promise<Recorded> => {
  await startWeighing(scene.parts).react(await scene.supplied(changes));
  return (await scene.appended()).find(({ type }) => type === 'SignalSubmitted') as Recorded;
};
const asked = async (cause: Recorded, ...organisations: readonly string[]): Promise<readonly Recorded[]> => {
  await requestPersonChecks(scene.parts, checksFor(...organisations)).react(cause);
  return scene.appended();
};

describe('a signal that was submitted', () => {
  it('has its person checked in the name of its college, once whenever the reaction comes again', async () => {
    const cause = await submitted();
    const { contribution } = cause.data as { readonly contribution: string };
    expect(await asked(cause, oins.college)).toMatchObject([
      {
        type: 'PersonCheckRequested',
        stream: `contribution-${contribution}`,
        organisation: oins.college,
        causation: cause.id,
        data: { contribution, block: 'p1', register: 'brp', partner: oins.college },
      },
    ]);
    expect(await asked(cause, oins.college)).toEqual([]);
    expect(scene.alarms).toEqual([]);
  });

  it('of an organisation without a register is left alone', async () => {
    expect(await asked(await submitted(), oins.police)).toEqual([]);
  });

  it('of another kind than a college is left alone, whatever is configured', async () => {
    const cause = await submitted({ supplier: oins.police, supplierKind: 'POL', payloadType: 'S24' });
    expect(await asked(cause, oins.police)).toEqual([]);
  });

  it('is left alone once it was rejected', async () => {
    const cause = await submitted();
    await rejectedByItsWeigher(scene, (cause.data as { readonly signal: string }).signal);
    await scene.appended();
    expect(await asked(cause, oins.college)).toEqual([]);
    expect((await scene.parts.folds.fold('signal', cause.stream, cause.cooperation)).state.status).toBe('rejected');
  });
});
