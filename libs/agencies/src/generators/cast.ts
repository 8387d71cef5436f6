import type { CalendarDate } from '@knooppunt/kernel';
import { isBsn } from '@knooppunt/signals';
import { readRegister } from '../municipality/brp-csv.js';
import { residentsOf } from '../municipality/residents.js';

/** A person of the fictitious register, with the address of their registration. */
export type CastPerson = {
  readonly name: string;
  readonly birthDate?: string;
  readonly bsn?: string;
  readonly address: string;
  readonly bagId?: string;
};

/** Who may play in generated deliveries. Never empty. */
export type Cast = readonly [CastPerson, ...CastPerson[]];

/** What the person of this resident is in a delivery; nothing where the register keeps a secret or knows too little. */
const personOf = (resident: ReturnType<typeof residentsOf>[number]): readonly CastPerson[] => {
  const { name, birthDate, bsn, dwelling, isSecret } = resident;
  if (isSecret || name === '' || dwelling.text === '' || (bsn !== undefined && !isBsn(bsn))) return [];
  return [
    {
      name,
      address: dwelling.text,
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(bsn === undefined ? {} : { bsn }),
      ...(dwelling.bagId === undefined ? {} : { bagId: dwelling.bagId }),
    },
  ];
};

/**
 * The residents of some municipalities on one day, out of an export of the register: people, numbers and addresses that
 * belong together. Who has secrecy plays no part. Throws `agencies/unreadable-register`, and a `RangeError` where nobody is left.
 */
export const castOfRegister = (
  csvText: string,
  { municipalities, on }: { readonly municipalities: readonly string[]; readonly on: CalendarDate },
): Cast => {
  const lists = readRegister(csvText);
  const people = municipalities.flatMap((municipality) => residentsOf(lists, municipality, on).flatMap(personOf));
  const [first, ...others] = people;
  if (first === undefined) throw new RangeError('nobody of the register can play a part');
  return [first, ...others];
};
