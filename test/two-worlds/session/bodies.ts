import type { Uuid } from '@knooppunt/kernel';
import { oins } from '../../e2e/support/cast.js';
import { uuidOf } from '../../harness/derived-ids.js';
import { weighing } from '../history/amsterdam.js';
import { referenceFor } from '../history/amsterdam-case.js';
import type { Data } from '../history/narrator.js';
import { deliveriesOf } from './deliveries.js';
import type { About } from './party.js';

/** Well-formed bodies of one operation; the first is the one that a valid request brings. */
type Bodies = (about: About) => readonly Data[];

const words = (what: string): string => `Uit de zitting: ${what}.`;
const nowhere = (what: string): Uuid => uuidOf('nowhere', what);

/** The reference of a thing of a case, for the caller itself; also of things that the caller was never shown. */
const reference = ({ hub, persona, id }: About, kind: 'reference' | 'subject', thing: Uuid | undefined): string =>
  referenceFor({ hub }, persona.person.organisation, id, [kind, thing ?? nowhere(kind)]);

const phase = { noodzaak: words('noodzaak'), evenredigheid: words('evenredigheid'), subsidiariteit: words('minder') };

const seen = { vingerafdruk: `sha256:${'0'.repeat(64)}` };
const publicKey = `ed25519:${'A'.repeat(43)}`;

const designated = {
  naam: 'N. Nieuw',
  rollen: ['accounthouder'],
  eersteDag: '2026-03-01',
  laatsteDag: '2028-02-29',
  gescreendTot: '2027-12-31',
};

/** One entry per operation that takes a body. An operation without an entry makes the test fail, by its name. */
export const bodiesOf: Readonly<Record<string, Bodies>> = {
  'POST /leveringen': deliveriesOf,
  'POST /signalen/{id}/wegingen': () => [
    { wegers: [oins.police], ...weighing(words) },
    { wegers: [oins.police, oins.kmar], ...weighing(words) },
  ],
  'POST /signalen/{id}/_voldoet': () => [{}],
  'POST /signalen/{id}/afwijzingen': () => [{ reden: 'onvoldoende-aanwijzingen', toelichting: words('afwijzing') }],
  'POST /casussen': ({ ids }) =>
    [ids['sR2'], ids['sH'], ids['sU'], ids['rs1'], nowhere('signal')].map((signal) => ({
      signalen: [signal ?? nowhere('signal')],
      activiteit: 'casusoverleg',
      deelnemers: [{ organisatie: oins.police }],
    })),
  'POST /casussen/{id}/betrokkenen': (about) =>
    // not of the silent hit: no answer ever gave its reference, and nobody can make one up
    ['sR', 's2', 's6', 'sH'].map((name) => ({
      inbreng: reference(about, 'reference', about.ids[name]),
      blok: 'p1',
      rol: 'circle',
    })),
  'POST /casussen/{id}/betrokkenen/{betrokkene}/afschermingen': () => [{ kenmerk: 'possible-victim', gezet: true }],
  'POST /casussen/{id}/noodzaak': ({ persona }) => [
    {
      ontvanger: persona.person.organisation,
      doel: persona.purposes[0],
      soort: 'S6',
      categorieen: ['CRIM'],
      tekst: words('noodzaak'),
    },
    { ontvanger: oins.labour, doel: 'NLA.toezicht', soort: 'S2', categorieen: ['RES'], tekst: words('voor een ander') },
    {
      ontvanger: persona.person.organisation,
      doel: 'KMAR.grens',
      soort: 'S24',
      categorieen: ['ID'],
      tekst: words('met een vreemd doel'),
    },
  ],
  'POST /casussen/{id}/adviezen': () => [{ fase: '2', advies: 'positief', tekst: words('advies') }],
  'POST /casussen/{id}/fasen': () => [
    { fase: '2', ...phase },
    { fase: '3', ...phase },
  ],
  'POST /verzoeken': (about) =>
    ['cR', 'c1', 'cH', 'nowhere'].map((name) => {
      const id = about.ids[name] ?? nowhere(name);
      return {
        casus: id,
        gevraagd: [oins.police],
        soorten: ['S6'],
        categorieen: ['ID'],
        betrokkenen: [reference({ ...about, id }, 'subject', about.ids['adult'])],
        voor: [{ organisatie: oins.police, doel: 'POL.opsporing' }],
        uiterlijk: '2026-05-20',
        tekst: words('verzoek'),
      };
    }),
  'POST /verzoeken/{id}/_weiger': () => [{ reden: 'no-data' }],
  'POST /overleggen': ({ ids }) =>
    ['cR', 'cH', 'nowhere'].map((name) => ({
      casus: ids[name] ?? nowhere(name),
      genodigden: [oins.police],
      gepland: '2026-03-20T13:00:00Z',
    })),
  'POST /overleggen/{id}/_open': () => [{}],
  'POST /overleggen/{id}/aanwezigen': () => [{ organisatie: oins.police }, { organisatie: oins.kmar }],
  'POST /overleggen/{id}/_sluit': () => [{ besluiten: words('besluit') }, {}],
  'POST /convenanten': () => [{ document: { covenant: 'riec-demonstratie', version: '1.2.0' } }],
  'POST /convenanten/{id}/wijzigingen': () => [{ document: { covenant: 'riec-demonstratie', version: '1.1.0' } }],
  'POST /convenanten/{id}/_dienin': () => [seen],
  'POST /convenanten/{id}/ondertekeningen': () => [{ handtekening: { form: 'knooppunt-covenant-signature/1' } }],
  'POST /convenanten/{id}/adviezen': () => [{ ...seen, advies: 'positief', adviesdocument: seen.vingerafdruk }],
  'POST /convenanten/{id}/_stelvast': () => [seen],
  'POST /convenanten/{id}/_weiger': () => [{ ...seen, reden: 'andere-tekst' }],
  'POST /convenanten/{id}/_trekin': () => [{ ...seen, reden: 'vergissing' }],
  'POST /deelnemers': () => [
    {
      organisatie: '00000099000000077000',
      soort: 'NVWA',
      naam: 'NVWA',
      regio: 'landelijk',
      sleutel: publicKey,
      handtekening: { form: 'knooppunt-covenant-signature/1' },
    },
  ],
  'POST /aanwijzingen': ({ persona }) => [
    { organisatie: persona.person.organisation, persoon: 'sub-nieuw', ...designated },
  ],
  'POST /aanwijzingen/{id}/wijzigingen': () => [designated],
  'POST /aanwijzingen/{id}/_beeindig': () => [{}],
  'POST /uittredingen': () => [{ organisatie: oins.kmar }],
  'POST /sleutels': () => [{ sleutel: publicKey }],
  'POST /sleutelintrekkingen': () => [{ sleutel: seen.vingerafdruk, reden: 'kwijt' }],
};

/** Bodies that no operation takes, raw. */
export const brokenBodies: readonly string[] = ['', '{', '[]', '{"onbekend":true}'];
