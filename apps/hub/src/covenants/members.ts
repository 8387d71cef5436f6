import { countingKeys, isMemberAt } from '@knooppunt/cases';
import type { Member, PartyState } from '@knooppunt/cases';
import { parsePublicKey } from '@knooppunt/covenant';
import type { LawDocument, PartyKey } from '@knooppunt/covenant';
import { standingStream } from '@knooppunt/disclosure';
import type { CooperationId, Kind, OrganisationId } from '@knooppunt/kernel';
import { people } from '@knooppunt/projections';
import { Inject, Injectable } from '@nestjs/common';
import { NotAParticipant } from '../errors.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';

/** An organisation as its own stream has it at this moment. */
export type Standing = { readonly organisation: OrganisationId; readonly state: PartyState };

/** How a stored public key is written where people pass it on. */
export const publicKeyText = (stored: string): string => `ed25519:${stored}`;

/** The participants of a cooperation, and the keys that they sign with. The read model only says whom to look for. */
@Injectable()
export class Members {
  constructor(@Inject(HUB_PARTS) private readonly parts: HubParts) {}

  /** The organisation as it stands; `none` where it never joined. */
  async standingOf(cooperation: CooperationId, organisation: OrganisationId): Promise<PartyState> {
    const stream = standingStream('party', cooperation, organisation);
    return (await this.parts.gate.streams.fold('party', stream, cooperation)).state;
  }

  /** The organisation where it is a member now. Error: `hub/not-a-participant`, also where it never was one. */
  async memberOf(cooperation: CooperationId, organisation: OrganisationId): Promise<PartyState> {
    const state = await this.standingOf(cooperation, organisation);
    if (!isMemberAt(state, this.parts.clock())) throw new NotAParticipant();
    return state;
  }

  /** Every participant that is a member now; the bureau is none of them (WGS 1.4). */
  async standings(cooperation: CooperationId, law: LawDocument): Promise<readonly Standing[]> {
    const at = this.parts.clock();
    const { readStore } = this.parts;
    const rows = await readStore.db
      .selectFrom(readStore.tableName(people, 'parties'))
      .select('organisation')
      .where('cooperation', '=', cooperation)
      .orderBy('organisation')
      .execute();
    const standings = await Promise.all(
      rows.map(async (row) => {
        const organisation = String(row['organisation']);
        return { organisation, state: await this.standingOf(cooperation, organisation) };
      }),
    );
    const isParticipant = (kind: Kind): boolean => law.kinds.participants.includes(kind);
    return standings.filter(({ state }) => isMemberAt(state, at) && isParticipant(state.kind));
  }
}

/** Standings as adoption asks them. */
export const membersOf = (standings: readonly Standing[]): readonly Member[] =>
  standings.map(({ organisation, state }) => ({ organisation, kind: state.kind, keys: countingKeys(state) }));

/** Every key that an organisation ever registered, whatever became of it: whose it is has to be told first. */
export const keysOf = (standings: readonly Standing[]): readonly PartyKey[] =>
  standings.flatMap(({ organisation, state }) =>
    Object.values(state.keys ?? {}).flatMap(({ publicKey }) => {
      const raw = parsePublicKey(publicKeyText(publicKey));
      return raw ? [{ organisation, publicKey: raw }] : [];
    }),
  );
