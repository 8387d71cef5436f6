import { betraying, suspectsIn } from '../analysis/check/betrayals.js';
import { survey } from '../analysis/check/survey.js';
import { Reaches } from '../analysis/reach.js';
import { spaceOf } from '../analysis/space.js';
import { tableOf } from '../analysis/table.js';
import type { Documents } from '../compiled/clauses.js';
import { problem } from './problem.js';
import type { Problem, RegistryView } from './problem.js';

/**
 * Hidden facts that a recipient could infer from a level or a duty, with the first rule that betrays each and does not
 * declare it `observable`.
 */
export const betrayalProblems = (documents: Documents, registry: RegistryView): readonly Problem[] => {
  const instruments = { table: tableOf([documents], spaceOf([documents], registry)), reaches: new Reaches() };
  const suspects = suspectsIn(instruments);
  const probe = betraying(instruments);
  survey(instruments, [probe], suspects);
  return probe.findings().map(({ rules: [rule], names }) => {
    const by = String(names['by']) === 'duty' ? 'a duty' : 'the level';
    return problem('betrays-fact', `${by} lets its reader guess \`${String(names['fact'])}\``, rule);
  });
};
