import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { numberPlateSeries } from './checks/registers.js';
import { foldId } from './normal-ids.js';
import type { IdKind } from './normal-ids.js';

const digitKinds = ['bsn', 'rsin', 'vnr', 'kvk', 'vestiging', 'bag'] as const;
const lengthOf = { bsn: 9, rsin: 9, vnr: 10, kvk: 8, vestiging: 12, bag: 16 } as const;
const digits = (kind: (typeof digitKinds)[number]) => fc.stringMatching(new RegExp(`^\\d{${lengthOf[kind]}}$`));
const anyDigitKind = fc.constantFrom(...digitKinds);
const separators = fc.array(fc.constantFrom(' ', '.', '-', '/', '\u00A0', '\u2011', ''), {
  minLength: 20,
  maxLength: 20,
});
const spaced = (text: string, between: readonly string[]) =>
  Array.from(text, (letter, at) => `${letter}${between[at % between.length] ?? ''}`).join('');

describe('the normal form of an id', () => {
  it.each<[IdKind, readonly string[]]>([
    ['bsn', ['012345672', '0123.45.672', '12345672', ' 012 345 672 ', '０１２３４５６７２']],
    ['kvk', ['01234567', '1234567', 'KVK'.slice(3) + '0123 4567']],
    ['plate', ['GB-001-B', 'gb001b', 'GB 001 B', 'Gb–001–b']],
    ['document', ['SPECI2014', 'speci2014', 'SPECI 2014']],
    ['cadastral', ['ASD15 AB 1234 A12', 'asd15-ab-01234-a12', 'ASD15AB1234A12', 'ASD15 AB 01234 A0012']],
    ['parket', ['10/123456-23', '10-123456-23', '1012345623']],
  ])('of %s is one for all its spellings', (kind, spellings) => {
    expect(new Set(spellings.map((spelling) => foldId(kind, spelling))).size).toBe(1);
  });

  it('does not hang on separators, capitals or the zeros in front', () => {
    fc.assert(
      fc.property(
        anyDigitKind.chain((kind) => fc.tuple(fc.constant(kind), digits(kind), separators)),
        ([kind, id, between]) => {
          expect(foldId(kind, spaced(id, between))).toBe(id);
          expect(foldId(kind, id.replace(/^0+(?=\d)/, ''))).toBe(id);
        },
      ),
    );
  });

  it('keeps apart what differs in a digit', () => {
    fc.assert(
      fc.property(
        anyDigitKind.chain((kind) => fc.tuple(fc.constant(kind), digits(kind), digits(kind))),
        ([kind, one, two]) => {
          expect(foldId(kind, one) === foldId(kind, two)).toBe(one === two);
        },
      ),
    );
  });

  it('is its own normal form, for any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<IdKind>(...digitKinds, 'plate', 'document', 'cadastral', 'parket'),
        fc.string({ unit: 'grapheme' }),
        (kind, text) => {
          const once = foldId(kind, text);
          expect(foldId(kind, once)).toBe(once);
        },
      ),
    );
  });

  const plate = fc
    .constantFrom(...numberPlateSeries)
    .chain((series) => fc.stringMatching(new RegExp(`^${series.replaceAll('X', '[A-Z]').replaceAll('9', '\\d')}$`)));

  it('of a plate keeps all plates of all series apart, and their hyphens out', () => {
    fc.assert(
      fc.property(plate, plate, (one, two) => {
        expect(foldId('plate', one)).toBe(one.replaceAll('-', ''));
        expect(foldId('plate', one) === foldId('plate', two)).toBe(one === two);
      }),
    );
  });

  it('of a cadastral designation keeps all parcels and flats apart', () => {
    const parcel = fc
      .tuple(
        fc.stringMatching(/^[A-Z]{3}\d{2}$/),
        fc.stringMatching(/^[A-Z]{1,2}$/),
        fc.integer({ min: 1, max: 99_999 }),
        fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
      )
      .map(([place, section, number, flat]) => `${place} ${section} ${number}${flat === undefined ? '' : ` A${flat}`}`);
    fc.assert(
      fc.property(parcel, parcel, (one, two) => {
        expect(foldId('cadastral', one) === foldId('cadastral', two)).toBe(one === two);
      }),
    );
  });
});
