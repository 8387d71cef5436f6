import type { CovenantDocument, DecidedField, LawDocument } from '@knooppunt/covenant';
import { randomOf } from '../../e2e/support/random.js';
import { covenantOf, decidedField, workloadLaw } from './documents.js';
import { rulesOf } from './rules.js';
import { schemaOf } from './schema.js';
import { signalsOf } from './signals.js';
import type { NeutralRule, Schema } from './neutral.js';
import type { Spread, WorkloadCase, WorkloadSignal } from './signals.js';

/** One workload: rules in two forms, and the signals that they are asked about. */
export type Workload = {
  readonly schema: Schema;
  readonly fields: Readonly<Record<string, readonly DecidedField[]>>;
  readonly rules: readonly NeutralRule[];
  readonly law: LawDocument;
  readonly covenant: CovenantDocument;
  readonly cases: readonly WorkloadCase[];
  readonly signals: readonly WorkloadSignal[];
};

/**
 * The seed of every figure in docs/performance.md. Of the first ten the one whose levels are spread most evenly: over half of
 * all fields withheld, each other level met.
 */
const workloadSeed = 2;

/** So many rules and signals. The schema hangs on the seed alone, the rules on seed and number. */
export const workloadOf = ({
  seed = workloadSeed,
  rules: count = 400,
  signals: many,
  spread = 'uniform',
}: {
  readonly seed?: number;
  readonly rules?: number;
  readonly signals: number;
  readonly spread?: Spread;
}): Workload => {
  const schema = schemaOf(randomOf(seed));
  const rules = rulesOf(randomOf(seed + count), schema, count);
  return {
    schema,
    fields: Object.fromEntries(Object.entries(schema).map(([type, fields]) => [type, fields.map(decidedField)])),
    rules,
    law: workloadLaw,
    covenant: covenantOf(rules),
    ...signalsOf(randomOf(seed + 1), schema, spread, many),
  };
};
