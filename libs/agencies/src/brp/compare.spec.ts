import { describe, expect, it } from '@jest/globals';
import type { RegisteredPerson } from './answer.js';
import { findingOf } from './compare.js';

const registered: RegisteredPerson = {
  bsn: '999993653',
  name: { given: 'Jan Pieter', prefix: 'van den', surname: 'Berg' },
  birthDate: '1985-12-01',
  residence: { bagId: '0599010000208579', addresses: ['Boterdiep 31A-2, 3077AW Rotterdam'] },
  secrecy: false,
  underInvestigation: false,
};
const bsn = registered.bsn;
const nameOf = (name: string) => findingOf({ bsn, name }, registered).nameDiffers;
const birthOf = (birthDate: string, known = registered.birthDate) => {
  const { birthDate: _birthDate, ...rest } = registered;
  return findingOf({ bsn, birthDate }, known === undefined ? rest : { ...rest, birthDate: known }).birthDateDiffers;
};

describe('a name', () => {
  it.each(['Jan Pieter van den Berg', 'JAN PIETER BERG', 'Berg, Jan Pieter van den', 'Jan van den Berg'])(
    '%s is the one of the register',
    (name) => expect(nameOf(name)).toBe(false),
  );
  it.each(['Pieter van den Berg', 'J. van den Berg', 'Jan Berger', 'van den Berg', 'Jan Pieter Kees van den Berg'])(
    '%s is another one',
    (name) => expect(nameOf(name)).toBe(true),
  );
  it('is another one where the register has none', () => {
    expect(findingOf({ bsn, name: 'Jan Berg' }, { ...registered, name: {} }).nameDiffers).toBe(true);
  });
});

describe('a date of birth', () => {
  it('is compared as far as both know it', () => {
    expect(birthOf('1985-12-01')).toBe(false);
    expect(birthOf('1985-00-00')).toBe(false);
    expect(birthOf('1985-12-01', '1985-00-00')).toBe(false);
    expect(birthOf('1985-12-01', undefined)).toBe(false);
    expect(birthOf('1986-00-00')).toBe(true);
    expect(birthOf('1985-12-02')).toBe(true);
  });
});

describe('an address', () => {
  const addressOf = (named: object, residence: RegisteredPerson['residence']) => {
    const { residence: _residence, ...rest } = registered;
    return findingOf({ bsn, ...named }, residence ? { ...rest, residence } : rest).addressDiffers;
  };
  it('is compared by its BAG id where both have one, else as it is written', () => {
    expect(addressOf({ bagId: '0599010000208579', address: 'Elders 1' }, registered.residence)).toBe(false);
    expect(addressOf({ bagId: '0599010000208570' }, registered.residence)).toBe(true);
    expect(addressOf({ address: 'boterdiep 31a 2, 3077 aw rotterdam' }, registered.residence)).toBe(false);
    expect(addressOf({ address: 'Boterdiep 31, 3077 AW Rotterdam' }, registered.residence)).toBe(true);
  });
  it('differs for somebody who has none in the Netherlands', () => {
    expect(addressOf({ address: 'Boterdiep 31A-2, 3077 AW Rotterdam' }, undefined)).toBe(true);
  });
});

describe('a finding', () => {
  it('compares nothing that was not named', () => {
    expect(findingOf({ bsn }, registered)).toEqual({
      outcome: 'confirmed',
      deceased: false,
      secrecy: false,
      underInvestigation: false,
    });
  });
  it('says who died, and treats what was entered by mistake as nobody', () => {
    expect(findingOf({ bsn }, { ...registered, suspended: 'O' })).toMatchObject({
      outcome: 'confirmed',
      deceased: true,
    });
    expect(findingOf({ bsn }, { ...registered, suspended: 'F' })).toEqual({ outcome: 'not-found' });
    expect(findingOf({ bsn }, undefined)).toEqual({ outcome: 'not-found' });
  });
  it('holds no value of the register', () => {
    const finding = findingOf({ bsn, name: 'Kees', birthDate: '1990-01-01', address: 'Elders 1' }, registered);
    expect(JSON.stringify(finding)).not.toMatch(/Berg|Boterdiep|1985|9999/);
  });
});
