import { describe, expect, it } from '@jest/globals';
import { findPayloadType } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { covenant, law, noon } from '../../test/judgement-scene.js';
import { judgeSupply } from './supply.js';
import type { Supply, SupplyTarget } from './supply.js';

const typeOf = (id: string): PayloadType => findPayloadType(id) as PayloadType;
const open: NonNullable<SupplyTarget['case']> = { phase: '2', isOpen: true, supplierInSet: true, isScan: false };
const asked: NonNullable<SupplyTarget['request']> = { isOfCase: true, isAsked: true };

const supply = (changes: Partial<Supply> = {}): Supply => ({
  at: noon,
  law,
  covenant,
  supplierKind: 'COLL',
  isMember: true,
  type: typeOf('S2'),
  way: 'signal',
  declaration: { lawful: true, quality: true },
  target: {},
  ...changes,
});
const answer = (changes: Partial<Supply> = {}): Supply =>
  supply({
    supplierKind: 'POL',
    type: typeOf('S6'),
    way: 'answer',
    target: { case: open, request: asked },
    ...changes,
  });
const codeOf = (given: Supply): string | undefined => judgeSupply(given)?.code;

describe('a supply', () => {
  it('comes in where party, way, target and law allow it', () => {
    expect(judgeSupply(supply())).toBeUndefined();
    expect(judgeSupply(answer())).toBeUndefined();
    expect(judgeSupply(supply({ way: 'supply', target: { case: open } }))).toBeUndefined();
  });

  it('is refused to who is no member, whatever else holds', () => {
    expect(judgeSupply(answer({ isMember: false }))).toEqual({
      code: 'supply/no-participant',
      rules: [],
      basis: ['WGS 2.19'],
    });
  });

  it('is refused where the kind does not supply the type, or the type does not come this way', () => {
    expect(codeOf(supply({ supplierKind: 'POL' }))).toBe('supply/type-not-of-supplier');
    expect(codeOf(answer({ way: 'signal' }))).toBe('supply/way-not-allowed');
  });

  it.each([
    ['S9', ['WGS 2.19', 'BGS 2.15']],
    ['S31', ['WGS 2.19', 'BGS 2.15']],
    ['S32', ['WGS 2.19', 'BGS 2.15']],
    ['S33', ['WGS 2.19', 'BGS 2.16(1)(a)']],
  ])('of %s is refused to every kind and in every way, by the articles that keep it out', (id, basis) => {
    for (const supplierKind of ['POL', 'COLL', 'NLA', 'RIEC'] as const) {
      for (const way of ['signal', 'answer', 'supply'] as const) {
        const refusal = judgeSupply(
          supply({ type: typeOf(id), supplierKind, way, target: { case: open, request: asked } }),
        );
        expect(refusal).toEqual({ code: 'supply/type-not-open', rules: [], basis });
      }
    }
    expect(codeOf(supply({ type: typeOf(id), isMember: false }))).toBe('supply/no-participant');
  });

  it('is refused without both declarations, by the guard that asks for them', () => {
    for (const declaration of [
      { lawful: false, quality: true },
      { lawful: true, quality: false },
    ]) {
      expect(judgeSupply(supply({ declaration }))).toEqual({
        code: 'supply/refused-by-law',
        rules: ['G-09'],
        basis: ['BGS 1.5'],
      });
    }
  });

  it('takes the weighing for the phase of a signal, whatever case is named beside it', () => {
    const type = { ...typeOf('S6'), ways: ['signal' as const] };
    const outcome = judgeSupply(answer({ type, way: 'signal', target: { case: open }, fields: ['role'] }));
    expect(outcome).toMatchObject({ code: 'supply/refused-by-law', rules: ['W-12'] });
  });
});

describe('a supply into a case', () => {
  it('is refused in one and the same form where the case is not there, is not open or is not known to the supplier', () => {
    const outside = { ...open, supplierInSet: false };
    const refusals = [
      answer({ target: {} }),
      answer({ target: { case: { ...open, isOpen: false }, request: asked } }),
      answer({ target: { case: outside } }),
      answer({ target: { case: outside, request: { isOfCase: false, isAsked: true } } }),
      supply({ way: 'supply', target: {} }),
      supply({ way: 'supply', target: { case: outside } }),
    ].map((given) => judgeSupply(given));
    for (const refusal of refusals) {
      expect(refusal).toEqual({ code: 'supply/no-open-case', rules: [], basis: ['WGS 2.23(6)'] });
    }
  });

  it('is refused as not asked to who is in the set and was asked nothing, or in another case', () => {
    expect(codeOf(answer({ target: { case: open } }))).toBe('supply/not-asked');
    expect(codeOf(answer({ target: { case: open, request: { isOfCase: true, isAsked: false } } }))).toBe(
      'supply/not-asked',
    );
    expect(codeOf(answer({ target: { case: open, request: { isOfCase: false, isAsked: true } } }))).toBe(
      'supply/not-asked',
    );
  });

  it('that was asked comes in from who is outside the set: the duty to supply stands', () => {
    expect(
      judgeSupply(answer({ target: { case: { ...open, supplierInSet: false }, request: asked } })),
    ).toBeUndefined();
  });

  it('is refused before the phase that its category belongs to, with the article', () => {
    const early = { case: { ...open, phase: '1' }, request: asked };
    expect(judgeSupply(answer({ target: early, fields: ['role'] }))).toEqual({
      code: 'supply/refused-by-law',
      rules: ['W-12'],
      basis: ['WGS 2.22'],
    });
  });

  it('is refused for one field that may not be brought, by who sees the fields', () => {
    const early = { case: { ...open, phase: '1' }, request: asked };
    expect(codeOf(answer({ target: early, fields: ['name', 'role'] }))).toBe('supply/refused-by-law');
    expect(codeOf(answer({ target: early, fields: ['name'] }))).toBeUndefined();
  });

  it('is let through by who sees the type alone where some of it may come in', () => {
    const early = { case: { ...open, phase: '1' }, request: asked };
    const mixed = typeOf('S6');
    expect(mixed.fields.some(({ category }) => category !== 'CRIM')).toBe(true);
    expect(codeOf(answer({ target: early }))).toBeUndefined();
  });
});
