import { describe, expect, it } from '@jest/globals';
import { covenantWith, lawWith, partyWith, permitWith } from '../../test/documents.js';
import { UnknownSemantics } from '../errors.js';
import { cedarExport } from './export.js';
import { policiesOf } from './policies.js';
import { entitiesOf, schemaOf } from './world.js';

const law = lawWith({});
const covenant = covenantWith({ parties: { POL: partyWith(['opsporing']) }, rules: [permitWith({ to: ['POL'] })] });
const registry = {
  types: [{ id: 'S1', suppliers: ['COLL'], fields: [{ name: 'bsn', category: 'ID' }] }],
};
const kinds = '[Kind::"POL", Kind::"BD", Kind::"COLL", Kind::"RIEC"]';

describe('a covenant and the law above it, in the words of Cedar', () => {
  it('are a heading, and each policy behind an empty line', () => {
    expect(cedarExport(law, covenant, registry).text).toBe(`\
// c 1, under wet 1, semantics covenant/1.
// Principal: the kind of party that reads. Resource: a field of a payload type. Action: the act.
// A field is shown at the highest context.height that is allowed; where none is, it is withheld.
// Decided here: guards, permits, caps, their days and facts. An unknown fact is left out of context.facts: a permit
// then does not apply, a cap does. No policy can fail on a request that the schema admits.
// Only noted, for Cedar answers yes or no: obligations (@obligations) and how they combine, which rule is named as
// the deciding one, transforms, and assertions. Every permit brings {"retain":"P90D"}.

@id("unknown-name")
@basis("WGS 2.19, 2.23(6)")
forbid (principal, action, resource)
when { !(context.from in ${kinds} && principal in ${kinds} && \
["weging", "1", "2", "3"].contains(context.phase) && context.purpose == "POL.opsporing") };

@id("P-1")
@basis("convenant art. 1")
permit (principal, action == Action::"inzage", resource)
when { principal in Kind::"POL" && context.height <= resource.heights.reveal };
`);
  });

  it('come with the policies in parts, the schema and the entities', () => {
    const { policies, schema, entities } = cedarExport(law, covenant, registry);
    expect(policies).toEqual(policiesOf({ law, covenant }));
    expect(schema).toBe(schemaOf({ law, covenant }));
    expect(entities).toEqual(entitiesOf({ law, covenant }, registry));
  });

  it('are of semantics that it knows, both of them', () => {
    const later = { semantics: 'covenant/2' };
    expect(() => cedarExport(lawWith(later), covenant, registry)).toThrow(UnknownSemantics);
    expect(() => cedarExport(law, covenantWith(later), registry)).toThrow(UnknownSemantics);
  });
});
