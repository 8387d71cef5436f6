/** Every code that a fault of a payload can carry, with its sentence for people. Sentences never hold a value. */
export const faultTexts = {
  'wrong-type': { nl: 'De waarde heeft een ander soort dan verwacht.', en: 'The value is of another type.' },
  'wrong-form': { nl: 'De waarde heeft niet de juiste vorm.', en: 'The value does not have the right form.' },
  'eleven-test': { nl: 'Het nummer voldoet niet aan de elfproef.', en: 'The number fails the 11-test.' },
  'no-such-date': { nl: 'Deze datum bestaat niet.', en: 'This date does not exist.' },
  'out-of-range': {
    nl: 'Het getal is geen heel getal binnen de grenzen.',
    en: 'The number is no whole number within its bounds.',
  },
  'unknown-code': { nl: 'De code staat niet op de lijst.', en: 'The code is not on the list.' },
  repeated: { nl: 'Deze code staat er al.', en: 'This code is there already.' },
  'too-long': { nl: 'De tekst is te lang.', en: 'The text is too long.' },
  empty: { nl: 'De waarde is leeg.', en: 'The value is empty.' },
  'ill-formed-unicode': { nl: 'De tekst is geen geldige Unicode.', en: 'The text is no well-formed Unicode.' },
  'control-character': { nl: 'De tekst bevat stuurtekens.', en: 'The text holds control characters.' },
  required: { nl: 'Dit onderdeel is verplicht.', en: 'This member is required.' },
  'unknown-member': { nl: 'Hier staat een onbekend onderdeel.', en: 'There is an unknown member here.' },
  'not-for-this-way': { nl: 'Dit hoort niet bij deze weg van aanlevering.', en: 'This does not go with this way in.' },
  'not-for-this-type': {
    nl: 'Dit hoort niet bij deze soort levering.',
    en: 'This does not go with this payload type.',
  },
  'way-not-allowed': {
    nl: 'Deze soort levering mag niet langs deze weg binnenkomen.',
    en: 'This payload type may not enter in this way.',
  },
  'too-many': { nl: 'Er zijn er meer dan toegestaan.', en: 'There are more than allowed.' },
  'duplicate-ref': { nl: 'Deze verwijzing komt twee keer voor.', en: 'This reference occurs twice.' },
  'unresolved-reference': { nl: 'De verwijzing wijst nergens naar.', en: 'The reference points to nothing.' },
  'unknown-phenomenon': { nl: 'De verschijningsvorm staat niet op de lijst.', en: 'The phenomenon is not listed.' },
} as const;

/** A code of a fault of a payload. */
export type FaultCode = keyof typeof faultTexts;
