import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { foldText } from './normal-form.js';

const sign = fc.integer({ min: 0, max: 0x7f }).map((code) => String.fromCharCode(code));

describe('a folded text', () => {
  it('is the same for what is ASCII whether or not something else stands behind it', () => {
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 60 }), (text) => {
        expect(`${foldText(text)} e`.trim()).toBe(foldText(`${text} \u00e9`));
      }),
    );
  });

  it('has Latin letters for those that Unicode does not decompose', () => {
    expect(foldText('Stra\u00dfe \u00c6r\u00f8 \u0130y\u0131lmaz \u0132sselstein')).toBe(
      'strasse aero iyilmaz ijsselstein',
    );
  });
});
