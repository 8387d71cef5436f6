import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isBsn } from './numbers.js';
import { holdsPersonalData } from './personal-data.js';
import { numberPlateSeries } from './registers.js';

const csv = readFileSync(new URL('../../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const [head = [], ...lists] = csv.split('\n').map((line) => line.split(';'));
/** Every value of an element of the official fictitious register, each once. */
const cells = (element: string): readonly string[] => {
  const at = head.indexOf(element);
  return [...new Set(lists.map((list) => list[at] ?? ''))].filter((cell) => cell !== '');
};

describe('a mark that holds personal data', () => {
  it.each([
    '999996964',
    'bsn999996964',
    'melding-999996964-2',
    '9999.96.964',
    '999.996.964',
    '1985-04-02',
    'p_19850402',
    '02-04-1985',
    'j.jansen@example.nl',
    'mailto:j.jansen@example.nl',
    'j.jansen%40example.nl',
    '%39%39%39996964',
    'zaak%2F999996964',
    '0612345678',
    '+31612345678',
    'AB-12-34',
    'auto:12-AB-34',
    'AB1234',
    'Jan_de_Vries',
    'Ada Janssen',
    'Özil.Yılmaz',
    'naam:ada',
    'vnr/2817364509',
  ])('is told: %s', (text) => {
    expect(holdsPersonalData(text)).toBe(true);
  });

  it('is told for every BSN of the official test register, wherever it stands', () => {
    const numbers = cells('01.01.20').filter((cell) => isBsn(cell));
    expect(numbers.length).toBeGreaterThan(500);
    for (const number of numbers) expect([number, holdsPersonalData(`zaak/${number}`)]).toEqual([number, true]);
  });

  it('is told for the administration numbers of that register', () => {
    const numbers = cells('01.01.10');
    expect(numbers.length).toBeGreaterThan(600);
    expect(numbers.filter((number) => !holdsPersonalData(`zaak/${number}`))).toEqual([]);
  });

  it('is told for a plate of every series', () => {
    for (const series of numberPlateSeries) {
      const plate = series.replaceAll('X', 'Z').replaceAll('9', '7');
      expect([plate, holdsPersonalData(plate), holdsPersonalData(`x:${plate}`)]).toEqual([plate, true, true]);
    }
  });
});

describe('a mark that tells nothing', () => {
  it.each([
    'levering-1',
    'melding-2026-03-02-0001',
    '20260302T101500Z',
    'urn:nld:oin:00000099000000002000:systeem:wonen',
    '100000001',
    'A234-1234-1234',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    'zaak-AB1234',
    'signaal.gemeld.v1',
    'congo=t61rcWkgMzE',
    'batch%2F2026%zz%',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  ])('passes: %s', (text) => {
    expect(holdsPersonalData(text)).toBe(false);
  });

  it('is every UUID and every digest, whatever digits it holds', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(holdsPersonalData(id)).toBe(false);
      }),
      { numRuns: 2000 },
    );
    expect(holdsPersonalData('99999696-4999-4696-8999-996964999996')).toBe(false);
    expect(holdsPersonalData(randomUUID())).toBe(false);
    const digests = Array.from({ length: 2000 }, () => randomBytes(32).toString('hex'));
    expect(digests.filter((digest) => /[a-f]/.test(digest) && holdsPersonalData(digest))).toEqual([]);
  });
});
