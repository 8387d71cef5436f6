import type { PartyState, PersonState } from '@knooppunt/cases';
import { standingStream } from '@knooppunt/disclosure';
import type { Reader } from '@knooppunt/disclosure';
import type { Json, Kind, OrganisationId, Recorded, Uuid } from '@knooppunt/kernel';
import type { EdgeContext } from '@knooppunt/platform';
import { people } from '@knooppunt/projections';
import { Inject, Injectable } from '@nestjs/common';
import type { AanwijzingDto, AanwijzingPaginaDto, DeelnameDto, DeelnamePaginaDto } from '../controllers/parties.dto.js';
import { CovenantTexts } from '../covenants/texts.js';
import { Desk } from '../desk.js';
import type { Looked } from '../desk.js';
import { NotOwnOrganisation } from '../errors.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { stukOf } from '../presenter.js';
import { roles } from '../roles.js';
import { designationsView, partiesView, partyView } from '../views/party.view.js';
import type { Named, PartyParts } from '../views/party.view.js';
import { bureauKind } from './designees.js';
import { designationLine, keysOfParty, lineOf, membershipsOf } from './participation.js';
import type { Party } from './participation.js';

/** A designation as it stands, and the event that its name is sealed beside. */
type Designated = { readonly state: PersonState; readonly event: Recorded };

const json = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

/** What was found when the gate was last asked. */
const found = <Thing>(thing: Thing | undefined): Thing => {
  if (thing === undefined) throw new TypeError('something is shown that is not there');
  return thing;
};

/**
 * Who takes part, with which keys, and whom each designated. The read model only says whom to look for. That a covenant is in
 * force is asked of the gate, and recorded; who takes part in it and signs it is told beside that, as its text is.
 */
@Injectable()
export class PartyDesk {
  constructor(
    @Inject(HUB_PARTS) private readonly parts: HubParts,
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CovenantTexts) private readonly texts: CovenantTexts,
  ) {}

  /** Everybody who takes part, or did, by OIN. Error: `platform/niet-gevonden`. */
  async list(reader: Reader): Promise<DeelnamePaginaDto> {
    await this.desk.show(partiesView(await this.partyParts(reader)), reader);
    const { readStore } = this.parts;
    const rows = await readStore.db
      .selectFrom(readStore.tableName(people, 'parties'))
      .select('organisation')
      .where('cooperation', '=', reader.cooperation)
      .orderBy('organisation')
      .execute();
    const parties = await Promise.all(rows.map((row) => this.find(reader, String(row['organisation']))));
    return { items: parties.flatMap((party) => (party ? [lineOf(party.state, reader.cooperation)] : [])) };
  }

  /** One of them, with its memberships and keys. Error: `platform/niet-gevonden`. */
  async show(edge: EdgeContext, reader: Reader, organisation: OrganisationId): Promise<DeelnameDto> {
    let party: Party | undefined;
    const view = partyView(await this.partyParts(reader), async () => {
      party = await this.find(reader, organisation);
      return party !== undefined;
    });
    const told = () => {
      const { state, events } = found(party);
      return {
        deelnemer: lineOf(state, reader.cooperation),
        lidmaatschappen: membershipsOf(events),
        sleutels: keysOfParty({ state, events }),
      };
    };
    const inzage = await this.desk.inspect(edge, reader, () => ({ view, beside: () => json(told()) }));
    return Object.assign(inzage, told());
  }

  /** Everybody whom an organisation designated. Errors: `platform/niet-gevonden`, `hub/not-own-organisation`. */
  async designations(reader: Reader, organisation: OrganisationId): Promise<AanwijzingPaginaDto> {
    const asked = await this.find(reader, organisation);
    const mayKnow = asked ? mayKnowPeopleOf(reader, asked.state) : organisation === reader.organisation;
    if (!mayKnow && !isTester(reader)) throw new NotOwnOrganisation();
    let designated: readonly Designated[] = [];
    const view = designationsView(await this.partyParts(reader), async () => {
      const party = await this.find(reader, organisation);
      if (!party) return undefined;
      designated = await this.designatedBy(reader, organisation);
      return designated.map((one) => namedOf(one, party.state.kind));
    });
    const { items } = await this.desk.show(view, reader);
    return {
      items: designated.map(({ state, event }) =>
        Object.assign(designationLine(state), {
          stukken: items.filter(({ id }) => id === event.id).map(stukOf),
        }),
      ),
    };
  }

  /** One designation. Error: `platform/niet-gevonden`. */
  async designation(edge: EdgeContext, reader: Reader, person: Uuid): Promise<AanwijzingDto> {
    const looked = await this.lookingAt(reader, person);
    const inzage = await this.desk.inspect(edge, reader, () => looked);
    return Object.assign(inzage, { aanwijzing: looked.line() });
  }

  /** What the gate is asked of a designation, also of one that the reader may not know of, and what is sent beside it. */
  async lookingAt(reader: Reader, person: Uuid) {
    let designated: Designated | undefined;
    const view = designationsView(await this.partyParts(reader), async () => {
      const known = await this.findDesignated(reader, person);
      const party = await this.find(reader, known?.state.organisation ?? reader.organisation);
      designated = known && party && mayKnowPeopleOf(reader, party.state) ? known : undefined;
      return designated && party ? [namedOf(designated, party.state.kind)] : undefined;
    });
    const line = () => designationLine(found(designated).state);
    return { view, line, beside: () => json(line()) } satisfies Looked & { line: unknown };
  }

  /** An organisation of the cooperation; undefined where it never joined. */
  async find({ cooperation }: Reader, organisation: OrganisationId): Promise<Party | undefined> {
    const { streams } = this.parts.gate;
    const stream = standingStream('party', cooperation, organisation);
    const { state } = await streams.fold('party', stream, cooperation);
    return state.status === 'none' ? undefined : { state, events: await streams.tail(stream, -1n) };
  }

  private async partyParts({ cooperation }: Reader): Promise<PartyParts> {
    const [bureau, state] = await Promise.all([this.desk.bureauOf(cooperation), this.texts.state(cooperation)]);
    return { bureau, state };
  }

  private async designatedBy(reader: Reader, organisation: OrganisationId): Promise<readonly Designated[]> {
    const { readStore } = this.parts;
    const rows = await readStore.db
      .selectFrom(readStore.tableName(people, 'people'))
      .select('person')
      .where('cooperation', '=', reader.cooperation)
      .where('organisation', '=', organisation)
      .orderBy('person')
      .execute();
    const designated = await Promise.all(rows.map((row) => this.findDesignated(reader, String(row['person']))));
    return designated.filter((one) => one !== undefined && one.state.organisation === organisation) as Designated[];
  }

  private async findDesignated({ cooperation }: Reader, person: Uuid): Promise<Designated | undefined> {
    const { streams } = this.parts.gate;
    const stream = standingStream('person', cooperation, person);
    const { state } = await streams.fold('person', stream, cooperation);
    if (state.status === 'none') return undefined;
    const event = (await streams.tail(stream, -1n)).findLast(({ type }) => type === 'PersonDesignated');
    return event && { state, event };
  }
}

/** Who tests legality knows the people of all (WGS 1.8(2)(b)); of the steering group everybody those of the own organisation and the bureau. */
const isTester = ({ role }: Reader): boolean => role !== roles.steeringGroup;
const mayKnowPeopleOf = (reader: Reader, { organisation, kind }: PartyState): boolean =>
  isTester(reader) || organisation === reader.organisation || kind === bureauKind;

const namedOf = ({ state, event }: Designated, kind: Kind): Named => ({ person: state.person, event, kind });
