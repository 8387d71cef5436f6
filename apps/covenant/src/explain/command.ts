import { explain as explained, explainToRecipient } from '@knooppunt/covenant';
import { SystemClock } from '@knooppunt/platform';
import type { Terminal } from '@knooppunt/platform';
import { readCovenant } from '../reading/read-covenant.js';
import type { ReadPair } from '../reading/read-covenant.js';
import { digestOfDocument } from '../reading/read-document.js';
import type { Asked, Command } from '../shell/command.js';
import { wrongUsage } from '../shell/wrong.js';
import { questionOf } from './question.js';
import type { ExplainOption } from './question.js';
import { auditorText, isValidAt, recipientText } from './report.js';
import type { ExplainContext } from './report.js';

const audiences = ['auditor', 'ontvanger'] as const;

/** What is supplied is shown to nobody yet. */
const nobodyShown = wrongUsage({
  nl: '--for ontvanger gaat over wat iemand te zien krijgt; bij --act levering is dat nog niemand',
  en: '--for ontvanger is about what somebody gets to see; with --act levering that is nobody yet',
});

const documentsOf = ({ covenant, law }: ReadPair): ExplainContext['documents'] => ({
  covenant: covenant.document.covenant,
  version: covenant.document.version,
  digest: digestOfDocument(covenant),
  law: law.document.wet,
  lawVersion: law.document.version,
  lawDigest: digestOfDocument(law),
});

const run = (asked: Asked<ExplainOption>, terminal: Terminal): 0 => {
  const pair = readCovenant(asked.files[0] ?? '', asked);
  const [law, covenant] = [pair.law.document, pair.covenant.document];
  const { question, given } = questionOf({ law, covenant }, asked, new SystemClock().now());
  const audience = audiences.find((known) => known === (asked.text('for') ?? 'auditor'));
  if (audience === undefined) throw wrongUsage(`--for ${asked.text('for') ?? ''}`);
  const documents = documentsOf(pair);
  const { valid } = covenant;
  const { language } = asked;
  const isValid = isValidAt(valid, question.at);
  if (audience === 'ontvanger') {
    if (question.act === 'levering') throw nobodyShown;
    const shown = explainToRecipient(law, covenant, question);
    const text = recipientText(shown, { valid, language }, question.at);
    terminal.out(asked.json ? `${JSON.stringify({ kind: 'shown', isValid, fields: shown })}\n` : text);
    return 0;
  }
  const explanation = explained(law, covenant, question);
  const json = {
    kind: 'explanation',
    documents,
    isValid,
    others: asked.text('others') ?? 'unhindered',
    ...explanation,
  };
  terminal.out(
    asked.json
      ? `${JSON.stringify({ ...json, given: [...given] })}\n`
      : auditorText(explanation, { language, given, documents, valid }, terminal),
  );
  return 0;
};

const word = (nl: string, en: string) => ({ nl, en });

/** `explain`: what a field gets in one situation, and why. */
export const explain: Command<ExplainOption> = {
  name: 'explain',
  summary: word(
    'wat iemand van een veld te zien krijgt, door welke regel, en wat er net aan scheelt',
    'what somebody gets to see of a field, by which rule, and what nearly made a difference',
  ),
  says: word(
    'Beslist één vraag en zegt waarom: niveau, toestemming en plafond met hun artikel, feiten, plichten, en wat één ander feit\nof één andere fase zou geven. Feiten die u niet noemt, staan zo dat zij niets in de weg leggen; dat staat erbij.',
    'Decides one question and says why: level, permit and cap with their article, facts, duties, and what one other fact or\none other phase would give. Facts that you do not state stand so that they hinder nothing; it says so.',
  ),
  files: { shown: word('CONVENANT', 'COVENANT'), least: 1, most: 1 },
  readsCovenant: true,
  options: {
    from: {
      value: word('SOORT', 'KIND'),
      says: word(
        'wie het aanleverde (standaard: wie deze soort als enige levert)',
        'who supplied it (default: the only kind that brings this type)',
      ),
    },
    to: { value: word('SOORT', 'KIND'), required: true, says: word('wie het vraagt', 'who asks for it') },
    type: {
      value: word('S', 'S'),
      required: true,
      says: word('de soort levering, zoals S19', 'the payload type, such as S19'),
    },
    field: {
      value: word('VELD', 'FIELD'),
      multiple: true,
      says: word('het veld (standaard: alle velden van de soort)', 'the field (default: all fields of the type)'),
    },
    purpose: {
      value: word('DOEL', 'PURPOSE'),
      required: true,
      says: word(
        'het doel van de vrager, zoals NLA.toezicht of toezicht',
        'the purpose of who asks, such as NLA.toezicht or toezicht',
      ),
    },
    phase: { value: word('FASE', 'PHASE'), required: true, says: word('weging, 1, 2 of 3', 'weging, 1, 2 or 3') },
    act: {
      value: word('HANDELING', 'ACT'),
      says: word('inzage (standaard), levering of resultaat', 'inzage (default), levering or resultaat'),
    },
    at: {
      value: word('DAG', 'DAY'),
      says: word('de dag van de beslissing (standaard: vandaag)', 'the day of the decision (default: today)'),
    },
    fact: {
      value: word('NAAM=WAARDE', 'NAME=VALUE'),
      multiple: true,
      says: word('een feit: true, false of unknown', 'a fact: true, false or unknown'),
    },
    others: {
      value: word('unhindered|unknown', 'unhindered|unknown'),
      says: word(
        'hoe de feiten staan die u niet noemt: zo dat zij niets in de weg leggen (standaard), of onbekend',
        'how facts stand that you do not state: so that they hinder nothing (default), or unknown',
      ),
    },
    for: {
      value: word('auditor|ontvanger', 'auditor|ontvanger'),
      says: word(
        'voor wie de uitleg is: de auditor (standaard) ziet alles, de ontvanger alleen wat zelf geen feit verraadt',
        'for whom it is explained: the auditor (default) sees all, the recipient (ontvanger) only what itself tells no fact',
      ),
    },
  },
  run,
};
