import type { PayloadType } from '../../model.js';
import { decision, provincialPermit } from '../codes/enforcement.js';
import { participants } from '../kinds.js';
import { agencyType, company, everyWay, matter, personRef, required } from './parts.js';

/** What NVWA and province bring, and facts of registers that any participant consults (S26-S29). */
export const supervisionTypes: readonly PayloadType[] = [
  agencyType({
    id: 'S26',
    slug: 'voedselbedrijf',
    label: ['Controle van een voedselbedrijf', 'Inspection of a food business'],
    suppliers: ['NVWA'],
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      company('entity', 'company', 'COM', ['Onderneming', 'Entity'])(required),
      matter('site', 'address', 'RES', ['Locatie', 'Site'])(required),
      matter('inspection', 'date', 'ENF', ['Datum van de controle', 'Date of inspection'])(required),
      matter('closure', 'flag', 'ENF', ['Gesloten', 'Closed'])(),
      matter('sleepingOnSite', 'flag', 'RES', ['Slaapplaatsen aangetroffen', 'Sleeping places found'])(),
    ],
  }),
  agencyType({
    id: 'S27',
    slug: 'vergunningdossier',
    label: ['Vergunning of subsidie van de provincie', 'Permit or subsidy of the province'],
    suppliers: ['PROV'],
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      company('applicant', 'company', 'COM', ['Aanvrager', 'Applicant'])(required),
      matter('permit', 'code', 'ENF', ['Soort', 'Kind'])({ codes: provincialPermit, required: true }),
      matter('decision', 'code', 'ENF', ['Beslissing', 'Decision'])({ codes: decision }),
      matter('subsidy', 'money', 'FIN', ['Subsidie', 'Subsidy'])(),
    ],
  }),
  agencyType({
    id: 'S28',
    slug: 'voertuig',
    label: ['Voertuig', 'Vehicle'],
    suppliers: participants,
    ways: everyWay,
    maxPersons: 1,
    fields: [
      ...personRef,
      matter('plate', 'number-plate', 'VEH', ['Kenteken', 'Number plate'])(required),
      matter('owner', 'reference', 'ID', ['Eigenaar', 'Owner'])(),
      matter('prevOwners', 'count', 'VEH', ['Vorige eigenaren', 'Previous owners'])(),
      matter('catalogueValue', 'money', 'VEH', ['Catalogusprijs', 'Catalogue value'])(),
    ],
  }),
  agencyType({
    id: 'S29',
    slug: 'onroerende-zaak',
    label: ['Aankoop van onroerend goed', 'Purchase of property'],
    suppliers: participants,
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      company('notary', 'company', 'COM', ['Notaris', 'Notary'])(),
      matter('cadastralId', 'cadastral-id', 'RES', ['Kadastrale aanduiding', 'Cadastral designation'])(required),
      matter('purchaseDate', 'date', 'FIN', ['Datum van aankoop', 'Date of purchase'])(),
      matter('price', 'money', 'FIN', ['Koopsom', 'Price'])(),
      matter('mortgage', 'money', 'FIN', ['Hypotheek', 'Mortgage'])(),
    ],
  }),
];
