import { randomUUID } from 'node:crypto';
import type { Answer } from './client.js';
import { amsterdam, oins } from './cast.js';
import type { TestHub } from './hub.js';

export type Data = Readonly<Record<string, unknown>>;
export type TypeId = 'S1' | 'S2' | 'S6' | 'S15' | 'S19' | 'S24';

const prefix = 'nl.samenwerkingsverbanden';
/** CloudEvents type of each payload type. */
const eventTypes: Readonly<Record<TypeId, string>> = {
  S1: `${prefix}.overbewoond-adres.v1`,
  S2: `${prefix}.inschrijvingsafwijking.v1`,
  S6: `${prefix}.incident.v1`,
  S15: `${prefix}.loonaangifteverschil.v1`,
  S19: `${prefix}.werkplekcontrole.v1`,
  S24: `${prefix}.verblijfspositie.v1`,
};
/** Who supplies it. */
export const suppliers: Readonly<Record<TypeId, string>> = {
  S1: oins.college,
  S2: oins.college,
  S6: oins.police,
  S15: oins.tax,
  S19: oins.labour,
  S24: oins.immigration,
};

export const declaration = { lawful: true, quality: true, firstProcessed: '2026-01-12' };
export const explanations = {
  indications: 'Twaalf mensen zonder familieband staan op één adres ingeschreven.',
  phenomenon: 'Het beeld past bij huisvesting door een werkgever.',
  necessity: 'Eén deelnemer alleen ziet niet wie er werkt en wie er woont.',
  parties: 'Toezicht op wonen en op arbeid raken elkaar hier.',
  region: 'Het adres ligt in de regio.',
};
const signal = {
  way: 'signal',
  declaration,
  report: { phenomenon: 'mensenhandel', region: amsterdam, task: 'wonen' },
  text: { _text: explanations },
};

/** Payloads that may begin a weighing; numbers are those of official test sets. */
export const signals = {
  S1: {
    ...signal,
    matter: {
      address: 'Aalbersestraat 281, 1067 MD Amsterdam',
      bagId: '0363010001004479',
      registrations: 12,
      households: 12,
      ownerKind: 'particuliere-verhuurder',
      lastInspection: '2016-11-08',
      floorArea: 62,
    },
  },
  S2: {
    ...signal,
    persons: [
      { ref: 'p1', name: 'Sanne Kind', birthDate: '2018-05-04', bsn: '999996964', registrationsIn12m: 12 },
      { ref: 'p2', name: 'Igor Volwassen', birthDate: '1980-02-01', accompaniedBy: 'p1' },
    ],
  },
  S19: {
    ...signal,
    companies: [{ ref: 'c1', employer: { name: 'Voorbeeld Schoonmaak B.V.', kvkNr: '69599084', rsin: '123456782' } }],
    matter: {
      site: 'Aalbersestraat 281, 1067 MD Amsterdam',
      date: '2026-02-11',
      workersFound: 9,
      withoutPermit: 4,
      fine: 32_000,
      law: 'wav',
    },
  },
  S24: {
    ...signal,
    persons: [{ ref: 'p1', name: 'Igor Volwassen', birthDate: '1980-02-01', vNr: '2817364509', residenceStatus: '22' }],
    companies: [{ ref: 'c1', sponsor: { name: 'Voorbeeld Schoonmaak B.V.', kvkNr: '69599084' } }],
  },
} as const satisfies Partial<Record<TypeId, Data>>;
export type SignalType = keyof typeof signals;

/** Payloads that answer a request; the way and its ids are added. */
export const answers = {
  S6: {
    persons: [
      {
        ref: 'p1',
        name: 'Igor Volwassen',
        birthDate: '1980-02-01',
        role: 'betrokkene',
        incidentCode: 'mensenhandel-arbeidsuitbuiting',
        date: '2026-01-14',
        place: 'Aalbersestraat, 1067 MD Amsterdam',
        evaluation: 'B2',
      },
    ],
    text: { summary: 'Betrokkene verklaarde dat een ander zijn paspoort bewaart.' },
  },
  S15: {
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
} as const satisfies Partial<Record<TypeId, Data>>;

/** An answer to a request of a case. */
export const answering = (data: Data, place: { readonly case: string; readonly request: string }): Data => ({
  way: 'answer',
  declaration,
  ...place,
  ...data,
});

/** A structured CloudEvent as an agency sends it. */
export const cloudEvent = (
  type: TypeId,
  data: Data,
  { id = randomUUID(), supplier = suppliers[type] }: { readonly id?: string; readonly supplier?: string } = {},
): Data => ({
  specversion: '1.0',
  id,
  source: `urn:nld:oin:${supplier}:systeem:proef`,
  type: eventTypes[type],
  datacontenttype: 'application/json',
  data,
});

type From = {
  readonly supplier?: string;
  readonly cooperation?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Posts an event as the system of an organisation, the college unless told, without judging the answer. */
export const post = async (hub: TestHub, event: Data, from: From = {}): Promise<Answer> => {
  const { supplier = oins.college, cooperation = amsterdam, headers = {} } = from;
  const system = await hub.system(supplier, cooperation);
  return system.raw('POST', '/v1/leveringen', JSON.stringify(event), headers);
};

/** Delivers a payload as its own supplier. */
export const deliver = (hub: TestHub, type: TypeId, data: Data, id?: string): Promise<Answer> =>
  post(hub, cloudEvent(type, data, id === undefined ? {} : { id }), { supplier: suppliers[type] });
