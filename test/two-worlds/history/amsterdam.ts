import type { Uuid } from '@knooppunt/kernel';
import { amsterdam, oins, people } from '../../e2e/support/cast.js';
import { tellCase } from './amsterdam-case.js';
import { tellMeetings } from './amsterdam-meetings.js';
import type { Data, Narrator } from './narrator.js';
import type { ContributionName, Ids, Part, Plot } from './plot.js';

const slugs = {
  address: 'overbewoond-adres',
  registration: 'inschrijvingsafwijking',
  inspection: 'werkplekcontrole',
  residence: 'verblijfspositie',
};

/** Who weighs a signal, and whose criteria have been recorded as met. */
type Weighing = { readonly weighers: readonly string[]; readonly met: readonly (typeof people)[keyof typeof people][] };
type SignalStep = {
  readonly name: ContributionName;
  readonly slug: string;
  readonly supplier: string;
  readonly needs?: Part;
  readonly weighed?: Weighing;
};
const byPolice: Weighing = { weighers: [oins.police], met: [people.police] };

const signals: readonly SignalStep[] = [
  { name: 's0', slug: slugs.address, supplier: oins.college, weighed: byPolice },
  { name: 's1', slug: slugs.address, supplier: oins.college, weighed: byPolice },
  { name: 's2', slug: slugs.registration, supplier: oins.college, weighed: byPolice },
  { name: 's19', slug: slugs.inspection, supplier: oins.labour, weighed: byPolice },
  { name: 's24', slug: slugs.residence, supplier: oins.immigration, needs: 's24', weighed: byPolice },
  {
    name: 'sW',
    slug: slugs.registration,
    supplier: oins.college,
    weighed: { weighers: [oins.mayor, oins.police], met: [people.police] },
  },
  {
    name: 'sV',
    slug: slugs.registration,
    supplier: oins.college,
    weighed: { weighers: [oins.police, oins.mayor], met: [] },
  },
  {
    name: 'sA',
    slug: slugs.address,
    supplier: oins.college,
    weighed: { weighers: [oins.mayor, oins.police], met: [people.mayor, people.police] },
  },
  { name: 'sR', slug: slugs.registration, supplier: oins.college, weighed: byPolice },
  { name: 'sR2', slug: slugs.inspection, supplier: oins.labour, weighed: byPolice },
  { name: 'sN', slug: slugs.inspection, supplier: oins.labour },
  { name: 'sH', slug: slugs.inspection, supplier: oins.labour, needs: 'hiddenCase', weighed: byPolice },
  { name: 'sU', slug: slugs.inspection, supplier: oins.labour, needs: 'unweighed' },
];

/** The texts of a weighing: five criteria and four factors. */
export const weighing = (words: (what: string) => string): Data => ({
  criteria: {
    aanwijzingen: words('aanwijzingen'),
    verschijningsvorm: words('verschijningsvorm'),
    noodzaak: words('noodzaak'),
    partijen: words('partijen'),
    regio: words('regio'),
  },
  factoren: {
    aard: words('aard'),
    omvang: words('omvang'),
    gewicht: words('gewicht'),
    melders: words('melders'),
  },
});

const tellSignal = async (tell: Narrator, plot: Plot, step: SignalStep, minute: number): Promise<Uuid> => {
  const { name, slug, supplier, weighed } = step;
  const sent = { slug, supplier, cooperation: amsterdam, data: plot.payloads[name] };
  const signal = await tell.deliver([minute, name], sent);
  if (!weighed) return signal;
  await tell.command([minute + 1, `${name} prepare`], people.analyst, `/v1/signalen/${signal}/wegingen`, {
    ...weighing((what) => plot.words(`${name} ${what}`)),
    wegers: weighed.weighers,
  });
  for (const [at, who] of weighed.met.entries()) {
    await tell.command([minute + 2 + at, `${name} met ${who.sub}`], who, `/v1/signalen/${signal}/_voldoet`);
  }
  return signal;
};

const minutesPerSignal = 4;

/** The history of Amsterdam from the first signal to the meetings, as a plot says. */
export const tellAmsterdam = async (tell: Narrator, plot: Plot): Promise<Ids> => {
  const ids: Record<string, Uuid> = {};
  for (const [at, step] of signals.entries()) {
    const isThere = step.needs === undefined || plot.parts.has(step.needs);
    if (isThere) ids[step.name] = await tellSignal(tell, plot, step, 10 + at * minutesPerSignal);
  }
  Object.assign(ids, await tellCase(tell, plot, ids));
  return { ...ids, ...(await tellMeetings(tell, plot, ids)) };
};
