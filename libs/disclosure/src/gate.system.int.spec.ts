import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Scene } from '../test/scene.js';
import { dossierView, ownView } from '../test/views.js';
import { Gate } from './index.js';
import type { SystemReader } from './index.js';

let scene: Scene;
beforeAll(async () => {
  scene = await (await Scene.open()).found();
});
afterAll(() => scene.close());

const gate = (): Gate =>
  new Gate({
    store: scene.store,
    opener: scene.vault.opener,
    names: scene.vault.names,
    clock: () => '2026-03-02T12:00:00.000Z',
    newId: () => crypto.randomUUID(),
  });
const systemOf = (name: 'college' | 'police', changes: Partial<SystemReader> = {}): SystemReader => ({
  ...scene.reader(name),
  person: 'system:spec',
  role: null,
  ...changes,
});
const janssen = { persons: { p1: { adultFrom: '2001-05-06', fields: { name: 'Ada Janssen', bsn: '999990019' } } } };

describe('the hub itself', () => {
  it('reads back what an organisation supplied, in its name, on record', async () => {
    const contribution = await scene.supply(janssen);
    await scene.appended();
    const answer = await gate().answer(ownView(scene, contribution), systemOf('college'));
    expect(answer).toMatchObject({ kind: 'shown', items: [{ blocks: [{ block: 'p1' }] }] });
    const [record] = (await scene.appended()).filter(({ type }) => type === 'DisclosureRecorded');
    expect(record).toMatchObject({ actor: 'system:spec', role: null, data: { act: 'eigen' } });
    expect(JSON.stringify(record?.data)).not.toContain('"person-');
  });

  it('reads nothing of what another supplied', async () => {
    const contribution = await scene.supply(janssen);
    expect(await gate().answer(ownView(scene, contribution), systemOf('police'))).toMatchObject({ items: [] });
  });

  it('reads nothing under any other act, and nothing as another kind than the organisation is', async () => {
    const contribution = await scene.supply(janssen);
    expect(await gate().answer(dossierView(scene), systemOf('college'))).toMatchObject({ kind: 'absent' });
    const disguised = systemOf('college', { kind: 'POL' });
    expect(await gate().answer(ownView(scene, contribution), disguised)).toMatchObject({ kind: 'absent' });
  });
});
