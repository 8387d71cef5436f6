import type { FaultTexts, ProblemTable } from '@knooppunt/platform';
import type { FileCode } from './errors.js';

/** What is told of a file that is refused as a whole: as a request that cannot be read. */
export const fileProblems = {
  'gateway/file-name': {
    status: 400,
    nl: 'De naam van het bestand mag niet: letters, cijfers, streepjes, geen negen cijfers achter elkaar, en .csv of .jsonl.',
    en: 'The name of the file is not allowed: letters, digits, dashes, no nine digits in a row, and .csv or .jsonl.',
  },
  'gateway/file-not-regular': {
    status: 400,
    nl: 'Dit is geen gewoon bestand met één naam: koppelingen en mappen worden niet gelezen.',
    en: 'This is no plain file with one name: links and folders are not read.',
  },
  'gateway/file-not-readable': {
    status: 400,
    nl: 'Het bestand is voor de gateway niet leesbaar.',
    en: 'The gateway may not read the file.',
  },
  'gateway/file-incomplete': {
    status: 400,
    nl: 'Het controlegetal in het .klaar-bestand past niet bij het bestand; er is niets van ingenomen.',
    en: 'The checksum in the .klaar file does not fit the file; nothing of it was taken in.',
  },
  'gateway/file-too-large': {
    status: 400,
    nl: 'Het bestand is te groot; bied het in delen aan.',
    en: 'The file is too large; offer it in parts.',
  },
  'gateway/file-empty': { status: 400, nl: 'Het bestand bevat geen rijen.', en: 'The file holds no rows.' },
  'gateway/file-utf-16': {
    status: 400,
    nl: 'Het bestand is UTF-16; sla het op als UTF-8. Er is niets van ingenomen.',
    en: 'The file is UTF-16; save it as UTF-8. Nothing of it was taken in.',
  },
  'gateway/file-not-utf-8': {
    status: 400,
    nl: 'Het bestand is geen UTF-8 (misschien windows-1252); sla het op als UTF-8. Er is niets van ingenomen.',
    en: 'The file is not UTF-8 (windows-1252, perhaps); save it as UTF-8. Nothing of it was taken in.',
  },
  'gateway/file-nul-byte': {
    status: 400,
    nl: 'Het bestand bevat een NUL-byte en is dus geen tekst. Er is niets van ingenomen.',
    en: 'The file holds a NUL byte, so it is no text. Nothing of it was taken in.',
  },
  'gateway/file-header': {
    status: 400,
    nl: 'De kopregel klopt niet; zie fouten. Er is niets ingenomen.',
    en: 'The header is not right; see fouten. Nothing was taken in.',
  },
  'gateway/file-type-unknown': {
    status: 400,
    nl: 'De eerste rij noemt in kolom type geen soort levering van het register. Er is niets ingenomen.',
    en: 'The first row names no payload type of the registry in its column type. Nothing was taken in.',
  },
  'gateway/file-quotes': {
    status: 400,
    nl: 'De aanhalingstekens kloppen niet, zodat niemand weet waar een rij eindigt. Er is niets ingenomen.',
    en: 'The quotes are not right, so that nobody knows where a row ends. Nothing was taken in.',
  },
  'gateway/file-row-too-long': {
    status: 400,
    nl: 'Een rij is langer dan een levering kan zijn; misschien ontbreekt een aanhalingsteken. Er is niets ingenomen.',
    en: 'A row is longer than a delivery can be; perhaps a quote is missing. Nothing was taken in.',
  },
  'gateway/file-changed': {
    status: 400,
    nl: 'Het bestand is gewijzigd terwijl het werd ingenomen; wat hierboven staat, blijft staan, de rest is niet gelezen.',
    en: 'The file was changed while it was taken in; what stands above stands, the rest was not read.',
  },
  'gateway/file-abandoned': {
    status: 400,
    nl: 'Het bestand bleef te lang liggen zonder .klaar-bestand en is verwijderd; er is niets van ingenomen.',
    en: 'The file lay too long without a .klaar file and was removed; nothing of it was taken in.',
  },
} as const satisfies ProblemTable & Record<FileCode, unknown>;

/** Faults that only a file can have. */
export const fileFaults = {
  'unknown-column': {
    nl: 'Deze kolom hoort niet bij deze soort levering.',
    en: 'This column does not go with this payload type.',
  },
  'double-column': { nl: 'Deze kolom staat er al.', en: 'This column is there already.' },
  'missing-column': { nl: 'Deze kolom ontbreekt.', en: 'This column is missing.' },
  'cell-count': {
    nl: 'De rij heeft niet evenveel cellen als de kopregel.',
    en: 'The row does not have as many cells as the header.',
  },
  'other-type': {
    nl: 'Deze rij noemt een andere soort levering dan de eerste rij.',
    en: 'This row names another payload type than the first.',
  },
} as const satisfies FaultTexts;
