import type { Uuid } from '@knooppunt/kernel';
import { amsterdam, oins, people } from '../../e2e/support/cast.js';
import type { Person } from '../../e2e/support/cast.js';
import type { Narrator } from './narrator.js';
import type { Ids, Plot } from './plot.js';

const among = (...organisations: readonly string[]) => organisations.map((organisatie) => ({ organisatie }));
const everybody = [oins.college, oins.mayor, oins.police, oins.labour, oins.tax, oins.immigration];

type CaseStep = {
  readonly minute: number;
  readonly signals: readonly (Uuid | undefined)[];
  readonly set: readonly string[];
};

const openCase = (tell: Narrator, name: string, { minute, signals, set }: CaseStep): Promise<Uuid> =>
  tell.command([minute, name], people.director, '/v1/casussen', {
    signalen: signals.filter((signal) => signal !== undefined),
    activiteit: 'casusoverleg',
    deelnemers: among(...set),
  });

/** The cases, in order of opening: what is hidden from most readers opens between two that they see. */
const openCases = async (tell: Narrator, { parts }: Plot, ids: Ids): Promise<Ids> => {
  const { s0, s1, s2, s19, s24, sA, sH, sR } = ids;
  const c0 = await openCase(tell, 'c0', {
    minute: 80,
    signals: [s0],
    set: [oins.college, oins.mayor, oins.immigration, ...(parts.has('otherMembers') ? [oins.labour] : [])],
  });
  const cH = parts.has('hiddenCase')
    ? { cH: await openCase(tell, 'cH', { minute: 81, signals: [sH], set: [oins.police, oins.labour] }) }
    : {};
  const c1 = await openCase(tell, 'c1', { minute: 82, signals: [s1, s2, s19, s24], set: everybody });
  const cR = await openCase(tell, 'cR', { minute: 83, signals: [sR], set: [oins.police] });
  const cA = parts.has('caseOfWeighed')
    ? { cA: await openCase(tell, 'cA', { minute: 84, signals: [sA], set: [oins.police] }) }
    : {};
  return { c0, c1, cR, ...cH, ...cA };
};

/** The reference by which an organisation knows something of a case. */
export const referenceFor = (
  tell: Pick<Narrator, 'hub'>,
  organisation: string,
  within: Uuid,
  [kind, id]: readonly [kind: 'reference' | 'subject', id: Uuid],
): string =>
  tell.hub.standalone.engines.vault.names.pseudonym(
    { cooperation: amsterdam, recipient: organisation, within },
    kind,
    id,
  );

type LinkStep = {
  readonly name: string;
  readonly minute: number;
  readonly contribution: Uuid;
  readonly block: string;
  readonly subject?: string;
};

const link = (
  tell: Narrator,
  caseId: Uuid,
  { name, minute, contribution, block, subject }: LinkStep,
): Promise<string> =>
  tell.command([minute, name], people.director, `/v1/casussen/${caseId}/betrokkenen`, {
    inbreng: referenceFor(tell, oins.bureau, caseId, ['reference', contribution]),
    blok: block,
    rol: 'circle',
    ...(subject === undefined ? {} : { betrokkene: subject }),
  });

const linkSubjects = async (tell: Narrator, ids: Ids): Promise<Ids> => {
  const c1 = ids['c1'] as Uuid;
  const s2 = ids['s2'] as Uuid;
  const adult = await link(tell, c1, { name: 'link s2 p1', minute: 90, contribution: s2, block: 'p1' });
  await link(tell, c1, { name: 'link s2 p2', minute: 91, contribution: s2, block: 'p2' });
  const { s24 } = ids;
  if (s24 !== undefined) {
    await link(tell, c1, { name: 'link s24 p1', minute: 92, contribution: s24, block: 'p1', subject: adult });
  }
  const linked = (await tell.events('case', c1)).filter(({ type }) => type === 'SubjectLinked');
  const subjects = linked.map(({ data }) => String((data as { readonly subject: Uuid }).subject));
  return { adult: subjects[0] as Uuid, child: subjects[1] as Uuid };
};

type Need = readonly [who: Person, purpose: string, type: string, categories: readonly string[]];
const needs: readonly Need[] = [
  [people.college, 'COLL.wonen', 'S19', ['ENF']],
  [people.college, 'COLL.brp', 'S24', ['MIG']],
  [people.immigration, 'IND.toezicht-vw', 'S15', ['FISC']],
  [people.mayor, 'BURG.openbare-orde', 'S1', ['RES']],
  [people.police, 'POL.opsporing', 'S2', ['ID', 'RES']],
  [people.labour, 'NLA.toezicht', 'S15', ['COM', 'FISC']],
];
const needsOfOthers: readonly Need[] = [
  [people.police, 'POL.opsporing', 'S24', ['ID', 'MIG']],
  [people.labour, 'NLA.toezicht', 'S1', ['RES']],
  [people.tax, 'BD.toezicht', 'S19', ['ENF']],
];

const recordNeeds = async (tell: Narrator, plot: Plot, ids: Ids): Promise<void> => {
  const c1 = ids['c1'] as Uuid;
  const all = [...needs, ...(plot.parts.has('othersNecessity') ? needsOfOthers : [])];
  for (const [at, [who, purpose, type, categories]] of all.entries()) {
    const name = `need ${who.sub} ${type}`;
    await tell.command([100 + at, name], { ...who, purpose }, `/v1/casussen/${c1}/noodzaak`, {
      ontvanger: who.organisation,
      doel: purpose,
      soort: type,
      categorieen: categories,
      tekst: plot.words(name),
    });
  }
};

const openPhase2 = async (tell: Narrator, plot: Plot, ids: Ids): Promise<void> => {
  const path = `/v1/casussen/${ids['c1']}`;
  await tell.command([115, 'advice'], people.privacy, `${path}/adviezen`, {
    fase: '2',
    advies: 'positief',
    tekst: plot.words('advice'),
  });
  await tell.command([116, 'phase 2'], people.director, `${path}/fasen`, {
    fase: '2',
    noodzaak: plot.words('phase 2 noodzaak'),
    evenredigheid: plot.words('phase 2 evenredigheid'),
    subsidiariteit: plot.words('phase 2 subsidiariteit'),
  });
};

type Question = {
  readonly minute: number;
  readonly asked: readonly string[];
  readonly types: readonly string[];
  readonly due: string;
};

const put = (tell: Narrator, plot: Plot, ids: Ids, [name, question]: readonly [string, Question]): Promise<Uuid> =>
  tell.command([question.minute, name], people.director, '/v1/verzoeken', {
    casus: ids['c1'],
    gevraagd: question.asked,
    soorten: question.types,
    categorieen: ['ID', 'CRIM', 'FISC', 'RES'],
    betrokkenen: [referenceFor(tell, oins.bureau, ids['c1'] as Uuid, ['subject', ids['adult'] as Uuid])],
    voor: [{ organisatie: oins.labour, doel: 'NLA.opsporing' }],
    uiterlijk: question.due,
    tekst: plot.words(`request ${name}`),
  });

const ask = async (tell: Narrator, plot: Plot, ids: Ids): Promise<Ids> => {
  const { college, mayor, immigration, police, tax, labour } = oins;
  const r2 = { minute: 120, asked: [college, immigration], types: ['S1', 'S24'], due: '2026-05-01' };
  const r3 = { minute: 121, asked: [labour], types: ['S19'], due: '2026-05-02' };
  const r4 = { minute: 122, asked: [college, immigration, mayor], types: ['S2'], due: '2026-05-03' };
  const r1 = { minute: 123, asked: [police, tax], types: ['S6', 'S15'], due: '2026-05-04' };
  return {
    r2: await put(tell, plot, ids, ['r2', r2]),
    ...(plot.parts.has('hiddenRequest') ? { r3: await put(tell, plot, ids, ['r3', r3]) } : {}),
    r4: await put(tell, plot, ids, ['r4', r4]),
    r1: await put(tell, plot, ids, ['r1', r1]),
  };
};

const supplyMore = async (tell: Narrator, { payloads, parts }: Plot, ids: Ids): Promise<Ids> => {
  const place = { case: ids['c1'], request: ids['r1'] };
  const supplied: Record<string, Uuid> = {};
  if (parts.has('s6')) {
    const about = referenceFor(tell, oins.police, ids['c1'] as Uuid, ['subject', ids['adult'] as Uuid]);
    const persons = (payloads.s6['persons'] as readonly object[]).map((person) => ({ ...person, about }));
    const data = { ...payloads.s6, persons, ...place, way: 'answer' };
    const sent = { slug: 'incident', supplier: oins.police, cooperation: amsterdam, data };
    supplied['s6'] = await tell.deliver([130, 's6'], sent);
  }
  if (parts.has('s15')) {
    const data = { ...payloads.s15, ...place, way: 'answer' };
    const sent = { slug: 'loonaangifteverschil', supplier: oins.tax, cooperation: amsterdam, data };
    supplied['s15'] = await tell.deliver([131, 's15'], sent);
  }
  if (parts.has('silent')) {
    const data = { ...payloads.silent, case: ids['c1'], way: 'supply' };
    const sent = { slug: 'incident', supplier: oins.police, cooperation: amsterdam, data };
    supplied['silent'] = await tell.deliver([132, 'silent'], sent);
  }
  return supplied;
};

/** Cases, subjects, necessity, phase 2, requests and answers. */
export const tellCase = async (tell: Narrator, plot: Plot, signals: Ids): Promise<Ids> => {
  const cases = await openCases(tell, plot, signals);
  const ids = { ...signals, ...cases, ...(await linkSubjects(tell, { ...signals, ...cases })) };
  await recordNeeds(tell, plot, ids);
  await openPhase2(tell, plot, ids);
  const requests = await ask(tell, plot, ids);
  return { ...ids, ...requests, ...(await supplyMore(tell, plot, { ...ids, ...requests })) };
};
