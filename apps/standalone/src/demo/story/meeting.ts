import type { Uuid } from '@knooppunt/kernel';
import { plusDays } from '@knooppunt/kernel';
import type { Inzage, Regel } from '../api.js';
import { attending, invited, readers } from '../cast.js';
import type { ReaderName } from '../cast.js';
import type { CasePlayed, MeetingPlayed, Reading } from '../result.js';
import { sideBySide } from '../stage.js';
import type { Stage } from '../stage.js';
import { writings } from '../writings.js';
import { contributionsOf } from './known.js';

/** One reader opens the dossier, live. */
const readDossier = async ({ api, cast, report }: Stage, meeting: Uuid, reader: ReaderName): Promise<Reading> => {
  const dossier = await api.as(cast[reader]).get<Inzage>(`/v1/overleggen/${meeting}/dossier`);
  const items = contributionsOf(dossier);
  report({ step: 'read', part: reader, items: items.length });
  const atTable = (attending as readonly string[]).includes(reader);
  return { reader, atTable, disclosure: dossier.verstrekking, items };
};

const outsiderRoutes = (caseId: Uuid, meeting: Uuid): readonly (readonly [string, Uuid])[] => [
  ['/v1/overleggen/{id}/dossier', meeting],
  ['/v1/overleggen/{id}', meeting],
  ['/v1/casussen/{id}', caseId],
  ['/v1/casussen/{id}/dossier', caseId],
];

/** Who is outside the need-to-know set asks for the meeting and the case, and for what never was. */
const playOutsider = async ({ api, cast, report }: Stage, caseId: Uuid, meeting: Uuid) => {
  const desk = api.as(cast.marechaussee);
  const outsider = [];
  for (const [route, id] of outsiderRoutes(caseId, meeting)) {
    outsider.push(await sideBySide((path, correlation) => desk.look(path, correlation), route, id));
  }
  const outsiderLists = [];
  for (const route of ['/v1/overleggen', '/v1/casussen', '/v1/verzoeken']) {
    outsiderLists.push({ route, items: (await desk.all<Regel>(route)).length });
  }
  report({ step: 'outsider', isEqual: outsider.every(({ isEqual }) => isEqual) });
  return { outsider, outsiderLists };
};

/** The meeting: convened, opened, attended, read by each at the same table, and closed with its decisions. */
export const playMeeting = async (stage: Stage, { case: caseId }: CasePlayed): Promise<MeetingPlayed> => {
  const { api, cast, today, report } = stage;
  const director = api.as(cast.director);
  const meeting = await director.post('/v1/overleggen', {
    casus: caseId,
    genodigden: invited.map((part) => cast[part].organisation),
    gepland: plusDays(`${today}T09:00:00.000Z`, 1),
  });
  await director.post(`/v1/overleggen/${meeting}/_open`);
  for (const part of attending) {
    await director.post(`/v1/overleggen/${meeting}/aanwezigen`, { organisatie: cast[part].organisation });
  }
  report({ step: 'meeting-opened', attending: attending.length });
  const readings: Reading[] = [];
  for (const reader of readers) readings.push(await readDossier(stage, meeting, reader));
  const seenOutside = await playOutsider(stage, caseId, meeting);
  await director.post(`/v1/overleggen/${meeting}/_sluit`, { besluiten: writings.decisions });
  report({ step: 'meeting-closed' });
  return { meeting, readings, ...seenOutside };
};
