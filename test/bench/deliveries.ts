import { randomUUID } from 'node:crypto';

/** Who takes part in the play of the benchmarks; they stand in `deploy/demo/founding.yaml`. */
export const cast = {
  cooperation: 'amsterdam-amstelland',
  college: '00000099000000002000',
  inspectorate: '00000099000000007000',
  collegeClient: { clientId: 'amsterdam-college', clientSecret: 'demo-amsterdam-college' },
} as const;

/** The payload types that the benchmarks deliver. */
export type Delivered = 'S1' | 'S2';

const slugs: Readonly<Record<Delivered, string>> = { S1: 'overbewoond-adres', S2: 'inschrijvingsafwijking' };

const weights = [9, 8, 7, 6, 5, 4, 3, 2];
// Numbers of the range that is kept for tests (9999…), with their check digit.
const bsnOf = (number: number): string => {
  for (let tail = number % 10_000; ; tail++) {
    const digits = `9999${String(tail % 10_000).padStart(4, '0')}`;
    const check = weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11;
    if (check < 10) return `${digits}${check}`;
  }
};

const addressOf = (number: number): string =>
  `Proefstraat ${1 + (number % 400)}, 10${10 + (number % 80)} ${'ABCDEFGH'[number % 8]}A Amsterdam`;

const frameOf = () => ({
  way: 'signal',
  declaration: { lawful: true, quality: true, firstProcessed: '2026-03-02' },
  report: { phenomenon: 'mensenhandel', region: cast.cooperation, task: 'wonen' },
  text: {
    _text: {
      indications: 'Op dit adres staan veel meer mensen ingeschreven dan er kunnen wonen, zonder familieband.',
      phenomenon: 'Het beeld past bij huisvesting door een werkgever die ook vervoer en loon in de hand heeft.',
      necessity: 'Eén deelnemer alleen ziet niet wie er werkt, wie er woont en wie er betaalt.',
      parties: 'Toezicht op wonen, op arbeid en op verblijf raken elkaar op dit adres.',
      region: 'Het adres ligt in de regio van dit samenwerkingsverband.',
    },
  },
});

/** A registration anomaly about two made-up people, or an overcrowded address; every number gives another one. */
export const payloadOf = (type: Delivered, number: number): Readonly<Record<string, unknown>> => {
  const address = addressOf(number);
  const bagId = `0363010${String(number % 1_000_000_000).padStart(9, '0')}`;
  if (type === 'S1') {
    return {
      ...frameOf(),
      matter: { address, bagId, registrations: 8 + (number % 9), households: 6, ownerKind: 'particuliere-verhuurder' },
    };
  }
  const born = (year: number): string => `${year + (number % 40)}-0${1 + (number % 9)}-1${number % 10}`;
  return {
    ...frameOf(),
    persons: [
      {
        ref: 'p1',
        name: `Proefpersoon ${number}`,
        birthDate: born(1960),
        bsn: bsnOf(number * 7),
        address,
        bagId,
        registrationsIn12m: 4 + (number % 9),
        accompaniedBy: 'p2',
      },
      { ref: 'p2', name: `Metgezel ${number}`, birthDate: born(1962), bsn: bsnOf(number * 11 + 3), address, bagId },
    ],
  };
};

/** The same as a structured CloudEvent of the college, never sent before: the body of a POST. */
export const cloudEventOf = (type: Delivered, number: number): string =>
  JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: `urn:nld:oin:${cast.college}:systeem:meting`,
    type: `nl.samenwerkingsverbanden.${slugs[type]}.v1`,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: payloadOf(type, number),
  });
