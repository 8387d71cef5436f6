import { describe, expect, it } from '@jest/globals';
import { readAnswer } from './answer.js';
import { Misfit } from './shape.js';

const bsn = '999993653';
const answer = (person: object): string =>
  JSON.stringify({ type: 'RaadpleegMetBurgerservicenummer', personen: [{ burgerservicenummer: bsn, ...person }] });
const read = (person: object) => readAnswer(answer(person))[0];
const placeOf = (body: string): string | undefined => {
  try {
    readAnswer(body);
    return undefined;
  } catch (error) {
    return error instanceof Misfit ? error.place : String(error);
  }
};
const born = (datum: object) => read({ geboorte: { datum } })?.birthDate;

describe('an answer of the register', () => {
  it('has a date in any of its four forms', () => {
    expect(born({ type: 'Datum', langFormaat: 'x', datum: '1985-12-01' })).toBe('1985-12-01');
    expect(born({ type: 'JaarMaandDatum', langFormaat: 'x', jaar: 1985, maand: 4 })).toBe('1985-04-00');
    expect(born({ type: 'JaarDatum', langFormaat: 'x', jaar: 1985 })).toBe('1985-00-00');
    expect(born({ type: 'DatumOnbekend', langFormaat: 'x', onbekend: true })).toBeUndefined();
  });

  it('has a residence in any of its four kinds', () => {
    const at = (verblijfplaats: object) => read({ verblijfplaats })?.residence;
    const verblijfadres = { korteStraatnaam: 'A', officieleStraatnaam: 'Aa', huisnummer: 1, woonplaats: 'B' };
    expect(at({ type: 'Adres', verblijfadres })).toEqual({ addresses: ['A 1, B', 'Aa 1, B'] });
    expect(at({ type: 'Locatie', verblijfadres: { locatiebeschrijving: 'Woonboot' } })).toEqual({
      addresses: ['Woonboot'],
    });
    expect(at({ type: 'VerblijfplaatsBuitenland' })).toBeUndefined();
    expect(at({ type: 'VerblijfplaatsOnbekend' })).toBeUndefined();
  });

  it('is under investigation where any part of it is', () => {
    expect(read({})?.underInvestigation).toBe(false);
    expect(read({ naam: { inOnderzoek: { voornamen: true } } })?.underInvestigation).toBe(true);
    expect(read({ verblijfplaats: { type: 'Adres', verblijfadres: { inOnderzoek: {} } } })?.underInvestigation).toBe(
      true,
    );
  });

  it('carries secrecy and the reason of a suspension', () => {
    expect(
      read({ geheimhoudingPersoonsgegevens: true, opschortingBijhouding: { reden: { code: 'O' } } }),
    ).toMatchObject({
      secrecy: true,
      suspended: 'O',
    });
  });
});

describe('an answer that does not fit', () => {
  it.each([
    ['not json', 'json'],
    ['[]', '/answer'],
    ['{"type":"ZoekMetPostcode","personen":[]}', '/type'],
    ['{"type":"RaadpleegMetBurgerservicenummer"}', '/answer/personen'],
    ['{"type":"RaadpleegMetBurgerservicenummer","personen":[1]}', '/answer/personen/0'],
    ['{"type":"RaadpleegMetBurgerservicenummer","personen":[{}]}', '/answer/personen/0/burgerservicenummer'],
    [answer({ naam: { geslachtsnaam: 7 } }), '/answer/personen/0/naam/geslachtsnaam'],
    [answer({ geboorte: { datum: { type: 'Datum', datum: '1985-02-30' } } }), '/answer/personen/0/geboorte/datum'],
    [answer({ geboorte: { datum: { type: 'Anders' } } }), '/answer/personen/0/geboorte/datum/type'],
    [answer({ verblijfplaats: { type: 'constructor' } }), '/answer/personen/0/verblijfplaats/type'],
    [answer({ geheimhoudingPersoonsgegevens: 'ja' }), '/answer/personen/0/geheimhoudingPersoonsgegevens'],
  ])('%s is refused with its place and no value', (body, place) => {
    expect(placeOf(body)).toBe(place);
  });
});
