import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, questionWith } from '../../test/documents.js';
import type { DecidedField, FactDefinition } from '../model.js';
import { entitiesOf, fieldEntity, kindEntities, requestOf, schemaOf } from './world.js';

const law = lawWith({ kinds: { participants: ['POL', 'BD'], bureau: ['RIEC'] } });
const covenant = covenantWith({ parties: { POL: partyWith(['opsporing', 'handhaving']), RIEC: partyWith([]) } });
const bsn: DecidedField = { name: 'bsn', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] };

describe('the kinds of a law as entities', () => {
  it('are all of them, each with the purposes that the covenant gives it', () => {
    expect(kindEntities({ law, covenant })).toEqual([
      { uid: { type: 'Kind', id: 'POL' }, attrs: { purposes: ['POL.opsporing', 'POL.handhaving'] }, parents: [] },
      { uid: { type: 'Kind', id: 'BD' }, attrs: { purposes: [] }, parents: [] },
      { uid: { type: 'Kind', id: 'RIEC' }, attrs: { purposes: [] }, parents: [] },
    ]);
  });
});

describe('a field as an entity', () => {
  it('lies within its type, its name, its category and the content, with the height of each level in its own order', () => {
    expect(fieldEntity('S2', bsn)).toEqual({
      uid: { type: 'Field', id: 'S2.bsn' },
      attrs: { heights: { exists: 1, pseudonymise: 2, generalise: 2, mask: 3, reveal: 4 } },
      parents: [
        { type: 'PayloadType', id: 'S2' },
        { type: 'Label', id: 'bsn' },
        { type: 'Label', id: 'ID' },
        { type: 'Label', id: 'content' },
      ],
    });
  });

  const labelsOf = (field: DecidedField) => fieldEntity('S2', field).parents.slice(1);

  it('of no category answers to its name and the content alone, and `_exists` to no content', () => {
    expect(labelsOf({ ...bsn, category: '_' })).toEqual([
      { type: 'Label', id: 'bsn' },
      { type: 'Label', id: 'content' },
    ]);
    expect(labelsOf({ name: '_exists', category: '_', levels: [] })).toEqual([{ type: 'Label', id: '_exists' }]);
  });

  it('that bears the name of its category answers to it once', () => {
    expect(labelsOf({ ...bsn, name: 'ID' })).toEqual([
      { type: 'Label', id: 'ID' },
      { type: 'Label', id: 'content' },
    ]);
  });
});

describe('the entities of a registry', () => {
  const fieldsOf = (fields: readonly { name: string; category: string; levels?: DecidedField['levels'] }[]) =>
    entitiesOf({ law, covenant }, { types: [{ id: 'S2', suppliers: ['COLL'], fields }] }).slice(3);

  it('are the kinds and, of every type, that there is something and each of its fields', () => {
    const { name, category, levels } = bsn;
    expect(entitiesOf({ law, covenant }, { types: [] })).toEqual(kindEntities({ law, covenant }));
    expect(fieldsOf([{ name, category, levels }])).toEqual([
      {
        uid: { type: 'Field', id: 'S2._exists' },
        attrs: { heights: { exists: 1, pseudonymise: 1, generalise: 1, mask: 1, reveal: 1 } },
        parents: [
          { type: 'PayloadType', id: 'S2' },
          { type: 'Label', id: '_exists' },
        ],
      },
      fieldEntity('S2', bsn),
    ]);
  });

  it('have `_exists` once where the registry names it, and every level where it names none', () => {
    const found = fieldsOf([
      { name: 'town', category: 'RES' },
      { name: '_exists', category: '_', levels: [] },
    ]);
    expect(found.map(({ uid, attrs }) => [uid.id, attrs['heights']])).toEqual([
      ['S2.town', { exists: 1, pseudonymise: 2, generalise: 3, mask: 4, reveal: 5 }],
      ['S2._exists', { exists: 1, pseudonymise: 1, generalise: 1, mask: 1, reveal: 1 }],
    ]);
  });
});

describe('the schema', () => {
  it('says what a request holds, with the facts of law and covenant in order, each once', () => {
    const fact: FactDefinition = { of: 'case', from: 'x', is: 'x', known: 'recipient' };
    const documents = {
      law: lawWith({ facts: { 'eigen-regio': fact, inSet: fact } }),
      covenant: covenantWith({ facts: { asked: fact, inSet: fact } }),
    };
    expect(schemaOf(documents)).toBe(
      `${[
        'entity Kind { purposes: Set<String> };',
        'entity PayloadType, Label;',
        'entity Field in [PayloadType, Label] { heights: Heights };',
        'type Heights = { exists: Long, pseudonymise: Long, generalise: Long, mask: Long, reveal: Long };',
        '// a fact that nobody knows is left out',
        'type Facts = { asked?: Bool, "eigen-regio"?: Bool, inSet?: Bool };',
        '// day: yyyymmdd, in the Netherlands; height: 1 is exists, up to as many levels as the field has',
        'type Asked = { from: Kind, purpose: String, phase: String, day?: Long, height: Long, facts: Facts };',
        'action levering, inzage, resultaat appliesTo { principal: [Kind], resource: [Field], context: Asked };',
      ].join('\n')}\n`,
    );
  });
});

describe('a request', () => {
  it('asks whether a field may be shown at a height, with the facts that are known, on the Dutch day', () => {
    const question = questionWith({ at: '2026-03-01T23:30:00.000Z', facts: { a: true, b: false, c: 'unknown' } });
    expect(requestOf(question, 'bsn', 2)).toEqual({
      principal: { type: 'Kind', id: 'POL' },
      action: { type: 'Action', id: 'inzage' },
      resource: { type: 'Field', id: 'S2.bsn' },
      context: {
        from: { __entity: { type: 'Kind', id: 'COLL' } },
        purpose: 'POL.opsporing',
        phase: '2',
        day: 20_260_302,
        height: 2,
        facts: { a: true, b: false },
      },
    });
  });

  it('names no day where the question has none', () => {
    expect(requestOf(questionWith({ at: 'some day' }), 'bsn', 1).context).not.toHaveProperty('day');
  });
});
