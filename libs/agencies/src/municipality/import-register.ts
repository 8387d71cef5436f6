import type { CalendarDate } from '@knooppunt/kernel';
import { UnknownResident } from '../errors.js';
import type { PayloadData, SignalFrame } from '../frame.js';
import { readRegister } from './brp-csv.js';
import type { PersonList } from './brp-csv.js';
import { foundElsewhere, overcrowdedAddress, registrationAnomaly } from './payloads.js';
import { familyIndex, residentsOf } from './residents.js';
import type { Resident } from './residents.js';
import { anomaliesAt, isOvercrowded, occupiedAddresses } from './rules.js';

/**
 * Whose residents, on which day, and into which cooperation. `firstProcessed` is the day from which the five years of
 * WGS 1.8(7) run: the day of the import, not the reference date, which may lie years back.
 */
export type ImportOptions = {
  /** Four digits (BRP table 33). */
  readonly municipality: string;
  readonly referenceDate: CalendarDate;
  readonly region: string;
  readonly firstProcessed: CalendarDate;
};

/** A signal that the municipality may submit. `subjectKey` tells signals apart; it stays within the agency. */
export type RegisterSignal = {
  readonly type: 'S1' | 'S2';
  /** `bag <id>` or `address <key>` of an S1, `anr <number>` of an S2. */
  readonly subjectKey: string;
  readonly data: PayloadData;
};

export type RegisterImport = { readonly residents: number; readonly signals: readonly RegisterSignal[] };

const frameOf = ({ region, firstProcessed }: ImportOptions): SignalFrame => ({
  way: 'signal',
  region,
  firstProcessed,
});

/**
 * Applies the written rules of S1 and S2 to the residents of one municipality on one day (domain §2a). The same lists
 * and options give the same signals in the same order: S1 by address, then S2 by address and A-number.
 */
export const signalsOfRegister = (register: readonly PersonList[], options: ImportOptions): RegisterImport => {
  const residents = residentsOf(register, options.municipality, options.referenceDate);
  const addresses = occupiedAddresses(residents, familyIndex(register));
  const on = options.referenceDate;
  const frame = frameOf(options);
  const overcrowded = addresses.filter(isOvercrowded).map((address): RegisterSignal => ({
    type: 'S1',
    subjectKey: address.bagId === undefined ? `address ${address.key}` : `bag ${address.bagId}`,
    data: overcrowdedAddress(address, on, frame),
  }));
  const anomalies = addresses.flatMap((address) =>
    anomaliesAt(address, on).map((found): RegisterSignal => ({
      type: 'S2',
      subjectKey: found.resident.key,
      data: registrationAnomaly(found, address, on, frame),
    })),
  );
  return { residents: residents.length, signals: [...overcrowded, ...anomalies] };
};

/** Reads a register export and applies the rules to it (`signalsOfRegister`). Throws `agencies/unreadable-register`. */
export const importRegister = (csvText: string, options: ImportOptions): RegisterImport =>
  signalsOfRegister(readRegister(csvText), options);

/**
 * The resident of a municipality with this citizen number, if there is one on that day and no secrecy forbids to make
 * this person the ground of a signal. Throws `agencies/unreadable-register` and `agencies/unknown-resident`.
 */
export const findResident = (
  csvText: string,
  options: { readonly municipality: string; readonly referenceDate: CalendarDate; readonly bsn: string },
): Resident => {
  const residents = residentsOf(readRegister(csvText), options.municipality, options.referenceDate);
  const resident = residents.find(({ bsn, isSecret }) => bsn === options.bsn && !isSecret);
  if (resident === undefined) throw new UnknownResident(options.referenceDate);
  return resident;
};

/**
 * An S2 on one resident whom an inspector found at another address than the registered one, `companion` being who was
 * with them. Secrecy is honoured as in the rules. Throws as `findResident`.
 */
export const foundElsewhereSignal = (
  csvText: string,
  options: ImportOptions & { readonly bsn: string; readonly companion?: { readonly name: string } },
): RegisterSignal => {
  const resident = findResident(csvText, options);
  return { type: 'S2', subjectKey: resident.key, data: foundElsewhere(resident, options.companion, frameOf(options)) };
};
