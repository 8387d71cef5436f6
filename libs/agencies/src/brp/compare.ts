import { foldAddress, foldName } from '@knooppunt/signals';
import type { PersonFinding, PersonToCheck } from '../person-register.js';
import type { RegisteredPerson } from './answer.js';

/** Entered by mistake or erased: the register keeps the number and knows nobody under it. */
const nobody: ReadonlySet<string> = new Set(['F', 'W']);
const died = 'O';

const startsWith = (words: readonly string[], first: readonly string[]): boolean =>
  first.every((word, at) => words[at] === word);

/** Equal in normal form; fewer given names than the register has are no difference, other or reordered ones are. */
const nameDiffers = (named: string, { given = '', prefix = '', surname = '' }: RegisteredPerson['name']): boolean => {
  const own = foldName(named);
  if (own === foldName([given, prefix, surname].join(' '))) return false;
  const last = foldName([prefix, surname].join(' '));
  if (last === '' || !(own === last || own.endsWith(` ${last}`))) return true;
  const first = own.slice(0, own.length - last.length).trim();
  return first === '' || !startsWith(foldName(given).split(' '), first.split(' '));
};

/** Parts that are unknown on either side tell no difference. */
const birthDateDiffers = (named: string, registered: string | undefined): boolean => {
  if (registered === undefined) return false;
  const [ours, theirs] = [named, registered].map((date) => date.split('-'));
  return (ours ?? []).some((part, at) => {
    const other = theirs?.[at] ?? '00';
    return part !== '00' && other !== '00' && part !== other;
  });
};

const addressDiffers = ({ bagId, address }: PersonToCheck, residence: RegisteredPerson['residence']): boolean => {
  if (!residence) return true;
  if (bagId !== undefined && residence.bagId !== undefined) return bagId !== residence.bagId;
  if (address === undefined) return true;
  return !residence.addresses.some((line) => foldAddress(line) === foldAddress(address));
};

const differencesOf = (named: PersonToCheck, registered: RegisteredPerson) => ({
  ...(named.name === undefined ? {} : { nameDiffers: nameDiffers(named.name, registered.name) }),
  ...(named.birthDate === undefined
    ? {}
    : { birthDateDiffers: birthDateDiffers(named.birthDate, registered.birthDate) }),
  ...(named.address === undefined && named.bagId === undefined
    ? {}
    : { addressDiffers: addressDiffers(named, registered.residence) }),
});

/** What the register says of a person whom a payload names: what was named is compared, nothing else, and no value comes along. */
export const findingOf = (named: PersonToCheck, registered: RegisteredPerson | undefined): PersonFinding => {
  if (!registered || nobody.has(registered.suspended ?? '')) return { outcome: 'not-found' };
  const differences = differencesOf(named, registered);
  return {
    outcome: Object.values(differences).includes(true) ? 'differs' : 'confirmed',
    ...differences,
    deceased: registered.suspended === died,
    secrecy: registered.secrecy,
    underInvestigation: registered.underInvestigation,
  };
};
