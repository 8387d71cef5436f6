import { readFileSync } from 'node:fs';
import { readRegister } from '@knooppunt/agencies';
import type { PersonList } from '@knooppunt/agencies';

type Json = Readonly<Record<string, unknown>>;
type Row = ReadonlyMap<string, string>;

const file = new URL('../../deploy/demo/brp/persoonslijsten.csv', import.meta.url);
const none: Row = new Map();
const currentOf = (list: PersonList, category: string): Row => list.occurrencesOf(category)[0]?.current ?? none;

const present = (members: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
const some = (members: Readonly<Record<string, unknown>>): Json | undefined => {
  const given = present(members);
  return Object.keys(given).length === 0 ? undefined : given;
};

/** A date of the register as AbstractDatum, whichever of its four forms it has. */
const dateOf = (digits: string | undefined): Json | undefined => {
  if (digits === undefined) return undefined;
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  if (year === '0000') return { type: 'DatumOnbekend', langFormaat: 'onbekend', onbekend: true };
  if (month === '00') return { type: 'JaarDatum', langFormaat: year, jaar: Number(year) };
  if (day === '00') {
    return { type: 'JaarMaandDatum', langFormaat: `${month} ${year}`, jaar: Number(year), maand: Number(month) };
  }
  return { type: 'Datum', langFormaat: `${day} ${month} ${year}`, datum: `${year}-${month}-${day}` };
};

/** Elements 83.10 and 83.30: a category is under investigation until the day on which that ended. */
const investigation = (row: Row): Json | undefined => {
  const since = row.get('83.20');
  if (row.get('83.10') === undefined || row.get('83.30') !== undefined) return undefined;
  return present({ datumIngangOnderzoek: dateOf(since) });
};

const residenceOf = (row: Row): Json | undefined => {
  if (row.size === 0) return undefined;
  const inOnderzoek = investigation(row);
  if (row.get('13.10') !== undefined) return present({ type: 'VerblijfplaatsBuitenland', inOnderzoek });
  if (row.get('12.10') !== undefined) {
    return present({ type: 'Locatie', inOnderzoek, verblijfadres: { locatiebeschrijving: row.get('12.10') } });
  }
  if (row.get('11.10') === undefined) return present({ type: 'VerblijfplaatsOnbekend', inOnderzoek });
  const number = row.get('11.20');
  return present({
    type: 'Adres',
    inOnderzoek,
    adresseerbaarObjectIdentificatie: row.get('11.80')?.padStart(16, '0'),
    verblijfadres: some({
      korteStraatnaam: row.get('11.10'),
      officieleStraatnaam: row.get('11.15'),
      huisnummer: number === undefined ? undefined : Number(number),
      huisletter: row.get('11.30'),
      huisnummertoevoeging: row.get('11.40'),
      postcode: row.get('11.60'),
      woonplaats: row.get('11.70'),
    }),
  });
};

const personOf = (list: PersonList): Json => {
  const [person, registration] = [currentOf(list, '01'), currentOf(list, '07')];
  const code = registration.get('67.20');
  return present({
    burgerservicenummer: person.get('01.20'),
    naam: some({
      voornamen: person.get('02.10'),
      voorvoegsel: person.get('02.30'),
      geslachtsnaam: person.get('02.40'),
      inOnderzoek: investigation(person),
    }),
    geboorte: some({ datum: dateOf(person.get('03.10')) }),
    verblijfplaats: residenceOf(currentOf(list, '08')),
    geheimhoudingPersoonsgegevens: (registration.get('70.10') ?? '0') === '0' ? undefined : true,
    opschortingBijhouding: code === undefined ? undefined : { reden: { code } },
  });
};

/** Answered whatever was asked (PersonenQuery, `fields`). */
const always: ReadonlySet<string> = new Set([
  'geheimhoudingPersoonsgegevens',
  'opschortingBijhouding',
  'inOnderzoek',
  'type',
]);

/** Only what was asked, as a tree of names, and what comes unasked. A part of which nothing was asked is left out. */
const narrowed = (value: Json, paths: readonly (readonly string[])[]): Json =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (always.has(name)) return [[name, member]];
      const below = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
      if (below.length === 0) return [];
      const isWhole = below.some((rest) => rest.length === 0) || typeof member !== 'object';
      return [[name, isWhole ? member : narrowed(member as Json, below)]];
    }),
  );

/** The persons of the official fictitious register, by BSN, as the API answers them. */
export class FictitiousRegister {
  private readonly persons: ReadonlyMap<string, Json>;

  constructor() {
    const all = readRegister(readFileSync(file, 'utf8')).map((list) => personOf(list));
    this.persons = new Map(all.map((person) => [String(person['burgerservicenummer']), person]));
  }

  find(bsn: string, fields: readonly string[]): Json | undefined {
    const person = this.persons.get(bsn);
    return (
      person &&
      narrowed(
        person,
        fields.map((path) => path.split('.')),
      )
    );
  }

  /** The whole person, for tests that say what a payload names. */
  get(bsn: string): Json {
    const person = this.persons.get(bsn);
    if (!person) throw new TypeError('the register has no such person');
    return person;
  }

  get numbers(): readonly string[] {
    return [...this.persons.keys()];
  }
}
