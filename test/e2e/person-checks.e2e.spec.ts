import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { audit } from '../../apps/audit/src/cli.js';
import { CheckedHub, checksIn, registered } from './support/checked-hub.js';
import { amsterdam, oins } from './support/cast.js';
import { accepted } from './support/client.js';
import { Play, piecesOf } from './support/play.js';
import type { Piece } from './support/play.js';

jest.setTimeout(180_000);

let checked: CheckedHub;
beforeAll(async () => {
  checked = await CheckedHub.start();
});
afterAll(() => checked.end());
beforeEach(() => {
  checked.brp.asked.length = 0;
  checked.brp.behaviour = 'answers';
});

const typesOf = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);
const checkIdOf = ({ data }: Recorded): string => (data as { readonly check: string }).check;
const codesOf = (events: readonly Recorded[]) => events.map(({ data }) => (data as { readonly code?: string }).code);
const signalAs = async (role: 'analyst' | 'police' | 'labour', id: string) =>
  (await checked.hub.as(role)).get(`/v1/signalen/${id}`);
const reject = async (play: Play, id: string): Promise<void> => {
  await play.prepare(id);
  const police = await checked.hub.as('police');
  accepted(await police.post(`/v1/signalen/${id}/afwijzingen`, { reden: 'onvoldoende', toelichting: 'Te weinig.' }));
  await checked.hub.settled();
};

describe('a signal of a college that has the BRP checked', () => {
  it('asks once per person, before any call, and answers what the register says', async () => {
    const id = await checked.signal([registered, { ref: 'p2', name: 'Zonder Nummer', accompaniedBy: 'p1' }]);
    expect(typesOf(await checked.checksOf(id))).toEqual(['PersonCheckRequested', 'PersonCheckRequested']);
    expect(checked.brp.asked).toEqual([]);
    await checked.round();
    const events = await checked.checksOf(id);
    expect(typesOf(events).slice(2)).toEqual(['PersonCheckAnswered', 'PersonCheckAnswered']);
    expect(checked.brp.asked.map(({ key }) => key)).toEqual([checkIdOf(events[0] as Recorded)]);
    await checked.round();
    expect(await checked.checksOf(id)).toHaveLength(4);
    const shown = checksIn(await signalAs('analyst', id));
    expect(shown).toHaveLength(2);
    expect(shown).toContainEqual({
      person: 'p1',
      outcome: 'confirmed',
      nameDiffers: false,
      birthDateDiffers: false,
      addressDiffers: false,
      deceased: false,
      secrecy: false,
      underInvestigation: false,
      checkedAt: expect.stringMatching(/^2026-/),
    });
    expect(shown).toContainEqual({ person: 'p2', outcome: 'not-checkable', checkedAt: expect.any(String) });
  });

  it('shows the weigher the outcome alone, and others nothing', async () => {
    const id = await checked.signal([{ ...registered, name: 'Iemand Anders' }]);
    await checked.round();
    await new Play(checked.hub).prepare(id);
    expect(checksIn(await signalAs('police', id))).toEqual([
      { person: 'p1', outcome: 'differs', checkedAt: expect.any(String) },
    ]);
    expect((await signalAs('labour', id)).status).toBe(404);
  });

  it('is read back by the college with its own delivery', async () => {
    const id = await checked.signal();
    await checked.round();
    const { body } = accepted(await (await checked.hub.as('college')).get(`/v1/leveringen/${id}`));
    const checks = body['controles'] as readonly Piece[];
    expect(checks.map(({ soort }) => soort)).toEqual(['Z7']);
    expect((body['inhoud'] as Piece).soort).toBe('S2');
  });

  it('is disclosed to the college itself, on record, before the number goes out', async () => {
    const id = await checked.signal();
    await checked.round();
    const events = await checked.hub.events();
    const record = events.findLast(
      ({ type, actor }) => type === 'DisclosureRecorded' && actor === 'system:person-check',
    );
    expect(record).toMatchObject({
      organisation: oins.college,
      cooperation: amsterdam,
      role: null,
      purpose: 'COLL.brp',
      data: { act: 'eigen', view: 'registercontrole', recipient: oins.college },
    });
    const answer = events.findLast(({ type }) => type === 'PersonCheckAnswered');
    expect(answer?.stream).toBe(`contribution-${id}`);
    expect(BigInt(record?.position ?? 0) < BigInt(answer?.position ?? 0)).toBe(true);
  });

  it('leaves no word of the person in the log or in what was logged', async () => {
    const { store } = checked.hub.standalone.engines;
    const bytes = (await store.readAll({ maxCount: 10_000 })).map((event) => Buffer.from(event.bytes).toString('utf8'));
    const written = [...bytes, ...checked.hub.lines].join('\n');
    expect(written).toContain('PersonCheckAnswered');
    for (const word of [registered.bsn, 'Moulin', 'Boterdiep', checked.brp.apiKey]) expect(written).not.toContain(word);
  });

  it('loses the answer with the signal', async () => {
    const id = await checked.signal();
    await checked.round();
    await reject(new Play(checked.hub), id);
    const events = (await checked.hub.events()).filter(({ stream }) => stream === `contribution-${id}`);
    const destroyed = events.filter(({ type }) => type === 'KeyDestroyed');
    expect(destroyed.map(({ data }) => (data as { readonly block: string }).block)).toContain('check');
    const answered = events.find(({ type }) => type === 'PersonCheckAnswered') as Recorded;
    const { keyId } = answered.data as { readonly keyId: string };
    expect(destroyed.map(({ data }) => (data as { readonly keyId: string }).keyId)).toContain(keyId);
    expect(piecesOf(await signalAs('analyst', id)).map(({ soort }) => soort)).not.toContain('Z7');
  });

  it('is asked about no more once it is rejected, also where a call was under way', async () => {
    const [id, waiting] = [await checked.signal(), await checked.signal()];
    checked.brp.behaviour = 'held';
    const round = checked.round();
    await checked.brp.hasAsked(2);
    for (const one of [id, waiting]) await reject(new Play(checked.hub), one);
    checked.brp.release();
    await round;
    for (const one of [id, waiting]) {
      const events = await checked.checksOf(one);
      expect(typesOf(events)).toEqual(['PersonCheckRequested', 'PersonCheckAbandoned']);
      expect(codesOf(events).at(-1)).toBe('erased');
    }
    const all = await checked.hub.events();
    expect(all.filter(({ type }) => type === 'ErasureRequested')).toHaveLength(
      all.filter(({ type }) => type === 'ErasureCompleted').length,
    );
  });
});

describe('a hub that is stopped between question and answer', () => {
  it('asks again under the same key, and loses nothing', async () => {
    const id = await checked.signal();
    checked.brp.behaviour = 'silent';
    const round = checked.hub.standalone.worker.checkPersons();
    await checked.brp.hasAsked(1);
    await checked.hub.close();
    await round;
    checked.brp.behaviour = 'answers';
    await checked.hub.open();
    expect(typesOf(await checked.checksOf(id))).toEqual(['PersonCheckRequested']);
    await checked.round();
    const events = await checked.checksOf(id);
    expect(typesOf(events)).toEqual(['PersonCheckRequested', 'PersonCheckAnswered']);
    expect(checked.brp.asked.map(({ key }) => key)).toEqual([
      checkIdOf(events[0] as Recorded),
      checkIdOf(events[0] as Recorded),
    ]);
  });
});

describe('a register that is away', () => {
  it('stops no case, and is given up at the end of the term', async () => {
    await checked.brp.refuse();
    const play = new Play(checked.hub);
    await play.deliver();
    await checked.round();
    await play.weigh();
    await play.openCase();
    await checked.round();
    const id = play.signals.get('S2') ?? '';
    expect(play.case).not.toBe('');
    // The second person has no number: there is nothing to ask, and so nothing to wait for.
    const before = typesOf(await checked.checksOf(id));
    expect(before).toEqual(['PersonCheckRequested', 'PersonCheckRequested', 'PersonCheckAnswered']);
    checked.hub.clock.moveDays(8);
    await checked.round();
    const events = await checked.checksOf(id);
    expect(codesOf(events.filter(({ type }) => type === 'PersonCheckAbandoned'))).toEqual(['term-ended']);
    await checked.brp.listen();
    await checked.round();
    expect(checked.brp.asked).toEqual([]);
    expect(await checked.checksOf(id)).toEqual(events);
  });
});

describe('an audit', () => {
  it('verifies the log and judges every disclosure again, those to the hub itself included', async () => {
    await checked.hub.standalone.sequencer.checkpoint();
    const { folder } = checked.hub;
    for (const command of ['verify', 'redecide']) {
      const said: string[] = [];
      const terminal = {
        out: (text: string) => void said.push(text),
        err: (text: string) => void said.push(text),
        isTty: false,
      };
      expect([
        await audit([command, '--json', '--data', folder], terminal),
        said.filter((line) => line.includes('"finding"')),
      ]).toEqual([0, []]);
    }
  });
});
