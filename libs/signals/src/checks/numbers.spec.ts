import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { stdnum } from 'stdnum';
import { isBagId, isBsn, isKvkNumber, isRsin, isVNumber, isWageTaxNumber } from './numbers.js';

describe('a citizen service number', () => {
  it.each(['999993653', '999990639', '999996964', '000009945', '111222333', '123456782'])('%s passes', (bsn) => {
    expect(isBsn(bsn)).toBe(true);
  });

  it.each([
    '010008579',
    '999993654',
    '000000000',
    '99999365',
    '9999936530',
    '99999365a',
    '',
    ' 999993653',
    '999993653\n',
  ])('%j fails', (bsn) => {
    expect(isBsn(bsn)).toBe(false);
  });

  it('agrees with an independent check on any nine digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9}$/), (digits) => {
        fc.pre(digits !== '000000000');
        expect(isBsn(digits)).toBe(stdnum['NL']?.['bsn']?.validate(digits).isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('fails as soon as one digit changes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 8 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const changed = Array.from('999996964', (digit, index) =>
          index === at ? String((Number(digit) + by) % 10) : digit,
        ).join('');
        expect(isBsn(changed)).toBe(false);
      }),
    );
  });
});

describe('numbers of companies', () => {
  it('an RSIN takes the 11-test of a BSN', () => {
    expect([isRsin('123456782'), isRsin('123456789')]).toEqual([true, false]);
  });

  it.each(['69599084', '68727720', '90004760', '55344526'])('%s of the trade register test set passes', (kvkNr) => {
    expect(isKvkNumber(kvkNr)).toBe(true);
  });

  it('a trade-register number has eight digits', () => {
    expect(['6959908', '695990841', '00000000', '6959908x'].map(isKvkNumber)).toEqual([false, false, false, false]);
  });

  it('a wage tax number is an RSIN, an L and two digits', () => {
    expect(['123456782L01', '123456789L01', '123456782B01', '123456782L1'].map(isWageTaxNumber)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('other numbers', () => {
  it('an alien number has ten digits', () => {
    expect(['0123456789', '123456789', '0000000000'].map(isVNumber)).toEqual([true, false, false]);
  });

  it('a BAG id names municipality, kind of object and serial number', () => {
    expect(['0363010001004479', '0599010400010274', '0106300000030851'].map(isBagId)).toEqual([true, true, true]);
    expect(['0000000000000000', '0363990001004479', '363010012067062', ' 0363010000599756'].map(isBagId)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
