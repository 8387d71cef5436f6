import type { InBoth } from '@knooppunt/platform';

/** What a name in a dimension of a rule is the name of. */
export const dimensionWords: Readonly<Record<string, InBoth>> = {
  from: { nl: 'leverancier', en: 'supplier' },
  to: { nl: 'ontvanger', en: 'recipient' },
  type: { nl: 'soort levering', en: 'payload type' },
  fields: { nl: 'veld of categorie', en: 'field or category' },
  purpose: { nl: 'doel', en: 'purpose' },
  phase: { nl: 'fase', en: 'phase' },
  at: { nl: 'handeling', en: 'act' },
  group: { nl: 'naam die in een groep kan staan', en: 'name that a group can hold' },
};

/** Of an assertion that names what must stay possible, and is not. */
export const impossible: InBoth = {
  nl: 'Wat volgens deze belofte mogelijk moet blijven, kan vanaf {day} in geen enkele situatie.',
  en: 'What this assertion says must stay possible is possible in no situation from {day}.',
};

/**
 * What each code of a problem means, for lawyers. `{name}`: the word of the document that is meant; other names are those
 * of the problem's values. Codes are those of `validateDocuments` and `versionProblems`.
 */
export const problemSentences: Readonly<Record<string, InBoth>> = {
  shape: {
    nl: 'De vorm klopt niet bij {path}: {what}.',
    en: 'The form is not right at {path}: {what}.',
  },
  'unknown-semantics': {
    nl: 'Convenant en wet moeten dezelfde betekenis (semantics) noemen, en wel een die deze bouw kent.',
    en: 'Covenant and law must name one semantics, and one that this build knows.',
  },
  levels: {
    nl: 'De niveaus liggen vast, in deze volgorde: {levels}.',
    en: 'The levels are fixed, in this order: {levels}.',
  },
  phases: {
    nl: 'De fasen liggen vast, in deze volgorde (WGS 2.23): {phases}.',
    en: 'The phases are fixed, in this order (WGS 2.23): {phases}.',
  },
  'other-law': {
    nl: 'Het convenant zegt te zijn nagekeken tegen de wet {named}; deze wet is {law}.',
    en: 'The covenant says that it was checked against the law {named}; this law is {law}.',
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
    nl: 'Twee teksten onder één naam gelden op dezelfde dagen ({first} en {second}): niet te zeggen is welke van de twee dan bindt.',
    en: 'Two texts under one name are in force on the same days ({first} and {second}): nobody can say which of the two binds then.',
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
    nl: '“{name}” is onbekend: geen {kind} en geen groep van dit convenant heet zo.',
    en: '“{name}” is unknown: no {kind} and no group of this covenant bears that name.',
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
    nl: 'De groep “{name}” bevat zichzelf, of een groep die zichzelf bevat.',
    en: 'The group “{name}” holds itself, or a group that holds itself.',
  },
  'exploding-group': {
    nl: 'De groep “{name}” staat, voluit geschreven, voor meer dan tienduizend woorden, of bevat groepen in groepen zonder eind: dat kan niemand lezen.',
    en: 'The group “{name}”, written in full, stands for more than ten thousand words, or holds groups in groups without end: nobody can read that.',
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
    nl: 'Deze belofte houdt geen stand: vanaf {day} kan {purpose} in fase {phase} van {type}.{field} van {from} meer zien dan zij toelaat.',
    en: 'This assertion does not hold: from {day} {purpose} can in phase {phase} see more of {type}.{field} of {from} than it allows.',
  },
  'other-registry': {
    nl: 'Het convenant is geschreven bij een ander register van leveringen dan dit: {registry}.',
    en: 'The covenant was written with another payload registry than this one: {registry}.',
  },
  'other-cooperation': {
    nl: 'Dit convenant is voor een ander samenwerkingsverband, niet voor {cooperation}.',
    en: 'This covenant is for another cooperation, not for {cooperation}.',
  },
  'other-covenant': {
    nl: 'De vorige versie is van een ander convenant: {before}, niet {after}.',
    en: 'The version before this one is of another covenant: {before}, not {after}.',
  },
  'version-reused': {
    nl: 'Er is al een andere tekst met nummer {version} (vingerafdruk {digest}); geef deze een nieuw nummer.',
    en: 'Another text bears number {version} already (digest {digest}); give this one a new number.',
  },
  'superseded-version': {
    nl: 'Het convenant zegt versie {named} te vervangen; de versie die hieraan voorafging, is {version}.',
    en: 'The covenant says that it supersedes version {named}; the version before it is {version}.',
  },
  'superseded-itself': {
    nl: 'Het convenant zegt zichzelf te vervangen (versie {version}); elke tekst heeft een eigen versienummer.',
    en: 'The covenant says that it supersedes itself (version {version}); each text has a version number of its own.',
  },
  'superseded-digest': {
    nl: 'De vingerafdruk van de vervangen versie klopt niet met haar tekst: hier staat {named}, de tekst heeft {digest}.',
    en: 'The digest of the superseded version does not match its text: here stands {named}, the text has {digest}.',
  },
};
