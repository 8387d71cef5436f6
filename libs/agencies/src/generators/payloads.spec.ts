import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkPayload, findPayloadType, isRsin } from '@knooppunt/signals';
import { employerOf } from './company.js';
import { incident, labourInspection, payrollMismatch, residencePosition } from './payloads.js';

const signal = { way: 'signal', region: 'amsterdam-amstelland', firstProcessed: '2026-03-02' } as const;
const answer = {
  way: 'answer',
  request: '3f1f2c56-8b4e-4a53-9a5c-0a3c7d7f5b10',
  case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21',
  firstProcessed: '2026-03-02',
} as const;
const supply = { way: 'supply', case: answer.case, firstProcessed: answer.firstProcessed } as const;
const site = 'Aalbersestraat 281, 1067 MD Amsterdam';
const person = { name: 'Grzegorz Wojciechowski', birthDate: '2000-09-16', bsn: '999996964' };
const on = '2026-03-02';

const generated = (seed: number) =>
  [
    ['S19', labourInspection(seed, { site, bagId: '0363010001004479', on, frame: signal })],
    ['S19', labourInspection(seed, { site, on, frame: supply })],
    ['S24', residencePosition(seed, { person, on, frame: signal })],
    ['S24', residencePosition(seed, { person: { name: 'A B' }, on, frame: answer })],
    [
      'S6',
      incident(seed, {
        persons: [{ ...person, about: answer.case, possibleVictim: true }],
        place: site,
        on,
        handling: { handlingCode: 'H1', bpgCode: 'b' },
        frame: answer,
      }),
    ],
    ['S6', incident(seed, { persons: [{}, {}], place: site, on, frame: supply })],
    ['S15', payrollMismatch(seed, { workersFound: 12, frame: answer })],
    ['S15', payrollMismatch(seed, { frame: supply })],
  ] as const;

const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('a generated payload', () => {
  it('is one that the registry accepts, for any seed', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        for (const [id, data] of generated(seed)) {
          const type = findPayloadType(id);
          expect([id, type === undefined ? undefined : checkPayload(type, data).faults]).toEqual([id, []]);
        }
      }),
    );
  });

  it('is the same for the same seed, and another for most others', () => {
    expect(generated(7)).toEqual(generated(7));
    const different = new Set(Array.from({ length: 50 }, (_, seed) => JSON.stringify(generated(seed))));
    expect(different.size).toBe(50);
  });

  it('brings nothing that the agency was not told of a person', () => {
    const data = incident(3, { persons: [{ name: 'A B' }], place: site, on, frame: answer });
    const [first] = data['persons'] as Record<string, unknown>[];
    expect(Object.keys(first ?? {}).toSorted((a, b) => a.localeCompare(b))).toEqual(
      ['date', 'evaluation', 'incidentCode', 'name', 'place', 'ref', 'role'].toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it('of labour inspectorate and tax authority is about one employer where the seed is one', () => {
    const employer = employerOf(11);
    expect(labourInspection(11, { site, on, frame: signal })['companies']).toEqual([{ ref: 'c1', employer }]);
    expect(payrollMismatch(11, { frame: answer })['companies']).toEqual([expect.objectContaining({ employer })]);
  });
});

describe('a made-up employer', () => {
  it('has an RSIN that passes the 11-test and lies outside the register', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { rsin } = employerOf(seed);
        expect([isRsin(rsin), rsin.startsWith('8')]).toEqual([true, true]);
      }),
    );
  });
});
