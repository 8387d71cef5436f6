import { payloads, withBlock, withParty } from './payloads.js';
import type { Part, Plot } from './plot.js';

const plain = (what: string): string => `Waarom: ${what}.`;
/** Texts of another length and wording, for a reader who may read none of those that differ. */
const otherWords =
  (isHidden: (what: string) => boolean) =>
  (what: string): string =>
    isHidden(what) ? `Heel andere woorden, en ook meer ervan, over wat hier speelt: ${what}.` : plain(what);

const base: Plot = { payloads, words: plain, parts: new Set<Part>(['s24', 's6', 's15']) };
const hidden: readonly Part[] = [
  'hiddenCase',
  'hiddenMeeting',
  'hiddenRequest',
  'unweighed',
  'otherMembers',
  'othersNecessity',
  'othersReading',
];
const withParts = (...parts: readonly Part[]): ReadonlySet<Part> => new Set([...base.parts, ...parts]);
const without = (parts: ReadonlySet<Part>, ...gone: readonly Part[]): ReadonlySet<Part> =>
  new Set([...parts].filter((part) => !gone.includes(part)));

/** The first world: the same for every reader. */
export const firstWorld: Plot = base;

const otherEmployer = { name: 'Geheim Uitzendbureau Noord', kvkNr: '11223344', rsin: '999999011' };
const otherSite = { site: 'Verborgenlaan 9, 3011 AB Rotterdam', bagId: undefined, workersFound: 9 };
const otherMatter = {
  address: 'Zwijgstraat 1, 1011 AA Amsterdam',
  bagId: undefined,
  registrations: 31,
  households: undefined,
  ownerKind: 'overheid',
  floorArea: 188,
};
const otherPerson = {
  name: 'Zohra Onbekend',
  birthDate: '1971-01-01',
  bsn: undefined,
  address: 'Zwijgstraat 1, 1011 AA Amsterdam',
  bagId: undefined,
  registrationsIn12m: 3,
  deregistrationReason: undefined,
};

/**
 * For the college: invited and absent, it sees of the inspection the enforcement data, of the residence position the broad
 * line, of the payroll that it is there, and of the police incident nothing.
 */
export const forCollege: Plot = {
  words: otherWords((what) => !/^need college|^request r[24]/.test(what)),
  parts: without(withParts(...hidden), 's6'),
  payloads: {
    ...payloads,
    s19: withBlock(withParty(payloads.s19, 'companies', 0, { employer: otherEmployer }), 'matter', {
      site: otherSite.site,
      bagId: undefined,
    }),
    s24: withParty(
      withParty(payloads.s24, 'persons', 0, {
        name: 'Zohra Onbekend',
        birthDate: '1971-01-01',
        vNr: undefined,
        residenceStatus: '23',
        validTo: '2027-11-30',
      }),
      'companies',
      0,
      { sponsor: otherEmployer },
    ),
    s15: withParty(payloads.s15, 'companies', 0, {
      employer: otherEmployer,
      lhNr: undefined,
      declaredWorkers: 44,
      declaredWages: 9,
      arrears: 1_000_000,
      audit: 'vergrijpboete',
    }),
    sN: withBlock(payloads.sN, 'matter', otherSite),
  },
};

/**
 * For the immigration service: at the table, it sees that the municipality and the labour inspectorate supplied, the kind
 * of the police incident, and the payroll in bands.
 */
export const forImmigration: Plot = {
  words: otherWords((what) => !/^need ind|^request r[24]|^decision m0/.test(what)),
  parts: withParts(...hidden),
  payloads: {
    ...payloads,
    s1: { ...payloads.s1, matter: otherMatter },
    s2: withParty(withParty(payloads.s2, 'persons', 0, otherPerson), 'persons', 1, {
      name: 'Ander Kind',
      bsn: undefined,
    }),
    s19: withBlock(withParty(payloads.s19, 'companies', 0, { employer: otherEmployer }), 'matter', {
      ...otherSite,
      date: '2025-12-01',
      fine: 5,
      law: 'arbo',
    }),
    s6: withBlock(
      withParty(payloads.s6, 'persons', 0, {
        name: 'Zohra Onbekend',
        birthDate: undefined,
        bsn: undefined,
        vNr: '2817364500',
        role: 'verdachte',
        incidentCode: 'mishandeling',
        date: '2026-02-20',
        place: 'Zwijgstraat 1, 1067 ZZ Amsterdam',
        evaluation: 'B3',
      }),
      'text',
      { summary: 'Een heel andere samenvatting, die met dit niveau niemand te lezen krijgt.' },
    ),
    s15: withParty(payloads.s15, 'companies', 0, {
      employer: otherEmployer,
      lhNr: '999999011L02',
      declaredWorkers: 4,
      declaredWages: 99_999,
      arrears: 10_000,
      audit: 'aangekondigd',
    }),
  },
};

const spelledOtherwise = {
  name: 'WOJCIECHOWSKI, grzegorz',
  address: 'aalbersestraat 281; 1067MD amsterdam',
};

/**
 * For the mayor as a weigher: who and where as pseudonyms, how often and why withheld. Of the residence position and the
 * payroll it sees nothing, so they are not there at all.
 */
export const forWeigher: Plot = {
  words: otherWords((what) => !/^s[WVA] |^need burg|^request r4|^decision m0/.test(what)),
  parts: without(withParts(...hidden, 'caseOfWeighed'), 's24', 's15'),
  payloads: {
    ...payloads,
    sW: withParty(
      withParty(payloads.sW, 'persons', 0, {
        ...spelledOtherwise,
        birthDate: '1955-12-31',
        registrationsIn12m: 1,
        deregistrationReason: undefined,
      }),
      'persons',
      1,
      { name: 'KIND, Sanne', birthDate: '2009-01-01' },
    ),
    sA: withBlock(payloads.sA, 'matter', {
      address: 'AALBERSESTRAAT 281, 1067MD Amsterdam',
      registrations: 3,
      households: undefined,
      ownerKind: 'overheid',
      floorArea: 500,
    }),
    s2: withParty(payloads.s2, 'persons', 0, otherPerson),
    s19: withBlock(payloads.s19, 'matter', otherSite),
    sN: withBlock(payloads.sN, 'matter', otherSite),
  },
};

/**
 * For the bureau, which sees nearly all: other numbers behind the same mask, of a child another birthday and the same name
 * in another spelling, the decision of a meeting at which it did not sit, and a silent hit.
 */
export const forBureau: Plot = {
  words: otherWords((what) => what === 'decision m0'),
  parts: withParts('silent'),
  payloads: {
    ...payloads,
    s2: withParty(withParty(payloads.s2, 'persons', 0, { bsn: '990008964' }), 'persons', 1, {
      name: 'KIND, Sanne',
      birthDate: '2012-08-30',
    }),
    s6: withParty(payloads.s6, 'persons', 0, { bsn: '990008964' }),
    sR: withParty(payloads.sR, 'persons', 0, { bsn: '990014964' }),
    silent: withParty(payloads.silent, 'persons', 0, { bsn: '990008964' }),
  },
};

/** Pieces of what the second worlds hide; none of them may leave in any session. */
export const markers: readonly string[] = [
  otherEmployer.name,
  otherEmployer.kvkNr,
  otherEmployer.rsin,
  'Verborgenlaan',
  'Zwijgstraat',
  otherPerson.name,
  'Heel andere woorden',
  'heel andere samenvatting',
  'Stille treffer',
  '990008964',
  '990014964',
];
