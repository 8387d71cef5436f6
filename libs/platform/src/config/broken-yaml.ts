import type { ErrorCode } from 'yaml';
import type { InBoth } from '../command-line/language.js';

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
  MULTIPLE_DOCS: word(
    'hier begint een tweede document; er kan er maar één zijn',
    'a second document begins here; there can be only one',
  ),
  TAG_RESOLVE_FAILED: word('een type-aanduiding (!) mag hier niet', 'a tag (!) may not be used here'),
};
