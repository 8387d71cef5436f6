import type { FindingCode } from '@knooppunt/evidence';
import type { InBoth } from '@knooppunt/platform';

/** What each finding of verify means. */
export const findingTexts: Readonly<Record<FindingCode, InBoth>> = {
  'position-gap': { nl: 'er ontbreken posities', en: 'positions are missing' },
  'position-order': { nl: 'posities staan niet op volgorde', en: 'positions are out of order' },
  'revision-gap': { nl: 'de revisie past niet in de stroom', en: 'the revision does not fit its stream' },
  'columns-differ': { nl: 'kolommen wijken af van de envelop', en: 'columns differ from the envelope' },
  'bytes-unreadable': { nl: 'de bytes zijn geen regel JSON', en: 'the bytes are no line of JSON' },
  'bytes-not-canonical': {
    nl: 'de bytes zijn anders gespeld dan geschreven',
    en: 'the bytes are not spelled as written',
  },
  'envelope-misfit': { nl: 'de envelop heeft niet de juiste vorm', en: 'the envelope does not have its form' },
  'type-unknown': { nl: 'het soort gebeurtenis is onbekend', en: 'the event type is unknown' },
  'version-unknown': { nl: 'de schemaversie is onbekend', en: 'the schema version is unknown' },
  'data-misfit': { nl: 'de open gegevens passen niet in de catalogus', en: 'the clear data do not fit the catalogue' },
  'sealed-misfit': { nl: 'een verzegeld blok heeft niet de juiste vorm', en: 'a sealed block does not have its form' },
  'cooperation-differs': {
    nl: 'de gebeurtenis noemt een ander samenwerkingsverband dan haar stroom',
    en: 'the event names another cooperation than its stream',
  },
  'cooperation-unfounded': {
    nl: 'het samenwerkingsverband heeft geen convenantstroom',
    en: 'the cooperation has no covenant stream',
  },
  'event-altered': { nl: 'de gebeurtenis is gewijzigd', en: 'the event was altered' },
  'event-missing': { nl: 'hiervoor is een gebeurtenis verwijderd', en: 'an event before this one was removed' },
  'event-inserted': { nl: 'de gebeurtenis is ingevoegd', en: 'the event was put in' },
  'leaf-differs': {
    nl: 'gebeurtenis en bladregister verschillen, en geen geldig ijkpunt beslist',
    en: 'event and leaf record differ, and no valid checkpoint decides',
  },
  'leaf-record-differs': {
    nl: 'het bladregister is beschadigd; de gebeurtenis zelf klopt met het ijkpunt',
    en: 'the leaf record is damaged; the event itself agrees with the checkpoint',
  },
  'leaf-record-short': {
    nl: 'het bladregister is korter dan wat al getekend is',
    en: 'the leaf record is shorter than what was signed',
  },
  'log-shorter': { nl: 'het einde van het logboek ontbreekt', en: 'the end of the log is missing' },
  'checkpoint-mismatch': {
    nl: 'het ijkpunt klopt niet met deze gebeurtenissen',
    en: 'the checkpoint does not agree with these events',
  },
  'checkpoint-misplaced': {
    nl: 'het ijkpunt hoort niet bij deze boom, omvang of stroom',
    en: 'the checkpoint does not belong to this tree, size or stream',
  },
  'checkpoint-ahead': {
    nl: 'het ijkpunt dekt meer gebeurtenissen dan er zijn',
    en: 'the checkpoint covers more events than there are',
  },
  'checkpoint-out-of-reach': {
    nl: 'het ijkpunt dekt een boom van te lang geleden om na te rekenen',
    en: 'the checkpoint covers a tree too far back to recompute',
  },
  'signature-bad': { nl: 'de handtekening van het ijkpunt klopt niet', en: 'the signature of the checkpoint is wrong' },
  'key-unknown': {
    nl: 'het ijkpunt is getekend met een onbekende sleutel',
    en: 'the checkpoint is signed with an unknown key',
  },
  'index-differs': {
    nl: 'een index van de database spreekt de rij tegen',
    en: 'an index of the database contradicts the row',
  },
};
