import type { CasesError } from '@knooppunt/cases';
import { keyAndTableProblems } from '@knooppunt/platform';
import type { ProblemRow, ProblemTable } from '@knooppunt/platform';

/** How errors of the deciders are answered; a code without a row does not compile. */
export const casesProblems = {
  'cases/advice-missing': {
    status: 409,
    nl: 'Het advies van de privacyfunctionaris over deze fase ontbreekt.',
    en: 'The advice of the privacy officer on this phase is missing.',
  },
  'cases/already-exists': {
    status: 409,
    nl: 'Dit bestaat al met andere gegevens.',
    en: 'This exists already with other data.',
  },
  'cases/block-linked-elsewhere': {
    status: 409,
    nl: 'Dit deel van de inbreng hoort al bij een andere betrokkene.',
    en: 'This part of the contribution belongs to another subject already.',
  },
  'cases/block-not-person': {
    status: 400,
    nl: 'Dit deel van de inbreng gaat niet over een persoon of bedrijf.',
    en: 'This part of the contribution is not about a person or company.',
  },
  'cases/case-not-open': { status: 409, nl: 'De casus is niet open.', en: 'The case is not open.' },
  'cases/check-not-authorised': {
    status: 409,
    nl: 'Over deze levering mag deze basisregistratie niet worden bevraagd.',
    en: 'This register is not to be asked about this delivery.',
  },
  'cases/code-unknown': { status: 400, nl: 'Een code staat niet op haar lijst.', en: 'A code is not on its list.' },
  'cases/contribution-ending': {
    status: 409,
    nl: 'Deze inbreng wordt vernietigd.',
    en: 'This contribution is being destroyed.',
  },
  'cases/contribution-not-in-case': {
    status: 404,
    nl: 'Deze inbreng is er niet, of niet voor u.',
    en: 'There is no such contribution, or not for you.',
  },
  'cases/key-not-of-contribution': {
    status: 409,
    nl: 'Deze sleutel hoort niet bij de inbreng.',
    en: 'This key is not of the contribution.',
  },
  'cases/list-invalid': {
    status: 400,
    nl: 'Een lijst is leeg of noemt iets tweemaal.',
    en: 'A list is empty or names something twice.',
  },
  'cases/no-law-in-force': {
    status: 409,
    nl: 'Er is nog geen wet in werking getreden.',
    en: 'No law has come into force yet.',
  },
  'cases/not-a-weigher': {
    status: 403,
    nl: 'Deze organisatie is niet aangewezen om dit signaal te wegen.',
    en: 'This organisation was not named to weigh this signal.',
  },
  'cases/not-asked': {
    status: 403,
    nl: 'Deze organisatie is hier niet om gevraagd.',
    en: 'This organisation has not been asked for this.',
  },
  'cases/not-invited': {
    status: 409,
    nl: 'Deze organisatie is niet genodigd.',
    en: 'This organisation is not invited.',
  },
  'cases/not-known': {
    status: 404,
    nl: 'Dit is er niet, of niet voor u.',
    en: 'There is no such thing, or not for you.',
  },
  'cases/outside-need-to-know-set': {
    status: 409,
    nl: 'Een genoemde organisatie hoort niet bij de betrokken deelnemers.',
    en: 'A named organisation is not in the need-to-know set.',
  },
  'cases/person-elsewhere': {
    status: 409,
    nl: 'Deze persoon is al door een andere organisatie aangewezen.',
    en: 'This person is designated by another organisation already.',
  },
  'cases/phase-not-for-activity': {
    status: 409,
    nl: 'Deze fase kan niet bij deze activiteit.',
    en: 'This phase is not for this activity.',
  },
  'cases/phase-not-next': { status: 409, nl: 'Fasen gaan open op volgorde.', en: 'Phases open in order.' },
  'cases/phase-without-yield': {
    status: 409,
    nl: 'Er is nog geen inbreng die een volgende fase draagt.',
    en: 'There is no contribution yet that carries a next phase.',
  },
  'cases/request-answered-in-full': {
    status: 409,
    nl: 'Op dit verzoek is al volledig geantwoord.',
    en: 'This request has been answered in full.',
  },
  'cases/screening-lapsed': { status: 409, nl: 'De screening is verlopen.', en: 'The screening has lapsed.' },
  'cases/signal-in-other-case': {
    status: 409,
    nl: 'Een signaal hoort al bij een andere casus.',
    en: 'A signal belongs to another case already.',
  },
  'cases/signal-incomplete': {
    status: 400,
    nl: 'Niet alle vijf criteria en vier factoren zijn toegelicht.',
    en: 'Not all five criteria and four factors are explained.',
  },
  'cases/signal-not-accepted': {
    status: 409,
    nl: 'Een signaal is nog niet aangenomen.',
    en: 'A signal has not been accepted yet.',
  },
  'cases/signal-not-in-case': {
    status: 409,
    nl: 'Dit signaal hoort niet bij de casus.',
    en: 'This signal is not of the case.',
  },
  'cases/subject-not-in-case': {
    status: 404,
    nl: 'Deze betrokkene is er niet, of niet voor u.',
    en: 'There is no such subject, or not for you.',
  },
  'cases/term-invalid': { status: 400, nl: 'Een termijn eindigt te vroeg.', en: 'A term ends too early.' },
  'cases/text-missing': { status: 400, nl: 'Een verplichte tekst ontbreekt.', en: 'A required text is missing.' },
  'cases/version-reused': {
    status: 409,
    nl: 'Deze versie bestaat al met andere inhoud.',
    en: 'This version exists already with other content.',
  },
  'cases/checked-against-other': {
    status: 409,
    nl: 'De wet of het convenant in werking is sinds de toets veranderd; dien een nieuwe versie in.',
    en: 'The law or covenant in force has changed since the check; submit a new version.',
  },
  'cases/committee-advice-missing': {
    status: 409,
    nl: 'Deze versie brengt een nieuwe verwerking; het advies van de rechtmatigheidsadviescommissie ontbreekt.',
    en: 'This version brings a new kind of processing; the advice of the legality advisory committee is missing.',
  },
  'cases/covenant-of-another': {
    status: 409,
    nl: 'Dit is het convenant van een ander samenwerkingsverband.',
    en: 'This is the covenant of another cooperation.',
  },
  'cases/key-over': {
    status: 409,
    nl: 'Deze sleutel is vervangen of ingetrokken en komt niet terug.',
    en: 'This key has been replaced or revoked and does not come back.',
  },
  'cases/key-unknown': {
    status: 404,
    nl: 'Deze sleutel is er niet, of niet voor u.',
    en: 'There is no such key, or not for you.',
  },
  'cases/not-yet-due': { status: 409, nl: 'Het is nog niet zo ver.', en: 'It is not yet time.' },
  'cases/reasons-missing': {
    status: 409,
    nl: 'Afwijken van een negatief advies vraagt redenen.',
    en: 'Deviating from a negative advice needs reasons.',
  },
  'cases/signature-refused': {
    status: 409,
    nl: 'Deze handtekening telt niet; zie fouten.',
    en: 'This signature does not count; see fouten.',
  },
  'cases/signatures-missing': {
    status: 409,
    nl: 'Er ontbreken handtekeningen; zie fouten.',
    en: 'Signatures are missing; see fouten.',
  },
  'cases/signed-already': {
    status: 409,
    nl: 'Deze organisatie heeft deze versie al ondertekend.',
    en: 'This organisation has signed this version already.',
  },
  'cases/text-differs': {
    status: 409,
    nl: 'De vingerafdruk is niet die van deze versie.',
    en: 'The digest is not that of this version.',
  },
  'cases/validity-over': {
    status: 409,
    nl: 'De geldigheid van deze versie is voorbij, of eindigt voor zij begint.',
    en: 'The validity of this version is over, or ends before it begins.',
  },
  'cases/validity-overlaps': {
    status: 409,
    nl: 'Een andere vastgestelde versie zou tegelijk geldig zijn.',
    en: 'Another adopted version would be valid at the same time.',
  },
  'cases/version-in-state': {
    status: 409,
    nl: 'Dit kan niet in de toestand waarin deze versie is.',
    en: 'This cannot be done in the state of this version.',
  },
  'cases/version-invalid': {
    status: 400,
    nl: 'Een versie is drie getallen met punten ertussen.',
    en: 'A version is three numbers with points between them.',
  },
  'cases/version-not-newer': {
    status: 409,
    nl: 'Een nieuwe versie heeft een hoger nummer dan alles wat in werking was.',
    en: 'A new version has a higher number than all that has been in force.',
  },
  'cases/version-unknown': {
    status: 404,
    nl: 'Deze versie is er niet, of niet voor u.',
    en: 'There is no such version, or not for you.',
  },
  'cases/wrong-state': {
    status: 409,
    nl: 'Dit kan niet in de huidige toestand.',
    en: 'This cannot be done in the present state.',
  },
} as const satisfies Record<CasesError['code'], ProblemRow>;

/** How errors of stores, keys and engine are answered. */
export const storeProblems = {
  'disclosure/registry-unknown': {
    status: 503,
    retryAfter: 60,
    nl: 'Het convenant dat in werking is, rust op een register dat deze uitvoering niet heeft; er wordt niets getoond.',
    en: 'The covenant in force rests on a registry that this build does not have; nothing is shown.',
  },
  'disclosure/answer-too-large': {
    status: 409,
    nl: 'Hier valt meer te tonen dan één vastlegging kan bevatten; er is niets getoond.',
    en: 'There is more to show here than one record can hold; nothing has been shown.',
  },
  'covenant/unknown-semantics': {
    status: 503,
    nl: 'Dit convenant kan door deze versie niet worden uitgevoerd; er wordt niets getoond.',
    en: 'This covenant cannot be executed by this version; nothing is shown.',
  },
  'event-store/access-denied': {
    status: 503,
    nl: 'Het log weigert deze dienst; dat moet de beheerder oplossen. Er is niets gebeurd.',
    en: 'The log refuses this service, which its operator must mend. Nothing has happened.',
  },
  'event-store/append-too-large': {
    status: 413,
    nl: 'Dit is te groot om vast te leggen.',
    en: 'This is too large to record.',
  },
  'event-store/concurrent-change': {
    status: 503,
    retryAfter: 1,
    nl: 'Anderen wijzigden tegelijk; probeer het opnieuw.',
    en: 'Others changed it at the same time; try again.',
  },
  'event-store/store-unavailable': {
    status: 503,
    retryAfter: 2,
    nl: 'Het log antwoordt nu niet. Herhaal het verzoek met dezelfde Idempotency-Key: wat al gebeurd is, gebeurt niet nog eens.',
    en: 'The log does not answer now. Repeat the request with the same Idempotency-Key: what has happened does not happen again.',
  },
  'event-store/stream-deleted': {
    status: 500,
    nl: 'Een deel van het log ontbreekt; er wordt niets getoond of gewijzigd.',
    en: 'A part of the log is missing; nothing is shown or changed.',
  },
  ...keyAndTableProblems,
} as const satisfies ProblemTable;
