import { describe, expect, it } from '@jest/globals';
import type { Json } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import type { Level, PayloadType } from '@knooppunt/signals';
import { digestOf } from '@knooppunt/testing';
import { BatchPseudonyms } from './pseudonyms.js';
import { canonicalRelease, releaseOf } from './release.js';

const type = new Registries(digestOf).current.find('S2') as PayloadType;
/** Names that say what they were asked, in whichever scope. */
const names = new BatchPseudonyms({
  pseudonymsOf: () => (kind, value) => `1:${kind}:${value}`,
  pseudonymBatch: () => {
    const values: string[] = [];
    return {
      scopeOf: () => 0,
      valueOf: (kind, value) => values.push(`2:${kind}:${value}`) - 1,
      pseudonym: (value) => values[value] ?? '',
      forget: () => undefined,
    };
  },
});
const released = {
  cooperation: 'rotterdam',
  recipient: '00000099000000000599',
  within: '11111111-1111-4111-8111-111111111111',
  pseudonyms: 2,
  at: '2026-03-02T12:00:00.000Z',
} as const;
const releasing = (field: string, level: Level, value?: Json) =>
  releaseOf(names, released, type)([{ field, level }], value === undefined ? {} : { [field]: value });

describe('a field that leaves', () => {
  it('bears its value at reveal, and a name for it at pseudonymise', () => {
    expect(releasing('name', 'reveal', 'Ada')).toEqual([{ field: 'name', level: 'reveal', value: 'Ada' }]);
    expect(releasing('name', 'pseudonymise', 'Ada')).toEqual([
      { field: 'name', level: 'pseudonymise', value: '2:name:ada' },
    ]);
  });

  it('is named in the version of the registry by which it leaves', () => {
    const release = releaseOf(names, { ...released, pseudonyms: 1 }, type);
    expect(release([{ field: 'name', level: 'pseudonymise' }], { name: 'Ada' })[0]?.value).toBe('1:name:ada');
  });

  it('says at exists that there is a value, and no more', () => {
    expect(releasing('name', 'exists', 'Ada')).toEqual([{ field: 'name', level: 'exists' }]);
    expect(releasing('name', 'exists')).toEqual([]);
  });
});

describe('a field that does not leave', () => {
  it.each<readonly [string, string, Level, Json]>([
    ['is withheld', 'name', 'withhold', 'Ada'],
    ['has a value of which its level can show nothing', 'name', 'pseudonymise', 12],
    ['is none of its type', 'shoeSize', 'reveal', 44],
  ])('looks like one that is not there, where it %s', (_why, field, level, value) => {
    expect(releasing(field, level, value)).toEqual([]);
    expect(releasing(field, level)).toEqual([]);
  });
});

describe('what a digest is made over', () => {
  it('is the list of fields in their order, with level and value, and null where there is none', () => {
    const text = canonicalRelease([...releasing('name', 'reveal', 'Ada'), ...releasing('bsn', 'exists', '999990019')]);
    expect(text).toBe('[["name","reveal","Ada"],["bsn","exists",null]]');
  });
});
