import type { InBoth } from '@knooppunt/platform';
import type { ErrorCode } from 'yaml';

const word = (nl: string, en: string): InBoth => ({ nl, en });

/** What keeps a text from being YAML at all, by the code of the reader; what is not here is said by its code. */
export const brokenYaml: Partial<Readonly<Record<ErrorCode, InBoth>>> = {
  TAB_AS_INDENT: word('hier staat een tab; spring in met spaties', 'here is a tab; indent with spaces'),
  BAD_INDENT: word(
    'deze regel springt anders in dan waar hij bij hoort',
    'this line is indented otherwise than what it belongs to',
  ),
  MISSING_CHAR: word(
    'hier ontbreekt een teken: een komma, een dubbele punt, of een haakje of aanhalingsteken dat sluit',
    'a character is missing here: a comma, a colon, or a bracket or quotation mark that closes',
  ),
  MULTILINE_IMPLICIT_KEY: word(
    'een naam met zijn dubbele punt staat op één regel; ontbreekt er een dubbele punt?',
    'a name with its colon stands on one line; is a colon missing?',
  ),
  BLOCK_AS_IMPLICIT_KEY: word(
    'achter een naam staat op dezelfde regel nog een naam; begin een nieuwe regel, of zet de tekst tussen aanhalingstekens',
    'behind a name stands another name on the same line; begin a new line, or put the text between quotation marks',
  ),
  BLOCK_IN_FLOW: word(
    'tussen haakjes kan geen ingesprongen lijst staan',
    'no indented list can stand between brackets',
  ),
  UNEXPECTED_TOKEN: word('dit hoort hier niet', 'this does not belong here'),
  BAD_SCALAR_START: word(
    'zo begint geen tekst; zet hem tussen aanhalingstekens',
    'no text begins so; put it between quotation marks',
  ),
  BAD_DQ_ESCAPE: word('achter \\ staat hier iets wat niets betekent', 'what stands behind \\ here means nothing'),
  BAD_COLLECTION_TYPE: word('dit is een ander soort ding dan er staat', 'this is another kind of thing than it says'),
};

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
