import { DomainError } from '@knooppunt/kernel';
import type { Language, Texts } from './language.js';
import type { PlatformCode } from './platform-errors.js';

/** How one code is answered: status and the sentence for people, Dutch and English. `retryAfter` in seconds. */
export type ProblemRow = Texts & { readonly status: number; readonly retryAfter?: number };
export type ProblemTable = Readonly<Record<string, ProblemRow>>;

const own = {
  'platform/invoer-ongeldig': {
    status: 400,
    nl: 'De invoer voldoet niet aan de afgesproken vorm; zie fouten.',
    en: 'The input does not have the agreed form; see fouten.',
  },
  'platform/json-ongeldig': {
    status: 400,
    nl: 'De inhoud is geen geldige JSON in UTF-8.',
    en: 'The body is not valid JSON in UTF-8.',
  },
  'platform/json-te-diep': {
    status: 400,
    nl: 'De inhoud is dieper genest dan is toegestaan.',
    en: 'The body is nested deeper than is allowed.',
  },
  'platform/json-te-veel': {
    status: 400,
    nl: 'De inhoud heeft meer gegevens dan is toegestaan.',
    en: 'The body has more values than is allowed.',
  },
  'platform/json-dubbele-naam': {
    status: 400,
    nl: 'De inhoud noemt een naam tweemaal in hetzelfde object.',
    en: 'The body names a member twice in one object.',
  },
  'platform/json-verboden-naam': {
    status: 400,
    nl: 'De inhoud gebruikt een naam die niet is toegestaan.',
    en: 'The body uses a member name that is not allowed.',
  },
  'platform/adres-ongeldig': {
    status: 400,
    nl: 'Het adres of het verzoek zelf is niet goed gevormd.',
    en: 'The address or the request itself is malformed.',
  },
  'platform/kop-ongeldig': {
    status: 400,
    nl: 'Een kop van het verzoek ontbreekt of is niet goed gevormd; zie fouten.',
    en: 'A request header is missing or malformed; see fouten.',
  },
  'platform/doelbinding-ontbreekt': {
    status: 400,
    nl: 'De kop Doelbinding ontbreekt of is niet goed gevormd: ieder verzoek van een persoon noemt zijn doel.',
    en: 'The header Doelbinding is missing or malformed: every request of a person names its purpose.',
  },
  'platform/idempotentiesleutel-ontbreekt': {
    status: 400,
    nl: 'De kop Idempotency-Key ontbreekt of is niet goed gevormd: 8 tot en met 128 zichtbare ASCII-tekens.',
    en: 'The header Idempotency-Key is missing or malformed: 8 to 128 visible ASCII characters.',
  },
  'platform/niet-aangemeld': {
    status: 401,
    nl: 'Dit verzoek heeft een geldig toegangsbewijs nodig.',
    en: 'This request needs a valid access token.',
  },
  'platform/verkeerde-afnemer': {
    status: 403,
    nl: 'Deze dienst is niet voor dit soort afnemer.',
    en: 'This service is not for this kind of caller.',
  },
  'platform/geen-rol': {
    status: 403,
    nl: 'Hiervoor is een rol nodig die deze persoon niet heeft.',
    en: 'This needs a role that this person does not have.',
  },
  'platform/niet-gevonden': {
    status: 404,
    nl: 'Dit is er niet, of niet voor u.',
    en: 'There is no such thing, or not for you.',
  },
  'platform/methode-niet-toegestaan': {
    status: 405,
    nl: 'Deze methode bestaat niet op dit adres; zie de kop Allow.',
    en: 'This method does not exist at this address; see the header Allow.',
  },
  'platform/sleutel-hergebruikt': {
    status: 409,
    nl: 'Deze Idempotency-Key hoort al bij een verzoek met andere inhoud; er is niets gebeurd. Gebruik voor een ander verzoek een nieuwe sleutel.',
    en: 'This Idempotency-Key belongs to a request with other content already; nothing has happened. Use a new key for another request.',
  },
  'platform/inmiddels-gewijzigd': {
    status: 412,
    nl: 'Dit is gewijzigd sinds u het las (If-Match); er is niets gebeurd. Lees het opnieuw en beslis dan.',
    en: 'This has changed since you read it (If-Match); nothing has happened. Read it again and then decide.',
  },
  'platform/te-veel-verzoeken': {
    status: 429,
    nl: 'Er kwamen meer verzoeken dan is toegestaan; er is niets gebeurd. Wacht zo lang als Retry-After zegt.',
    en: 'There were more requests than is allowed; nothing has happened. Wait as long as Retry-After says.',
  },
  'platform/niet-leverbaar': {
    status: 406,
    nl: 'Het antwoord bestaat alleen als application/json en application/problem+json.',
    en: 'The answer exists as application/json and application/problem+json only.',
  },
  'platform/te-lang-gewacht': {
    status: 408,
    nl: 'Het verzoek kwam niet op tijd volledig binnen.',
    en: 'The request did not arrive in time.',
  },
  'platform/te-groot': {
    status: 413,
    nl: 'De inhoud is te groot: een bericht mag 64 KB zijn, een convenant 512 KB, een partij leveringen 1 MB.',
    en: 'The body is too large: a message may be 64 KB, a covenant 512 KB, a batch of deliveries 1 MB.',
  },
  'platform/mediatype-onbekend': {
    status: 415,
    nl: 'De inhoud moet application/json zijn, of van een levering application/cloudevents+json of application/cloudevents-batch+json; in UTF-8 en zonder compressie.',
    en: 'The content must be application/json, or of a delivery application/cloudevents+json or application/cloudevents-batch+json; in UTF-8 and without compression.',
  },
  'platform/kop-te-groot': {
    status: 431,
    nl: 'De koppen van het verzoek zijn te groot.',
    en: 'The headers of the request are too large.',
  },
  'platform/verwachting-onbekend': {
    status: 417,
    nl: 'De kop Expect vraagt iets dat deze dienst niet kent.',
    en: 'The header Expect asks for something that this service does not know.',
  },
  'platform/inlogdienst-onbereikbaar': {
    status: 503,
    retryAfter: 5,
    nl: 'De inlogdienst is niet bereikbaar; probeer het later opnieuw.',
    en: 'The identity provider cannot be reached; try again later.',
  },
  'platform/niet-vastgelegd': {
    status: 503,
    retryAfter: 5,
    nl: 'De weigering kon niet worden vastgelegd; probeer het later opnieuw.',
    en: 'The refusal could not be recorded; try again later.',
  },
  'platform/niet-beschikbaar': {
    status: 503,
    retryAfter: 5,
    nl: 'De dienst is nu niet beschikbaar; probeer het later opnieuw.',
    en: 'The service is not available now; try again later.',
  },
  'platform/nog-gesloten': {
    status: 503,
    retryAfter: 5,
    nl: 'De dienst is nog niet open; probeer het later opnieuw.',
    en: 'The service is not open yet; try again later.',
  },
  'platform/sluit-af': {
    status: 503,
    retryAfter: 5,
    nl: 'De dienst sluit af; probeer het later opnieuw.',
    en: 'The service is closing; try again later.',
  },
  'knooppunt/onvoorzien': {
    status: 500,
    nl: 'Er ging iets mis aan onze kant; meld het met de correlatie.',
    en: 'Something went wrong on our side; report it with the correlatie.',
  },
} as const satisfies Record<PlatformCode, ProblemRow>;

const titles: Readonly<Record<number, Texts>> = {
  400: { nl: 'Ongeldig verzoek', en: 'Bad request' },
  401: { nl: 'Niet aangemeld', en: 'Unauthenticated' },
  403: { nl: 'Niet toegestaan', en: 'Forbidden' },
  404: { nl: 'Niet gevonden', en: 'Not found' },
  405: { nl: 'Methode niet toegestaan', en: 'Method not allowed' },
  406: { nl: 'Niet leverbaar', en: 'Not acceptable' },
  408: { nl: 'Te lang gewacht', en: 'Request timeout' },
  409: { nl: 'In strijd met de huidige toestand', en: 'Conflict' },
  412: { nl: 'Voorwaarde niet vervuld', en: 'Precondition failed' },
  413: { nl: 'Inhoud te groot', en: 'Content too large' },
  415: { nl: 'Mediatype onbekend', en: 'Unsupported media type' },
  417: { nl: 'Verwachting onbekend', en: 'Expectation failed' },
  429: { nl: 'Te veel verzoeken', en: 'Too many requests' },
  431: { nl: 'Koppen te groot', en: 'Request header fields too large' },
  500: { nl: 'Fout aan onze kant', en: 'Internal error' },
  503: { nl: 'Niet beschikbaar', en: 'Unavailable' },
};

/** Codes of errors that no table answers, or two rows for one code. Message names codes only. */
export class ProblemTableFault extends DomainError {
  readonly code = 'platform/problem-table';
}

const rows = new Map<string, ProblemRow>(Object.entries(own));

/**
 * Says how codes of errors are answered. Call it once per app, before the server starts. Throws
 * `platform/problem-table` for a status that is no error and for a second, different row of a code.
 */
export const registerProblems = (table: ProblemTable): void => {
  for (const [code, row] of Object.entries(table)) {
    if (!(row.status in titles)) throw new ProblemTableFault(`no title for status ${row.status} of \`${code}\``);
    const before = rows.get(code);
    if (before && JSON.stringify(before) !== JSON.stringify(row)) {
      throw new ProblemTableFault(`two rows for \`${code}\``);
    }
    rows.set(code, row);
  }
};

/** Throws `platform/problem-table`, naming them, when any of these codes has no row: a check for the start. */
export const assertAllMapped = (codes: readonly string[]): void => {
  const missing = codes.filter((code) => !rows.has(code));
  if (missing.length > 0) throw new ProblemTableFault(`no row for ${missing.map((code) => `\`${code}\``).join(', ')}`);
};

/** The row of a code, or undefined where nobody registered one. */
export const findProblem = (code: string): ProblemRow | undefined => rows.get(code);

/** The row of a code of the edge itself. */
export const ownProblem = (code: PlatformCode): ProblemRow => own[code];

/** The short title of a status, for people. */
export const titleOf = (status: number, language: Language): string =>
  (titles[status] ?? { nl: 'Fout', en: 'Error' })[language];
