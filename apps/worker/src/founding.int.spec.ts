import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { Scene, quickFacts } from '../test/scene.js';
import { found, isFounded } from './founding.js';
import { FoundingInvalid } from './founding-file.js';
import type { Founding } from './founding-file.js';

const patience = 30_000;

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open();
});
afterEach(() => scene.close());

const partsOver = (store: EventStore = scene.store) => ({
  store,
  sealer: scene.vault.sealer,
  names: scene.vault.names,
  clock: () => scene.clock,
  provider: 'spec',
});
/** The founding facts cut down to one cooperation and few people: the same documents, quickly written. */
const few = (): Founding => {
  const founding = quickFacts();
  const [cooperation] = founding.cooperations;
  const ofOne = <One extends { readonly cooperations: readonly string[] }>(all: readonly One[]): readonly One[] =>
    all
      .filter(({ cooperations }) => cooperations.includes(cooperation?.id ?? ''))
      .map((one) => ({ ...one, cooperations: [cooperation?.id ?? ''] }));
  return {
    ...founding,
    cooperations: founding.cooperations.slice(0, 1),
    organisations: ofOne(founding.organisations).slice(0, 3),
    people: ofOne(founding.people).slice(0, 2),
  };
};
/** What lies in the log, without what a later run may do at another moment. */
const written = async () => (await scene.store.readAll()).map(({ stream, type, id }) => ({ stream, type, id }));

describe('founding', () => {
  it(
    'writes law and covenant first, then members, then people, each once',
    async () => {
      await found(partsOver(), few());
      const types = (await written()).map(({ type }) => type);
      expect(types).toEqual([
        'LawCameIntoForce',
        'CovenantCameIntoForce',
        'PartyJoined',
        'PartyJoined',
        'PartyJoined',
        'PersonDesignated',
        'PersonDesignated',
      ]);
      const before = await written();
      scene.clock = '2026-03-03T12:00:00.000Z';
      await found(partsOver(), few());
      expect(await written()).toEqual(before);
    },
    patience,
  );

  it(
    'puts no name of a person in the clear',
    async () => {
      const founding = few();
      await found(partsOver(), founding);
      const log = (await scene.store.readAll()).map(({ bytes }) => new TextDecoder().decode(bytes)).join('\n');
      for (const { name, sub } of founding.people) {
        expect(log.includes(name)).toBe(false);
        expect(log.includes(sub)).toBe(false);
      }
    },
    patience,
  );

  it(
    'that broke off anywhere is completed by the next start, and not begun anew',
    async () => {
      const founding = few();
      const lengths: number[] = [];
      for (const upTo of [1, 3, 6]) {
        let left = upTo;
        const broken = Object.assign(Object.create(scene.store) as EventStore, {
          append: (...given: Parameters<EventStore['append']>) => {
            left -= 1;
            return left < 0 ? Promise.reject(new StoreUnavailable('spec')) : scene.store.append(...given);
          },
        });
        await found(partsOver(broken), founding).catch((error: unknown) => error);
        expect(await isFounded(scene.store)).toBe(false);
        lengths.push((await written()).length);
      }
      // each run went on where the one before broke off: one more, three more, and the rest
      expect(lengths).toEqual([1, 4, 7]);
      await found(partsOver(), founding);
      expect(await written()).toHaveLength(7);
      expect(new Set((await written()).map(({ id }) => id)).size).toBe(7);
    },
    patience,
  );

  it(
    'is over with the first event of anybody else',
    async () => {
      expect(await isFounded(scene.store)).toBe(false);
      await found(partsOver(), few());
      expect(await isFounded(scene.store)).toBe(false);
      await scene.supplied();
      expect(await isFounded(scene.store)).toBe(true);
    },
    patience,
  );

  it(
    'writes nothing at all where the documents break a rule, and says which',
    async () => {
      const founding = few();
      const [first, ...others] = founding.covenant.rules;
      const broken = { ...founding.covenant, rules: [{ ...first, permit: 'alles' }, ...others] };
      const outcome: unknown = await found(partsOver(), { ...founding, covenant: broken as never }).catch(
        (error: unknown) => error,
      );
      expect(outcome).toBeInstanceOf(FoundingInvalid);
      expect((outcome as FoundingInvalid).faults.every((fault) => fault.endsWith('.'))).toBe(true);
      expect((outcome as FoundingInvalid).faults.join(' ')).toContain(String(first?.id));
      expect(await written()).toEqual([]);
    },
    patience,
  );
});
