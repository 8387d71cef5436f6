import { incident, payrollMismatch } from '@knooppunt/agencies';
import type { Company, PayloadData } from '@knooppunt/agencies';
import type { Uuid } from '@knooppunt/kernel';
import { plusDays } from '@knooppunt/kernel';
import { listIn, textIn } from '../api.js';
import type { Inzage, Regel } from '../api.js';
import type { Part } from '../cast.js';
import type { CasePlayed, RequestsPlayed } from '../result.js';
import type { Stage } from '../stage.js';
import { until } from '../until.js';
import { writings } from '../writings.js';
import { contributionsOf, knownTo, openInType, personsOf, positionedIn, siteIn } from './known.js';
import { deliver } from './signals.js';

type Question = {
  readonly asked: 'police' | 'tax';
  readonly type: string;
  readonly categories: readonly string[];
  /** For whom it is put, each for its own purpose. */
  readonly recipients: readonly Part[];
};

const questions: readonly Question[] = [
  {
    asked: 'police',
    type: 'S6',
    categories: ['ID', 'CRIM'],
    recipients: ['mayor', 'police', 'inspectorate', 'tax', 'immigration', 'college'],
  },
  { asked: 'tax', type: 'S15', categories: ['COM', 'FISC'], recipients: ['inspectorate', 'immigration', 'college'] },
];

/** The references of the two residents whom immigration delivered, as the bureau reads them; one of them is shielded. */
const subjectsAsked = async ({ api, cast }: Stage, caseId: Uuid): Promise<readonly string[]> =>
  positionedIn(await api.as(cast.director).get<Inzage>(`/v1/casussen/${caseId}/dossier`));

/** Puts a request and waits until each recipient's necessity is recorded in the case. */
const put = async (stage: Stage, caseId: Uuid, question: Question, betrokkenen: readonly string[]): Promise<Uuid> => {
  const { api, cast, today, report } = stage;
  const director = api.as(cast.director);
  const id = await director.post('/v1/verzoeken', {
    casus: caseId,
    gevraagd: [cast[question.asked].organisation],
    soorten: [question.type],
    categorieen: question.categories,
    betrokkenen,
    voor: question.recipients.map((part) => ({ organisatie: cast[part].organisation, doel: cast[part].purpose })),
    uiterlijk: plusDays(`${today}T12:00:00.000Z`, 14).slice(0, 10),
    tekst: writings.request[question.asked],
  });
  await until('necessity of the request', async () => {
    const { regels } = await director.get<Inzage>(`/v1/casussen/${caseId}/noodzaak`);
    const entries = regels.filter((regel) => textIn(regel, 'payloadType') === question.type);
    return entries.length >= question.recipients.length ? entries : undefined;
  });
  report({ step: 'requested', asked: question.asked, type: question.type });
  return id;
};

/** The asked organisation finds the request in its own list and reads it, with the text that says why. */
const readRequest = async ({ api, cast }: Stage, part: Part, id: Uuid): Promise<Regel> => {
  const desk = api.as(cast[part]);
  await until('request in the list of who is asked', async () =>
    (await desk.all<Regel>('/v1/verzoeken')).find((row) => row.id === id),
  );
  return (await desk.get<Inzage>(`/v1/verzoeken/${id}`)).zaak;
};

type Answering = { readonly caseId: Uuid; readonly request: Uuid; readonly subjects: readonly string[] };
const policeAnswer = async (stage: Stage, { caseId, request, subjects }: Answering): Promise<PayloadData> => {
  const { api, cast, seed, today } = stage;
  const dossier = await api.as(cast.police).get<Inzage>(`/v1/casussen/${caseId}/dossier`);
  return incident(seed, {
    persons: knownTo(dossier, subjects),
    place: siteIn(dossier),
    on: today,
    frame: { way: 'answer', request, case: caseId, firstProcessed: today },
  });
};

const taxAnswer = async (stage: Stage, { caseId, request }: Answering): Promise<PayloadData> => {
  const { api, cast, seed, today } = stage;
  const dossier = await api.as(cast.tax).get<Inzage>(`/v1/casussen/${caseId}/dossier`);
  const [employer, workersFound] = ['employer', 'workersFound'].map((name) => openInType(dossier, 'S19', name));
  return payrollMismatch(seed, {
    frame: { way: 'answer', request, case: caseId, firstProcessed: today },
    ...(employer === undefined ? {} : { employer: employer as Company }),
    ...(typeof workersFound === 'number' ? { workersFound } : {}),
  });
};

const answer = async (stage: Stage, { asked, type }: Question, caseId: Uuid, request: Uuid) => {
  const subjects = listIn(await readRequest(stage, asked, request), 'subjects');
  const answering = { caseId, request, subjects };
  const data = await (asked === 'police' ? policeAnswer : taxAnswer)(stage, answering);
  const { id } = await deliver(stage, asked, type, data);
  const director = stage.api.as(stage.cast.director);
  await until('answer in the case', async () => {
    const { zaak } = await director.get<Inzage>(`/v1/verzoeken/${request}`);
    const dossier = await director.get<Inzage>(`/v1/casussen/${caseId}/dossier`);
    const answers = contributionsOf(dossier).filter(({ soort }) => soort === type);
    const isLinked = answers.flatMap(personsOf).every(({ betrokkene }) => betrokkene !== undefined);
    return textIn(zaak, 'state') === 'done' && answers.length > 0 && isLinked ? dossier : undefined;
  });
  stage.report({ step: 'answered', asked, type });
  return { id, persons: (data['persons'] as readonly unknown[] | undefined)?.length ?? 0 };
};

/** The case director asks police and tax authority; each reads its own request and answers through the edge. */
export const playRequests = async (stage: Stage, { case: caseId }: CasePlayed): Promise<RequestsPlayed> => {
  const betrokkenen = await subjectsAsked(stage, caseId);
  const requests = [];
  let recognised = 0;
  for (const question of questions) {
    const { asked, type } = question;
    const id = await put(stage, caseId, question, betrokkenen);
    const given = await answer(stage, question, caseId, id);
    recognised += given.persons;
    requests.push({ asked, type, id, answer: given.id });
  }
  return { subjects: betrokkenen.length, recognised, requests };
};
