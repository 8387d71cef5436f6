import type { PayloadType } from '../../model.js';
import { launderingConstruction } from '../codes/crime.js';
import { goods } from '../codes/enforcement.js';
import { allowance, amountBand, vatAssessment } from '../codes/money.js';
import { audit } from '../codes/shared.js';
import { agencyType, bsn, company, everyWay, matter, person, required, withinCase } from './parts.js';

/** What FIOD, tax authority, allowances and customs bring (S14-S18). */
export const fiscalTypes: readonly PayloadType[] = [
  agencyType({
    id: 'S14',
    slug: 'witwasaanwijzing',
    label: ['Aanwijzing van witwassen', 'Laundering lead'],
    suppliers: ['FIOD'],
    ways: withinCase,
    maxCompanies: 2,
    fields: [
      company('entity', 'company', 'COM', ['Onderneming', 'Entity'])(required),
      company('construction', 'code', 'CRIM', ['Constructie', 'Construction'])({ codes: launderingConstruction }),
      company('amountBand', 'code', 'FIN', ['Orde van grootte', 'Band of the amount'])({ codes: amountBand }),
    ],
  }),
  agencyType({
    id: 'S15',
    slug: 'loonaangifteverschil',
    label: ['Verschil in de loonaangifte', 'Payroll mismatch'],
    suppliers: ['BD'],
    ways: withinCase,
    maxCompanies: 1,
    fields: [
      company('employer', 'company', 'COM', ['Werkgever', 'Employer'])(required),
      company('lhNr', 'wage-tax-number', 'FISC', ['Loonheffingennummer', 'Wage tax number'])(),
      company('declaredWorkers', 'count', 'FISC', ['Aangegeven werknemers', 'Workers declared'])(),
      company('declaredWages', 'money', 'FISC', ['Aangegeven loon', 'Wages declared'])(),
      company('arrears', 'money', 'FISC', ['Achterstand', 'Arrears'])(),
      company('audit', 'code', 'FISC', ['Controle', 'Audit'])({ codes: audit }),
    ],
  }),
  agencyType({
    id: 'S16',
    slug: 'btw-risico',
    label: ['Risico in de omzetbelasting', 'VAT risk'],
    suppliers: ['BD'],
    ways: withinCase,
    maxCompanies: 1,
    fields: [
      company('entity', 'company', 'COM', ['Onderneming', 'Entity'])(required),
      company('obNr', 'turnover-tax-number', 'FISC', ['Omzetbelastingnummer', 'Turnover tax number'])(),
      company('refundClaim', 'money', 'FISC', ['Gevraagde teruggaaf', 'Refund claimed'])(),
      company('assessment', 'code', 'FISC', ['Beoordeling', 'Assessment'])({ codes: vatAssessment }),
    ],
  }),
  agencyType({
    id: 'S17',
    slug: 'toeslagafwijking',
    label: ['Afwijking bij een toeslag', 'Allowance anomaly'],
    suppliers: ['TOE'],
    ways: withinCase,
    maxPersons: 1,
    fields: [
      bsn(required),
      person('allowance', 'code', 'FISC', ['Toeslag', 'Allowance'])({ codes: allowance, required: true }),
      person('household', 'count', 'RES', ['Personen in het huishouden', 'Persons in the household'])(),
    ],
  }),
  agencyType({
    id: 'S18',
    slug: 'zendingalert',
    label: ['Aangehouden zending', 'Consignment alert'],
    suppliers: ['DOU'],
    ways: everyWay,
    maxCompanies: 1,
    fields: [
      company('importer', 'company', 'COM', ['Importeur', 'Importer'])(required),
      matter('goods', 'code', 'ENF', ['Goederen', 'Goods'])({ codes: goods, required: true }),
      matter('seizureDate', 'date', 'ENF', ['Datum van inbeslagname', 'Date of seizure'])(),
    ],
  }),
];
