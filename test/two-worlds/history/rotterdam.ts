import { oins, people, rotterdam } from '../../e2e/support/cast.js';
import type { Person } from '../../e2e/support/cast.js';
import { weighing } from './amsterdam.js';
import type { Narrator } from './narrator.js';
import { payloads, signalTo } from './payloads.js';
import type { Ids } from './plot.js';

const college: Person = {
  sub: 'college.rotterdam',
  organisation: oins.collegeRotterdam,
  cooperation: rotterdam,
  purpose: 'COLL.wonen',
};
const sent = (data: object) => ({
  slug: 'overbewoond-adres',
  supplier: oins.collegeRotterdam,
  cooperation: rotterdam,
  data: { ...data, ...signalTo(rotterdam) },
});

/** A case of Rotterdam of which the college read the dossier: what its auditor may ask about. */
const tellFirstCase = async (tell: Narrator): Promise<Ids> => {
  const rs0 = await tell.deliver([5, 'rs0'], sent(payloads.sA));
  const { analystRotterdam, directorRotterdam } = people;
  await tell.command([6, 'rs0 prepare'], analystRotterdam, `/v1/signalen/${rs0}/wegingen`, {
    ...weighing((what) => `Rotterdam, eerste: ${what}`),
    wegers: [oins.collegeRotterdam],
  });
  await tell.command([7, 'rs0 met'], college, `/v1/signalen/${rs0}/_voldoet`);
  const rc0 = await tell.command([8, 'rc0'], directorRotterdam, '/v1/casussen', {
    signalen: [rs0],
    activiteit: 'casusoverleg',
    deelnemers: [{ organisatie: oins.collegeRotterdam }],
  });
  await tell.read([8.5, 'rc0 read'], college, `/v1/casussen/${rc0}/dossier`);
  return { rs0, rc0 };
};

/** What every world shares: a signal that Rotterdam weighed and rejected, an analyst who read it, and a case. */
export const tellRotterdam = async (tell: Narrator): Promise<Ids> => {
  const rs1 = await tell.deliver([1, 'rs1'], sent(payloads.s1));
  const { analystRotterdam } = people;
  const seen = await tell.read([2, 'rs1 seen'], analystRotterdam, `/v1/signalen/${rs1}`);
  await tell.command([3, 'rs1 prepare'], analystRotterdam, `/v1/signalen/${rs1}/wegingen`, {
    ...weighing((what) => `Rotterdam: ${what}`),
    wegers: [oins.collegeRotterdam],
  });
  await tell.command([4, 'rs1 reject'], college, `/v1/signalen/${rs1}/afwijzingen`, {
    reden: 'onvoldoende-aanwijzingen',
    toelichting: 'Het adres is in onderzoek afgesloten.',
  });
  return { rs1, seenInRotterdam: String(seen['verstrekking']), ...(await tellFirstCase(tell)) };
};

/** More activity in Rotterdam, which nobody of Amsterdam may notice. */
export const tellMoreOfRotterdam = async (tell: Narrator): Promise<Ids> => {
  const rs2 = await tell.deliver([150, 'rs2'], sent(payloads.sA));
  const { analystRotterdam, directorRotterdam } = people;
  await tell.command([151, 'rs2 prepare'], analystRotterdam, `/v1/signalen/${rs2}/wegingen`, {
    ...weighing((what) => `Rotterdam opnieuw: ${what}`),
    wegers: [oins.collegeRotterdam],
  });
  await tell.command([152, 'rs2 met'], college, `/v1/signalen/${rs2}/_voldoet`);
  const rc = await tell.command([153, 'rc'], directorRotterdam, '/v1/casussen', {
    signalen: [rs2],
    activiteit: 'casusoverleg',
    deelnemers: [{ organisatie: oins.collegeRotterdam }, { organisatie: oins.police }],
  });
  const rm = await tell.command([154, 'rm'], directorRotterdam, '/v1/overleggen', {
    casus: rc,
    genodigden: [oins.collegeRotterdam, oins.police],
    gepland: '2026-03-12T13:00:00Z',
  });
  await tell.read([155, 'rc read'], college, `/v1/casussen/${rc}/dossier`);
  return { rs2, rc, rm };
};
