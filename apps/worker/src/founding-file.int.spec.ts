import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { foundingFile } from '../test/scene.js';
import { FoundingInvalid, readFounding } from './founding-file.js';

type Written = {
  law?: unknown;
  covenant?: unknown;
  cooperations: Record<string, unknown>[];
  organisations: Record<string, unknown>[];
  people: Record<string, unknown>[];
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'founding-'));
  for (const document of ['law-wgs-riec.yaml', 'convenant.yaml']) {
    cpSync(join(dirname(foundingFile), document), join(folder, document));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

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
    const file = join(folder, 'founding.yaml');
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
    expect(faultsOf(file)).toEqual([expect.stringMatching(/founding\.yaml, regel 1: dit is geen geldige YAML: .*\.$/)]);
    const [sentence, ...others] = changed((facts) => {
      facts.covenant = 'er-is-er-geen.yaml';
    });
    expect(others).toEqual([]);
    expect(sentence).toMatch(/er-is-er-geen\.yaml is er niet, of is niet te lezen\.$/);
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
