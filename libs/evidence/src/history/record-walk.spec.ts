import { describe, expect, it } from '@jest/globals';
import { decidedFields, fieldGroups, headBlock } from '@knooppunt/cases';
import { Registries } from '@knooppunt/signals';
import { digestOf, goldenCovenant, goldenEvents, goldenLaw } from '@knooppunt/testing';
import { Questions } from './questions.js';
import { isDisclosure, RecordWalk } from './record-walk.js';

const [record] = goldenEvents().filter(isDisclosure);
if (!record) throw new TypeError('no record');
const registry = new Registries(digestOf).find(record.data.registry);
if (!registry) throw new TypeError('no registry');
const [type] = record.data.items.map(({ payloadType }) => registry.find(payloadType));
const [group] = type ? fieldGroups(decidedFields(type, headBlock)) : [];
if (!group) throw new TypeError('no head');

describe('a walk through a record', () => {
  const walk = (): RecordWalk => new RecordWalk(record, new Questions(goldenLaw(), goldenCovenant(), registry));

  it('asks for nothing before an item is open', () => {
    expect(() => walk().ask(group)).toThrow(TypeError);
  });

  it('asks for the fields of an item that is open', () => {
    const one = walk();
    const [item] = record.data.items;
    if (!item) throw new TypeError('no item');
    one.openItem(item);
    expect(one.ask(group).fields.map(({ name }) => name)).toEqual(['_exists']);
  });
});
