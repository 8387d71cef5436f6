import { UnknownSemantics } from '../errors.js';
import type { CovenantDocument, LawDocument } from '../model.js';
import type { RegistryView } from '../validate/problem.js';
import { policiesOf, policyText } from './policies.js';
import type { CedarPolicy } from './policies.js';
import { entitiesOf, schemaOf } from './world.js';
import type { CedarEntity } from './world.js';

/** A covenant and the law above it in the words of Cedar: policies, schema and entities, and the policies in parts. */
export type CedarExport = {
  readonly policies: readonly CedarPolicy[];
  readonly text: string;
  readonly schema: string;
  readonly entities: readonly CedarEntity[];
};

const heading = ({ wet, version }: LawDocument, covenant: CovenantDocument): string =>
  [
    `// ${covenant.covenant} ${covenant.version}, under ${wet} ${version}, semantics ${covenant.semantics}.`,
    '// Principal: the kind of party that reads. Resource: a field of a payload type. Action: the act.',
    '// A field is shown at the highest context.height that is allowed; where none is, it is withheld.',
    '// Decided here: guards, permits, caps, their days and facts. An unknown fact is left out of context.facts: a permit',
    '// then does not apply, a cap does. No policy can fail on a request that the schema admits.',
    '// Only noted, for Cedar answers yes or no: obligations (@obligations) and how they combine, which rule is named as',
    `// the deciding one, transforms, and assertions. Every permit brings ${JSON.stringify(covenant.defaults.obligations)}.`,
  ].join('\n');

/**
 * The Cedar text of two documents in which `validateDocuments` finds nothing, for other eyes and tools: the gate never asks
 * it. `registry` gives the fields. Throws `UnknownSemantics` for any semantics but `covenant/1`.
 * Source: policy-engine §4.
 */
export const cedarExport = (law: LawDocument, covenant: CovenantDocument, registry: RegistryView): CedarExport => {
  const other = [law, covenant].find(({ semantics }) => semantics !== 'covenant/1');
  if (other !== undefined) throw new UnknownSemantics(other.semantics);
  const documents = { law, covenant };
  const policies = policiesOf(documents);
  return {
    policies,
    text: `${[heading(law, covenant), ...policies.map(policyText)].join('\n\n')}\n`,
    schema: schemaOf(documents),
    entities: entitiesOf(documents, registry),
  };
};
