import type { CooperationId, Kind, OrganisationId } from '@knooppunt/kernel';
import type { Founding } from '../../../worker/src/worker.module.js';
import { PartMissing } from './errors.js';

/** Somebody who plays: a person of the founding facts, in one cooperation, for one of the purposes of the organisation. */
export type Member = {
  readonly sub: string;
  readonly cooperation: CooperationId;
  readonly purpose: string;
  readonly organisation: OrganisationId;
  readonly kind: Kind;
  /** Four digits (BRP table 33), for college and mayor. */
  readonly municipality?: string;
  /** The organisation's own system, which delivers to the edge. */
  readonly client?: { readonly id: string; readonly secret: string };
};

const amsterdam = 'amsterdam-amstelland';
const rotterdam = 'rotterdam';

/** Who plays which part: login name, cooperation, purpose. The rest follows from the founding facts. */
const parts = {
  analyst: ['analist.amsterdam', amsterdam, 'RIEC.voorbereiding'],
  director: ['casusregisseur.amsterdam', amsterdam, 'RIEC.voorbereiding'],
  privacyOfficer: ['privacy.amsterdam', amsterdam, 'RIEC.voorbereiding'],
  auditor: ['auditor.amsterdam', amsterdam, 'rechtmatigheid'],
  college: ['college.amsterdam', amsterdam, 'COLL.wonen'],
  mayor: ['burgemeester.amsterdam', amsterdam, 'BURG.openbare-orde'],
  police: ['politie', amsterdam, 'POL.opsporing'],
  inspectorate: ['arbeidsinspectie', amsterdam, 'NLA.toezicht'],
  tax: ['belastingdienst', amsterdam, 'BD.toezicht'],
  immigration: ['ind', amsterdam, 'IND.toezicht-vw'],
  marechaussee: ['kmar', amsterdam, 'KMAR.grens'],
  rotterdamAnalyst: ['analist.rotterdam', rotterdam, 'RIEC.voorbereiding'],
  rotterdamCollege: ['college.rotterdam', rotterdam, 'COLL.wonen'],
  rotterdamPolice: ['politie', rotterdam, 'POL.opsporing'],
  rotterdamInspectorate: ['arbeidsinspectie', rotterdam, 'NLA.toezicht'],
} as const satisfies Readonly<Record<string, readonly [string, CooperationId, string]>>;

/** The name of a part in the play. */
export type Part = keyof typeof parts;
/** Everybody who plays, by part. */
export type Cast = Readonly<Record<Part, Member>>;

const memberOf = (
  { people, organisations }: Founding,
  [sub, cooperation, purpose]: readonly [string, CooperationId, string],
): Member => {
  const person = people.find((one) => one.sub === sub && one.cooperations.includes(cooperation));
  const organisation = organisations.find(({ oin }) => oin === person?.organisation);
  if (!person || !organisation) throw new PartMissing(sub);
  const { oin, kind, municipality, client, cooperations } = organisation;
  const clientId = client && (cooperations.length === 1 ? client.id : `${client.id}.${cooperation}`);
  return {
    sub,
    cooperation,
    purpose,
    organisation: oin,
    kind,
    ...(municipality === undefined ? {} : { municipality }),
    ...(client && clientId !== undefined ? { client: { id: clientId, secret: client.secret } } : {}),
  };
};

/** Finds everybody who plays in the founding facts. Throws `standalone/part-missing`. */
export const castOf = (founding: Founding): Cast =>
  Object.fromEntries(Object.entries(parts).map(([part, written]) => [part, memberOf(founding, written)])) as Cast;

/** Who reads the dossier of the meeting, in the order of the account: at the table, invited, and the bureau itself. */
export const attending = ['mayor', 'police', 'inspectorate', 'tax', 'immigration'] as const satisfies readonly Part[];
export const invited = ['college', ...attending] as const satisfies readonly Part[];
export const readers = [...attending, 'college', 'director'] as const satisfies readonly Part[];
export type ReaderName = (typeof readers)[number];
