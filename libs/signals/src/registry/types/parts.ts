import type { FieldDefinition, PayloadType, Way } from '../../model.js';
import { blockFields } from '../field.js';

/** Makers of fields, per block. */
export const person = blockFields('person');
export const company = blockFields('company');
export const matter = blockFields('matter');
export const text = blockFields('text');

/** Of a field that a payload cannot do without. */
export const required = { required: true } as const;

/** Phase-1 categories: may start a weighing, answer a request, or be supplied unasked (WGS 2.22, BGS 2.15). */
export const everyWay: readonly Way[] = ['signal', 'answer', 'supply'];
/** Categories of phases 2 and 3 never start a weighing (R11-R14). */
export const withinCase: readonly Way[] = ['answer', 'supply'];

/** What names a person (domain §2a, "Structures"), each optional unless a type says otherwise. */
export const name = person('name', 'name', 'ID', ['Naam', 'Name']);
export const birthDate = person('birthDate', 'birth-date', 'ID', ['Geboortedatum', 'Date of birth']);
export const bsn = person('bsn', 'bsn', 'ID', ['Burgerservicenummer', 'Citizen service number']);
export const vNr = person('vNr', 'v-number', 'ID', ['Vreemdelingennummer', 'Alien number']);
/** A whole `personRef`. */
export const personRef: readonly FieldDefinition[] = [name(), birthDate(), bsn(), vNr()];

/** Why it is a signal: five texts that name nobody (BGS 2.16(1)). */
export const explanations: FieldDefinition = text('_text', 'explanations', '_', ['Toelichting', 'Explanation'])();

type Open = Pick<PayloadType, 'id' | 'slug' | 'suppliers' | 'ways' | 'fields'> & {
  readonly label: readonly [nl: string, en: string];
  readonly maxPersons?: number;
  readonly maxCompanies?: number;
  readonly needsBpgCode?: true;
};

/** A payload type of participants; without a number of persons or companies it has none. Signals get their explanations. */
export const agencyType = ({ label: [nl, en], maxPersons = 0, maxCompanies = 0, ...type }: Open): PayloadType => ({
  ...type,
  label: { nl, en },
  open: true,
  maxPersons,
  maxCompanies,
  fields: type.ways.includes('signal') ? [...type.fields, explanations] : type.fields,
});
