import type { FaultTexts } from '@knooppunt/platform';

const word = (nl: string, en: string) => ({ nl, en });

/** What keeps a text from being a covenant that may be adopted (`validateDocuments`, `versionProblems`). */
const problems = {
  'unknown-semantics': word(
    'Convenant en wet noemen niet dezelfde betekenis (semantics), of een die dit knooppunt niet kent.',
    'Covenant and law do not name one semantics, or one that this hub does not know.',
  ),
  levels: word('De niveaus en hun volgorde liggen vast.', 'The levels and their order are fixed.'),
  phases: word('De fasen en hun volgorde liggen vast (WGS 2.23).', 'The phases and their order are fixed (WGS 2.23).'),
  'other-law': word(
    'Dit hoort bij een andere wet, of een andere tekst ervan, dan die in werking is.',
    'This belongs to another law, or another text of it, than the one in force.',
  ),
  'ends-before-it-begins': word('De laatste dag ligt voor de eerste.', 'The last day lies before the first.'),
  'unknown-kind': word(
    'Een partij is geen deelnemer van WGS 2.19 en niet het bureau.',
    'A party is no participant of WGS 2.19 and not the bureau.',
  ),
  'redefined-fact': word(
    'Een feit van de wet kan een convenant niet anders omschrijven.',
    'A covenant cannot define a fact of the law otherwise.',
  ),
  'redefined-obligation': word(
    'Een plicht van de wet kan een convenant niet anders laten gelden.',
    'A covenant cannot make a duty of the law work otherwise.',
  ),
  'duplicate-id': word(
    'Een nummer van een regel staat er meer dan één keer.',
    'The id of a rule stands more than once.',
  ),
  'overlapping-validity': word(
    'Twee teksten onder één naam gelden op dezelfde dagen; zeg welke versie deze vervangt (supersedes).',
    'Two texts under one name are valid on the same days; say which version this one supersedes.',
  ),
  'other-registry': word(
    'Het convenant is geschreven bij een ander register van leveringen.',
    'The covenant was written with another payload registry.',
  ),
  'at-most-or-can': word(
    'Een belofte zegt precies één van twee: atMost of can.',
    'An assertion states exactly one of two: atMost or can.',
  ),
  'unknown-level': word('Dit niveau bestaat niet.', 'There is no such level.'),
  dated: word('Alleen regels van de wet dragen dagen.', 'Only rules of law carry days.'),
  'unknown-name': word(
    'Hier staat een naam die wet, convenant en register niet kennen.',
    'Here stands a name that law, covenant and registry do not know.',
  ),
  'unknown-fact': word('Hier staat een feit dat nergens is omschreven.', 'Here stands a fact that is defined nowhere.'),
  'shadowing-group': word('Een groep heet als iets anders.', 'A group bears the name of something else.'),
  'cyclic-group': word(
    'Een groep bevat zichzelf, of een groep die dat doet.',
    'A group holds itself, or a group that does.',
  ),
  'exploding-group': word(
    'Een groep staat, voluit geschreven, voor te veel woorden, of is te diep genest.',
    'A group, written in full, stands for too many words, or is nested too deep.',
  ),
  'permit-or-cap': word(
    'Een regel is een toestemming of een plafond: precies één van de twee.',
    'A rule is a permit or a cap: exactly one of the two.',
  ),
  'permit-dimensions': word('Een toestemming noemt alle zes de dimensies.', 'A permit states all six dimensions.'),
  'law-permits': word('De wet neemt alleen weg.', 'The law only takes away.'),
  'not-dated': word(
    'Een regel van de wet zegt vanaf welke dag hij geldt.',
    'A rule of law says from which day it holds.',
  ),
  'law-own': word('“own” heeft alleen in een convenant betekenis.', '`own` has a meaning only in a covenant.'),
  'unknown-obligation': word(
    'Hier staat een plicht die nergens is omschreven.',
    'Here stands a duty that is defined nowhere.',
  ),
  'obligation-value': word(
    'Een plicht heeft een waarde die zij niet kent.',
    'A duty has a value that it does not know.',
  ),
  'assertion-broken': word(
    'Deze belofte van het convenant houdt geen stand.',
    'This assertion of the covenant does not hold.',
  ),
  'other-cooperation': word('Dit is voor een ander samenwerkingsverband.', 'This is for another cooperation.'),
  'other-covenant': word('Dit is van een ander convenant.', 'This is of another covenant.'),
  'version-reused': word('Er is al een andere tekst met dit nummer.', 'Another text bears this number already.'),
  'superseded-version': word(
    'Het convenant zegt een andere versie te vervangen dan die in werking is.',
    'The covenant says that it supersedes another version than the one in force.',
  ),
  'superseded-itself': word(
    'Het convenant zegt zichzelf te vervangen.',
    'The covenant says that it supersedes itself.',
  ),
  'superseded-digest': word(
    'De vingerafdruk van de vervangen versie klopt niet met haar tekst.',
    'The digest of the superseded version does not match its text.',
  ),
} as const satisfies FaultTexts;

/** What the analysis finds in a text that is well formed (`check`); the names that it speaks of stand beside it. */
const findings = {
  'betrays-fact': word(
    'Aan wat deze regel toont of oplegt, kan de lezer een feit raden dat hij niet kent; erken dat (observable) of houd het dicht.',
    'What this rule shows or asks lets its reader guess a fact that is hidden from him; declare that (observable) or withhold it.',
  ),
  'law-always-withholds': word(
    'Wat deze regel toestaat, houdt de wet altijd dicht.',
    'What this rule permits the law always withholds.',
  ),
  'looser-than-law': word(
    'Deze plicht is ruimer dan wat de wet hier altijd vraagt; zij geldt nooit.',
    'This duty is looser than what the law always asks here; it never holds.',
  ),
  'law-duty-undefined': word(
    'De wet legt een plicht op zonder te zeggen hoe waarden samenkomen.',
    'The law sets a duty without saying how values combine.',
  ),
  'no-retention': word(
    'Wat deze regel toont, mag de ontvanger bewaren zonder eind: geen regel noemt een termijn.',
    'What this rule shows the recipient may keep without end: no rule names a term.',
  ),
  'special-without-cap': word(
    'Bijzondere gegevens zijn te zien zonder dat er een plafond voor is geschreven.',
    'Special data can be seen, and no cap is written for it.',
  ),
  'never-matches': word('Deze regel geldt nooit.', 'This rule never holds.'),
  'never-decides': word(
    'Zonder deze regel zou alles hetzelfde zijn.',
    'Without this rule everything would be the same.',
  ),
  'supplied-and-never-seen': word(
    'Deze velden mogen worden aangeleverd, en niemand kan ze ooit zien.',
    'These fields may be supplied, and nobody can ever see them.',
  ),
  'unused-group': word('Deze groep wordt door geen regel gebruikt.', 'No rule uses this group.'),
  'unused-fact': word('Dit feit wordt door geen regel gevraagd.', 'No rule asks this fact.'),
  'unused-obligation': word('Deze plicht wordt door geen regel opgelegd.', 'No rule sets this duty.'),
  'never-bites': word('Dit plafond verlaagt nooit iets.', 'This cap never lowers anything.'),
  'never-seen': word(
    'Deze velden kan niemand ooit zien, en niemand mag ze aanleveren.',
    'Nobody can ever see these fields, and nobody may supply them.',
  ),
  'revealed-to-all': word(
    'Deze velden kan elke soort organisatie voluit zien.',
    'Every kind of organisation can see these fields in full.',
  ),
  'overlapping-permits': word(
    'Deze toestemmingen kunnen tegelijk gelden, elk met een ander niveau; dan telt het hoogste.',
    'These permits can hold at once, each with another level; then the highest counts.',
  ),
} as const satisfies FaultTexts;

/** Why a signature does not count, or which one is missing (ADR 0015). */
const signatures = {
  'bad-signature': word(
    'De handtekening is niet met deze sleutel over deze verklaring gezet.',
    'The signature was not made with this key over this statement.',
  ),
  'not-a-signer': word('Deze organisatie is niet gevraagd te tekenen.', 'This organisation is not asked to sign.'),
  'unknown-key': word('De sleutel is hier niet geregistreerd.', 'The key is not registered here.'),
  'key-of-another': word('De sleutel is van een andere organisatie.', 'The key belongs to another organisation.'),
  'other-version': word('Dit is onder een andere versie gezet.', 'This was put under another version.'),
  'other-text': word(
    'Dit is onder een andere tekst gezet: de vingerafdruk is een andere.',
    'This was put under another text: its digest is another.',
  ),
  'key-not-begun': word('De sleutel gold toen nog niet.', 'The key was not valid yet.'),
  'key-ended': word('De sleutel gold toen niet meer.', 'The key was no longer valid.'),
  'key-replaced': word('De sleutel is door een andere vervangen.', 'The key has been replaced by another.'),
  'key-revoked': word('De sleutel is ingetrokken.', 'The key has been revoked.'),
  'time-to-come': word(
    'De handtekening is gedateerd in de toekomst.',
    'The signature bears a time that is yet to come.',
  ),
  'before-submission': word(
    'De handtekening is gedateerd voor de tekst werd ingediend.',
    'The signature bears a time before the text was submitted.',
  ),
  'signature-of-supplier': word(
    'De handtekening van deze organisatie ontbreekt: haar gegevens worden verruimd.',
    'The signature of this organisation is missing: its data is widened.',
  ),
  'signature-of-kind': word(
    'Van deze soort partij tekende nog niemand.',
    'Nobody of this kind of party has signed yet.',
  ),
} as const satisfies FaultTexts;

/** What a fault of a covenant or of a signature under it means, for people; names are never in it. */
export const covenantFaults = { ...problems, ...findings, ...signatures } as const satisfies FaultTexts;
