import type { PayloadType } from '@knooppunt/signals';
import type { Explanations } from '../frame.js';

/** The task in which somebody observed it, per type that may begin a weighing: a code of the supplier's statutory list. */
const tasks: Readonly<Record<string, string>> = {
  S1: 'wonen',
  S2: 'brp',
  S3: 'vergunningen',
  S4: 'openbare-orde',
  S13: 'vervolging',
  S18: 'controle',
  S19: 'toezicht',
  S20: 'toezicht',
  S22: 'handhaving',
  S23: 'handhaving',
  S24: 'toezicht-vw',
  S25: 'toezicht-vw',
  S26: 'toezicht',
  S27: 'vergunningen',
  S28: 'opsporing',
  S29: 'opsporing',
};

/** What was seen, per type; it names no person, no address and no company. */
const indications: Readonly<Record<string, string>> = {
  S1: 'Op één adres staan meer mensen ingeschreven dan de woning kamers heeft, zonder familieband.',
  S2: 'Meerdere inschrijvingen op dezelfde dag en op hetzelfde adres, van mensen zonder familieband.',
  S3: 'Bij een controle van de vergunning bleek een ander dan de exploitant de sleutels te beheren.',
  S4: 'Toezichthouders troffen in een korte tijd drie keer een verstoring aan op dezelfde plek.',
  S13: 'Er ligt beslag op vermogen waarvan de herkomst niet uit werk of handel blijkt.',
  S18: 'Bij de controle van een zending week de lading af van de papieren.',
  S19: 'Inspecteurs troffen werkenden aan zonder vergunning; slaapplaats en werkplek liepen in elkaar over.',
  S20: 'Werkenden verklaarden tegenover inspecteurs dat hun documenten door de werkgever worden bewaard.',
  S22: 'Een dienstverband dat op papier weinig uren telt, naast een uitkering die nooit wordt gemeld.',
  S23: 'Voor een reeks functies zonder bestaande arbeidsplaats werden vergunningen gevraagd.',
  S24: 'De referent geeft voor iedere aanvrager hetzelfde adres op.',
  S25: 'Eén referent diende in korte tijd veel gelijkluidende aanvragen in.',
  S26: 'Bij een hygiënecontrole lagen matrassen in de opslagruimte.',
  S27: 'De aanvraag noemt een bestuurder die de aangevraagde activiteit niet kon toelichten.',
  S28: 'Hetzelfde voertuig stond bij drie controles bij drie verschillende werkplekken.',
  S29: 'Een pand wisselde binnen een jaar twee keer van eigenaar tegen een oplopende prijs.',
  S33: 'Personeel zag veel bezoekers, die alleen contant betaalden.',
};

/** The statutory task that a signal of this type comes from. */
export const taskOf = ({ id }: PayloadType): string => tasks[id] ?? 'toezicht';

/** Why it is a signal: five sentences that name nobody (BGS 2.16(1)). */
export const explanationsOf = ({ id }: PayloadType): Explanations => ({
  indications: indications[id] ?? 'Er is iets waargenomen dat verder onderzoek vraagt.',
  phenomenon: 'Werk, vervoer, onderdak en papieren in één hand passen bij mensenhandel.',
  necessity: 'Eén deelnemer alleen ziet niet wie er werkt, wie er woont en wie eraan verdient.',
  parties: 'Ook wonen, arbeid, verblijf, belasting en openbare orde spelen hier.',
  region: 'De plaats van de waarneming ligt in deze regio.',
});
