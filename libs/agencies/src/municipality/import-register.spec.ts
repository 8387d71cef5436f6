import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkPayload, findPayloadType, nameTokenKinds, tokenValuesOf } from '@knooppunt/signals';
import { UnknownResident } from '../errors.js';
import { readRegister } from './brp-csv.js';
import { findResident, foundElsewhereSignal, importRegister, signalsOfRegister } from './import-register.js';
import type { RegisterSignal } from './import-register.js';

const csvText = readFileSync(new URL('../../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const amsterdam = {
  municipality: '0363',
  referenceDate: '2017-06-01',
  region: 'amsterdam-amstelland',
  firstProcessed: '2026-03-02',
};
const rotterdam = { ...amsterdam, municipality: '0599', region: 'rotterdam' };
const register = readRegister(csvText);
const header = csvText.slice(0, csvText.indexOf('\n'));
/** The lists that touch the three addresses which Amsterdam's signals of that day are about, or lie next door to. */
const nearby = csvText
  .slice(header.length + 1)
  .trimEnd()
  .split(/\n(?=L[gG]01)/)
  .filter((list) => /1067MD|1079TX/.test(list));
const nearbyText = [header, ...nearby].join('\n');
const imported = importRegister(csvText, amsterdam);
const rotterdamImport = signalsOfRegister(register, rotterdam);
const ofType = (signals: readonly RegisterSignal[], type: string) => signals.filter((signal) => signal.type === type);
type Person = { readonly name?: string; readonly bsn?: string; readonly birthDate?: string; readonly bagId?: string };
const personOf = ({ data }: RegisterSignal) =>
  ((data['persons'] ?? []) as (Person & { readonly registrationsIn12m?: number })[])[0] ?? {};
const textOf = ({ data }: RegisterSignal) => JSON.stringify(data['text']);
const check = ({ type, data }: RegisterSignal) => {
  const definition = findPayloadType(type);
  if (definition === undefined) throw new Error(`no ${type}`);
  return { definition, ...checkPayload(definition, JSON.parse(JSON.stringify(data))) };
};

describe('Amsterdam on 1 June 2017', () => {
  it('has one overcrowded address: twelve people, twelve households', () => {
    const [signal, ...others] = ofType(imported.signals, 'S1');
    expect(others).toEqual([]);
    expect(signal?.subjectKey).toBe('bag 0363010001004479');
    expect(signal?.data['matter']).toEqual({
      address: 'Aalbersestraat 281, 1067 MD Amsterdam',
      bagId: '0363010001004479',
      registrations: 12,
      households: 12,
    });
  });

  it('has an anomaly for each of the twelve, registered together on 18 April 2017', () => {
    const there = ofType(imported.signals, 'S2').filter((signal) => personOf(signal).bagId === '0363010001004479');
    const surnames = there.map((signal) => (personOf(signal).name ?? '').split(' ').at(-1));
    expect(new Set(surnames).size).toBe(12);
    expect(there.every((signal) => personOf(signal).registrationsIn12m === 12)).toBe(true);
    const youngest = there.map((signal) => personOf(signal).birthDate ?? '').toSorted((a, b) => a.localeCompare(b));
    expect(youngest.at(-1)).toBe('2000-09-16');
  });

  it('also has the two minors without an adult of their family at Trompenburgstraat, and nobody else', () => {
    const elsewhere = ofType(imported.signals, 'S2').filter((signal) => personOf(signal).bagId !== '0363010001004479');
    expect(elsewhere.map((signal) => personOf(signal).name)).toEqual(['Karel Koolmees', 'Karin Koolmees']);
  });

  it('raises nothing for the family of thirteen next door', () => {
    expect(JSON.stringify(imported.signals)).not.toContain('0363010001004477');
    expect(JSON.stringify(imported.signals)).not.toContain('Almenkinders');
  });
});

describe('the rules through time', () => {
  const typesOn = (referenceDate: string) =>
    signalsOfRegister(register, { ...amsterdam, referenceDate }).signals.map(({ type }) => type);

  it('find nothing on the eve of the registrations', () => {
    expect(typesOn('2017-04-17').filter((type) => type === 'S1')).toEqual([]);
  });

  it('overcrowding stays, an anomaly of registration is one for a year', () => {
    expect(typesOn('2018-04-17')).toContain('S2');
    expect(typesOn('2018-04-18')).toEqual(['S1']);
    expect(typesOn('2022-05-02')).toEqual(['S1']);
  });
});

describe('Rotterdam', () => {
  it('has one overcrowded address with sixteen people, and no recent registration there', () => {
    expect(rotterdamImport.signals.map(({ subjectKey }) => subjectKey)).toEqual(['bag 0599010400010274']);
    expect(rotterdamImport.signals[0]?.data['matter']).toMatchObject({ registrations: 16, households: 16 });
  });

  it('raises nothing for six mothers with one child each', () => {
    const all = ['2010-11-02', '2016-11-02', '2017-06-01', '2022-05-02'].map((referenceDate) =>
      JSON.stringify(signalsOfRegister(register, { ...rotterdam, referenceDate })),
    );
    expect(all.filter((text) => text.includes('0599010000145114'))).toEqual([]);
  });

  it('raises nothing for children who live with the sister of their mother', () => {
    const signals = signalsOfRegister(register, { ...rotterdam, referenceDate: '2020-01-15' }).signals;
    expect(JSON.stringify(signals)).not.toContain('0599010000460538');
  });
});

describe('secrecy', () => {
  const mark = (text: string, bsn: string) => {
    const [, ...rows] = text.split('\n');
    const at = header.split(';').indexOf('07.70.10');
    const row = rows.findIndex((line) => line.split(';')[2] === bsn);
    const cells = rows[row]?.split(';') ?? [];
    cells[at] = '7';
    return [header, ...rows.with(row, cells.join(';'))].join('\n');
  };
  const marked = importRegister(mark(nearbyText, '999996964'), amsterdam);

  it('takes a person out of every S2', () => {
    expect(ofType(marked.signals, 'S2')).toHaveLength(ofType(imported.signals, 'S2').length - 1);
    expect(JSON.stringify(marked)).not.toContain('Wojciechowski');
  });

  it('leaves the person in the numbers of an S1 and of the others', () => {
    expect(ofType(marked.signals, 'S1')).toEqual(ofType(imported.signals, 'S1'));
    expect(ofType(marked.signals, 'S2').map(personOf)).toContainEqual(
      expect.objectContaining({ name: 'Igor Haczek', registrationsIn12m: 12 }),
    );
  });

  it('of so many that too few are left is no ground at all', () => {
    const numbers = ofType(imported.signals, 'S2').map((signal) => personOf(signal).bsn ?? '');
    const five = numbers.filter((bsn) => bsn.startsWith('99999')).slice(0, 5);
    const text = five.reduce(mark, nearbyText);
    expect(ofType(importRegister(text, amsterdam).signals, 'S1')).toEqual([]);
  });

  it('forbids to raise a signal on somebody by hand too', () => {
    const bsn = '999996964';
    expect(() => findResident(mark(nearbyText, bsn), { ...amsterdam, bsn })).toThrow(UnknownResident);
  });
});

describe('every signal of the import', () => {
  const all = [...imported.signals, ...rotterdamImport.signals];

  it('is a payload that the registry accepts', () => {
    expect(all.flatMap((signal) => check(signal).faults)).toEqual([]);
  });

  it('names nobody and no address in its explanations, and nobody as a minor', () => {
    const words = all.flatMap((signal) => [
      ...(personOf(signal).name ?? '').split(' '),
      'Aalbersestraat',
      'Grotemarkt',
      '1067',
      'minderjarig',
    ]);
    const texts = all.map(textOf).join('');
    expect(words.filter((word) => word.length > 2 && texts.includes(word))).toEqual([]);
  });

  it('has the same order and content each time', () => {
    expect(signalsOfRegister(register, amsterdam)).toEqual(imported);
    expect(new Set(all.map(({ type, subjectKey }) => `${type} ${subjectKey}`)).size).toBe(all.length);
  });

  it('does not move with nationality or birthplace', () => {
    const names = header.split(';');
    const hidden = ['01.03.20', '01.03.30', '04.05.10', '08.14.10'].map((name) => names.indexOf(name));
    const blank = (row: string) =>
      row
        .split(';')
        .map((cell, at) => (hidden.includes(at) ? '' : cell))
        .join(';');
    const [, ...rows] = nearbyText.split('\n');
    expect(rows.join('').includes('"') || hidden.includes(-1)).toBe(false);
    const text = [header, ...rows.map(blank)].join('\n');
    expect(text).not.toBe(nearbyText);
    expect(importRegister(text, amsterdam).signals).toEqual(imported.signals);
  });

  it('does not move with the order of the lists', () => {
    const reversed = importRegister([header, ...nearby.toReversed()].join('\n'), amsterdam);
    expect(reversed.signals).toEqual(imported.signals);
  });
});

describe('a resident found elsewhere', () => {
  const options = { ...amsterdam, referenceDate: '2022-05-02', bsn: '999996472' };

  it('makes an S2 with the registered address and who was with them, as a reference', () => {
    const signal = foundElsewhereSignal(csvText, { ...options, companion: { name: 'Igor Haczek' } });
    const { faults, payload, definition } = check(signal);
    expect(faults).toEqual([]);
    expect(personOf(signal)).toMatchObject({ birthDate: '2019-10-01', bsn: '999996472', accompaniedBy: 'p2' });
    expect(payload === undefined ? [] : tokenValuesOf(definition, payload).map(({ kind }) => kind)).toEqual([
      'bsn',
      'bag',
      ...nameTokenKinds,
    ]);
  });

  it('is known as a resident, or refused without repeating the number', () => {
    const unknown = () => foundElsewhereSignal(csvText, { ...options, bsn: '111222333' });
    expect(unknown).toThrow(UnknownResident);
    expect(unknown).not.toThrow(/111222333/);
  });
});
