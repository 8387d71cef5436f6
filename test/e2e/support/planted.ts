import type { PayloadType } from '@knooppunt/signals';
import { amsterdam } from './cast.js';
import { declaration } from './deliveries.js';
import type { Data, TypeId } from './deliveries.js';

/** Stands in every planted text, once; what holds a planted text holds this. So long that no sealed text in base64 draws it. */
export const marker = 'KnPlntGeheim';
let planted = 0;
/** A text that is nowhere else. */
export const plant = (what: string): string => `${marker}${(planted += 1)}${what.replaceAll(/[^A-Za-z0-9]/g, '')}`;

const passes = (digits: string): boolean =>
  Array.from(digits).reduce((sum, digit, at) => sum + Number(digit) * (at === 8 ? -1 : 9 - at), 0) % 11 === 0;
/** A number of nine digits with these first seven that passes the 11-test. */
export const nine = (first: string): string => {
  const found = Array.from({ length: 100 }, (_, at) => `${first}${String(at).padStart(2, '0')}`).find(passes);
  if (found === undefined) throw new TypeError('no such number');
  return found;
};

/** Values that cannot hold a text: unique by themselves. */
export const numbers = {
  bsn: nine('7391846'),
  bsnOfPolice: nine('6284937'),
  rsin: nine('8461937'),
  rsinOfTax: nine('5937286'),
  vNr: '2948571630',
  vNrOfPolice: '2719364850',
  kvkNr: '84719265',
  kvkNrOfTax: '69351827',
  bagId: '0363010009471826',
  bagIdOfPerson: '0363010008362915',
  bagIdOfSite: '0363010007253849',
  registrations: 739_184_027,
  households: 618_273_945,
  floorArea: 527_391_846,
  registrationsIn12m: 846_193_728,
  workersFound: 472_918_365,
  withoutPermit: 391_827_464,
  fine: 938_271_645,
  declaredWorkers: 281_736_459,
  declaredWages: 654_918_273,
  arrears: 573_829_164,
} as const;
const dates = {
  birthDate: '1961-07-23',
  adultFrom: '1979-07-23',
  birthDateOfPolice: '1957-03-19',
  adultFromOfPolice: '1975-03-19',
  birthDateOfMigrant: '1963-10-29',
  adultFromOfMigrant: '1981-10-29',
  lastInspection: '1998-11-07',
  inspected: '2024-08-17',
  incident: '2023-06-13',
  validTo: '2033-04-21',
} as const;

/** Codes of closed lists stand beside their names; alone, some are too short to mean anything. */
const codes: Data = {
  ownerKind: 'beleggingsfonds',
  deregistrationReason: 'ambtshalve-na-adresonderzoek',
  role: 'aangever',
  incidentCode: 'vrijheidsberoving',
  evaluation: 'X3',
  audit: 'vergrijpboete',
  law: 'waadi',
  residenceStatus: '35',
  accompaniedBy: 'p2',
  handlingCode: 'H3',
  bpgCode: 'b',
};

/** Everything that was planted and holds no text: as it is, and codes as they would stand in JSON. */
export const plantedValues: readonly (readonly [string, string])[] = [
  ...Object.entries({ ...numbers, ...dates }).map(([name, value]) => [name, String(value)] as const),
  ...Object.entries(codes).map(([name, value]) => [name, `"${name}":${JSON.stringify(value)}`] as const),
];

const explanations = (type: string): Data =>
  Object.fromEntries(
    ['indications', 'phenomenon', 'necessity', 'parties', 'region'].map((name) => [name, plant(`${type}${name}`)]),
  );
const signal = (type: string): Data => ({
  way: 'signal',
  declaration,
  report: { phenomenon: 'mensenhandel', region: amsterdam, task: 'wonen' },
  text: { _text: explanations(type) },
});

/** One payload per type in which every field of the registry has a value that is nowhere else. */
export const plantedPayloads = (): Readonly<Record<TypeId, Data>> => ({
  S1: {
    ...signal('S1'),
    matter: {
      address: plant('S1address'),
      bagId: numbers.bagId,
      registrations: numbers.registrations,
      households: numbers.households,
      ownerKind: codes['ownerKind'],
      lastInspection: dates.lastInspection,
      floorArea: numbers.floorArea,
    },
  },
  S2: {
    ...signal('S2'),
    handling: { handlingCode: codes['handlingCode'] },
    persons: [
      {
        ref: 'p1',
        name: plant('S2name'),
        birthDate: dates.birthDate,
        bsn: numbers.bsn,
        address: plant('S2address'),
        bagId: numbers.bagIdOfPerson,
        registrationsIn12m: numbers.registrationsIn12m,
        accompaniedBy: codes['accompaniedBy'],
        deregistrationReason: codes['deregistrationReason'],
      },
      { ref: 'p2', name: plant('S2second') },
    ],
  },
  S6: {
    handling: { handlingCode: codes['handlingCode'], bpgCode: codes['bpgCode'] },
    persons: [
      {
        ref: 'p1',
        possibleVictim: true,
        name: plant('S6name'),
        birthDate: dates.birthDateOfPolice,
        bsn: numbers.bsnOfPolice,
        vNr: numbers.vNrOfPolice,
        role: codes['role'],
        incidentCode: codes['incidentCode'],
        date: dates.incident,
        place: plant('S6place'),
        evaluation: codes['evaluation'],
      },
    ],
    text: { summary: plant('S6summary') },
  },
  S15: {
    companies: [
      {
        ref: 'c1',
        employer: { name: plant('S15employer'), kvkNr: numbers.kvkNrOfTax, rsin: numbers.rsinOfTax },
        lhNr: `${numbers.rsinOfTax}L07`,
        declaredWorkers: numbers.declaredWorkers,
        declaredWages: numbers.declaredWages,
        arrears: numbers.arrears,
        audit: codes['audit'],
      },
    ],
  },
  S19: {
    ...signal('S19'),
    companies: [{ ref: 'c1', employer: { name: plant('S19employer'), kvkNr: numbers.kvkNr, rsin: numbers.rsin } }],
    matter: {
      site: plant('S19site'),
      bagId: numbers.bagIdOfSite,
      date: dates.inspected,
      workersFound: numbers.workersFound,
      withoutPermit: numbers.withoutPermit,
      fine: numbers.fine,
      law: codes['law'],
    },
  },
  S24: {
    ...signal('S24'),
    persons: [
      {
        ref: 'p1',
        name: plant('S24name'),
        birthDate: dates.birthDateOfMigrant,
        vNr: numbers.vNr,
        residenceStatus: codes['residenceStatus'],
        validTo: dates.validTo,
      },
    ],
    companies: [{ ref: 'c1', sponsor: { name: plant('S24sponsor'), kvkNr: numbers.kvkNr } }],
  },
});

/** Names of the fields that a payload brings, wherever they lie. */
export const fieldsIn = (payload: Data): ReadonlySet<string> => {
  const {
    persons = [],
    companies = [],
    matter = {},
    text = {},
  } = payload as {
    readonly persons?: readonly Data[];
    readonly companies?: readonly Data[];
    readonly matter?: Data;
    readonly text?: Data;
  };
  return new Set([...persons, ...companies, matter, text].flatMap((holder) => Object.keys(holder)));
};

/** The fields of a type that a payload leaves out. */
export const fieldsMissing = (type: PayloadType, payload: Data): readonly string[] => {
  const brought = fieldsIn(payload);
  return type.fields.map(({ name }) => name).filter((name) => !brought.has(name));
};
