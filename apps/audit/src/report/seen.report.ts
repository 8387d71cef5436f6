import { counted, filled } from '@knooppunt/platform';
import type { InBoth, Language } from '@knooppunt/platform';
import type { Asked, SeenBlock } from '../as-seen/asking.js';
import type { LastSeen, Seen } from '../as-seen/seen.js';

const words = {
  title: {
    nl: 'Casus {case}: wat {party} tot en met {at} te zien kreeg.',
    en: 'Case {case}: what {party} had been shown by {at}.',
  },
  sizes: {
    nl: '{answers} {answers:antwoord|antwoorden}, {pieces} {pieces:stuk|stukken}; zonder waarden.',
    en: '{answers} {answers:answer|answers}, {pieces} {pieces:piece|pieces}; without values.',
  },
  nothing: { nl: 'Niets: er is geen verstrekking vastgelegd.', en: 'Nothing: no disclosure is recorded.' },
  piece: {
    nl: '{type} van {kind}, {source}, fase {phase}: {times}× getoond, het laatst {at} ({view}, {purpose}, persoon {person})',
    en: '{type} from {kind}, {source}, phase {phase}: shown {times}×, last {at} ({view}, {purpose}, person {person})',
  },
  block: { nl: '  {block}{subject}: {fields}', en: '  {block}{subject}: {fields}' },
  subject: { nl: ' (betrokkene {id})', en: ' (subject {id})' },
  unanswered: { nl: 'niet te lezen ({code}), dus niets', en: 'unreadable ({code}), so nothing' },
  existence: { nl: '  alleen dat het bestaat', en: '  only that it exists' },
} as const satisfies Readonly<Record<string, InBoth>>;

const fieldsOf = ({ velden, onbeantwoord }: SeenBlock, language: Language): string =>
  onbeantwoord === undefined
    ? velden
        .map(({ veld, niveau, bepaling }) => `${veld} ${niveau}${bepaling === undefined ? '' : ` [${bepaling}]`}`)
        .join(', ')
    : filled(words.unanswered, language, { code: onbeantwoord });

const pieceLines = ({ piece, answer, times }: LastSeen, language: Language): readonly string[] => [
  '',
  filled(words.piece, language, {
    type: piece.soort,
    kind: piece.leverancierSoort,
    source: `${piece.bron}@${piece.revisie}`,
    phase: piece.fase,
    times: counted(times, language),
    at: answer.vastgelegd,
    view: answer.weergave,
    purpose: answer.doel,
    person: answer.persoon,
  }),
  ...(piece.blokken.length === 0
    ? [words.existence[language]]
    : piece.blokken.map((block) =>
        filled(words.block, language, {
          block: block.blok,
          subject: block.betrokkene === undefined ? '' : filled(words.subject, language, { id: block.betrokkene }),
          fields: fieldsOf(block, language),
        }),
      )),
];

type Question = Pick<Asked, 'case' | 'party' | 'at' | 'purpose'>;

/** What a party had been shown, for people. */
export const seenText = (asked: Question, { answers, pieces }: Seen, language: Language): string =>
  [
    filled(words.title, language, { case: asked.case, party: asked.party, at: asked.at }),
    answers.length === 0
      ? words.nothing[language]
      : filled(words.sizes, language, {
          answers: counted(answers.length, language),
          pieces: counted(pieces.length, language),
        }),
    ...pieces.flatMap((piece) => pieceLines(piece, language)),
    '',
  ].join('\n');

/** What a party had been shown, for machines: a line per piece, and the summary. */
export const seenJson = (asked: Question, { answers, pieces }: Seen): string => {
  const { case: id, party, at, purpose } = asked;
  const summary = { kind: 'summary', command: 'as-seen', case: id, party, at, purpose, answers, pieces: pieces.length };
  return [
    ...pieces.map(({ piece, answer, times }) => ({ kind: 'piece', ...piece, times, last: answer })),
    { ...summary, findings: 0 },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
};
