import type { PayloadType } from '../../model.js';
import { benefit, decision, procedureIndicators } from '../codes/enforcement.js';
import { residenceStatus } from '../codes/residence-status.js';
import { labourLaw } from '../codes/shared.js';
import { agencyType, birthDate, bsn, company, everyWay, matter, name, person, personRef } from './parts.js';
import { required, text, vNr, withinCase } from './parts.js';

const employer = company('employer', 'company', 'COM', ['Werkgever', 'Employer'])(required);

/** What labour inspectorate, UWV and IND bring (S19-S25). */
export const workTypes: readonly PayloadType[] = [
  agencyType({
    id: 'S19',
    slug: 'werkplekcontrole',
    label: ['Controle van een werkplek', 'Labour inspection'],
    suppliers: ['NLA'],
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      employer,
      matter('site', 'address', 'RES', ['Locatie', 'Site'])(required),
      matter('bagId', 'bag-id', 'RES', ['BAG-id', 'BAG id'])(),
      matter('date', 'date', 'ENF', ['Datum', 'Date'])(required),
      matter('workersFound', 'count', 'ENF', ['Aangetroffen werknemers', 'Workers found'])(),
      matter('withoutPermit', 'count', 'ENF', ['Zonder vergunning', 'Without permit'])(),
      matter('fine', 'money', 'ENF', ['Boete', 'Fine'])(),
      matter('law', 'code', 'ENF', ['Wet', 'Act'])({ codes: labourLaw }),
    ],
  }),
  agencyType({
    id: 'S20',
    slug: 'ernstige-benadeling',
    label: ['Ernstige benadeling', 'Severe disadvantage'],
    suppliers: ['NLA'],
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      employer,
      matter('hoursPerWeek', 'count', 'ENF', ['Uren per week', 'Hours a week'])({ most: 168 }),
      matter('wageWithheld', 'flag', 'ENF', ['Loon ingehouden', 'Wage withheld'])(),
      matter('docsTaken', 'flag', 'ENF', ['Documenten afgenomen', 'Documents taken'])(),
      matter('housingByEmployer', 'flag', 'RES', ['Huisvesting door de werkgever', 'Housing by the employer'])(),
    ],
  }),
  agencyType({
    id: 'S21',
    slug: 'strafrechtelijke-aanwijzing',
    label: ['Strafrechtelijke aanwijzing', 'Criminal lead'],
    suppliers: ['NLA'],
    ways: withinCase,
    maxPersons: 4,
    fields: [
      // A person of this type is the suspect.
      ...personRef,
      person('article273f', 'flag', 'CRIM', ['Artikel 273f Sr', 'Article 273f'])(required),
      text('facts', 'long-text', 'CRIM', ['Feiten', 'Facts'])(),
    ],
  }),
  agencyType({
    id: 'S22',
    slug: 'dienstverband',
    label: ['Dienstverband', 'Employment relation'],
    suppliers: ['UWV'],
    ways: everyWay,
    maxPersons: 1,
    maxCompanies: 1,
    fields: [
      bsn(required),
      employer,
      person('from', 'date', 'EMP', ['Vanaf', 'From'])(),
      person('to', 'date', 'EMP', ['Tot en met', 'To'])(),
      person('wage', 'money', 'EMP', ['Loon per jaar', 'Wage a year'])(),
      person('benefit', 'code', 'EMP', ['Uitkering', 'Benefit'])({ codes: benefit }),
    ],
  }),
  agencyType({
    id: 'S23',
    slug: 'tewerkstellingsvergunning',
    label: ['Tewerkstellingsvergunning', 'Work permit'],
    suppliers: ['UWV'],
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      employer,
      matter('position', 'text', 'EMP', ['Functie', 'Position'])(),
      matter('decision', 'code', 'ENF', ['Beslissing', 'Decision'])({ codes: decision, required: true }),
      matter('validTo', 'date', 'ENF', ['Geldig tot', 'Valid to'])(),
    ],
  }),
  agencyType({
    id: 'S24',
    slug: 'verblijfspositie',
    label: ['Verblijfspositie', 'Residence position'],
    suppliers: ['IND'],
    ways: everyWay,
    maxPersons: 1,
    maxCompanies: 1,
    fields: [
      name(required),
      birthDate(),
      vNr(),
      person('residenceStatus', 'code', 'MIG', ['Verblijfstitel', 'Residence title'])({ codes: residenceStatus }),
      person('validTo', 'date', 'MIG', ['Geldig tot', 'Valid to'])(),
      company('sponsor', 'company', 'COM', ['Referent', 'Sponsor'])(required),
    ],
  }),
  agencyType({
    id: 'S25',
    slug: 'procedure-misbruik',
    label: ['Misbruik van een verblijfsprocedure', 'Abuse of a residence procedure'],
    suppliers: ['IND'],
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      company('sponsor', 'company', 'COM', ['Referent', 'Sponsor'])(required),
      company('applications', 'count', 'MIG', ['Aanvragen', 'Applications'])(),
      company('rejections', 'count', 'MIG', ['Afwijzingen', 'Rejections'])(),
      company('indicators', 'code-list', 'ENF', ['Indicatoren', 'Indicators'])({ codes: procedureIndicators }),
    ],
  }),
];
