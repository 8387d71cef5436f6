import type { PayloadType } from '../../model.js';
import { bibobStatus, orderMeasure, orderNature, permitState } from '../codes/enforcement.js';
import { deregistrationReason, ownerKind } from '../codes/shared.js';
import { agencyType, birthDate, bsn, company, everyWay, matter, name, person, personRef } from './parts.js';
import { required, withinCase } from './parts.js';

/** What college and mayor bring: addresses, registrations, permits, public order, valuations (S1-S5). */
export const municipalTypes: readonly PayloadType[] = [
  agencyType({
    id: 'S1',
    slug: 'overbewoond-adres',
    label: ['Overbewoond adres', 'Overcrowded address'],
    suppliers: ['COLL'],
    ways: everyWay,
    fields: [
      matter('address', 'address', 'RES', ['Adres', 'Address'])(required),
      matter('bagId', 'bag-id', 'RES', ['BAG-id', 'BAG id'])(),
      matter('registrations', 'count', 'RES', ['Ingeschreven personen', 'Persons registered'])(required),
      matter('households', 'count', 'RES', ['Huishoudens', 'Households'])(),
      matter('ownerKind', 'code', 'RES', ['Soort eigenaar', 'Kind of owner'])({ codes: ownerKind }),
      matter('lastInspection', 'date', 'ENF', ['Laatste controle', 'Last inspection'])(),
      matter('floorArea', 'count', 'RES', ['Oppervlakte (m²)', 'Floor area (m²)'])(),
    ],
  }),
  agencyType({
    id: 'S2',
    slug: 'inschrijvingsafwijking',
    label: ['Afwijkende inschrijving in de BRP', 'Registration anomaly'],
    suppliers: ['COLL'],
    ways: everyWay,
    maxPersons: 2,
    fields: [
      name(required),
      birthDate(),
      bsn(),
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
    ],
  }),
  agencyType({
    id: 'S3',
    slug: 'seksinrichtingsvergunning',
    label: ['Vergunning van een seksinrichting', 'Permit of a sex business'],
    suppliers: ['BURG'],
    ways: everyWay,
    maxPersons: 2,
    maxCompanies: 1,
    fields: [
      company('businessName', 'company-name', 'COM', ['Naam van het bedrijf', 'Name of the business'])(required),
      company('kvkNr', 'kvk-number', 'COM', ['KVK-nummer', 'Trade register number'])(),
      company('operator', 'reference', 'ID', ['Exploitant', 'Operator'])(),
      ...personRef,
      matter('permitState', 'code', 'ENF', ['Stand van de vergunning', 'State of the permit'])({
        codes: permitState,
        required: true,
      }),
      matter('bibobStatus', 'code', 'ENF', ['Bibob-onderzoek', 'Bibob inquiry'])({ codes: bibobStatus }),
      matter('violations', 'count', 'ENF', ['Overtredingen', 'Violations'])(),
    ],
  }),
  agencyType({
    id: 'S4',
    slug: 'openbare-orde-melding',
    label: ['Melding openbare orde', 'Report on public order'],
    suppliers: ['BURG'],
    ways: everyWay,
    fields: [
      matter('location', 'address', 'RES', ['Plaats', 'Location'])(required),
      matter('date', 'date', 'ENF', ['Datum', 'Date'])(required),
      matter('nature', 'code', 'ENF', ['Aard', 'Nature'])({ codes: orderNature, required: true }),
      matter('measure', 'code', 'ENF', ['Maatregel', 'Measure'])({ codes: orderMeasure }),
    ],
  }),
  agencyType({
    id: 'S5',
    slug: 'woz-eigendom',
    label: ['Eigendom en waarde (WOZ)', 'Ownership and value (WOZ)'],
    suppliers: ['COLL'],
    ways: withinCase,
    maxPersons: 4,
    fields: [
      ...personRef,
      matter('owner', 'reference', 'ID', ['Eigenaar', 'Owner'])(),
      matter('object', 'address', 'RES', ['Object', 'Object'])(required),
      matter('wozValue', 'money', 'FISC', ['WOZ-waarde', 'Assessed value'])(),
      matter('user', 'reference', 'ID', ['Gebruiker', 'User'])(),
    ],
  }),
];
