import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { stdnum } from 'stdnum';
import { readFileSync } from 'node:fs';
import { isBagId, isBsn } from './numbers.js';
import { isCountryCode, isMunicipalityCode, isNationalityCode } from '../registry/codes/territories.js';
import {
  isBranchNumber,
  isCadastralId,
  isDocumentNumber,
  isFlightNumber,
  isNumberPlate,
  isPostcode,
  isProsecutionNumber,
  isTurnoverTaxNumber,
  numberPlateSeries,
} from './registers.js';

const register = readFileSync(new URL('../../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const table = (name: string): readonly string[] =>
  [
    ...readFileSync(new URL(`../../../../test/fixtures/brp/${name}`, import.meta.url), 'utf16le').matchAll(
      /^\uFEFF?"(\d{4})"/gm,
    ),
  ].map(([, code = '']) => code);
const everyCode = Array.from({ length: 10_000 }, (_, at) => String(at).padStart(4, '0'));

describe('the official fictitious register', () => {
  const columnOf = (name: string): readonly string[] => {
    const [header = '', ...lines] = register.split('\n');
    const at = header.replaceAll('"', '').split(';').indexOf(name);
    // Rows without an id of their own are history and relatives: the same values come back in them.
    return [...new Set(lines.map((line) => line.split(';')[at]?.replaceAll('"', '').trim() ?? ''))].filter(
      (value) => value !== '',
    );
  };

  it('has 681 citizen numbers that pass, and the one that the independent check refuses too', () => {
    const numbers = columnOf('01.01.20').filter((value) => /^\d{9}$/.test(value));
    const failing = numbers.filter((number) => !isBsn(number));
    expect([numbers.length - failing.length, failing]).toEqual([681, ['010008579']]);
    expect(numbers.filter((number) => !stdnum['NL']?.['bsn']?.validate(number).isValid)).toEqual(failing);
  });

  it('has no BAG id of a dwelling or designation and no postcode that fails, but for the zeros of an unknown one', () => {
    const bag = [...columnOf('08.11.80'), ...columnOf('08.11.90')].filter((value) => /^\d{16}$/.test(value));
    expect(bag.length).toBeGreaterThan(200);
    expect(bag.filter((id) => !isBagId(id) && id !== '0'.repeat(16))).toEqual([]);
    expect(isBagId('0'.repeat(16))).toBe(false);
    const postcodes = columnOf('08.11.60');
    expect(postcodes.length).toBeGreaterThan(200);
    expect(postcodes.filter((postcode) => !isPostcode(postcode))).toEqual([]);
  });
});

describe('codes of countries, nationalities and municipalities', () => {
  it.each([
    ['tabel34-landen.csv', isCountryCode, 390],
    ['tabel32-nationaliteiten.csv', isNationalityCode, 217],
    ['tabel33-gemeenten.csv', isMunicipalityCode, 1478],
  ] as const)('are those of %s, no more and no fewer', (name, isCode, size) => {
    const codes = table(name);
    expect(codes).toHaveLength(size);
    expect(everyCode.filter(isCode)).toEqual(codes.toSorted());
    expect(['', '1', '00000', 'constructor', '0x01'].filter(isCode)).toEqual([]);
  });
});

describe('a number plate', () => {
  // One plate of each series, as they have been on the road.
  it.each([
    'ND-00-01',
    '00-01-AD',
    '12-DB-34',
    'DB-12-FH',
    'RX-HJ-28',
    '81-LT-JJ',
    '57-GLZ-4',
    '4-TFL-24',
    'KN-121-R',
    'V-027-HD',
    'BVT-46-B',
    'B-12-DFG',
    '2-VV-123',
    '456-ZZ-7',
  ])('%s is one, with hyphens and without', (plate) => {
    expect([isNumberPlate(plate), isNumberPlate(plate.replaceAll('-', ''))]).toEqual([true, true]);
  });

  it.each([
    'AA-BB-CC',
    '12-34-56',
    'A-12-34',
    'ND-00-011',
    'nd-00-01',
    'ND 00 01',
    'ND-0001',
    '1-ABC-D2',
    '',
    'ND-00-01\n',
  ])('%j is none', (plate) => {
    expect(isNumberPlate(plate)).toBe(false);
  });

  it('has one of fourteen series of two to three letters and three to four digits', () => {
    expect(new Set(numberPlateSeries).size).toBe(14);
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{6}$/), (text) => {
        const groups = text.match(/[A-Z]+|\d+/g) ?? [];
        const letters = text.replaceAll(/\d/g, '').length;
        // Independent of the list: groups of at most three of one kind, and two to four letters in all.
        const canBe = letters >= 2 && letters <= 4 && groups.every(({ length }) => length <= 4);
        expect(isNumberPlate(text) && !canBe).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('numbers with an 11-test', () => {
  it('a turnover tax number stands or falls with the number in it, as the independent check of the VAT id says', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9}$/), fc.integer({ min: 1, max: 99 }), (nine, serial) => {
        fc.pre(nine !== '000000000');
        const number = `${nine}B${String(serial).padStart(2, '0')}`;
        const isRsin = stdnum['NL']?.['bsn']?.validate(nine).isValid;
        expect(isTurnoverTaxNumber(number)).toBe(isRsin);
        // The VAT id of a sole trader passes another test, so that the id may be valid where this number is not.
        expect(isRsin === true && stdnum['NL']?.['btw']?.validate(`NL${number}`).isValid !== true).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('a BSN, RSIN, wage and turnover tax number fails as soon as one of its nine digits changes', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{9}$/).filter(isBsn),
        fc.nat({ max: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (nine, at, by) => {
          const changed = Array.from(nine, (digit, index) => (index === at ? (Number(digit) + by) % 10 : digit)).join(
            '',
          );
          expect([isBsn(changed), isTurnoverTaxNumber(`${changed}B01`)]).toEqual([false, false]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('numbers that have a form and no check digit', () => {
  it.each([
    [
      'BranchNumber',
      isBranchNumber,
      ['000012345678', '000037178598'],
      ['00001234567', '000000000000', '0000371785981'],
    ],
    [
      'TurnoverTaxNumber',
      isTurnoverTaxNumber,
      ['123456782B01', '111222333B99'],
      ['123456782B00', '123456789B01', '123456782L01', '123456782B1'],
    ],
    [
      'ProsecutionNumber',
      isProsecutionNumber,
      ['10/123456-23', '01-000123-24'],
      ['10/12345-23', '1/123456-23', '10/123456/23', '10.123456.23'],
    ],
    [
      'DocumentNumber',
      isDocumentNumber,
      ['SPECI2014', 'NP1234567', 'C01X00T47', '12345'],
      ['ABCDE', 'AB12', 'sp123456', 'NP 123456', 'A'.repeat(16)],
    ],
    [
      'CadastralId',
      isCadastralId,
      ['ASD15 AB 1234', 'UTT00 K 1 A12', 'RTD12 C 99999'],
      ['ASD15 AB 0', 'AS15 AB 12', 'ASD15AB1234', 'ASD15 ABC 1', 'ASD15 A 100000'],
    ],
    [
      'FlightNumber',
      isFlightNumber,
      ['KL1234', 'HV1', 'U21234', 'BA4449A', '5Y8123'],
      ['1234', '12345', 'KLM1234', 'KL', 'kl1234', 'KL12345'],
    ],
    [
      'Postcode',
      isPostcode,
      ['1067 MD', '1067MD', '9999 ZZ', '1000 AA'],
      ['0999 AA', '1067 SA', '1067SD', '1067 SS', '1067  MD', '1067 md', '1067M'],
    ],
  ] as const)('%s', (_name, isValid, good, bad) => {
    expect(good.filter((text: string) => !isValid(text))).toEqual([]);
    expect([...bad, '', `${good[0]}\n`, ` ${good[0]}`].filter(isValid)).toEqual([]);
  });
});
