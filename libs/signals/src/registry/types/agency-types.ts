import type { PayloadType } from '../../model.js';
import { closedTypes } from './closed.js';
import { criminalTypes } from './criminal.js';
import { fiscalTypes } from './fiscal.js';
import { municipalTypes } from './municipal.js';
import { supervisionTypes } from './supervision.js';
import { workTypes } from './work.js';

const numberOf = ({ id }: PayloadType): number => Number(id.slice(1));

/** The payload types of parties, S1 to S33, in the order of domain §2a. */
export const agencyTypes: readonly PayloadType[] = [
  ...municipalTypes,
  ...criminalTypes,
  ...fiscalTypes,
  ...workTypes,
  ...supervisionTypes,
  ...closedTypes,
].toSorted((a, b) => numberOf(a) - numberOf(b));
