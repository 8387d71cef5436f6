import type { InBoth } from '@knooppunt/platform';

/** The words of a difference. */
export const changeTexts = {
  title: {
    nl: 'Wat er verandert van {before} naar {after}',
    en: 'What changes from {before} to {after}',
  },
  versions: {
    nl: '{covenant} {version} onder {law} {lawVersion}',
    en: '{covenant} {version} under {law} {lawVersion}',
  },
  none: {
    nl: 'Niets: in elke situatie die kan bestaan, krijgt iedereen hetzelfde te zien onder dezelfde plichten.',
    en: 'Nothing: in every situation that can exist, everybody gets to see the same under the same duties.',
  },
  wider: { nl: 'RUIMER', en: 'WIDER' },
  narrower: { nl: 'STRENGER', en: 'STRICTER' },
  level: { nl: 'Te zien: {before} → {after}', en: 'Can be seen: {before} → {after}' },
  levelMore: { nl: 'Te zien: meer dan eerst', en: 'Can be seen: more than before' },
  levelLess: { nl: 'Te zien: minder dan eerst', en: 'Can be seen: less than before' },
  levelStep: { nl: '{before} → {after}: ', en: '{before} → {after}: ' },
  supplyAllowed: { nl: 'Mag voortaan worden aangeleverd', en: 'May be supplied from now on' },
  supplyStopped: { nl: 'Mag niet meer worden aangeleverd', en: 'May no longer be supplied' },
  duty: { nl: 'Plicht {duty}: {before} → {after}', en: 'Duty {duty}: {before} → {after}' },
  noDuty: { nl: 'geen', en: 'none' },
  term: { nl: 'Looptijd: {before} → {after}', en: 'Term: {before} → {after}' },
  until: { nl: 't/m', en: 'to' },
  when: { nl: 'wanneer', en: 'when' },
  or: { nl: 'of', en: 'or' },
  and: { nl: 'en', en: 'and' },
  always: { nl: 'in elke situatie', en: 'in every situation' },
  before: { nl: 'eerst:', en: 'before:' },
  after: { nl: 'nu:', en: 'now:' },
  noRule: { nl: 'geen toestemming', en: 'no permit' },
  noStop: { nl: 'geen plafond of wachter', en: 'no cap or guard' },
  defaults: { nl: 'de standaardplichten', en: 'the default duties' },
  unlowered: { nl: 'voor zover {rules} het niet lager houdt', en: 'as far as {rules} does not keep it lower' },
  unloweredByMore: { nl: 'voor zover {rules} het niet lager houden', en: 'as far as {rules} do not keep it lower' },
  shown: { nl: 'in elke situatie waarin het te zien is', en: 'in every situation in which it can be seen' },
  byDefault: {
    nl: 'voor alles wat te zien is door een regel die zelf geen {duty} noemt',
    en: 'for all that can be seen by a rule that names no {duty} of its own',
  },
  provided: {
    nl: 'Wat wet en convenant in beide versies gelijk verlangen, geldt daarnaast, en is niet herhaald.',
    en: 'What law and covenant ask alike in both versions holds as well, and is not repeated.',
  },
  facts: { nl: 'De feiten die hierboven staan:', en: 'The facts that stand above:' },
  newProcessing: {
    nl: 'Nieuw soort verwerking (wacht op advies van de RAC, BGS 1.13): {what}',
    en: 'New kind of processing (waits for the advice of the RAC, BGS 1.13): {what}',
  },
  signatures: {
    nl: 'Ruimer met gegevens van {suppliers}. De deelnemers onder hen moeten alle tekenen.',
    en: 'Wider with data of {suppliers}. The participants among them must all sign.',
  },
} as const satisfies Readonly<Record<string, InBoth>>;

/** What is said of a fact, by the values that it may have. */
export const factTexts: Readonly<Record<string, InBoth>> = {
  true: { nl: '{fact} is waar', en: '{fact} is true' },
  false: { nl: '{fact} is onwaar', en: '{fact} is false' },
  unknown: { nl: '{fact} is onbekend', en: '{fact} is unknown' },
  'true,unknown': { nl: '{fact} is waar of onbekend', en: '{fact} is true or unknown' },
  'false,unknown': { nl: '{fact} is onwaar of onbekend', en: '{fact} is false or unknown' },
  'true,false': { nl: '{fact} is bekend', en: '{fact} is known' },
};

/** Kinds of things of which nobody could see anything before. */
export const newProcessingTexts = {
  categories: { nl: 'categorie', en: 'category' },
  types: { nl: 'soort levering', en: 'payload type' },
  recipients: { nl: 'ontvanger', en: 'recipient' },
  purposes: { nl: 'doel', en: 'purpose' },
} as const satisfies Readonly<Record<string, InBoth>>;
