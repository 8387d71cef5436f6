import type { CalendarDate, Uuid } from '@knooppunt/kernel';
import { framed, inCase, present } from '../frame.js';
import type { CaseFrame, Explanations, Frame, PayloadData } from '../frame.js';
import { employerOf } from './company.js';
import type { Company } from './company.js';
import { dayAfter } from './days.js';
import { randomOf } from './random.js';

/** A person as an agency knows them; what it does not know is absent. */
export type KnownPerson = {
  readonly name?: string;
  readonly birthDate?: string;
  readonly bsn?: string;
  readonly vNr?: string;
};

const inspectionText = (found: number, withoutPermit: number): Explanations => ({
  indications:
    `Bij een controle troffen inspecteurs ${found} werkenden aan, van wie ${withoutPermit} zonder vergunning. ` +
    'Slaapplaatsen en werkplek liepen in elkaar over.',
  phenomenon: 'Werk, vervoer en onderdak in één hand passen bij arbeidsuitbuiting.',
  necessity: 'De inspectie zag de werkplek, niet wie er staat ingeschreven of wie aan de woning verdient.',
  parties: 'Ook wonen, verblijf, loonheffing en openbare orde spelen hier.',
  region: 'De gecontroleerde plek ligt in deze regio.',
});

/**
 * S19: a labour inspection of a place, in the sixty days before `on`. The employer is that of the seed unless one is
 * given. The same arguments give the same payload.
 */
export const labourInspection = (
  seed: number,
  about: {
    readonly site: string;
    readonly bagId?: string;
    readonly employer?: Company;
    readonly on: CalendarDate;
    readonly frame: Frame;
  },
): PayloadData => {
  const random = randomOf(seed, 'S19');
  const workersFound = random.between(6, 18);
  const withoutPermit = random.between(1, Math.floor(workersFound / 2));
  return {
    ...framed(about.frame, 'toezicht', inspectionText(workersFound, withoutPermit)),
    companies: [{ ref: 'c1', employer: about.employer ?? employerOf(seed) }],
    matter: present({
      site: about.site,
      bagId: about.bagId,
      date: dayAfter(about.on, -random.between(3, 60)),
      workersFound,
      withoutPermit,
      // A made-up tariff in whole euros; the real amount hangs on the offender and on earlier fines.
      fine: withoutPermit * 8000,
      law: 'wav',
    }),
  };
};

const residenceText: Explanations = {
  indications: 'Voor deze persoon loopt een verblijfspositie waarbij de referent telkens hetzelfde adres opgeeft.',
  phenomenon: 'Een referent die ook werk en onderdak regelt, past bij arbeidsuitbuiting en mensensmokkel.',
  necessity: 'Uit de verblijfsprocedure blijkt niet waar deze persoon werkelijk woont en werkt.',
  parties: 'Ook inschrijving, arbeid en openbare orde spelen hier.',
  region: 'Het opgegeven adres ligt in deze regio.',
};

/** S24: somebody's residence position, valid for some months after `on`; the sponsor is the employer of the seed. */
export const residencePosition = (
  seed: number,
  about: {
    readonly person: KnownPerson & { readonly name: string };
    readonly sponsor?: Company;
    readonly on: CalendarDate;
    readonly frame: Frame;
  },
): PayloadData => {
  const random = randomOf(seed, `S24 ${about.person.name}`);
  const { name, birthDate, vNr } = about.person;
  return {
    ...framed(about.frame, 'toezicht-vw', residenceText),
    persons: [
      present({
        ref: 'p1',
        name,
        birthDate,
        vNr: vNr ?? `2${random.digits(9)}`,
        residenceStatus: random.pick(['22', '31', '35', '45']),
        validTo: dayAfter(about.on, random.between(30, 500)),
      }),
    ],
    companies: [{ ref: 'c1', sponsor: about.sponsor ?? employerOf(seed) }],
  };
};

const summaries = [
  'Betrokkene verklaarde dat een ander het paspoort bewaart en het loon inhoudt voor huur en vervoer.',
  'Een getuige zag dat betrokkene elke ochtend met een busje werd opgehaald en laat werd teruggebracht.',
  'Betrokkene durfde geen aangifte te doen en noemde een schuld voor de reis die eerst moest worden afbetaald.',
] as const;

/**
 * S6: one police incident with the persons of a request, in the year before `on`. `about` of a person is the subject
 * that this person is; `possibleVictim` and the handling codes go along as the police set them.
 */
export const incident = (
  seed: number,
  about: {
    readonly persons: readonly (KnownPerson & { readonly about?: Uuid; readonly possibleVictim?: boolean })[];
    readonly place: string;
    readonly on: CalendarDate;
    readonly handling?: { readonly handlingCode?: string; readonly bpgCode?: string };
    readonly frame: CaseFrame;
  },
): PayloadData => {
  const random = randomOf(seed, 'S6');
  const shared = {
    incidentCode: random.pick(['mensenhandel-arbeidsuitbuiting', 'bedreiging', 'identiteitsfraude']),
    date: dayAfter(about.on, -random.between(10, 360)),
    place: about.place,
    evaluation: random.pick(['A1', 'A2', 'B2', 'B3']),
  };
  return {
    ...inCase(about.frame),
    ...(about.handling === undefined ? {} : { handling: about.handling }),
    persons: about.persons.map((person, at) =>
      present({ ref: `p${at + 1}`, ...person, role: random.pick(['betrokkene', 'getuige', 'melder']), ...shared }),
    ),
    text: { summary: random.pick(summaries) },
  };
};

/** S15: what an employer declared beside what was found (`workersFound`): fewer workers, and arrears. */
export const payrollMismatch = (
  seed: number,
  about: { readonly employer?: Company; readonly workersFound?: number; readonly frame: CaseFrame },
): PayloadData => {
  const random = randomOf(seed, 'S15');
  const employer = about.employer ?? employerOf(seed);
  const declaredWorkers = random.between(1, Math.max(1, Math.floor((about.workersFound ?? 9) / 3)));
  return {
    ...inCase(about.frame),
    companies: [
      {
        ref: 'c1',
        employer,
        lhNr: `${employer.rsin}L0${random.between(1, 3)}`,
        declaredWorkers,
        declaredWages: declaredWorkers * random.between(9000, 19_000),
        arrears: random.between(4000, 90_000),
        audit: random.pick(['aangekondigd', 'lopend', 'naheffing']),
      },
    ],
  };
};
