import type { PayloadType } from '../../model.js';
import { country } from '../codes/territories.js';
import { ageBand, exploitation, hotelIndicators, reporter, sector, sex, shelterKind } from '../codes/victims.js';
import { company, explanations, matter, person, required, text } from './parts.js';

const victimToken = person('victimToken', 'opaque-token', 'VIC', [
  'Kenmerk van het slachtoffer',
  'Token of the victim',
])(required);
const closed = { open: false, maxPersons: 0, maxCompanies: 0, suppliers: [], ways: ['supply'] } as const;
/** The closed list of participants, and no list of BGS 2.15 that names the care of victims. */
const noVictimCare = ['WGS 2.19', 'BGS 2.15'] as const;

/**
 * Types of the victim-support domain and of third parties: in the registry, and refused to everybody until there are
 * separate stores, keys and topics for them (R30), or a participant has verified what a third party saw (R01).
 */
export const closedTypes: readonly PayloadType[] = [
  {
    ...closed,
    id: 'S9',
    slug: 'mogelijk-slachtoffer',
    label: { nl: 'Mogelijk slachtoffer', en: 'Possible victim' },
    suppliers: ['POL'],
    outsiders: [],
    closedBy: noVictimCare,
    maxPersons: 1,
    fields: [
      victimToken,
      person('ageBand', 'code', 'VIC', ['Leeftijdsgroep', 'Age band'])({ codes: ageBand }),
      person('exploitation', 'code', 'VIC', ['Vorm van uitbuiting', 'Form of exploitation'])({ codes: exploitation }),
      person('reflectionWanted', 'flag', 'MIG', ['Bedenktijd gewenst', 'Reflection wanted'])(),
      person('reportFiled', 'flag', 'CRIM', ['Aangifte gedaan', 'Report filed'])(),
    ],
  },
  {
    ...closed,
    id: 'S31',
    slug: 'slachtofferregistratie',
    label: { nl: 'Registratie van een slachtoffer', en: 'Registration of a victim' },
    outsiders: ['COM'],
    closedBy: noVictimCare,
    maxPersons: 1,
    fields: [
      victimToken,
      person('year', 'count', 'VIC', ['Jaar', 'Year'])({ least: 1990, most: 2199 }),
      person('exploitation', 'code-list', 'VIC', ['Vormen van uitbuiting', 'Forms of exploitation'])({
        codes: exploitation,
      }),
      person('sex', 'code', 'VIC', ['Geslacht', 'Sex'])({ codes: sex }),
      person('ageBand', 'code', 'VIC', ['Leeftijdsgroep', 'Age band'])({ codes: ageBand }),
      person('originCountry', 'code', 'VIC', ['Land van herkomst', 'Country of origin'])({ codes: country }),
      person('reporter', 'code-list', 'VIC', ['Melders', 'Reporters'])({ codes: reporter }),
      person('sector', 'code', 'VIC', ['Sector', 'Sector'])({ codes: sector }),
    ],
  },
  {
    ...closed,
    id: 'S32',
    slug: 'opvangvraag',
    label: { nl: 'Vraag om opvang', en: 'Need of shelter' },
    outsiders: ['ZORG'],
    closedBy: noVictimCare,
    maxPersons: 1,
    fields: [
      victimToken,
      person('shelterKind', 'code', 'VIC', ['Soort opvang', 'Kind of shelter'])({ codes: shelterKind }),
      text('medicalNeed', 'long-text', 'HEA', ['Zorgbehoefte', 'Medical need'])(),
      person('children', 'count', 'VIC', ['Kinderen', 'Children'])({ most: 20 }),
      person('secretAddress', 'address', 'VIC', ['Geheim adres', 'Secret address'])(),
    ],
  },
  {
    ...closed,
    id: 'S33',
    slug: 'hotelsignaal',
    label: { nl: 'Signaal van een hotel', en: 'Signal of a hotel' },
    outsiders: ['TRADE'],
    closedBy: ['WGS 2.19', 'BGS 2.16(1)(a)'],
    ways: ['signal'],
    maxCompanies: 1,
    fields: [
      company('hotel', 'company', 'COM', ['Hotel', 'Hotel'])(required),
      matter('date', 'date', '_', ['Datum', 'Date'])(),
      matter('indicators', 'code-list', '_', ['Indicatoren', 'Indicators'])({ codes: hotelIndicators }),
      explanations,
    ],
  },
];
