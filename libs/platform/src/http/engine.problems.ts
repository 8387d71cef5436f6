import type { ProblemTable } from './problem.catalogue.js';

/**
 * How it is answered when keys or read models are away, or are not what this version needs: in the same words by every
 * program that stands on them. By the codes of the errors; the adapters are not known here.
 */
export const keyAndTableProblems = {
  'read-store/unavailable': {
    status: 503,
    retryAfter: 2,
    nl: 'De overzichten zijn nu niet bereikbaar.',
    en: 'The read models cannot be reached now.',
  },
  'vault/unavailable': {
    status: 503,
    retryAfter: 2,
    nl: 'De sleutels zijn nu niet bereikbaar; er is niets gebeurd.',
    en: 'The keys cannot be reached now; nothing has happened.',
  },
  'vault/kek-retired': {
    status: 503,
    retryAfter: 1,
    nl: 'De sleutel van deze maand is zojuist vervangen; er is niets gebeurd. Herhaal het verzoek.',
    en: "This month's key has just been replaced; nothing has happened. Repeat the request.",
  },
  'vault/root-retired': {
    status: 503,
    retryAfter: 30,
    nl: 'De sleutels van dit onderdeel zijn vervangen; er is niets gebeurd. De beheerder moet het opnieuw starten.',
    en: 'The keys of this part were replaced; nothing has happened. The operator has to start it again.',
  },
  'vault/not-migrated': {
    status: 503,
    retryAfter: 30,
    nl: 'De kluis is nog niet ingericht voor deze versie; er is niets gebeurd.',
    en: 'The vault has not been prepared for this version yet; nothing has happened.',
  },
  'read-store/not-migrated': {
    status: 503,
    retryAfter: 30,
    nl: 'De overzichten zijn nog niet ingericht voor deze versie.',
    en: 'The read models have not been prepared for this version yet.',
  },
} as const satisfies ProblemTable;
