import type { Language, Texts } from './language.js';

/** What a fault of an input means, for people, by its code. */
export type FaultTexts = Readonly<Record<string, Texts>>;

const texts = new Map<string, Texts>(
  Object.entries({
    verplicht: { nl: 'Dit gegeven is verplicht.', en: 'This member is required.' },
    onbekend: { nl: 'Hier staat een gegeven dat niet bestaat.', en: 'There is a member here that does not exist.' },
    ongeldig: { nl: 'Dit gegeven klopt niet.', en: 'This member is not right.' },
    vorm: { nl: 'Dit gegeven heeft niet de afgesproken vorm.', en: 'This member does not have the agreed form.' },
    tekst: {
      nl: 'Dit is geen tekst, of hij is leeg, te lang of bevat verboden tekens.',
      en: 'This is no text, or it is empty, too long or holds forbidden characters.',
    },
    keuze: { nl: 'Dit is geen waarde van de lijst.', en: 'This is no value of the list.' },
    datum: { nl: 'Dit is geen bestaande datum (JJJJ-MM-DD).', en: 'This is no existing date (YYYY-MM-DD).' },
    tijdstip: { nl: 'Dit is geen tijdstip volgens RFC 3339.', en: 'This is no moment of RFC 3339.' },
    vlag: { nl: 'Dit moet true of false zijn.', en: 'This must be true or false.' },
    getal: {
      nl: 'Dit moet een geheel getal zijn binnen de grenzen.',
      en: 'This must be a whole number within limits.',
    },
    object: { nl: 'Dit moet een object zijn.', en: 'This must be an object.' },
    lijst: { nl: 'Dit moet een lijst zijn.', en: 'This must be a list.' },
    aantal: { nl: 'De lijst heeft te weinig of te veel delen.', en: 'The list has too few or too many items.' },
    persoonsgegeven: {
      nl: 'Dit lijkt een persoonsgegeven te bevatten, en dit gegeven reist open; gebruik een kenmerk dat niets zegt, zoals een UUID.',
      en: 'This seems to hold personal data, and this member travels in the clear; use a mark that tells nothing, such as a UUID.',
    },
    'ander-schema': {
      nl: 'Dit is niet het adres van het gepubliceerde schema van deze soort.',
      en: 'This is not the address of the published schema of this type.',
    },
    volgnummer: {
      nl: 'Dit is geen volgnummer van 1 tot en met 2147483647.',
      en: 'This is no number from 1 to 2147483647.',
    },
    base64: {
      nl: 'Dit is geen base64 (RFC 4648) van JSON, of het staat naast data.',
      en: 'This is no base64 (RFC 4648) of JSON, or it stands beside data.',
    },
    dataref: {
      nl: 'De inname haalt geen gegevens op bij een ander adres; lever ze in data.',
      en: 'The intake fetches no data from another address; deliver them in data.',
    },
    ongelijk: {
      nl: 'Deze kop zegt iets anders dan de gebeurtenis in het bericht.',
      en: 'This header says something else than the event in the body.',
    },
    dubbel: { nl: 'Een waarde staat tweemaal in de lijst.', en: 'A value is twice in the list.' },
  }),
);

/** Adds texts for fault codes of other libs, such as the payload registry's. */
export const registerFaultTexts = (table: FaultTexts): void => {
  for (const [code, text] of Object.entries(table)) texts.set(code, text);
};

/** What this fault code means, for people; a general sentence where nobody said. */
export const faultText = (code: string, language: Language): string =>
  (texts.get(code) ?? texts.get('ongeldig') ?? { nl: '', en: '' })[language];
