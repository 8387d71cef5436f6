import type { Uuid } from '@knooppunt/kernel';
import { oins, people } from '../../e2e/support/cast.js';
import type { Narrator } from './narrator.js';
import type { Ids, Plot } from './plot.js';

const { college, mayor, police, labour, tax, immigration } = oins;

type MeetingStep = {
  readonly minute: number;
  readonly case: Uuid | undefined;
  readonly invited: readonly string[];
  readonly planned: string;
};

const convene = (tell: Narrator, name: string, step: MeetingStep): Promise<Uuid> =>
  tell.command([step.minute, name], people.director, '/v1/overleggen', {
    casus: step.case,
    genodigden: step.invited,
    gepland: step.planned,
  });

const hold = async (
  tell: Narrator,
  name: string,
  step: MeetingStep & { readonly attend: readonly string[] },
): Promise<Uuid> => {
  const meeting = await convene(tell, name, step);
  await tell.command([step.minute + 1, `${name} open`], people.director, `/v1/overleggen/${meeting}/_open`);
  for (const [at, organisatie] of step.attend.entries()) {
    const place = [step.minute + 2 + at, `${name} attend ${organisatie}`] as const;
    await tell.command(place, people.director, `/v1/overleggen/${meeting}/aanwezigen`, { organisatie });
  }
  return meeting;
};

/** The meetings in the order of their days: what is hidden from most readers lies between two that they see. */
export const tellMeetings = async (tell: Narrator, plot: Plot, { c1, cR, cH }: Ids): Promise<Ids> => {
  const ids: Record<string, Uuid> = {};
  ids['m0'] = await hold(tell, 'm0', {
    minute: 160,
    case: c1,
    invited: [college, immigration, police, mayor],
    attend: [immigration, police, mayor],
    planned: '2026-03-09T13:00:00Z',
  });
  await tell.command([169, 'm0 close'], people.director, `/v1/overleggen/${ids['m0']}/_sluit`, {
    besluiten: plot.words('decision m0'),
  });
  if (plot.parts.has('hiddenMeeting')) {
    const invited = [police, labour];
    ids['mH'] = await hold(tell, 'mH', {
      minute: 170,
      case: c1,
      invited,
      attend: invited,
      planned: '2026-03-10T13:00:00Z',
    });
    const other = { minute: 175, case: cH, invited, planned: '2026-03-10T15:00:00Z' };
    if (cH !== undefined) ids['mH2'] = await convene(tell, 'mH2', other);
  }
  ids['m1'] = await hold(tell, 'm1', {
    minute: 180,
    case: c1,
    invited: [college, mayor, police, labour, tax, immigration],
    attend: [mayor, police, immigration, ...(plot.parts.has('otherMembers') ? [] : [labour, tax])],
    planned: '2026-03-11T13:00:00Z',
  });
  const soon = { minute: 190, case: c1, invited: [college, mayor, immigration], planned: '2026-03-12T13:00:00Z' };
  ids['m2'] = await convene(tell, 'm2', soon);
  ids['mR'] = await convene(tell, 'mR', { minute: 191, case: cR, invited: [police], planned: '2026-03-13T13:00:00Z' });
  const read = await tell.read([195, 'police reads'], people.police, `/v1/casussen/${c1}/dossier`);
  ids['seenByPolice'] = String(read['verstrekking']);
  if (plot.parts.has('othersReading')) {
    await tell.read([196, 'labour reads'], people.labour, `/v1/casussen/${c1}/dossier`);
    await tell.read([197, 'police reads on'], people.police, `/v1/overleggen/${ids['m1']}/dossier`);
    await tell.read([198, 'police lists'], people.police, '/v1/casussen?limiet=1');
  }
  return ids;
};
