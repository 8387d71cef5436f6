import { dutchDateOf } from '@knooppunt/kernel';
import type {
  Change,
  CovenantDocument,
  Explanation,
  FactUsed,
  FieldExplanation,
  NearMiss,
  RecipientExplanation,
  RuleReference,
  Truth,
} from '@knooppunt/covenant';
import { filled, painted } from '@knooppunt/platform';
import type { InBoth, Language, Terminal } from '@knooppunt/platform';
import { levelTexts } from '../level.texts.js';

const words = {
  title: {
    nl: '{from} → {purpose}: {type}, fase {phase}, {act}, op {day}',
    en: '{from} → {purpose}: {type}, phase {phase}, {act}, on {day}',
  },
  documents: {
    nl: '{covenant} {version} ({digest}), onder {law} {lawVersion} ({lawDigest})',
    en: '{covenant} {version} ({digest}), under {law} {lawVersion} ({lawDigest})',
  },
  notValid: {
    nl: 'Let op: op die dag geldt dit convenant niet ({from} tot en met {until}); dit is wat het dan zou zeggen.',
    en: 'Note: on that day this covenant is not valid ({from} up to and including {until}); this is what it would say.',
  },
  maySupply: { nl: 'mag worden aangeleverd', en: 'may be supplied' },
  mayNotSupply: { nl: 'mag niet worden aangeleverd', en: 'may not be supplied' },
  stop: { nl: '  tegengehouden door  {rule}', en: '  stopped by  {rule}' },
  refused: { nl: 'De hele vraag is geweigerd door {rules}.', en: 'The whole question is refused by {rules}.' },
  permit: { nl: '  toegestaan door  {rule}', en: '  permitted by  {rule}' },
  noPermit: { nl: '  niemand staat het toe', en: '  nothing permits it' },
  cap: { nl: '  begrensd door    {rule}', en: '  capped by     {rule}' },
  also: { nl: '  telt ook mee     {rules}', en: '  also counts   {rules}' },
  duties: { nl: '  plichten         {duties}', en: '  duties        {duties}' },
  facts: { nl: '  feiten', en: '  facts' },
  near: { nl: '  als één ding anders was', en: '  if one thing were otherwise' },
  fact: { nl: '    {name} = {value}{mark}', en: '    {name} = {value}{mark}' },
  assumed: { nl: ' (aangenomen)', en: ' (assumed)' },
  hidden: { nl: ' (de ontvanger weet dit niet)', en: ' (hidden from the recipient)' },
  means: { nl: ': {is}', en: ': {is}' },
  changedFact: { nl: '    {fact} = {value}: {level}{by}', en: '    {fact} = {value}: {level}{by}' },
  changedPhase: { nl: '    fase {phase}: {level}{by}', en: '    phase {phase}: {level}{by}' },
  by: { nl: ', door {rules}', en: ', by {rules}' },
  shown: { nl: '{field}: {level}, op grond van {article}', en: '{field}: {level}, on the basis of {article}' },
  nothingShown: {
    nl: 'Hierover kunnen wij u niets zeggen.',
    en: 'There is nothing that we can tell you about this.',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

const truthTexts: Readonly<Record<string, InBoth>> = {
  true: { nl: 'waar', en: 'true' },
  false: { nl: 'onwaar', en: 'false' },
  unknown: { nl: 'onbekend', en: 'unknown' },
};
const truth = (value: Truth, language: Language): string => truthTexts[String(value)]?.[language] ?? '';

const level = (value: keyof typeof levelTexts, language: Language): string =>
  `${value} (${levelTexts[value][language]})`;
const ruleText = ({ id, basis }: RuleReference): string => `${id} (${basis})`;

const factLines = (facts: readonly FactUsed[], given: ReadonlySet<string>, language: Language): readonly string[] =>
  facts.map(({ name, value, known, is }) => {
    const mark = [
      given.has(name) || value === 'unknown' ? '' : words.assumed[language],
      known === 'hidden' ? words.hidden[language] : '',
      is === '' ? '' : filled(words.means, language, { is }),
    ].join('');
    return filled(words.fact, language, { name, value: truth(value, language), mark });
  });

const changeText = (change: Change, values: Readonly<Record<string, string>>, language: Language): string =>
  change.fact === undefined
    ? filled(words.changedPhase, language, { phase: change.phase, ...values })
    : filled(words.changedFact, language, { fact: change.fact, value: truth(change.value, language), ...values });

/** What a level comes to: what may be seen, or of a supply whether it may come in. */
type Outcome = (value: keyof typeof levelTexts, language: Language) => string;
const supplied: Outcome = (value, language) => words[value === 'withhold' ? 'mayNotSupply' : 'maySupply'][language];

const nearLine = (near: NearMiss, outcome: Outcome, language: Language): string => {
  const { change, level: other, permit, cap, refusedBy } = near;
  const rules = refusedBy.length > 0 ? refusedBy : [permit, cap].filter((rule) => rule !== undefined);
  const by = rules.length === 0 ? '' : filled(words.by, language, { rules: rules.map(ruleText).join('; ') });
  return changeText(change, { level: outcome(other, language), by }, language);
};

const dutiesText = (obligations: FieldExplanation['obligations']): string =>
  Object.entries(obligations)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : value.join(', ')}`)
    .join('; ');

const section = (title: InBoth, lines: readonly string[], language: Language): readonly string[] =>
  lines.length === 0 ? [] : [title[language], ...lines];

/** What the report is made of besides the explanation: which documents, which facts were stated. */
export type ExplainContext = {
  readonly language: Language;
  readonly given: ReadonlySet<string>;
  readonly documents: Readonly<Record<'covenant' | 'version' | 'digest' | 'law' | 'lawVersion' | 'lawDigest', string>>;
  readonly valid: Pick<CovenantDocument['valid'], 'from' | 'until'>;
};

/** Is the day of a question one on which the covenant is valid? */
export const isValidAt = ({ from, until }: ExplainContext['valid'], at: string): boolean => {
  const day = dutchDateOf(at);
  return from <= day && day <= until;
};

const validityLines = (
  { valid, language }: Pick<ExplainContext, 'valid' | 'language'>,
  at: string,
): readonly string[] => (isValidAt(valid, at) ? [] : [filled(words.notValid, language, valid)]);

/** Lines about the rules that decided a field. */
const decidedLines = (field: FieldExplanation, isSupply: boolean, language: Language): readonly string[] => {
  const { permit, cap, contributing } = field;
  const also = contributing.filter(({ id }) => id !== permit?.id && id !== cap?.id);
  if (isSupply) return cap === undefined ? [] : [filled(words.stop, language, { rule: ruleText(cap) })];
  return [
    permit === undefined ? words.noPermit[language] : filled(words.permit, language, { rule: ruleText(permit) }),
    ...(cap === undefined ? [] : [filled(words.cap, language, { rule: ruleText(cap) })]),
    ...(also.length === 0 ? [] : [filled(words.also, language, { rules: also.map(ruleText).join('; ') })]),
  ];
};

const fieldLines = (
  field: FieldExplanation,
  { language, given }: ExplainContext,
  isSupply: boolean,
  terminal: Terminal,
): string[] => {
  const outcome = isSupply ? supplied : level;
  const duties = dutiesText(field.obligations);
  return [
    '',
    `${painted(terminal, 'bold', field.field)}: ${outcome(field.level, language)}`,
    ...decidedLines(field, isSupply, language),
    ...(duties === '' ? [] : [filled(words.duties, language, { duties })]),
    ...section(words.facts, factLines(field.facts, given, language), language),
    ...section(
      words.near,
      field.nearMisses.map((near) => nearLine(near, outcome, language)),
      language,
    ),
  ];
};

/** The explanation for the auditor, who may know everything. */
export const auditorText = (explanation: Explanation, context: ExplainContext, terminal: Terminal): string => {
  const { question, refusedBy, fields } = explanation;
  const { from, purpose, type, phase, act, at } = question;
  const { language } = context;
  const refusal = filled(words.refused, language, { rules: refusedBy.map(ruleText).join('; ') });
  return [
    filled(words.title, language, { from, purpose, type, phase, act, day: dutchDateOf(at) }),
    filled(words.documents, language, context.documents),
    ...validityLines(context, at),
    ...(refusedBy.length === 0 ? [] : ['', refusal]),
    ...fields.flatMap((field) => fieldLines(field, context, act === 'levering', terminal)),
    '',
  ].join('\n');
};

/** The explanation for the recipient: a function of the day, of what he was shown, and of nothing else. */
export const recipientText = (
  shown: readonly RecipientExplanation[],
  context: Pick<ExplainContext, 'valid' | 'language'>,
  at: string,
): string => {
  const { language } = context;
  const lines = shown.map((one) => filled(words.shown, language, { ...one, level: level(one.level, language) }));
  const told = lines.length === 0 ? [words.nothingShown[language]] : lines;
  return [...validityLines(context, at), ...told, ''].join('\n');
};
