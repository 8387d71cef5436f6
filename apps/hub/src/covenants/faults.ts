import { shapePlaceOf } from '@knooppunt/covenant';
import type { CovenantDocument, Finding, Problem } from '@knooppunt/covenant';
import type { FaultTexts, InputFault } from '@knooppunt/platform';
import { covenantFaults } from '../covenant.faults.js';

type Path = readonly (string | number)[];

/** What is not as it should be, as the codes of the edge. */
const codeOfShape: readonly (readonly [start: string, code: string])[] = [
  ['unknown member', 'onbekend'],
  ['no `', 'verplicht'],
  ['no text', 'tekst'],
  ['a character', 'tekst'],
  ['no list', 'lijst'],
  ['not two days', 'lijst'],
  ['empty', 'aantal'],
  ['no object', 'object'],
  ['no map', 'object'],
  ['no calendar day', 'datum'],
  ['not true or false', 'vlag'],
  ['not one of', 'keuze'],
];
/** Who sends another thing altogether learns nothing from the rest. */
const mostTold = 100;

const pointerTo = (path: Path): string => ['/document', ...path.map(String)].join('/');

const faultOfShape = ({ detail }: Problem): readonly InputFault[] => {
  const place = shapePlaceOf(detail);
  if (place?.document !== 'covenant') return [];
  const { path, what } = place;
  const code = codeOfShape.find(([start]) => what.startsWith(start))?.[1] ?? 'vorm';
  // where a member is missing its name is ours; one that is unknown is not named
  const missing = code === 'verplicht' ? /^no `(.*)`$/s.exec(what)?.[1] : undefined;
  return [{ pointer: pointerTo(missing === undefined ? path : [...path, missing]), code }];
};

/** Where a text does not have the form of a covenant, every place at once, with the codes of the edge. */
export const faultsOfShape = (problems: readonly Problem[]): readonly InputFault[] =>
  problems.flatMap(faultOfShape).slice(0, mostTold);

const placeOfRule = ({ rules, assertions = [] }: CovenantDocument, id: string | undefined): Path => {
  const rule = rules.findIndex((one) => one.id === id);
  if (rule !== -1) return ['rules', rule];
  const assertion = assertions.findIndex((one) => one['id'] === id);
  return assertion === -1 ? [] : ['assertions', assertion];
};

const pathOf = (document: CovenantDocument, finding: Finding): Path => {
  if (!('where' in finding)) return placeOfRule(document, finding.problem.rule);
  return finding.where.document === 'covenant' ? finding.where.path : [];
};

/** A finding as it is told to who may read the text: its place in it, and what its code means, beside what it names. */
export const toldOf = (document: CovenantDocument, finding: Finding): object => {
  const { code } = finding;
  const texts: FaultTexts = covenantFaults;
  return { ...finding, pointer: pointerTo(pathOf(document, finding)), tekst: texts[code]?.nl ?? code };
};

/** Findings at their places in a text; one of the law, or of the text as a whole, at the text. */
export const faultsOfFindings = (document: CovenantDocument, findings: readonly Finding[]): readonly InputFault[] =>
  findings.slice(0, mostTold).map((finding) => ({ pointer: pointerTo(pathOf(document, finding)), code: finding.code }));
