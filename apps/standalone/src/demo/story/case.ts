import { incident } from '@knooppunt/agencies';
import type { Uuid } from '@knooppunt/kernel';
import { categoriesOf, findPayloadType } from '@knooppunt/signals';
import { listIn } from '../api.js';
import type { Desk, Inzage } from '../api.js';
import { invited } from '../cast.js';
import type { CasePlayed, SignalsPlayed, WeighingPlayed } from '../result.js';
import type { Stage } from '../stage.js';
import { until } from '../until.js';
import { writings } from '../writings.js';
import { contributionsOf, knownTo, openIn, personsOf, positionedIn, siteIn } from './known.js';
import { deliverRefused } from './signals.js';

type Participant = (typeof invited)[number];

/** Opens the case with the accepted signals, and waits until all their contributions lie in its dossier. */
const openCase = async (stage: Stage, signalen: readonly Uuid[]): Promise<{ caseId: Uuid; dossier: Inzage }> => {
  const { api, cast, report } = stage;
  const deelnemers = invited.map((part) => ({ organisatie: cast[part].organisation }));
  const caseId = await api.as(cast.director).post('/v1/casussen', { signalen, activiteit: 'casusoverleg', deelnemers });
  for (const part of [...invited, 'analyst', 'director', 'privacyOfficer'] as const) api.as(cast[part]).within(caseId);
  const dossier = await until('contributions in the case', async () => {
    const now = await api.as(cast.analyst).get<Inzage>(`/v1/casussen/${caseId}/dossier`);
    return contributionsOf(now).length === signalen.length ? now : undefined;
  });
  report({ step: 'case-opened', signals: signalen.length, participants: deelnemers.length });
  return { caseId, dossier };
};

type Links = Map<string, string>;

/** Every person of the municipality's signals becomes a subject in the direct circle. */
const linkResidents = async (desk: Desk, caseId: Uuid, dossier: Inzage): Promise<Links> => {
  const links: Links = new Map();
  for (const stuk of contributionsOf(dossier).filter(({ soort }) => soort === 'S2')) {
    for (const { blok } of personsOf(stuk)) {
      const body = { inbreng: stuk.kenmerk, blok, rol: 'circle' };
      links.set(`${stuk.kenmerk}/${blok}`, await desk.post(`/v1/casussen/${caseId}/betrokkenen`, body));
    }
  }
  return links;
};

const isPerson = (link: string): boolean => /\/p\d+$/.test(link);

/** Proposals by blind token: pairs of blocks that may be one person, or one company. */
const proposalsOf = ({ regels }: Inzage): readonly (readonly string[])[] =>
  regels.filter(({ soort }) => soort === 'H9').map((regel) => listIn(regel, 'links'));

/** Links each person that a proposal pairs with a known subject to that subject. */
const linkProposed = async (desk: Desk, caseId: Uuid, links: Links, expected: number) => {
  const proposals = await until('proposals to link', async () => {
    const all = proposalsOf(await desk.get<Inzage>(`/v1/casussen/${caseId}/betrokkenen`));
    return all.filter((pair) => pair.every(isPerson)).length >= expected ? all : undefined;
  });
  let linked = 0;
  for (const pair of proposals.filter((one) => one.every(isPerson))) {
    const known = pair.map((link) => links.get(link)).find((subject) => subject !== undefined);
    const free = pair.find((link) => !links.has(link));
    if (known === undefined || free === undefined) continue;
    const [inbreng, blok] = free.split('/');
    await desk.post(`/v1/casussen/${caseId}/betrokkenen`, { betrokkene: known, inbreng, blok, rol: 'circle' });
    links.set(free, known);
    linked += 1;
  }
  return { linked, companies: proposals.filter((pair) => !pair.every(isPerson)).length };
};

/** The subject of whom immigration delivered this name: possibly a victim, for somebody else speaks for this person. */
const shield = async (desk: Desk, caseId: Uuid, dossier: Inzage, links: Links, name: string): Promise<void> => {
  const found = contributionsOf(dossier)
    .filter(({ soort }) => soort === 'S24')
    .flatMap((stuk) => personsOf(stuk).map((block) => ({ link: `${stuk.kenmerk}/${block.blok}`, block })))
    .find(({ block }) => openIn(block, 'name') === name);
  const subject = found && links.get(found.link);
  if (subject === undefined) throw new TypeError('a resident that no proposal linked');
  const address = `/v1/casussen/${caseId}/betrokkenen/${subject}/afschermingen`;
  await desk.post(address, { kenmerk: 'possible-victim', gezet: true });
};

/** Signal types that a participant records its necessity for: all but what it supplied itself. */
const suppliedBy: Readonly<Record<string, Participant>> = {
  S1: 'college',
  S2: 'college',
  S19: 'inspectorate',
  S24: 'immigration',
};

const recordNecessities = async ({ api, cast, report }: Stage, caseId: Uuid): Promise<number> => {
  let entries = 0;
  for (const part of invited) {
    const { organisation, purpose } = cast[part];
    for (const [soort] of Object.entries(suppliedBy).filter(([, supplier]) => supplier !== part)) {
      const type = findPayloadType(soort);
      const body = {
        ontvanger: organisation,
        doel: purpose,
        soort,
        categorieen: type ? categoriesOf(type) : [],
        tekst: writings.necessity[part],
      };
      await api.as(cast[part]).post(`/v1/casussen/${caseId}/noodzaak`, body);
      entries += 1;
    }
  }
  report({ step: 'necessity', entries });
  return entries;
};

/** The police bring, on their own account, the incident that they will be asked for later: before the phase that allows it. */
const tooEarly = async (stage: Stage, caseId: Uuid) => {
  const { api, cast, seed, today } = stage;
  const dossier = await api.as(cast.police).get<Inzage>(`/v1/casussen/${caseId}/dossier`);
  const persons = knownTo(dossier, positionedIn(dossier)).map(({ about: _about, ...person }) => person);
  const frame = { way: 'supply', case: caseId, firstProcessed: today } as const;
  return deliverRefused(stage, 'police', 'S6', incident(seed, { persons, place: siteIn(dossier), on: today, frame }));
};

const openPhase = async ({ api, cast, report }: Stage, caseId: Uuid): Promise<void> => {
  const advice = { fase: '2', ...writings.advice };
  await api.as(cast.privacyOfficer).post(`/v1/casussen/${caseId}/adviezen`, advice);
  await api.as(cast.director).post(`/v1/casussen/${caseId}/fasen`, { fase: '2', ...writings.phase });
  report({ step: 'phase-opened' });
};

/** The case opens, gets its subjects, its necessity and its second phase. */
export const playCase = async (
  stage: Stage,
  signals: SignalsPlayed,
  { accepted }: WeighingPlayed,
): Promise<CasePlayed> => {
  const { api, cast, report } = stage;
  const { caseId, dossier } = await openCase(stage, accepted);
  const analyst = api.as(cast.analyst);
  const links = await linkResidents(analyst, caseId, dossier);
  const { linked, companies } = await linkProposed(analyst, caseId, links, signals.residents.length);
  const subjects = new Set(links.values()).size;
  report({ step: 'linked', subjects, proposals: linked });
  await shield(analyst, caseId, dossier, links, signals.residents[1] ?? '');
  report({ step: 'shielded' });
  const necessities = await recordNecessities(stage, caseId);
  const refused = await tooEarly(stage, caseId);
  await openPhase(stage, caseId);
  return {
    case: caseId,
    participants: invited,
    contributions: accepted.length,
    subjects,
    proposalsLinked: linked,
    companyProposals: companies,
    necessities,
    refused,
  };
};
