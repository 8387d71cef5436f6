import type { AnyEvent, PartyState, PersonState } from '@knooppunt/cases';
import type { CooperationId, Recorded } from '@knooppunt/kernel';
import type {
  AanwijzingRegelDto,
  DeelnameRegelDto,
  LidmaatschapDto,
  PartijSleutelDto,
} from '../controllers/parties.dto.js';
import { publicKeyText } from '../covenants/members.js';

type EventOf<Type extends AnyEvent['type']> = Recorded & Extract<AnyEvent, { type: Type }>;

/** An organisation as its own stream has it: where it stands, and all that happened to it. */
export type Party = { readonly state: PartyState; readonly events: readonly Recorded[] };

const isOf =
  <Type extends AnyEvent['type']>(type: Type) =>
  (event: Recorded): event is EventOf<Type> =>
    event.type === type;

/** The line of an organisation in the list of who takes part. */
export const lineOf = (state: PartyState, cooperation: CooperationId): DeelnameRegelDto => ({
  organisatie: state.organisation,
  soort: state.kind,
  naam: state.name,
  regio: state.region === cooperation ? 'eigen' : 'landelijk',
  ...(state.municipality === undefined ? {} : { gemeente: state.municipality }),
  sinds: state.memberFrom,
  ...(state.memberUntil === undefined ? {} : { tot: state.memberUntil }),
});

/** Its memberships, oldest first; of a departure that was brought forward the last word counts. */
export const membershipsOf = (events: readonly Recorded[]): LidmaatschapDto[] => {
  const found: LidmaatschapDto[] = [];
  for (const event of events) {
    if (isOf('PartyJoined')(event)) {
      const { memberFrom: sinds, signed } = event.data;
      found.push({ sinds, ...(signed ? { convenant: signed.covenant } : {}) });
    }
    const last = found.at(-1);
    if (isOf('PartyLeft')(event) && last) last.tot = event.data.memberUntil;
  }
  return found;
};

const statusWords = { current: 'huidig', replaced: 'vervangen', revoked: 'ingetrokken' } as const;

/** Its keys, oldest first: since when each signed, and until when. */
export const keysOfParty = ({ state, events }: Party): PartijSleutelDto[] => {
  const registered = events.filter(isOf('PartyKeyRegistered'));
  const revoked = events.filter(isOf('PartyKeyRevoked'));
  return registered.map(({ data, recordedAt: sinds }, at) => {
    const revocation = revoked.find((one) => one.data.key === data.key);
    const replacedAt = registered[at + 1]?.recordedAt;
    const ends = [replacedAt, revocation?.recordedAt].filter((one) => one !== undefined).toSorted();
    return {
      kenmerk: data.key,
      sleutel: publicKeyText(data.publicKey),
      toestand: statusWords[state.keys?.[data.key]?.status ?? 'current'],
      sinds,
      ...(ends[0] === undefined ? {} : { tot: ends[0] }),
      ...(revocation ? { reden: revocation.data.reason } : {}),
    };
  });
};

/** The line of somebody who is or was designated. */
export const designationLine = ({
  person,
  roles,
  mandate,
  screenedUntil,
  withdrawn,
}: PersonState): AanwijzingRegelDto => ({
  persoon: person,
  rollen: [...roles],
  sinds: mandate.from,
  tot: mandate.until,
  gescreendTot: screenedUntil,
  toestand: withdrawn ? 'beeindigd' : 'aangewezen',
});
