import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { parse, stringify } from 'yaml';
import { Scene, facts, foundingFile } from '../test/scene.js';
import { found, isFounded } from './founding.js';
import { FoundingInvalid, readFounding } from './founding-file.js';
import type { Founding } from './founding-file.js';

const patience = 30_000;

type Written = {
  law?: unknown;
  covenant?: unknown;
  cooperations: Record<string, unknown>[];
  organisations: Record<string, unknown>[];
  people: Record<string, unknown>[];
};

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
  const founding = facts();
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

describe('founding facts as they are written', () => {
  const faultsOf = (file: string): readonly string[] => {
    try {
      readFounding(file);
      return [];
    } catch (error) {
      if (error instanceof FoundingInvalid) return error.faults;
      throw error;
    }
  };
  const folderWith = (text: string): string => {
    cpSync(dirname(foundingFile), join(scene.folder, 'demo'), { recursive: true });
    const file = join(scene.folder, 'demo', 'founding.yaml');
    writeFileSync(file, text);
    return file;
  };
  const changed = (change: (facts: Written) => void): readonly string[] => {
    const facts = parse(readFileSync(foundingFile, 'utf8')) as Written;
    change(facts);
    return faultsOf(folderWith(stringify(facts, { aliasDuplicateObjects: false })));
  };
  const first = (list: readonly Record<string, unknown>[]): Record<string, unknown> => {
    const [entry] = list;
    if (!entry) throw new Error('the list is empty');
    return entry;
  };

  it('of the demonstration have no fault', () => {
    expect(faultsOf(foundingFile)).toEqual([]);
  });

  it.each([
    ['', 'De beginfeiten noemen geen cooperations, organisations en people.'],
    ['- een lijst', 'De beginfeiten noemen geen cooperations, organisations en people.'],
    [
      'cooperations: {}\norganisations: []\npeople: []',
      'De beginfeiten noemen geen cooperations, organisations en people.',
    ],
    [
      'cooperations: [1]\norganisations: []\npeople: []',
      'De beginfeiten noemen geen cooperations, organisations en people.',
    ],
  ])('that are no founding facts get one sentence: %j', (text, sentence) => {
    expect(faultsOf(folderWith(text))).toEqual([sentence]);
  });

  it('that are no YAML, or name a document that is not there, get a sentence with the file', () => {
    const file = folderWith('a: [');
    expect(faultsOf(file)).toEqual([`${file} kan niet worden gelezen als YAML.`]);
    const [sentence, ...others] = changed((facts) => {
      facts.covenant = 'er-is-er-geen.yaml';
    });
    expect(others).toEqual([]);
    expect(sentence).toMatch(/er-is-er-geen\.yaml kan niet worden gelezen als YAML\.$/);
  });

  it.each<readonly [string, (facts: Written) => void, string]>([
    ['no law', (facts) => delete facts.law, 'De beginfeiten noemen geen bestand met de wet (law).'],
    [
      'no covenant',
      (facts) => delete facts.covenant,
      'De beginfeiten noemen geen bestand met het convenant (covenant).',
    ],
    [
      'an OIN of letters',
      ({ organisations }) => void (first(organisations)['oin'] = 'x'),
      'De OIN van RIEC Amsterdam-Amstelland heeft geen twintig cijfers.',
    ],
    [
      'an OIN as a number',
      ({ organisations }) => void (first(organisations)['oin'] = 99),
      'De OIN van RIEC Amsterdam-Amstelland heeft geen twintig cijfers.',
    ],
    [
      'an unknown kind',
      ({ organisations }) => void (first(organisations)['kind'] = 'BANK'),
      'De soort van RIEC Amsterdam-Amstelland is onbekend.',
    ],
    [
      'a name with a line break',
      ({ organisations }) => void (first(organisations)['name'] = 'a\nb'),
      'De naam van a\nb ontbreekt of heeft tekens die er niet in mogen.',
    ],
    [
      'no name',
      ({ organisations }) => delete first(organisations)['name'],
      'De naam van organisatie 1 ontbreekt of heeft tekens die er niet in mogen.',
    ],
    [
      'an unknown region',
      ({ organisations }) => void (first(organisations)['region'] = 'utrecht'),
      "De regio van RIEC Amsterdam-Amstelland is geen samenwerkingsverband uit de lijst, en niet 'national'.",
    ],
    [
      'no bureau',
      ({ organisations }) => void organisations.shift(),
      'Het samenwerkingsverband amsterdam-amstelland heeft niet precies één bureau (soort RIEC).',
    ],
    [
      'an organisation twice',
      ({ organisations }) => void organisations.push({ ...organisations[1] }),
      'De organisatie met OIN 00000099000000002000 staat er meer dan één keer.',
    ],
    [
      'a person twice',
      ({ people }) => void people.push({ ...people[0] }),
      'De persoon analist.amsterdam staat er meer dan één keer.',
    ],
    [
      'a person without roles',
      ({ people }) => delete first(people)['roles'],
      'Bij analist.amsterdam staan geen rollen, of een ervan twee keer.',
    ],
    [
      'a role twice',
      ({ people }) => void (first(people)['roles'] = ['auditor', 'auditor']),
      'Bij analist.amsterdam staan geen rollen, of een ervan twee keer.',
    ],
    [
      'a person of nobody',
      ({ people }) => void (first(people)['organisation'] = '1'),
      'De organisatie van analist.amsterdam staat niet in de lijst.',
    ],
    [
      'a person where the organisation is not',
      ({ people }) => void (first(people)['cooperations'] = ['rotterdam']),
      "De organisatie van analist.amsterdam hoort niet bij samenwerkingsverband 'rotterdam'.",
    ],
    [
      'a cooperation that is not listed',
      ({ people }) => void (first(people)['cooperations'] = ['utrecht']),
      "Het samenwerkingsverband 'utrecht' van analist.amsterdam staat niet in de lijst.",
    ],
    [
      'an id with capitals',
      ({ cooperations }) => void cooperations.push({ id: 'Utrecht', name: 'Utrecht' }),
      'Het kenmerk van Utrecht bestaat niet uit kleine letters, cijfers en streepjes.',
    ],
  ])('with %s say so in a sentence', (_what, change, sentence) => {
    expect(changed(change)).toContain(sentence);
  });

  it('say all their faults at once', () => {
    const faults = changed(({ organisations, people }) => {
      first(organisations)['kind'] = 'BANK';
      first(people)['roles'] = [];
    });
    expect(faults.length).toBeGreaterThanOrEqual(2);
  });
});
