import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkPayload } from './check.js';
import { faultTexts } from './checks/fault-codes.js';
import { examplePayloads } from './payload.examples.js';
import { findPayloadType } from './registry/registry.js';

type TypeId = keyof typeof examplePayloads;
const typeIds = Object.keys(examplePayloads) as TypeId[];

const typeOf = (id: TypeId) => {
  const type = findPayloadType(id);
  if (type === undefined) throw new Error(`no type ${id}`);
  return type;
};

/** Example data that a test may spoil. */
type Loose = Record<string, unknown>;

/** The example after a change, as it would come out of JSON.parse. */
const changed = (id: TypeId, change: (data: Loose) => void): unknown => {
  const data = JSON.parse(JSON.stringify(examplePayloads[id])) as Loose;
  change(data);
  return data;
};

const faultsOf = (id: TypeId, change: (data: Loose) => void) => checkPayload(typeOf(id), changed(id, change)).faults;

const set =
  (path: string, value: unknown) =>
  (data: Loose): void => {
    const keys = path.split('/').slice(1);
    const last = keys.pop() ?? '';
    const holder = keys.reduce((at, key) => at[key] as Loose, data);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  };

describe('a payload as its type describes it', () => {
  it.each(typeIds)('%s passes without faults', (id) => {
    const result = checkPayload(typeOf(id), examplePayloads[id]);
    expect(result.faults).toEqual([]);
    expect(result.payload).toEqual(examplePayloads[id]);
  });

  it('may enter as an answer or unasked supply where its categories allow, without a report', () => {
    const { declaration, matter } = examplePayloads.S1;
    const { request, case: caseId } = examplePayloads.S6;
    expect(checkPayload(typeOf('S1'), { way: 'answer', request, case: caseId, declaration, matter }).faults).toEqual(
      [],
    );
    expect(checkPayload(typeOf('S1'), { way: 'supply', case: caseId, declaration, matter }).faults).toEqual([]);
  });
});

describe('the way in', () => {
  it('a type of phase 2 never starts a weighing', () => {
    expect(faultsOf('S15', set('/way', 'signal'))).toContainEqual({ pointer: '/way', code: 'way-not-allowed' });
  });

  it('an answer names its request and its case', () => {
    const missing = (data: Loose) => {
      delete data['request'];
      delete data['case'];
    };
    expect(faultsOf('S6', missing)).toEqual([
      { pointer: '/request', code: 'required' },
      { pointer: '/case', code: 'required' },
    ]);
  });

  it('an unasked supply names a case and no request', () => {
    expect(faultsOf('S6', set('/way', 'supply'))).toEqual([{ pointer: '/request', code: 'not-for-this-way' }]);
  });

  it('a signal brings a report and all five explanations, and no case', () => {
    expect(faultsOf('S1', set('/report', undefined))).toEqual([{ pointer: '/report', code: 'required' }]);
    expect(faultsOf('S1', set('/text', undefined))).toEqual([{ pointer: '/text', code: 'required' }]);
    expect(faultsOf('S1', set('/text/_text/region', undefined))).toEqual([
      { pointer: '/text/_text/region', code: 'required' },
    ]);
    expect(faultsOf('S1', set('/case', examplePayloads.S6.case))).toEqual([
      { pointer: '/case', code: 'not-for-this-way' },
    ]);
  });

  it.each([undefined, 'gift', 'process', 7, null, {}])('%j is no way in', (way) => {
    expect(faultsOf('S1', set('/way', way)).map(({ pointer }) => pointer)).toContain('/way');
  });
});

describe.each<[TypeId, string, unknown, string]>([
  ['S1', '/matter/registrations', '12', 'wrong-type'],
  ['S1', '/matter/registrations', -1, 'out-of-range'],
  ['S1', '/matter/registrations', 1.5, 'out-of-range'],
  ['S1', '/matter/registrations', 2 ** 53, 'out-of-range'],
  ['S1', '/matter/registrations', undefined, 'required'],
  ['S1', '/matter/bagId', '0363990001004479', 'wrong-form'],
  ['S1', '/matter/ownerKind', 'constructor', 'unknown-code'],
  ['S1', '/matter/lastInspection', '2016-02-30', 'no-such-date'],
  ['S1', '/matter/lastInspection', '2016-11-00', 'no-such-date'],
  ['S1', '/matter/address', '', 'empty'],
  ['S1', '/matter/address', 'Straat\u0000', 'control-character'],
  ['S1', '/matter/address', 'Straat\u202E1', 'control-character'],
  ['S1', '/matter/address', 'Straat\uD800', 'ill-formed-unicode'],
  ['S1', '/matter/address', 'a'.repeat(201), 'too-long'],
  ['S1', '/matter', undefined, 'required'],
  ['S1', '/matter', [], 'wrong-type'],
  ['S1', '/text/_text/necessity', '   ', 'empty'],
  ['S1', '/report/phenomenon', 'nuisance-by-youths', 'unknown-phenomenon'],
  ['S1', '/report/region', '', 'wrong-form'],
  ['S1', '/declaration/firstProcessed', '2026-02-29', 'no-such-date'],
  ['S1', '/declaration/lawful', 'yes', 'wrong-type'],
  ['S1', '/declaration', undefined, 'required'],
  ['S1', '/persons', [{ ref: 'p1' }], 'not-for-this-type'],
  ['S2', '/persons/0/bsn', '999996965', 'eleven-test'],
  ['S2', '/persons/0/bsn', '99999696', 'wrong-form'],
  ['S2', '/persons/0/bsn', 999_996_964, 'wrong-type'],
  ['S2', '/persons/0/birthDate', '2000-13-00', 'no-such-date'],
  ['S2', '/persons/0/birthDate', '0000-00-00', 'no-such-date'],
  ['S2', '/persons/0/name', undefined, 'required'],
  ['S2', '/persons/0/name', 'a'.repeat(201), 'too-long'],
  ['S2', '/persons/0/accompaniedBy', 'p3', 'unresolved-reference'],
  ['S2', '/persons/0/accompaniedBy', 'p1', 'unresolved-reference'],
  ['S2', '/persons/0/about', '5f9d3b1c-7c0e-4d0b-9b64-2d6a3c1e8f77', 'not-for-this-way'],
  ['S2', '/persons', [], 'empty'],
  ['S2', '/persons', undefined, 'required'],
  ['S2', '/persons', {}, 'wrong-type'],
  ['S2', '/matter', { address: 'x' }, 'not-for-this-type'],
  ['S2', '/handling', { bpgCode: 'b' }, 'not-for-this-type'],
  ['S6', '/persons/0/about', 'p1', 'wrong-form'],
  ['S6', '/persons/0/about', 'een betrokkene', 'wrong-form'],
  ['S6', '/persons/0/possibleVictim', 'ja', 'wrong-type'],
  ['S6', '/persons/0/vNr', '12', 'wrong-form'],
  ['S6', '/persons/0/role', 'dader', 'unknown-code'],
  ['S6', '/persons/0/evaluation', 'D9', 'unknown-code'],
  ['S6', '/handling/handlingCode', 'H9', 'unknown-code'],
  ['S6', '/text/summary', 'a'.repeat(8001), 'too-long'],
  ['S6', '/request', 'not-an-id', 'wrong-form'],
  ['S15', '/companies/0/lhNr', '123456789L01', 'eleven-test'],
  ['S15', '/companies/0/employer/kvkNr', '1234', 'wrong-form'],
  ['S15', '/companies/0/employer/rsin', '123456789', 'eleven-test'],
  ['S15', '/companies/0/employer', {}, 'empty'],
  ['S15', '/companies/0/employer', 'Bedrijf', 'wrong-type'],
  ['S15', '/companies/0/arrears', Number.NaN, 'out-of-range'],
  ['S15', '/companies', undefined, 'required'],
  ['S24', '/persons/0/ref', 'p0', 'wrong-form'],
  ['S24', '/persons/0/ref', undefined, 'required'],
  ['S24', '/persons/0/residenceStatus', '47', 'unknown-code'],
])('%s with a fault at %s', (id, pointer, value, code) => {
  it(`is refused as ${code}, at that place and nowhere else`, () => {
    const result = checkPayload(typeOf(id), changed(id, set(pointer, value)));
    const place = code === 'not-for-this-type' && pointer === '/handling' ? '/handling/bpgCode' : pointer;
    expect(result.faults).toContainEqual({ pointer: place, code });
    expect(result.faults.every((found) => found.pointer.startsWith(place))).toBe(true);
    expect(result.payload).toBeUndefined();
  });
});

describe('unknown members', () => {
  it.each(['', '/declaration', '/report', '/matter', '/text', '/text/_text'])('are refused at "%s"', (parent) => {
    expect(faultsOf('S1', set(`${parent}/Jansen`, 'x'))).toEqual([{ pointer: parent, code: 'unknown-member' }]);
  });

  it.each(['/persons/0', '/persons/1', '/handling'])(
    'are refused at "%s", and their name never comes back',
    (parent) => {
      const found = faultsOf('S6', (data) => {
        set('/persons/1', { ref: 'p2', role: 'getuige', incidentCode: 'overlast' })(data);
        set(`${parent}/Jansen`, 'x')(data);
      });
      expect(found).toEqual([{ pointer: parent, code: 'unknown-member' }]);
      expect(JSON.stringify(found)).not.toContain('Jansen');
    },
  );

  it.each(['__proto__', 'constructor', 'prototype', 'toString'])('%s is one of them', (name) => {
    const text = JSON.stringify(examplePayloads.S1);
    const data = JSON.parse(`${text.slice(0, -1)},"${name}":{"lawful":true}}`) as unknown;
    expect(checkPayload(typeOf('S1'), data).faults).toEqual([{ pointer: '', code: 'unknown-member' }]);
  });

  it('an inherited member is no member', () => {
    const data = Object.assign(Object.create({ report: examplePayloads.S1.report }) as object, examplePayloads.S1);
    delete (data as { report?: unknown }).report;
    expect(checkPayload(typeOf('S1'), data).faults).toEqual([{ pointer: '/report', code: 'required' }]);
  });
});

describe('several faults', () => {
  it('come back together', () => {
    const found = faultsOf('S2', (data) => {
      set('/persons/0/bsn', '999996965')(data);
      set('/persons/0/birthDate', '2000-02-30')(data);
      set('/persons/1/ref', 'p1')(data);
      set('/report/phenomenon', 'x')(data);
    });
    expect(found.map(({ code }) => code).sort()).toEqual([
      'duplicate-ref',
      'eleven-test',
      'no-such-date',
      'unknown-phenomenon',
      'unresolved-reference',
    ]);
  });

  it('no more persons than the type allows', () => {
    const many = (data: Loose) => {
      data['persons'] = Array.from({ length: 3 }, (_, at) => ({ ref: `p${at + 1}`, name: 'A B' }));
    };
    expect(faultsOf('S2', many)).toEqual([{ pointer: '/persons', code: 'too-many' }]);
  });
});

describe('any input whatever', () => {
  const anyType = fc.constantFrom(...typeIds).map(typeOf);

  it('gives faults with known codes, and never fails', () => {
    fc.assert(
      fc.property(anyType, fc.jsonValue(), (type, data) => {
        const { faults, payload } = checkPayload(type, data);
        expect(payload === undefined).toBe(faults.length > 0);
        expect(faults.every(({ code }) => code in faultTexts)).toBe(true);
      }),
    );
  });

  it('never echoes what was put in', () => {
    fc.assert(
      fc.property(fc.constantFrom(...typeIds), fc.stringMatching(/^[a-z]{12,20}$/), fc.nat(), (id, canary, seed) => {
        const data = JSON.parse(JSON.stringify(examplePayloads[id])) as Loose;
        const holders = [data, ...Object.values(data).filter((value) => typeof value === 'object')] as Loose[];
        const holder = holders[seed % holders.length] as Loose;
        const names = Object.keys(holder);
        holder[names[seed % names.length] as string] = canary;
        holder[canary] = canary;
        const { faults } = checkPayload(typeOf(id), data);
        expect(faults.length).toBeGreaterThan(0);
        expect(JSON.stringify(faults)).not.toContain(canary);
      }),
    );
  });
});
