import type { InBoth } from '@knooppunt/platform';

/**
 * What each code of a problem means, for lawyers. `{name}`: the first word that the problem quotes; `{more}`: its own words,
 * which name ids only. Codes are those of `validateDocuments` and `versionProblems`.
 */
export const problemSentences: Readonly<Record<string, InBoth>> = {
  shape: {
    nl: 'Het document heeft niet de vorm van een convenant of wet: {more}.',
    en: 'The document does not have the form of a covenant or law: {more}.',
  },
  'unknown-semantics': {
    nl: 'Convenant en wet moeten dezelfde betekenis (semantics) noemen, en wel een die deze bouw kent.',
    en: 'Covenant and law must name one semantics, and one that this build knows.',
  },
  levels: { nl: 'De niveaus liggen vast: {more}.', en: 'The levels are fixed: {more}.' },
  phases: { nl: 'De fasen liggen vast (WGS 2.23): {more}.', en: 'The phases are fixed (WGS 2.23): {more}.' },
  'other-law': {
    nl: 'Het convenant is nagekeken tegen een andere wet, of een andere versie ervan, dan deze ({more}).',
    en: 'The covenant was checked against another law, or another version of it, than this one ({more}).',
  },
  'ends-before-it-begins': { nl: 'De laatste dag ligt voor de eerste.', en: 'The last day lies before the first.' },
  'unknown-kind': {
    nl: '“{name}” is geen deelnemer van WGS 2.19 en niet het bureau.',
    en: '“{name}” is no participant of WGS 2.19 and not the bureau.',
  },
  'redefined-fact': {
    nl: 'Het feit “{name}” staat al in de wet; een convenant kan het niet anders omschrijven.',
    en: 'The fact “{name}” is one of the law; a covenant cannot define it otherwise.',
  },
  'redefined-obligation': {
    nl: 'De plicht “{name}” staat al in de wet; een convenant kan haar niet anders laten gelden.',
    en: 'The obligation “{name}” is one of the law; a covenant cannot make it work otherwise.',
  },
  'duplicate-id': {
    nl: 'Dit nummer staat er meer dan één keer; een nummer hoort bij één regel en komt nooit terug.',
    en: 'This id stands here more than once; an id belongs to one rule and never comes back.',
  },
  'overlapping-validity': {
    nl: 'Twee teksten onder één naam gelden op dezelfde dagen ({more}): niet te zeggen is welke van de twee dan bindt.',
    en: 'Two texts under one name are in force on the same days ({more}): nobody can say which of the two binds then.',
  },
  'at-most-or-can': {
    nl: 'Een belofte zegt of een bovengrens (atMost) of wat mogelijk blijft (can): precies één van de twee.',
    en: 'An assertion states an upper bound (atMost) or what stays possible (can): exactly one of the two.',
  },
  'unknown-level': { nl: 'Het niveau “{name}” bestaat niet.', en: 'There is no level “{name}”.' },
  dated: {
    nl: 'Alleen regels van de wet dragen een eerste en laatste dag; een convenant geldt als geheel.',
    en: 'Only rules of law carry a first and last day; a covenant is in force as a whole.',
  },
  'unknown-name': {
    nl: '“{name}” bestaat niet: geen partij, doel, fase, soort levering, veld, categorie, handeling of groep heet zo ({more}).',
    en: '“{name}” is unknown: no party, purpose, phase, type, field, category, act or group bears that name ({more}).',
  },
  'unknown-fact': {
    nl: 'Het feit “{name}” is nergens omschreven, in de wet niet en in het convenant niet.',
    en: 'The fact “{name}” is defined nowhere, neither in the law nor in the covenant.',
  },
  'shadowing-group': {
    nl: 'De groep “{name}” heet als iets anders; dan betekent dat woord niet meer wat er staat.',
    en: 'The group “{name}” bears the name of something else; then that word no longer means what it says.',
  },
  'cyclic-group': {
    nl: 'De groep “{name}” bevat zichzelf, rechtstreeks of langs een andere groep.',
    en: 'The group “{name}” holds itself, directly or by way of another group.',
  },
  'permit-or-cap': {
    nl: 'Een regel is een toestemming (permit) of een plafond (cap): precies één van de twee.',
    en: 'A rule is a permit or a cap: exactly one of the two.',
  },
  'permit-dimensions': {
    nl: 'Een toestemming noemt alle zes de dimensies; hier ontbreekt “{name}”.',
    en: 'A permit states all six dimensions; here `{name}` is missing.',
  },
  'law-permits': {
    nl: 'De wet boven het convenant neemt alleen weg; toestaan doet het convenant.',
    en: 'The law above the covenant only takes away; the covenant permits.',
  },
  'not-dated': {
    nl: 'Een regel van de wet zegt vanaf welke dag hij geldt, en tot wanneer.',
    en: 'A rule of law says from which day it is in force, and until when.',
  },
  'law-own': {
    nl: '“own” (de eigen doelen van de lezer) heeft alleen in een convenant betekenis.',
    en: '`own` (the reader’s own purposes) has a meaning only in a covenant.',
  },
  'betrays-fact': {
    nl: 'Aan het niveau kan de lezer “{name}” raden, een feit dat hij niet kent; de regel moet dat erkennen (observable), of helemaal dichthouden.',
    en: 'The level lets its reader guess “{name}”, a fact that is hidden from him; the rule must declare that (observable), or withhold altogether.',
  },
  'unknown-obligation': {
    nl: 'De plicht “{name}” is nergens omschreven.',
    en: 'The obligation “{name}” is defined nowhere.',
  },
  'obligation-value': {
    nl: 'De plicht “{name}” heeft hier een waarde die zij niet kent.',
    en: 'The obligation “{name}” has a value here that it does not know.',
  },
  'assertion-broken': {
    nl: 'Deze belofte van het convenant houdt geen stand: {more}.',
    en: 'This assertion of the covenant does not hold: {more}.',
  },
  'other-registry': {
    nl: 'Het convenant is geschreven bij een ander register van leveringen dan dit ({more}).',
    en: 'The covenant was written with another payload registry than this one ({more}).',
  },
  'other-cooperation': {
    nl: 'Dit convenant is voor een ander samenwerkingsverband ({more}).',
    en: 'This covenant is for another cooperation ({more}).',
  },
  'other-covenant': {
    nl: 'De vorige versie is van een ander convenant ({more}).',
    en: 'The version before this one is of another covenant ({more}).',
  },
  'version-reused': {
    nl: 'Er is al een andere tekst met dit versienummer ({more}); geef deze een nieuw nummer.',
    en: 'Another text bears this version number already ({more}); give this one a new number.',
  },
  'superseded-version': {
    nl: 'Het convenant zegt een andere versie te vervangen dan deze ({more}).',
    en: 'The covenant says that it supersedes another version than this one ({more}).',
  },
  'superseded-itself': {
    nl: 'Het convenant zegt zichzelf te vervangen ({more}); elke tekst heeft een eigen versienummer.',
    en: 'The covenant says that it supersedes itself ({more}); each text has a version number of its own.',
  },
  'superseded-digest': {
    nl: 'De vingerafdruk van de vervangen versie klopt niet met haar tekst ({more}).',
    en: 'The digest of the superseded version does not match its text ({more}).',
  },
};
