import type { ProblemTable } from '@knooppunt/platform';

const conflict = 409;
const bad = 400;
const forbidden = 403;
const tooLarge = 413;

/** How errors of the hub, the deciders and the stores are answered. A code without a row here is a fault of the build. */
export const hubProblems = {
  'hub/no-standing': {
    status: forbidden,
    nl: 'U bent in dit samenwerkingsverband niet (meer) aangewezen.',
    en: 'You are not (or no longer) designated in this cooperation.',
  },
  'hub/role-missing': {
    status: forbidden,
    nl: 'Hiervoor is een rol nodig die u niet heeft.',
    en: 'This needs a role that you do not have.',
  },
  'hub/designation-unsigned': {
    status: forbidden,
    nl: 'Een organisatie wijst haar eigen mensen aan: breng haar handtekening onder deze aanwijzing mee.',
    en: 'An organisation designates its own people: bring its signature under this designation.',
  },
  'hub/own-designation': {
    status: forbidden,
    nl: 'Niemand wijzigt de eigen aanwijzing; een ander stuurgroeplid doet dat.',
    en: 'Nobody changes the own designation; another member of the steering group does.',
  },
  'hub/not-own-organisation': {
    status: forbidden,
    nl: 'Dit kan alleen voor de eigen organisatie.',
    en: 'This can be done for the own organisation only.',
  },
  'hub/not-a-participant': {
    status: conflict,
    nl: 'Een genoemde organisatie is nu geen deelnemer van dit samenwerkingsverband.',
    en: 'A named organisation is no participant of this cooperation now.',
  },
  'hub/purpose-unknown': {
    status: bad,
    nl: 'Dit doel staat niet op de wettelijke lijst van de ontvanger.',
    en: 'This purpose is not on the statutory list of the recipient.',
  },
  'hub/no-covenant-in-force': {
    status: forbidden,
    nl: 'In dit samenwerkingsverband zijn nog geen wet en convenant in werking.',
    en: 'No law and covenant are in force in this cooperation yet.',
  },
  'hub/analysis-busy': {
    status: 503,
    retryAfter: 30,
    nl: 'Er worden nu andere teksten onderzocht; probeer het zo opnieuw.',
    en: 'Other texts are being analysed now; try again shortly.',
  },
  'hub/analysis-too-large': {
    status: tooLarge,
    nl: 'Deze tekst is te groot om hier te onderzoeken; gebruik npm run covenant op een eigen machine.',
    en: 'This text is too large to be analysed here; use npm run covenant on a machine of your own.',
  },
  'hub/opaque-refused': {
    status: bad,
    nl: 'De cursor of het leesbewijs hoort niet bij dit verzoek.',
    en: 'The cursor or reading token does not belong to this request.',
  },
  'hub/not-yet-readable': {
    status: 503,
    retryAfter: 1,
    nl: 'De eigen wijziging is nog niet terug te lezen; probeer het zo opnieuw.',
    en: 'The own change cannot be read back yet; try again shortly.',
  },
  'hub/signals-unfit': {
    status: conflict,
    nl: 'Een casus opent met aangenomen signalen van één verschijningsvorm.',
    en: 'A case opens with accepted signals of one phenomenon.',
  },
  'hub/recipient-outside-set': {
    status: conflict,
    nl: 'Een ontvanger hoort niet bij de betrokken deelnemers van de casus.',
    en: 'A recipient is not in the need-to-know set of the case.',
  },
  'hub/covenant-unfit': {
    status: conflict,
    nl: 'Dit convenant kan zo niet worden ingediend; zie fouten, en de toets voor de hele uitleg.',
    en: 'This covenant cannot be submitted as it is; see fouten, and the check for the whole explanation.',
  },
  'hub/text-unfit': {
    status: bad,
    nl: 'Deze versie is nog niet uit te leggen of te vergelijken: er staat iets in dat niets betekent. Zie fouten, en de toets voor de hele uitleg.',
    en: 'This version cannot be explained or compared yet: something in it means nothing. See fouten, and the check for the whole explanation.',
  },
  'hub/question-unfit': {
    status: bad,
    nl: 'De vraag noemt iets dat wet, convenant of register niet kennen; zie fouten.',
    en: 'The question names something that law, covenant or registry do not have; see fouten.',
  },
  'hub/key-unfit': {
    status: bad,
    nl: 'Deze openbare sleutel is niet te gebruiken.',
    en: 'This public key cannot be used.',
  },
  'hub/kind-not-admitted': {
    status: conflict,
    nl: 'Dit soort organisatie is geen partij bij het convenant dat in werking is.',
    en: 'This kind of organisation is no party to the covenant in force.',
  },
} as const satisfies ProblemTable;
