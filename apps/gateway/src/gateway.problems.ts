import { keyAndTableProblems } from '@knooppunt/platform';
import type { FaultTexts, ProblemTable } from '@knooppunt/platform';

/** How the gateway's errors are answered. */
export const gatewayProblems = {
  'gateway/source-not-own': {
    status: 403,
    nl: 'De bron van de gebeurtenis hoort niet bij de aangemelde organisatie.',
    en: 'The source of the event does not belong to the authenticated organisation.',
  },
  'gateway/type-unknown': {
    status: 400,
    nl: 'Dit soort gebeurtenis staat niet in het register.',
    en: 'This type of event is not in the registry.',
  },
  'gateway/payload-invalid': {
    status: 400,
    nl: 'De levering voldoet niet aan haar soort; zie fouten.',
    en: 'The delivery does not fit its type; see fouten.',
  },
  'gateway/content-differs': {
    status: 409,
    nl: 'Dezelfde bron en hetzelfde kenmerk zijn eerder aangeboden met andere inhoud; de eerste levering blijft staan.',
    en: 'The same source and id came before with other content; the first delivery stands.',
  },
  'gateway/intake-unavailable': {
    status: 503,
    retryAfter: 5,
    nl: 'De inname is nu niet bereikbaar; niets is verloren. Bied de levering straks opnieuw aan.',
    en: 'The intake cannot be reached now; nothing is lost. Offer the delivery again later.',
  },
  'gateway/intake-busy': {
    status: 503,
    retryAfter: 1,
    nl: 'De inname heeft op dit moment genoeg te doen; met deze levering is niets gebeurd. Bied haar zo opnieuw aan.',
    en: 'The intake has enough to do at the moment; nothing was done with this delivery. Offer it again shortly.',
  },
  ...keyAndTableProblems,
  'supply/no-open-case': {
    status: 403,
    nl: 'Er is geen geopende casus waarin deze organisatie dit mag inbrengen.',
    en: 'There is no open case into which this organisation may bring this.',
  },
  'supply/not-asked': {
    status: 403,
    nl: 'Deze organisatie is hier niet om gevraagd.',
    en: 'This organisation has not been asked for this.',
  },
  'supply/no-participant': {
    status: 403,
    nl: 'Deze organisatie is geen deelnemer van dit samenwerkingsverband.',
    en: 'This organisation is no participant of this cooperation.',
  },
  'supply/type-not-of-supplier': {
    status: 403,
    nl: 'Deze organisatie mag dit soort levering niet inbrengen.',
    en: 'This organisation may not bring this type of delivery.',
  },
  'supply/type-not-open': {
    status: 403,
    nl: 'Dit soort levering is hier nog voor niemand open; zie grondslag.',
    en: 'This type of delivery is open to nobody here yet; see grondslag.',
  },
  'supply/way-not-allowed': {
    status: 403,
    nl: 'Dit soort levering mag niet langs deze weg worden ingebracht.',
    en: 'This type of delivery may not come in this way.',
  },
  'supply/refused-by-law': {
    status: 403,
    nl: 'De wet staat deze levering nu niet toe; zie grondslag.',
    en: 'The law does not allow this delivery now; see grondslag.',
  },
  'supply/nothing-in-force': {
    status: 403,
    nl: 'In dit samenwerkingsverband zijn geen wet en convenant in werking: nog niet, of niet meer.',
    en: 'No law and covenant are in force in this cooperation: not yet, or not any more.',
  },
} as const satisfies ProblemTable;

/** Faults that only the gateway can find: it takes the read model to know. */
export const gatewayFaults = {
  'unknown-subject': {
    nl: 'Deze betrokkene hoort niet bij het verzoek.',
    en: 'This subject is not of the request.',
  },
  'in-the-future': { nl: 'Deze dag moet nog komen.', en: 'This day has yet to come.' },
  'other-region': {
    nl: 'Deze regio is niet die van dit samenwerkingsverband: lever het signaal in waar het hoort.',
    en: 'This region is not that of this cooperation: deliver the signal where it belongs.',
  },
  'unknown-task': {
    nl: 'Deze wettelijke taak staat niet op de lijst van het convenant.',
    en: 'This statutory task is not on the list of the covenant.',
  },
} as const satisfies FaultTexts;
