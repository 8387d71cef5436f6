import type { GateAnswer, Reader, View } from '@knooppunt/disclosure';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json, OrganisationId, Position, Uuid } from '@knooppunt/kernel';
import { NotFound, Refused } from '@knooppunt/platform';
import type { EdgeContext } from '@knooppunt/platform';
import { allProjections, supplyRights } from '@knooppunt/projections';
import { positionName } from '@knooppunt/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { CommandContext, CommandResult } from './commands/command-runner.js';
import { tagOf } from './conditions.js';
import type { Condition } from './conditions.js';
import { inzageOf } from './controllers/inzage.js';
import type { InzageDto } from './controllers/responses.js';
import { NotYetReadable, OpaqueRefused } from './errors.js';
import { HUB_PARTS } from './hub.parts.js';
import type { HubParts } from './hub.parts.js';
import type { After, Audience } from './queries/candidates.js';
import { Standings } from './standings.js';
import type { CaseParts } from './views/case.view.js';

export type Shown = Extract<GateAnswer, { kind: 'shown' }>;
/** What a command answers: the id of the thing, and a token with which its maker reads it back. */
export type Receipt = { readonly id: string; readonly leesbewijs: string };

/** A thing as the gate is asked for it, and what is sent beside it, as the gate was last asked. */
export type Looked = { readonly view: View; readonly beside: () => Json };
type About = (parts: CaseParts) => View | Looked;

const lookedAt = (about: View | Looked): { readonly view: View; readonly beside: () => Json | undefined } =>
  'view' in about ? about : { view: about, beside: () => undefined };

const readableWithinMs = 5_000;
const pollMs = 10;
const followedNames = allProjections.map(positionName);

/** What every controller does: who asks, through the gate, and back in one form. */
@Injectable()
export class Desk {
  private readonly bureaus = new Map<string, OrganisationId>();

  constructor(
    @Inject(HUB_PARTS) private readonly parts: HubParts,
    @Inject(Standings) private readonly standings: Standings,
  ) {}

  /** The reader behind a request, in one of these roles. Errors: `hub/no-standing`, `hub/role-missing`. */
  reader(edge: EdgeContext, roles: readonly string[]): Promise<Reader> {
    const { caller, purpose, correlation, traceId } = edge;
    if (!caller) throw new TypeError('a request without caller behind the guard');
    return this.standings.readerOf({ caller, purpose: purpose?.purpose ?? '', correlation, traceId }, roles);
  }

  /**
   * The context of a command; its id follows from person, address and Idempotency-Key. `about`: the thing that it changes, as
   * it is read, for `If-Match`. Error: `platform/sleutel-hergebruikt` where the key came with another body before.
   */
  async commanding(
    edge: EdgeContext,
    request: FastifyRequest,
    roles: readonly string[],
    about?: About,
  ): Promise<CommandContext> {
    const reader = await this.reader(edge, roles);
    const route = `${request.method} ${request.url}`;
    const commandId = this.parts.names.commandId(reader.person, route, edge.idempotencyKey ?? '');
    await this.remember(commandId, request.body);
    return { reader, commandId, condition: about && this.conditionOf(reader, edge, about) };
  }

  /** What a reader is shown of a thing, with its tag in the answer. */
  async inspect(edge: EdgeContext, reader: Reader, about: About): Promise<InzageDto> {
    const { view, beside } = lookedAt(about(await this.caseParts(reader)));
    const shown = inzageOf(await this.show(view, reader));
    edge.etag = tagOf(this.parts.names, reader, shown, beside());
    return shown;
  }

  /** What a command answers. Positions stay inside: the token is sealed for this caller. */
  receipt({ reader }: CommandContext, { id, position }: CommandResult): Receipt {
    return { id, leesbewijs: this.parts.names.sealOpaque(reader.person, 'leesbewijs', position) };
  }

  /** Asks the gate. What is not there for this reader is 404, recorded by the gate itself. */
  async show(view: View, reader: Reader): Promise<Shown> {
    const answer = await this.parts.gate.answer(view, reader);
    if (answer.kind === 'absent') throw new NotFound(true);
    return answer;
  }

  /** Waits until the read models hold what the caller wrote itself (header `Leesbewijs`). */
  async readable(reader: Reader, leesbewijs: string | undefined): Promise<void> {
    if (leesbewijs === undefined) return;
    const position = this.parts.names.openOpaque(reader.person, 'leesbewijs', leesbewijs);
    if (position === undefined) throw new OpaqueRefused();
    const end = performance.now() + readableWithinMs;
    while (!(await this.hasReached(position))) {
      if (performance.now() > end) throw new NotYetReadable();
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** Whose candidates a list takes. */
  audience(reader: Reader): Audience {
    const { cooperation, organisation, kind } = reader;
    return { cooperation, organisation, isBureau: kind === 'RIEC', at: this.parts.clock() };
  }

  /** The place after which a page begins. Error: `hub/opaque-refused`. */
  after(reader: Reader, list: string, cursor: string | undefined): After {
    if (cursor === undefined) return undefined;
    const text = this.parts.names.openOpaque(reader.person, `cursor:${list}`, cursor);
    if (text === undefined) throw new OpaqueRefused();
    const [sort = '', id = ''] = text.split(' ');
    return { sort, id };
  }

  /** The cursor of the next page, or nothing on the last one. Same length whatever it holds, sealed for this reader. */
  next(
    reader: Reader,
    list: string,
    last: { readonly sort: string; readonly id: string } | undefined,
  ): { readonly volgende?: string } {
    if (!last) return {};
    return { volgende: this.parts.names.sealOpaque(reader.person, `cursor:${list}`, `${last.sort} ${last.id}`) };
  }

  /** The bureau of a cooperation: the supplier of the records of the process. */
  async bureauOf(cooperation: string): Promise<OrganisationId> {
    const known = this.bureaus.get(cooperation);
    if (known !== undefined) return known;
    const { readStore } = this.parts;
    const row = await readStore.db
      .selectFrom(readStore.tableName(supplyRights, 'parties'))
      .select('organisation')
      .where('cooperation', '=', cooperation)
      .where('kind', '=', 'RIEC')
      .orderBy('organisation')
      .executeTakeFirst();
    const bureau = String(row?.organisation ?? '');
    if (row) this.bureaus.set(cooperation, bureau);
    return bureau;
  }

  /** What the views of a case need. */
  async caseParts(reader: Reader) {
    const { store, names, matches } = this.parts;
    return { store, names, matches, bureau: await this.bureauOf(reader.cooperation) };
  }

  /** Comparing goes the way of reading: through the gate, with its record, for what is there and for what is not. */
  private conditionOf(reader: Reader, { ifMatch }: EdgeContext, about: About): Condition | undefined {
    if (ifMatch === undefined) return undefined;
    const holds = async (): Promise<boolean> => {
      const { view, beside } = lookedAt(about(await this.caseParts(reader)));
      const shown = inzageOf(await this.show(view, reader));
      return ifMatch === '*' || ifMatch.includes(tagOf(this.parts.names, reader, shown, beside()));
    };
    return { holds };
  }

  private async remember(commandId: Uuid, body: unknown): Promise<void> {
    const { names, requests, clock } = this.parts;
    const digest = names.derivedId('request', commandId, canonicalJson((body ?? {}) as Json));
    const isSame = await requests.remember({ id: commandId, digest, at: clock() });
    if (!isSame) throw new Refused('platform/sleutel-hergebruikt');
  }

  private async hasReached(position: Position): Promise<boolean> {
    const positions = await this.parts.readStore.positions(followedNames);
    return followedNames.every((name) => (positions.get(name) ?? '') >= position);
  }
}

/** An id in an address. */
export type Id = Uuid;
