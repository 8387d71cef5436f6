import { isPartialDate } from '@knooppunt/signals';
import type { PartialDate } from '@knooppunt/signals';
import { Misfit, arrayAt, codeAt, flagAt, objectAt, textAt, wholeAt } from './shape.js';
import type { Place } from './shape.js';

/** A person as the register answers, as far as a check asks. A wholly unknown date of birth is absent. */
export type RegisteredPerson = {
  readonly bsn: string;
  readonly name: { readonly given?: string; readonly prefix?: string; readonly surname?: string };
  readonly birthDate?: PartialDate;
  /** `addresses`: the same address with the full and the short name of the street. None where the person lives abroad or nobody knows. */
  readonly residence?: { readonly bagId?: string; readonly addresses: readonly string[] };
  /** Reason for which the list is no longer kept: O died, E left, F entered by mistake, W erased, and others. */
  readonly suspended?: string;
  readonly secrecy: boolean;
  readonly underInvestigation: boolean;
};

const question = 'RaadpleegMetBurgerservicenummer';
const twoDigits = (number: number): string => String(number).padStart(2, '0');
const optional = <Name extends string, T>(name: Name, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: T };

/** A date of the register (AbstractDatum) in the partial form of the payloads. */
const dateAt = (parent: Place, name: string): PartialDate | undefined => {
  const place = objectAt(parent, name);
  if (!place) return undefined;
  const year = (): string => String(wholeAt(place, 'jaar', 1, 9999)).padStart(4, '0');
  const forms: Readonly<Record<string, () => string | undefined>> = {
    Datum: () => textAt(place, 'datum', /^\d{4}-\d{2}-\d{2}$/),
    JaarMaandDatum: () => `${year()}-${twoDigits(wholeAt(place, 'maand', 1, 12))}-00`,
    JaarDatum: () => `${year()}-00-00`,
    DatumOnbekend: () => undefined,
  };
  const type = textAt(place, 'type', /^[A-Za-z]{1,20}$/) ?? '';
  if (!Object.hasOwn(forms, type)) throw new Misfit(`${place.pointer}/type`);
  const date = forms[type]?.();
  if (type !== 'DatumOnbekend' && (date === undefined || !isPartialDate(date))) throw new Misfit(place.pointer);
  return date;
};

const nameOf = (place: Place | undefined): RegisteredPerson['name'] => {
  if (!place) return {};
  const words = /^[^\p{Cc}]{1,200}$/u;
  return {
    ...optional('given', textAt(place, 'voornamen', words)),
    ...optional('prefix', textAt(place, 'voorvoegsel', words)),
    ...optional('surname', textAt(place, 'geslachtsnaam', words)),
  };
};

const addressesOf = (place: Place): readonly string[] => {
  const line = /^[^\p{Cc}]{1,80}$/u;
  const number = place.value['huisnummer'] === undefined ? undefined : wholeAt(place, 'huisnummer', 1, 99_999);
  const letter = textAt(place, 'huisletter', /^[A-Za-z]$/) ?? '';
  const addition = textAt(place, 'huisnummertoevoeging', /^[A-Za-z0-9 -]{1,4}$/);
  const house = number === undefined ? '' : `${number}${letter}${addition === undefined ? '' : `-${addition}`}`;
  const postcode = textAt(place, 'postcode', /^[1-9]\d{3} ?[A-Za-z]{2}$/);
  const town = [postcode, textAt(place, 'woonplaats', line)].filter((part) => part !== undefined).join(' ');
  const streets = [textAt(place, 'korteStraatnaam', line), textAt(place, 'officieleStraatnaam', line)];
  return [...new Set(streets)].flatMap((street) => (street === undefined ? [] : [`${street} ${house}, ${town}`]));
};

/** Kinds of residence that are an address in the Netherlands, and two that are none. */
const residences: Readonly<Record<string, (place: Place) => RegisteredPerson['residence']>> = {
  Adres: (place) => {
    const address = objectAt(place, 'verblijfadres');
    return {
      addresses: address ? addressesOf(address) : [],
      ...optional('bagId', textAt(place, 'adresseerbaarObjectIdentificatie', /^\d{16}$/)),
    };
  },
  Locatie: (place) => {
    const address = objectAt(place, 'verblijfadres');
    const described = address && textAt(address, 'locatiebeschrijving', /^[^\p{Cc}]{1,80}$/u);
    return { addresses: described === undefined ? [] : [described] };
  },
  VerblijfplaatsBuitenland: () => undefined,
  VerblijfplaatsOnbekend: () => undefined,
};

const residenceOf = (place: Place | undefined): RegisteredPerson['residence'] => {
  if (!place) return undefined;
  const type = textAt(place, 'type', /^[A-Za-z]{1,40}$/) ?? '';
  if (!Object.hasOwn(residences, type)) throw new Misfit(`${place.pointer}/type`);
  return residences[type]?.(place);
};

/** Is anything of these parts marked as under investigation? The mark is an object beside the data that it is about. */
const isInvestigated = (places: readonly (Place | undefined)[]): boolean =>
  places.some((place) => place !== undefined && objectAt(place, 'inOnderzoek') !== undefined);

const personAt = (place: Place): RegisteredPerson => {
  const [name, birth, residence, suspension] = ['naam', 'geboorte', 'verblijfplaats', 'opschortingBijhouding'].map(
    (part) => objectAt(place, part),
  );
  const bsn = textAt(place, 'burgerservicenummer', /^\d{9}$/);
  if (bsn === undefined) throw new Misfit(`${place.pointer}/burgerservicenummer`);
  const reason = suspension && objectAt(suspension, 'reden');
  return {
    bsn,
    name: nameOf(name),
    ...optional('birthDate', birth && dateAt(birth, 'datum')),
    ...optional('residence', residenceOf(residence)),
    ...optional('suspended', reason && codeAt(reason, 'code')),
    secrecy: flagAt(place, 'geheimhoudingPersoonsgegevens'),
    underInvestigation: isInvestigated([
      place,
      name,
      birth,
      residence,
      residence && objectAt(residence, 'verblijfadres'),
    ]),
  };
};

/**
 * Reads the answer to a question by BSN, held against the specification's own shapes (its discriminators would let a
 * general validator accept anything). Members that nobody asked are left unread. Throws `Misfit`. Source: BRP API
 * Personen 2.7.0, schemas RaadpleegMetBurgerservicenummerResponse and Persoon.
 */
export const readAnswer = (body: string): readonly RegisteredPerson[] => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new Misfit('json');
  }
  const root = objectAt({ value: { answer: json }, pointer: '' }, 'answer');
  if (!root || root.value['type'] !== question) throw new Misfit('/type');
  return arrayAt(root, 'personen').map((place) => personAt(place));
};
