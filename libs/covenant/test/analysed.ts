import { check } from '../src/index.js';
import type {
  AnalysisFinding,
  CovenantChange,
  CovenantDocument,
  FindingCode,
  LawDocument,
  RegistryView,
  Rule,
} from '../src/index.js';
import { covenantWith, lawWith, partyWith } from './documents.js';

/*
 * Documents for specs of what is said of covenants as a whole: police, tax office and bureau, two types, and a law that
 * keeps each to purposes of its own. A spec gives the rules that it is about.
 */

/** The police bring S1, the tax office S2; both hold a field of ID and a field of FISC. */
export const registry: RegistryView = {
  types: [
    {
      id: 'S1',
      suppliers: ['POL'],
      fields: [
        { name: 'naam', category: 'ID', levels: ['pseudonymise', 'mask', 'reveal'] },
        { name: 'schuld', category: 'FISC', levels: ['reveal'] },
      ],
    },
    {
      id: 'S2',
      suppliers: ['BD'],
      fields: [
        { name: 'bsn', category: 'ID', levels: ['mask', 'reveal'] },
        { name: 'bedrag', category: 'FISC', levels: ['generalise', 'reveal'] },
      ],
    },
  ],
};

const fact = (known: 'recipient' | 'hidden', seenAs?: string) => ({
  of: 'case' as const,
  from: 'case',
  is: 'x',
  known,
  ...(seenAs !== undefined && { seenAs }),
});

/** Who asks for a purpose of another's list is refused (R02). */
export const ownPurpose: LawDocument['guards'][number] = {
  id: 'G-1',
  at: ['inzage', 'resultaat'],
  require: { eigenDoel: true },
  in: ['2025-01-01', 'open'],
  basis: 'WGS 1.7(1)(a)',
};

/** The law of the two participants and the bureau that says nothing but this, and that who asks must ask for itself. */
export const lawOf = (more: Partial<LawDocument> = {}): LawDocument =>
  lawWith({
    kinds: { participants: ['POL', 'BD'], bureau: ['RIEC'] },
    facts: { eigenDoel: { of: 'question', from: 'question.purpose', is: 'x', known: 'recipient' } },
    obligations: {
      onward: { combine: 'strictest', order: ['forbidden', 'participants', 'allowed'] },
      label: { combine: 'union' },
    },
    guards: [ownPurpose],
    caps: [{ id: 'W-0', cap: 'reveal', in: ['2025-01-01', 'open'], basis: 'WGS 1.11' }],
    ...more,
  });

/** Secrets, purposes, facts and duties of the parties, with these rules. */
export const covenantOf = (rules: readonly Rule[], more: Partial<CovenantDocument> = {}): CovenantDocument =>
  covenantWith({
    parties: {
      POL: partyWith(['opsporing'], ['Wpg 7']),
      BD: partyWith(['heffing'], ['AWR 67']),
      RIEC: partyWith(['ondersteuning'], ['WGS 1.11']),
    },
    facts: { open: fact('recipient'), laat: fact('recipient'), stil: fact('hidden', 'afgeschermd') },
    obligations: { retain: { combine: 'shortest' }, use: { combine: 'union' } },
    defaults: { level: 'withhold', obligations: { retain: 'P90D' } },
    rules,
    ...more,
  });

/** The police let the tax office see who it is, in an open case; but for what this says. */
export const permitOf = (more: Partial<Rule> = {}): Rule => ({
  id: 'P-1',
  permit: 'reveal',
  from: ['POL'],
  to: ['BD'],
  type: ['S1'],
  fields: ['naam'],
  purpose: 'own',
  phase: ['2'],
  when: { open: true },
  basis: 'convenant art. 1',
  ...more,
});

/** A cap for everything, but for what this says. */
export const capOf = (more: Partial<Rule> = {}): Rule => ({
  id: 'C-1',
  cap: 'withhold',
  basis: 'convenant art. 2',
  ...more,
});

/** What a covenant of these documents is said to have of one kind of finding. */
export const findingsOf = (
  code: FindingCode,
  covenant: CovenantDocument,
  { law = lawOf(), of = registry }: { readonly law?: LawDocument; readonly of?: RegistryView } = {},
): readonly AnalysisFinding[] => {
  const found = check(law, covenant, of);
  // a covenant that is not well-formed is said to have nothing else
  for (const one of found) if ('problem' in one) throw new Error(`${one.code}: ${one.problem.detail}`);
  return found.filter((one): one is AnalysisFinding => one.code === code);
};

/** The ids of the rules that a kind of finding is about, in the order of the findings. */
export const rulesWith = (...given: Parameters<typeof findingsOf>): readonly string[] =>
  findingsOf(...given).flatMap(({ rules }) => rules);

const listed = (names: readonly string[]): string => names.join(', ') || '-';

/** One change in one line: what, when, provided, by which rules; and a line for each block of questions. */
export const linesOf = ({ aspect, isWider, when, provided, decidedBy, blocks }: CovenantChange): readonly string[] => {
  const what = aspect.kind === 'duty' ? aspect.duty : aspect.kind;
  const conditions = when.map(
    (one) =>
      Object.entries(one)
        .map(([name, values]) => `${name}=${values.join('/')}`)
        .join(' & ') || 'always',
  );
  return [
    `${isWider ? 'more' : 'less'}: ${what} ${aspect.before ?? '-'} > ${aspect.after ?? '-'}`,
    `when ${conditions.join(' or ')}, provided ${listed(provided)}`,
    `by ${listed(decidedBy.before)} > ${listed(decidedBy.after)}`,
    ...blocks.map(({ act, from, types, to, phases, periods }) =>
      [
        `${act} of ${from.join('+')} ${types.map(({ type, fields }) => `${type}(${fields.join(' ')})`).join('+')}`,
        `to ${to.map(({ purpose }) => purpose).join('+')} in ${phases.join('+')}`,
        periods.map((period) => `${period.from}..${period.until}`).join('+'),
      ].join(', '),
    ),
  ];
};
