/** Valid payloads, one per type, for the specs of this library. All numbers are of official test sets. */
const explanations = {
  indications: 'Twaalf mensen zonder familieband staan op één adres ingeschreven.',
  phenomenon: 'Het beeld past bij huisvesting door een werkgever.',
  necessity: 'Eén deelnemer alleen ziet niet wie er werkt en wie er woont.',
  parties: 'Toezicht op wonen en op arbeid raken elkaar hier.',
  region: 'Het adres ligt in de regio.',
};
const declaration = { lawful: true, quality: true, firstProcessed: '2026-03-02' };
const signal = {
  way: 'signal',
  declaration,
  report: { phenomenon: 'mensenhandel', region: 'amsterdam-amstelland', task: 'wonen' },
};
const answer = {
  way: 'answer',
  request: '3f1f2c56-8b4e-4a53-9a5c-0a3c7d7f5b10',
  case: '8a8f6f1e-6a0d-4a58-8a1f-3f6d5f9f4c21',
  declaration,
};

export const examplePayloads = {
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
    text: { _text: explanations },
  },
  S2: {
    ...signal,
    persons: [
      {
        ref: 'p1',
        name: 'Grzegorz Wojciechowski',
        birthDate: '2000-09-16',
        bsn: '999996964',
        address: 'Aalbersestraat 281, 1067 MD Amsterdam',
        bagId: '0363010001004479',
        registrationsIn12m: 12,
        accompaniedBy: 'p2',
        deregistrationReason: 'verhuizing',
      },
      { ref: 'p2', name: 'Igor Haczek' },
    ],
    text: { _text: explanations },
  },
  S6: {
    ...answer,
    handling: { handlingCode: 'H1', bpgCode: 'b' },
    persons: [
      {
        ref: 'p1',
        about: 'kq3v7m2ay5txdn4b',
        possibleVictim: true,
        name: 'Grzegorz Wojciechowski',
        birthDate: '2000-00-00',
        bsn: '999996964',
        vNr: '2817364509',
        role: 'betrokkene',
        incidentCode: 'mensenhandel-arbeidsuitbuiting',
        date: '2026-01-14',
        place: 'Aalbersestraat, 1067 MD Amsterdam',
        evaluation: 'B2',
      },
    ],
    text: { summary: 'Bij de controle verklaarde betrokkene\ndat een ander zijn paspoort bewaart.' },
  },
  S15: {
    ...answer,
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
  S19: {
    ...signal,
    companies: [{ ref: 'c1', employer: { name: 'Voorbeeld Schoonmaak B.V.', kvkNr: '69599084' } }],
    matter: {
      site: 'Aalbersestraat 281, 1067 MD Amsterdam',
      bagId: '0363010001004479',
      date: '2026-02-11',
      workersFound: 9,
      withoutPermit: 4,
      fine: 32_000,
      law: 'wav',
    },
    text: { _text: explanations },
  },
  S24: {
    ...signal,
    persons: [
      {
        ref: 'p1',
        name: 'Grzegorz Wojciechowski',
        birthDate: '2000-09-16',
        vNr: '2817364509',
        residenceStatus: '22',
        validTo: '2027-05-01',
      },
    ],
    companies: [{ ref: 'c1', sponsor: { name: 'Voorbeeld Schoonmaak B.V.' } }],
    text: { _text: explanations },
  },
} as const;
