import { amsterdam } from '../../e2e/support/cast.js';
import type { Data } from './narrator.js';
import type { ContributionName } from './plot.js';

const declaration = { lawful: true, quality: true, firstProcessed: '2026-01-12' };
const explanations = {
  indications: 'Twaalf mensen zonder familieband staan op één adres ingeschreven.',
  phenomenon: 'Het beeld past bij huisvesting door een werkgever.',
  necessity: 'Eén deelnemer alleen ziet niet wie er werkt en wie er woont.',
  parties: 'Toezicht op wonen en op arbeid raken elkaar hier.',
  region: 'Het adres ligt in de regio.',
};
/** What every signal has besides its fields. */
export const signalTo = (region: string): Data => ({
  way: 'signal',
  declaration,
  report: { phenomenon: 'mensenhandel', region, task: 'wonen' },
  text: { _text: explanations },
});
const signal = signalTo(amsterdam);
const matter = {
  address: 'Aalbersestraat 281, 1067 MD Amsterdam',
  bagId: '0363010001004479',
  registrations: 12,
  households: 12,
  ownerKind: 'particuliere-verhuurder',
  floorArea: 62,
};
const inspection = {
  companies: [{ ref: 'c1', employer: { name: 'Voorbeeld Schoonmaak B.V.', kvkNr: '69599084', rsin: '123456782' } }],
  matter: {
    site: 'Aalbersestraat 281, 1067 MD Amsterdam',
    bagId: '0363010001004479',
    date: '2026-02-11',
    workersFound: 9,
    withoutPermit: 4,
    fine: 32_000,
    law: 'wav',
  },
};
const resident = {
  ref: 'p1',
  name: 'Grzegorz Wojciechowski',
  birthDate: '1990-09-16',
  bsn: '999996964',
  address: 'Aalbersestraat 281, 1067 MD Amsterdam',
  bagId: '0363010001004479',
  registrationsIn12m: 12,
  deregistrationReason: 'verhuizing',
};
const child = { ref: 'p2', name: 'Sanne de Kind', birthDate: '2018-05-04', bsn: '999993653' };

/** The payloads of the first world; the way of an answer or unasked supply is added with the ids of its case. */
export const payloads: Readonly<Record<ContributionName, Data>> = {
  s0: { ...signal, matter: { ...matter, registrations: 9 } },
  s1: { ...signal, matter },
  s2: { ...signal, persons: [resident, { ...child, accompaniedBy: 'p1' }] },
  s19: { ...signal, ...inspection },
  s24: {
    ...signal,
    persons: [
      {
        ref: 'p1',
        name: 'Grzegorz Wojciechowski',
        birthDate: '1990-09-16',
        vNr: '2817364509',
        residenceStatus: '22',
        validTo: '2027-05-01',
      },
    ],
    companies: [{ ref: 'c1', sponsor: { name: 'Voorbeeld Schoonmaak B.V.', kvkNr: '69599084' } }],
  },
  sW: { ...signal, persons: [{ ...resident, accompaniedBy: 'p2' }, child] },
  sV: { ...signal, persons: [{ ...resident, name: 'Igor Haczek' }] },
  sA: { ...signal, matter: { ...matter, registrations: 14 } },
  sR: { ...signal, persons: [resident, child] },
  sR2: { ...signal, ...inspection },
  sN: { ...signal, ...inspection },
  sH: { ...signal, ...inspection },
  sU: { ...signal, ...inspection },
  s6: {
    declaration,
    handling: { handlingCode: 'H1' },
    persons: [
      {
        ref: 'p1',
        name: 'Grzegorz Wojciechowski',
        birthDate: '1990-09-16',
        bsn: '999996964',
        role: 'betrokkene',
        incidentCode: 'bedreiging',
        date: '2026-01-14',
        place: 'Aalbersestraat 12, 1067 MD Amsterdam',
        evaluation: 'B2',
      },
    ],
    text: { summary: 'Betrokkene verklaarde dat een ander zijn paspoort bewaart.' },
  },
  s15: {
    declaration,
    companies: [
      {
        ref: 'c1',
        employer: { name: 'Voorbeeld Schoonmaak B.V.', kvkNr: '69599084', rsin: '123456782' },
        lhNr: '123456782L01',
        declaredWorkers: 3,
        declaredWages: 41_250,
        arrears: 18_400,
        audit: 'lopend',
      },
    ],
  },
  silent: {
    declaration,
    handling: { bpgCode: 'c' },
    persons: [
      { ref: 'p1', name: 'Grzegorz Wojciechowski', bsn: '999996964', role: 'verdachte', incidentCode: 'mensensmokkel' },
    ],
    text: { summary: 'Stille treffer.' },
  },
};

type Fields = Readonly<Record<string, unknown>>;
type Holder = 'persons' | 'companies';

/** A payload in which one local person or company has other fields; `undefined` takes a field away. */
export const withParty = (data: Data, holder: Holder, at: number, fields: Fields): Data => ({
  ...data,
  [holder]: (data[holder] as readonly Fields[]).map((party, index) => (index === at ? { ...party, ...fields } : party)),
});

/** A payload whose matter or text has other fields. */
export const withBlock = (data: Data, block: 'matter' | 'text', fields: Fields): Data => ({
  ...data,
  [block]: { ...(data[block] as Fields), ...fields },
});
