import type { PartyState } from '@knooppunt/cases';
import { standingStream } from '@knooppunt/disclosure';
import type { OrganisationId, Uuid } from '@knooppunt/kernel';
import { NotFound } from '@knooppunt/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { CommandContext } from '../commands/command-runner.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';

/** Whom a command is about: somebody of an organisation. */
export type Designee = { readonly organisation: OrganisationId; readonly person: Uuid };

/** The bureau works for all participants (WGS 1.4): each of them decides about its people, through the steering group. */
export const bureauKind = 'RIEC';

/** Whom the caller may decide about: somebody of the own organisation or the bureau; whoever else it is, is not there. */
@Injectable()
export class Designees {
  constructor(@Inject(HUB_PARTS) private readonly parts: HubParts) {}

  /** The designee with its organisation. Error: `platform/niet-gevonden`. */
  async get(
    { reader }: CommandContext,
    person: Uuid,
  ): Promise<{ readonly designee: Designee; readonly party: PartyState }> {
    const { streams } = this.parts.gate;
    const { cooperation } = reader;
    const { state } = await streams.fold('person', standingStream('person', cooperation, person), cooperation);
    const { organisation } = state;
    const party = await streams.fold('party', standingStream('party', cooperation, organisation), cooperation);
    const isTheirs = organisation === reader.organisation || party.state.kind === bureauKind;
    if (state.status === 'none' || !isTheirs) throw new NotFound();
    return { designee: { organisation, person }, party: party.state };
  }
}
