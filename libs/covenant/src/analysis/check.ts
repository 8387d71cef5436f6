import type { CovenantDocument, LawDocument } from '../model.js';
import { validateDocuments } from '../validate.js';
import { assertionProblems } from '../validate/assertions.js';
import type { Problem, RegistryView } from '../validate/problem.js';
import { betraying } from './check/betrayals.js';
import { guarding, retaining, seeing } from './check/field-probes.js';
import { findingCodes } from './check/finding.js';
import type { AnalysisFinding, Finding, ProblemFinding, Severity } from './check/finding.js';
import { loosening, undefinedDuties } from './check/law-probes.js';
import { overlapping } from './check/overlaps.js';
import { biting, deciding, lawful, matching } from './check/rule-probes.js';
import { survey } from './check/survey.js';
import { unusedIn } from './check/unused.js';
import { Reaches } from './reach.js';
import { spaceOf } from './space.js';
import { tableOf } from './table.js';

const ofProblem = (problem: Problem): ProblemFinding => ({
  severity: 'fout',
  code: problem.code,
  rules: problem.rule === undefined ? [] : [problem.rule],
  problem,
});

const severities: readonly Severity[] = ['fout', 'waarschuwing', 'inlichting'];

const byGravity = (a: AnalysisFinding, b: AnalysisFinding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code);

/** What is said once is not said twice: a rule that the law stops, or that never lowers anything, cannot decide either. */
const withoutEchoes = (found: readonly AnalysisFinding[]): readonly AnalysisFinding[] => {
  const told = new Set(
    found.filter(({ code }) => code === 'law-always-withholds' || code === 'never-bites').flatMap(({ rules }) => rules),
  );
  return found.filter(({ code, rules }) => code !== 'never-decides' || !rules.some((id) => told.has(id)));
};

/**
 * Everything that a drafter should know of a covenant under the law above it: what keeps it from being adopted (`fout`), what
 * to look at, and what is good to know, gravest first. Form and names come first, and alone where they are wrong: of what is
 * not well-formed nothing more can be said.
 *
 * Exact over every situation that can exist with this registry: acts, suppliers and what they may bring, recipients and their
 * purposes, phases, days of dated law, and all facts, each true, false or unknown. Source: policy-engine §3.6.
 */
export const check = (law: unknown, covenant: unknown, registry: RegistryView): readonly Finding[] => {
  const problems = validateDocuments(law, covenant, registry, 'names');
  if (problems.length > 0) return problems.map(ofProblem);
  const documents = { law: law as LawDocument, covenant: covenant as CovenantDocument };
  const table = tableOf([documents], spaceOf([documents], registry));
  const instruments = { documents, table, reaches: new Reaches() };
  const probes = [matching, deciding, biting, lawful, seeing, guarding, retaining, loosening, betraying].map((probe) =>
    probe(instruments),
  );
  survey(instruments, probes);
  const found = [
    ...probes.flatMap((probe) => probe.findings()),
    ...undefinedDuties(documents.law),
    ...overlapping(instruments),
    ...unusedIn(documents),
  ];
  return [...assertionProblems(documents, registry).map(ofProblem), ...withoutEchoes(found).toSorted(byGravity)];
};

/** May a covenant with these findings be adopted? Warnings do not stand in the way; the parties weigh those. */
export const mayBeAdopted = (findings: readonly Finding[]): boolean =>
  findings.every(({ severity }) => severity !== 'fout');
