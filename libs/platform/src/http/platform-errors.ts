import { DomainError } from '@knooppunt/kernel';

/** One fault of an input; see `Fault` of the signals registry. */
export type InputFault = { readonly pointer: string; readonly code: string };

/** Codes of what the edge itself refuses. */
export type PlatformCode =
  | 'platform/invoer-ongeldig'
  | 'platform/json-ongeldig'
  | 'platform/json-te-diep'
  | 'platform/json-te-veel'
  | 'platform/json-dubbele-naam'
  | 'platform/json-verboden-naam'
  | 'platform/adres-ongeldig'
  | 'platform/kop-ongeldig'
  | 'platform/doelbinding-ontbreekt'
  | 'platform/idempotentiesleutel-ontbreekt'
  | 'platform/niet-aangemeld'
  | 'platform/verkeerde-afnemer'
  | 'platform/geen-rol'
  | 'platform/niet-gevonden'
  | 'platform/methode-niet-toegestaan'
  | 'platform/sleutel-hergebruikt'
  | 'platform/inmiddels-gewijzigd'
  | 'platform/te-veel-verzoeken'
  | 'platform/niet-leverbaar'
  | 'platform/te-lang-gewacht'
  | 'platform/te-groot'
  | 'platform/mediatype-onbekend'
  | 'platform/kop-te-groot'
  | 'platform/verwachting-onbekend'
  | 'platform/inlogdienst-onbereikbaar'
  | 'platform/niet-vastgelegd'
  | 'platform/niet-beschikbaar'
  | 'platform/sluit-af'
  | 'platform/nog-gesloten'
  | 'knooppunt/onvoorzien';

/** What the edge refuses, by code. `faults` go into the answer, `headers` beside it. */
export class Refused extends DomainError {
  override readonly retriable: boolean = false;

  constructor(
    readonly code: PlatformCode,
    readonly faults: readonly InputFault[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`refused: \`${code}\``);
  }
}

/** The one answer for what is unknown and what is forbidden: same code, same bytes. `recorded`: the gate has recorded it. */
export class NotFound extends Refused {
  constructor(readonly recorded = false) {
    super('platform/niet-gevonden');
  }
}

/** More requests than the limit of this caller or address allows. `seconds`: after so long it may try again. */
export class TooManyRequests extends Refused {
  override readonly retriable = true;

  constructor(readonly seconds: number) {
    super('platform/te-veel-verzoeken', [], { 'retry-after': String(seconds) });
  }
}

/** No token, or none that holds. One form for every cause. */
export class Unauthenticated extends Refused {
  constructor() {
    super('platform/niet-aangemeld', [], { 'www-authenticate': 'Bearer' });
  }
}
