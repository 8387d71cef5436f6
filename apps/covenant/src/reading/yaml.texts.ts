import type { InBoth } from '@knooppunt/platform';

/** Why a text is not read as a document, before anybody asks what it says. `{what}`: the word or tag that is meant. */
export const yamlSentences = {
  'broken-yaml': {
    nl: 'Dit is geen geldige YAML: {what}.',
    en: 'This is no valid YAML: {what}.',
  },
  'duplicate-key': {
    nl: 'Deze naam staat hier twee keer; welke van de twee geldt, mag niemand hoeven raden.',
    en: 'This name stands here twice; nobody may have to guess which of the two holds.',
  },
  alias: {
    nl: 'Een verwijzing ({what}) mag niet: een convenant zegt voluit wat het zegt, en verwijzingen kunnen uitdijen zonder eind.',
    en: 'An alias ({what}) may not be used: a covenant says in full what it says, and aliases can grow without end.',
  },
  tag: {
    nl: 'Een type-aanduiding ({what}) mag niet: een convenant bestaat uit woorden, lijsten en namen, en maakt niets aan.',
    en: 'A tag ({what}) may not be used: a covenant is made of words, lists and names, and creates nothing.',
  },
  'key-form': {
    nl: 'Een naam is hier geen woord maar een lijst of een ander ding.',
    en: 'A name here is no word but a list or another thing.',
  },
  directive: {
    nl: 'Een regel die met % begint, mag niet: het document is YAML 1.2 en niets anders.',
    en: 'A line that begins with % may not be used: the document is YAML 1.2 and nothing else.',
  },
  'too-deep': {
    nl: 'Het document is te diep genest om een convenant te zijn.',
    en: 'The document is nested too deep to be a covenant.',
  },
  empty: { nl: 'Het bestand bevat geen document.', en: 'The file holds no document.' },
} as const satisfies Readonly<Record<string, InBoth>>;
