import type { FieldDefinition, PayloadType, Way } from '../model.js';
import { audit, deregistrationReason, evaluation, incidentCode, incidentRole, labourLaw, ownerKind } from './codes.js';
import { blockFields } from './field.js';
import { residenceStatus } from './residence-status.js';

const person = blockFields('person');
const company = blockFields('company');
const matter = blockFields('matter');
const text = blockFields('text');

const required = { required: true } as const;
/** Phase-1 categories: may start a weighing, answer a request, or be supplied unasked (WGS 2.22, BGS 2.15). */
const everyWay: readonly Way[] = ['signal', 'answer', 'supply'];
/** Phase-2 categories never start a weighing (R11-R13). */
const withinCase: readonly Way[] = ['answer', 'supply'];

const name = person('name', 'name', 'ID', ['Naam', 'Name']);
const birthDate = person('birthDate', 'birth-date', 'ID', ['Geboortedatum', 'Date of birth'])();
const bsn = person('bsn', 'bsn', 'ID', ['Burgerservicenummer', 'Citizen service number'])();
const vNr = person('vNr', 'v-number', 'ID', ['Vreemdelingennummer', 'Alien number'])();
/** Why it is a signal: five texts that name nobody (BGS 2.16(1)). */
const explanations: FieldDefinition = text('_text', 'explanations', '_', ['Toelichting', 'Explanation'])();

const s1: PayloadType = {
  id: 'S1',
  slug: 'overbewoond-adres',
  label: { nl: 'Overbewoond adres', en: 'Overcrowded address' },
  suppliers: ['COLL'],
  ways: everyWay,
  open: true,
  maxPersons: 0,
  maxCompanies: 0,
  fields: [
    matter('address', 'address', 'RES', ['Adres', 'Address'])(required),
    matter('bagId', 'bag-id', 'RES', ['BAG-id', 'BAG id'])(),
    matter('registrations', 'count', 'RES', ['Ingeschreven personen', 'Persons registered'])(required),
    matter('households', 'count', 'RES', ['Huishoudens', 'Households'])(),
    matter('ownerKind', 'code', 'RES', ['Soort eigenaar', 'Kind of owner'])({ codes: ownerKind }),
    matter('lastInspection', 'date', 'ENF', ['Laatste controle', 'Last inspection'])(),
    matter('floorArea', 'count', 'RES', ['Oppervlakte (m²)', 'Floor area (m²)'])(),
    explanations,
  ],
};

const s2: PayloadType = {
  id: 'S2',
  slug: 'inschrijvingsafwijking',
  label: { nl: 'Afwijkende inschrijving in de BRP', en: 'Registration anomaly' },
  suppliers: ['COLL'],
  ways: everyWay,
  open: true,
  maxPersons: 2,
  maxCompanies: 0,
  fields: [
    name(required),
    birthDate,
    bsn,
    person('address', 'address', 'RES', ['Adres', 'Address'])(),
    person('bagId', 'bag-id', 'RES', ['BAG-id', 'BAG id'])(),
    person('registrationsIn12m', 'count', 'RES', [
      'Inschrijvingen op dit adres in twaalf maanden',
      'Registrations at this address in twelve months',
    ])(),
    person('accompaniedBy', 'reference', 'ID', ['Vergezeld door', 'Accompanied by'])(),
    person('deregistrationReason', 'code', 'RES', ['Reden van uitschrijving', 'Reason of deregistration'])({
      codes: deregistrationReason,
    }),
    explanations,
  ],
};

const s6: PayloadType = {
  id: 'S6',
  slug: 'incident',
  label: { nl: 'Incident (Wpg 8)', en: 'Incident (Wpg 8)' },
  suppliers: ['POL'],
  ways: withinCase,
  open: true,
  maxPersons: 8,
  maxCompanies: 0,
  fields: [
    name(),
    birthDate,
    bsn,
    vNr,
    person('role', 'code', 'CRIM', ['Rol', 'Role'])({ codes: incidentRole, required: true }),
    person('incidentCode', 'code', 'CRIM', ['Soort incident', 'Kind of incident'])({
      codes: incidentCode,
      required: true,
    }),
    person('date', 'date', 'CRIM', ['Datum', 'Date'])(),
    person('place', 'address', 'CRIM', ['Plaats', 'Place'])(),
    person('evaluation', 'code', 'CRIM', ['Waardering', 'Evaluation'])({ codes: evaluation }),
    text('summary', 'long-text', 'CRIM', ['Samenvatting', 'Summary'])(),
  ],
};

const s15: PayloadType = {
  id: 'S15',
  slug: 'loonaangifteverschil',
  label: { nl: 'Verschil in de loonaangifte', en: 'Payroll mismatch' },
  suppliers: ['BD'],
  ways: withinCase,
  open: true,
  maxPersons: 0,
  maxCompanies: 1,
  fields: [
    company('employer', 'company', 'COM', ['Werkgever', 'Employer'])(required),
    company('lhNr', 'wage-tax-number', 'FISC', ['Loonheffingennummer', 'Wage tax number'])(),
    company('declaredWorkers', 'count', 'FISC', ['Aangegeven werknemers', 'Workers declared'])(),
    company('declaredWages', 'money', 'FISC', ['Aangegeven loon', 'Wages declared'])(),
    company('arrears', 'money', 'FISC', ['Achterstand', 'Arrears'])(),
    company('audit', 'code', 'FISC', ['Controle', 'Audit'])({ codes: audit }),
  ],
};

const s19: PayloadType = {
  id: 'S19',
  slug: 'werkplekcontrole',
  label: { nl: 'Controle van een werkplek', en: 'Labour inspection' },
  suppliers: ['NLA'],
  ways: everyWay,
  open: true,
  maxPersons: 0,
  maxCompanies: 1,
  fields: [
    company('employer', 'company', 'COM', ['Werkgever', 'Employer'])(required),
    matter('site', 'address', 'RES', ['Locatie', 'Site'])(required),
    matter('bagId', 'bag-id', 'RES', ['BAG-id', 'BAG id'])(),
    matter('date', 'date', 'ENF', ['Datum', 'Date'])(required),
    matter('workersFound', 'count', 'ENF', ['Aangetroffen werknemers', 'Workers found'])(),
    matter('withoutPermit', 'count', 'ENF', ['Zonder vergunning', 'Without permit'])(),
    matter('fine', 'money', 'ENF', ['Boete', 'Fine'])(),
    matter('law', 'code', 'ENF', ['Wet', 'Act'])({ codes: labourLaw }),
    explanations,
  ],
};

const s24: PayloadType = {
  id: 'S24',
  slug: 'verblijfspositie',
  label: { nl: 'Verblijfspositie', en: 'Residence position' },
  suppliers: ['IND'],
  ways: everyWay,
  open: true,
  maxPersons: 1,
  maxCompanies: 1,
  fields: [
    name(required),
    birthDate,
    vNr,
    person('residenceStatus', 'code', 'MIG', ['Verblijfstitel', 'Residence title'])({ codes: residenceStatus }),
    person('validTo', 'date', 'MIG', ['Geldig tot', 'Valid to'])(),
    company('sponsor', 'company', 'COM', ['Referent', 'Sponsor'])(required),
    explanations,
  ],
};

/** The payload types of agencies that are in the registry (domain §2a); the others follow in the same form. */
export const agencyTypes: readonly PayloadType[] = [s1, s2, s6, s15, s19, s24];
