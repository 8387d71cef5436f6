import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isBsn } from '@knooppunt/signals';
import { UnreadableRegister } from '../errors.js';
import { readRegister } from './brp-csv.js';
import { residentsOf } from './residents.js';

const csvText = readFileSync(new URL('../../../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const register = readRegister(csvText);
const listAt = (line: number) => {
  const list = register.find((one) => one.line === line);
  if (list === undefined) throw new Error(`no list at ${line}`);
  return list;
};
const header = csvText.slice(0, csvText.indexOf('\n'));

describe('the official test register', () => {
  it('holds 687 person lists in 2156 rows', () => {
    expect(register).toHaveLength(687);
  });

  it('has numbers that pass the 11-test, but for the one that history calls incorrect', () => {
    const now = register.flatMap((list) => list.occurrencesOf('01')[0]?.current.get('01.20') ?? []);
    const before = register.flatMap((list) =>
      list.occurrencesOf('01').flatMap(({ history }) => history.flatMap((row) => row.get('01.20') ?? [])),
    );
    expect(now).toHaveLength(685);
    expect(new Set(now.filter((bsn) => !isBsn(bsn)))).toEqual(new Set());
    expect([...new Set(before.filter((bsn) => !isBsn(bsn)))]).toEqual(['010008579']);
  });

  it('keeps names that hold the separator and quotes in one piece', () => {
    const surnames = register.map((list) => list.occurrencesOf('01')[0]?.current.get('02.40'));
    const rows = register.flatMap((list) => ['01', '05'].flatMap((category) => list.occurrencesOf(category)));
    const names = rows.flatMap(({ current }) => [current.get('02.10'), current.get('02.40')]);
    expect(surnames).toContain('"Onbekend"');
    expect(names.filter((name) => name?.includes(';'))).not.toEqual([]);
    expect(names.filter((name) => name?.startsWith('"') !== name?.endsWith('"'))).toEqual([]);
  });

  it('gives an address its history, newest first', () => {
    const [address, ...others] = listAt(2).occurrencesOf('08');
    expect(others).toEqual([]);
    expect(address?.current.get('11.10')).toBe('Boterdiep');
    expect(address?.history.map((row) => row.get('11.10'))).toEqual(['Vredesplein']);
  });

  it('tells a further child from the history of the same child', () => {
    const children = listAt(271).occurrencesOf('09');
    expect(children.map(({ current }) => current.get('02.10'))).toEqual(['Ayda', 'Behnam', 'Bahareh']);
    expect(children.map(({ history }) => history.length)).toEqual([1, 1, 1]);
  });

  it('tells a further marriage from the end of the same one', () => {
    const marriages = listAt(322).occurrencesOf('05');
    expect(marriages.map(({ current }) => current.get('02.40'))).toEqual(["Marchant et d'Ansembourg", 'Æþelred']);
  });

  it('loses the space before a BAG id', () => {
    expect(listAt(99).occurrencesOf('08')[0]?.current.get('11.80')).toBe('0363010000599756');
  });
});

describe('a text that is no register', () => {
  it.each([
    ['nothing', ''],
    ['another table', '"39.11 Verblijfstitel","39.12 Omschrijving"\n"00","Onbekend"'],
    ['a quote that never ends', `${header}\nLg01_1;"abc`],
  ])('%s is refused', (_, text) => {
    expect(() => readRegister(text)).toThrow(UnreadableRegister);
  });

  it('the refusal names no content', () => {
    expect(() => readRegister(`${header}\nLg01_1;"Geheim;x`)).toThrow(/^the register cannot be read: CSV_/);
  });
});

describe('residents on a day', () => {
  const at = (municipality: string, day: string) => residentsOf(register, municipality, day);
  const ofBag = (municipality: string, day: string, bagId: string) =>
    at(municipality, day).filter(({ dwelling }) => dwelling.bagId === bagId);

  it('are those whose address was there then', () => {
    expect(ofBag('0363', '2017-04-17', '0363010001004479')).toEqual([]);
    expect(ofBag('0363', '2017-04-18', '0363010001004479')).toHaveLength(12);
    expect(ofBag('0599', '2022-05-02', '0599010400010274')).toHaveLength(16);
  });

  it('grow with births, and are not there before', () => {
    const born = (day: string) => ofBag('0363', day, '0363010001004477').length;
    expect([born('2017-08-29'), born('2017-08-30'), born('2022-05-02')]).toEqual([12, 13, 14]);
  });

  it('follow a move within the history of addresses', () => {
    const of = (day: string) =>
      at('0599', day)
        .find(({ key }) => key === 'anr 8940402024')
        ?.dwelling.text.replace(/,.*/, '');
    expect([of('2013-11-01'), of('2013-11-02'), of('2015-08-08')]).toEqual([
      undefined,
      'Vredesplein 7',
      'Boterdiep 31',
    ]);
  });

  it('do not hold the dead, the emigrated and who only receives post', () => {
    const keys = at('0363', '2022-05-02').map(({ key }) => key);
    expect(keys).not.toContain('anr 7153597828');
    expect(keys).not.toContain('anr 5269273894');
    expect(at('0363', '2018-01-01').map(({ key }) => key)).not.toContain('anr 5236256031');
    expect(at('0363', '2020-01-01').map(({ key }) => key)).toContain('anr 5236256031');
  });

  it('carry no nationality and no place of birth', () => {
    const youngest = at('0363', '2017-06-01').find(({ key }) => key === 'anr 6386202420');
    const text = JSON.stringify(youngest);
    expect(youngest?.name).toBe('Grzegorz Wojciechowski');
    expect([text.includes('Plock'), text.includes('7028'), text.includes('0072')]).toEqual([false, false, false]);
  });

  it('keep a partial date of birth as it is', () => {
    const partial = register.flatMap((list) => list.occurrencesOf('01')[0]?.current.get('03.10') ?? []);
    expect(partial).toContain('19680000');
    const dates = ['0363', '0599', '0518', '0530'].flatMap((code) =>
      at(code, '2022-05-02').flatMap((r) => r.birthDate ?? []),
    );
    expect(dates.filter((date) => date.endsWith('-00'))).not.toEqual([]);
    expect(dates.filter((date) => date.startsWith('0000'))).toEqual([]);
  });

  it('do not follow a row that the register itself calls incorrect', () => {
    const names = header.replace('\uFEFF', '').split(';');
    const row = (id: string, values: Readonly<Record<string, string>>) =>
      names.map((name, column) => (column === 0 ? id : (values[name] ?? ''))).join(';');
    const address = { '08.09.10': '0363', '08.10.10': 'W', '08.11.10': 'Dam', '08.11.60': '1012JS' };
    const person = { '01.01.10': '8940402024', '01.02.40': 'Jansen', '08.H': '58' };
    const text = [
      names.join(';'),
      row('Lg01_1', { ...person, ...address, '08.10.30': '20200101', '08.11.20': '2', '08.84.10': 'O' }),
      row('', { ...address, '08.10.30': '20190101', '08.11.20': '1' }),
    ].join('\n');
    const [resident] = residentsOf(readRegister(text), '0363', '2021-01-01');
    expect(resident?.dwelling).toMatchObject({ text: 'Dam 1, 1012 JS', since: '2019-01-01' });
  });
});
