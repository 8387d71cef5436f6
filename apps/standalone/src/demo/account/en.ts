import { failuresEn } from './en.failures.js';
import { partsEn, progressEn } from './en.progress.js';
import { counter, dayer } from './format.js';
import type { Texts } from './texts.js';

const number = counter('en-GB');
const day = dayer('en-GB');
const times = (count: number, one: string, more: string): string => `${number(count)} ${count === 1 ? one : more}`;
const cities: Readonly<Record<string, string>> = { '0363': 'Amsterdam', '0599': 'Rotterdam' };
const warning = 'ATTENTION, this should not be: ';

/** The demonstration in English. */
export const en: Texts = {
  ...failuresEn,
  locale: 'en-GB',
  parts: partsEn,
  progress: progressEn,
  levels: {
    withhold: 'nothing',
    exists: 'exists only',
    pseudonymise: 'pseudonym',
    generalise: 'general',
    mask: 'partly',
    reveal: 'open',
  },
  marks: {
    childInterest: 'the interest of the child',
    identityNeed: 'need of the identity of a victim',
    originatorConsent: 'consent of the supplier',
    omConsent: 'consent of the public prosecutor',
    held: 'kept for a legal claim only',
    informant: 'informant',
    linkedCrime: 'reference to criminal data',
    objection: 'serious objections of the supplier',
    codeB: 'police code b (partial)',
    codeH1: 'code H1 (not in court)',
    codeH2: 'code H2 (no further without consent)',
    minor: 'minor',
    possibleVictim: 'possible victim',
    silent: 'silent hit',
    ownHit: 'data of the recipient’s own about the same subject',
  },
  title: ({ today, run }) => `The first trial case, played on ${day(today)} (${run})`,
  headings: {
    beforehand: 'Beforehand',
    signals: '1. The signals',
    weighing: '2. The weighing',
    case: '3. The case',
    requests: '4. The requests',
    meeting: '5. The meeting',
    outsider: '6. Who does not belong',
    audit: '7. The audit',
    notYet: '8. What is not there yet',
  },
  columns: {
    who: 'who',
    type: 'type of delivery',
    code: 'type',
    count: 'number',
    reader: 'reader',
    items: 'items',
    shown: 'what could be seen',
    article: 'article',
  },
  madeUp: ({ seed, today }) =>
    'The people in this story do not exist: they come from the official fictitious population register of the Dutch ' +
    'government (as of 2 May 2022). What labour inspectorate, immigration service, police and tax administration say of ' +
    `them is made up with the number ${seed}; --seed ${seed} gives the same data again on ${day(today)}. Made up, too, are ` +
    'the texts of the participants, and that an inspector found a child at the address. What the hub did with it all did ' +
    'happen and is on record.',
  imported: ({ municipality, residents, overcrowded, anomalies }, { referenceDate }) =>
    `The municipality of ${cities[municipality] ?? municipality} (${municipality}) read its ${number(residents)} residents ` +
    `of ${day(referenceDate)}. Its fixed rules, which count people and dates and do not look at nationality or birthplace, ` +
    `found ${times(overcrowded, 'overcrowded address', 'overcrowded addresses')} (S1) and ` +
    `${times(anomalies, 'registration anomaly', 'registration anomalies')} (S2).`,
  secrecy:
    'Whoever asked the register for secrecy counts in the numbers and is never the ground of a signal. What the register ' +
    'does not know is left out and not filled in.',
  found: ({ registrations }) =>
    `At the Amsterdam address ${number(registrations)} people are registered who are no family. An inspector of the ` +
    'municipality also found a child there that is registered elsewhere, with somebody: one more S2. The labour inspectorate ' +
    'delivered an inspection of the same address (S19), the immigration service the residence position of two adult ' +
    'residents (S24).',
  repeated: (isSame) =>
    isSame
      ? 'The labour inspectorate offered its delivery twice, as a system does after a fault. It had the same answer with the ' +
        'same id both times.'
      : `${warning}the second time the same delivery had another answer.`,
  refused: ({ basis, status }) =>
    'The college also offered a residence position (S24). Only the immigration service may bring that: the hub refused ' +
    `(${status}), under ${basis.join(' and ')}, and recorded the refusal.`,
  prepared: ({ accepted, rejected }) =>
    `An analyst of the RIEC prepared ${times(accepted.length + rejected.length, 'weighing', 'weighings')}: five criteria and ` +
    'four factors, in words. Police and labour inspectorate weighed, each for itself.',
  weigherSaw: (fields) =>
    'A weigher reads why something is a signal, and about whom as a pseudonym only. Of one registration anomaly the police ' +
    `saw: ${fields}.`,
  decided: ({ accepted, rejected, fates }, rotterdam) =>
    `${times(accepted.length, 'signal was', 'signals were')} accepted. ` +
    `${times(rejected.length, 'signal', 'signals')} about another address in Amsterdam the police rejected; Rotterdam ` +
    `rejected ${rotterdam === 1 ? 'its signal' : `its ${number(rotterdam)} signals`} itself. The keys of those ` +
    `${number(fates.length)} were destroyed on the spot: nobody can read them any more. The municipalities read beside their ` +
    `own deliveries: ${[...new Set(fates.map(({ status }) => status))].join(', ')} (destroyed).`,
  neverLearns: ({ isEqual, status, bytes }) =>
    isEqual
      ? 'Amsterdam never learned that the signal of Rotterdam was there: a question for it is answered, to the byte, as a ' +
        `question for something that never was (${status}, ${number(bytes)} bytes).`
      : `${warning}a question for the signal of Rotterdam is answered otherwise than a question for nothing.`,
  opened: ({ contributions, participants }) =>
    `The case director opened one case with the ${number(contributions)} accepted signals. ` +
    `${number(participants.length)} participants are involved, each for ninety days: college, mayor, police, labour ` +
    'inspectorate, tax administration and immigration service. The Royal Marechaussee is not.',
  linked: ({ subjects, proposalsLinked, companyProposals }) =>
    `The analyst linked ${times(subjects, 'subject', 'subjects')}, a child and its companion among them; ` +
    `${number(proposalsLinked)} times the hub proposed that two deliveries are about one person, without showing anybody, ` +
    `and ${number(companyProposals)} times about one company. One resident is shielded as a possible victim. Nobody has to ` +
    'report the child: the hub works out by itself who is a minor on the day of the question. Of whom the age is not known ' +
    'it assumes so.',
  needed: ({ necessities }) =>
    'Each participant recorded per type of delivery which data it needs and why, for its own purpose: ' +
    `${number(necessities)} times. Without that necessity, what the covenant would show otherwise stays closed.`,
  tooEarly: ({ basis, status }) =>
    'In phase 1 the police offered unasked the incident (S6) that they deliver later on request. That may not be yet: ' +
    `refused (${status}), under ${basis.join(' and ')}.`,
  phase:
    'Then the privacy officer advised, and the case director opened phase 2 with necessity, proportionality and subsidiarity ' +
    'in writing.',
  requested: ({ subjects, recognised }) =>
    'The case director asked the police for incidents (S6) and the tax administration for the payroll (S15), about the ' +
    `${number(subjects)} residents of whom the immigration service delivered the residence position. Both read their request ` +
    `and answered in their own way. The police knew ${number(recognised)} of them: who is shielded is shielded from the ` +
    'police too, and of whom they do not know they can say nothing. The tax administration read the employer in the ' +
    'inspection of the labour inspectorate.',
  convened: ({ readings }) =>
    `Six participants were invited, ${number(readings.filter(({ atTable }) => atTable).length)} sat at the table. Each opened ` +
    'the same dossier and saw its own version. The college was not there, and saw less. What each was ' +
    'shown, in fields:',
  howToRead:
    'Nothing means that even its existence is hidden; an own delivery is read back elsewhere, outside the dossier. ' +
    'Open is the datum itself; partly is with asterisks; general is a group, a year or a band; a pseudonym differs for every ' +
    'reader and every case. Of a minor or a possible victim name, date of birth and numbers stand lower for everybody, and ' +
    'nobody is told which of the two it is.',
  ownDelivery: 'own',
  nothing: 'nothing',
  atTable: 'at the table',
  invited: 'invited, absent',
  bureau: 'bureau',
  example: {
    resident: 'The name of an adult resident (S2, municipality)',
    child: 'The name of the child (S2, municipality)',
    incident: 'The kind of incident (S6, police)',
    arrears: 'The arrears in euros (S15, tax administration)',
  },
  exampleOwn: '– (own delivery, read elsewhere)',
  exampleNothing: '– (nothing)',
  exampleSaid: ({ level, value }) => (value === undefined ? `(${level})` : `${value} (${level})`),
  outside: ({ outsider, outsiderLists }) =>
    outsider.every(({ isEqual }) => isEqual) && outsiderLists.every(({ items }) => items === 0)
      ? `The Royal Marechaussee is not of this case. It asked for meeting and case in ${number(outsider.length)} ways, and had ` +
        'each time, to the byte, what it has for something that does not exist ' +
        `(${outsider[0]?.status ?? ''}, ${number(outsider[0]?.bytes ?? 0)} bytes). Its lists of meetings, cases and requests ` +
        'are empty. From that it cannot tell that there is a case.'
      : `${warning}the Marechaussee can tell from the answer that something is there.`,
  checkpoints: ({ checkpoints, signature }) =>
    `The auditor read ${times(checkpoints, 'signed checkpoint', 'signed checkpoints')} of RIEC Amsterdam-Amstelland; the last ` +
    'covers everything up to the meeting.' +
    (signature === 'good' ? ' Its signature agrees with the public key in the data folder.' : ''),
  audited: ({ command, findings, counts, uncovered }, asRecorded) =>
    command === 'verify'
      ? `Log verified: ${number(counts['events'] ?? 0)} events in ${number(counts['streams'] ?? 0)} streams, ` +
        `${findings === 0 ? 'no findings' : `${warning}${number(findings)} findings`}. The newest ${number(uncovered)} wait ` +
        'for the next checkpoint.'
      : `Every disclosure decided again: ${number(counts['disclosures'] ?? 0)} disclosures, ${number(counts['items'] ?? 0)} ` +
        `items, ${number(counts['fields'] ?? 0)} fields, ` +
        `${findings === 0 ? 'all as they were allowed' : `${warning}${number(findings)} findings`}. ` +
        (asRecorded === ''
          ? 'All facts were computed again.'
          : `Most facts were computed again; what lies sealed is taken as recorded: ${asRecorded}.`),
  unreadable: (command) => `${warning}the audit '${command}' could not read the log.`,
  notAudited:
    'The log of this hub does not lie in the data folder here, so it was not replayed. Do so where it lies, with ' +
    'npm run audit -- verify and npm run audit -- redecide.',
  unset: (names) =>
    `Nobody can set these marks yet, so everywhere they counted as not set: ${names}. Rules that wait for them stayed closed.`,
  shielded: (isShielded) =>
    isShielded
      ? 'For the child that means: nobody could record that its interest asks for the name to be shown, and so nobody saw the ' +
        'name in the dossier. Nor that of the possible victim.'
      : `${warning}somebody saw the name of the child or of the possible victim.`,
  notYet:
    'There are no advice, approach, feedback and closing of a case yet, and no screens: the participants worked through the ' +
    'API here. Of the 33 types of delivery six came by; docs/payloads describes the others.',
};
