import { CaseNotOpen, hasGrantAt, isMemberAt, mayWeigh } from '@knooppunt/cases';
import type { CaseState, PartyState, Placed } from '@knooppunt/cases';
import { inForce, standingStream } from '@knooppunt/disclosure';
import type { Reader } from '@knooppunt/disclosure';
import { eventIdOf, runDecider } from '@knooppunt/event-store';
import { canonicalJson, isDomainError, streamName } from '@knooppunt/kernel';
import type { CovenantDocument } from '@knooppunt/covenant';
import type {
  CalendarDate,
  CommandMeta,
  Decider,
  Json,
  Kind,
  Message,
  OrganisationId,
  Position,
  StreamName,
  Uuid,
} from '@knooppunt/kernel';
import { NotFound, Refused } from '@knooppunt/platform';
import { labelOf } from '@knooppunt/vault';
import { Inject, Injectable } from '@nestjs/common';
import { underCondition } from '../conditions.js';
import type { Condition } from '../conditions.js';
import { NoCovenant, NotAParticipant, PurposeUnknown } from '../errors.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';

/** Who commands, the id that makes a repeat a repeat (HMAC(person | route | Idempotency-Key)), and what has to hold first. */
export type CommandContext = {
  readonly reader: Reader;
  readonly commandId: Uuid;
  readonly condition?: Condition | undefined;
  /** On whose account, where that is not the organisation of who commands. */
  readonly account?: OrganisationId;
};

/** What a command leaves behind for its caller: the id of the thing, and where the log stands (sealed before it leaves). */
export type CommandResult = { readonly id: Uuid; readonly position: Position };

/** The text that a command brings, sealed beside the event of this type, with what stays clear of it; `block`: its name there. */
export type TextOf = { readonly eventType: string; readonly text: Json; readonly block?: string };
export type SealedText = { readonly length: number; readonly textDigest: string };

type Deed<State, Command extends Message, Event extends Message> = {
  readonly decider: Decider<State, Command, Event>;
  readonly stream: StreamName;
  readonly id: Uuid;
};

const encoder = new TextEncoder();

/** Runs a decider for a caller: what every command handler does, once. */
@Injectable()
export class CommandRunner {
  constructor(@Inject(HUB_PARTS) private readonly parts: HubParts) {}

  /** Decides and appends. Errors: `hub/purpose-unknown`, `platform/inmiddels-gewijzigd`, those of the decider, `event-store/*`. */
  async run<State, Command extends Message, Event extends Message>(
    context: CommandContext,
    deed: Deed<State, Command, Event>,
    command: NoInfer<Command>,
  ): Promise<CommandResult> {
    const { stream, decider } = deed;
    const meta = await this.metaOf(context);
    const { position } = await this.under(context, stream, (pinned) =>
      runDecider(this.parts.store, decider, { stream, command, meta, ...pinned }),
    );
    return { id: deed.id, position: position ?? (await this.headPosition()) };
  }

  /**
   * The same with a text, sealed under a key of its own that is durable before the event. Keys that no event came to use
   * (a repeat, or a refusal by the decider) are dropped again.
   */
  async runWithText<State, Command extends Message, Event extends Message>(
    context: CommandContext,
    deed: Deed<State, Command, Event>,
    text: TextOf,
    command: (sealed: SealedText) => NoInfer<Command>,
  ): Promise<CommandResult> {
    const meta = await this.metaOf(context);
    const eventId = eventIdOf(context.commandId, 0);
    const content = canonicalJson({ _text: text.text });
    const { block = 'text' } = text;
    const seal = {
      cooperation: meta.cooperation,
      supplier: meta.organisation ?? '',
      eventId,
      eventType: text.eventType,
      label: labelOf(command({ length: 0, textDigest: '' }).data),
    };
    const unit = await this.parts.sealer.seal({ [block]: encoder.encode(content) }, seal, meta.at);
    const keyIds = unit.keys.map(({ keyId }) => keyId);
    await this.parts.sealer.keep(eventId, unit.keys);
    try {
      const textDigest = await this.parts.sealer.textDigest(unit, block, content);
      const { stream, decider } = deed;
      const { position, repeated, events } = await this.under(context, stream, (pinned) =>
        runDecider(this.parts.store, decider, {
          stream,
          command: command({ length: lengthOf(text.text), textDigest }),
          meta,
          sealed: (_index, event) => (event.type === text.eventType ? unit.sealed : undefined),
          ...pinned,
        }),
      );
      const used = events.flatMap(({ sealed }) => Object.values(sealed ?? {}).map(({ keyId }) => keyId));
      if (repeated || used.length === 0) await this.discardUnused(keyIds, used);
      return { id: deed.id, position: position ?? (await this.headPosition()) };
    } catch (error) {
      if (isRefusal(error)) await this.parts.sealer.discard(keyIds);
      throw error;
    }
  }

  private async discardUnused(keyIds: readonly Uuid[], used: readonly Uuid[]): Promise<void> {
    const unused = keyIds.filter((keyId) => !used.includes(keyId));
    if (unused.length > 0) await this.parts.sealer.discard(unused);
  }

  /** The case, if it is there for this caller: bureau, or a grant that runs. Error: `platform/niet-gevonden`. */
  async visibleCase({ reader }: CommandContext, caseId: Uuid): Promise<Placed<CaseState>> {
    const placed = await this.parts.gate.streams.fold('case', streamName('case', caseId), reader.cooperation);
    const { state } = placed;
    const isIn = reader.kind === 'RIEC' || hasGrantAt(state, reader.organisation, this.parts.clock());
    if (state.status === 'none' || !isIn) throw new NotFound();
    return placed;
  }

  /** The same, for what asks an open case. Errors: `platform/niet-gevonden`, `cases/case-not-open`. */
  async openCase(context: CommandContext, caseId: Uuid): Promise<Placed<CaseState>> {
    const placed = await this.visibleCase(context, caseId);
    const { status } = placed.state;
    if (status !== 'open') throw new CaseNotOpen(caseId, status);
    return placed;
  }

  /**
   * Are these participants, members now and, where a day of receipt is given, on that day? The bureau is none: it
   * prepares and does not weigh. Error: `hub/not-a-participant`.
   */
  async requireParticipants(
    { reader }: CommandContext,
    organisations: readonly OrganisationId[],
    receivedOn?: CalendarDate,
  ): Promise<void> {
    const { cooperation } = reader;
    const at = this.parts.clock();
    const parties = await Promise.all(
      organisations.map((organisation) =>
        this.parts.gate.streams.fold('party', standingStream('party', cooperation, organisation), cooperation),
      ),
    );
    const isIn = (state: PartyState): boolean =>
      receivedOn === undefined ? isMemberAt(state, at) : mayWeigh(state, receivedOn, at);
    if (parties.some(({ state }) => !isIn(state) || state.kind === 'RIEC')) throw new NotAParticipant();
  }

  /** Is the purpose one of the caller's own? For what is looked at before the decider. Errors: `hub/purpose-unknown`, `hub/no-covenant-in-force`. */
  async requirePurpose(context: CommandContext): Promise<void> {
    await this.metaOf(context);
  }

  /** Law and covenant in force. Error: `hub/no-covenant-in-force`. */
  async documents({ reader }: CommandContext) {
    const covenant = await this.parts.gate.streams.fold(
      'covenant',
      streamName('covenant', reader.cooperation),
      reader.cooperation,
    );
    const documents = inForce(covenant.state);
    if (!documents) throw new NoCovenant();
    return documents;
  }

  /** An id that follows from the command, so that a repeat finds the same thing. */
  newId({ commandId }: CommandContext, name: string): Uuid {
    return this.parts.names.derivedId(commandId, name);
  }

  private under<Result>(
    { commandId, condition }: CommandContext,
    stream: StreamName,
    act: (pinned: { readonly onlyAt?: bigint }) => Promise<Result>,
  ): Promise<Result> {
    return underCondition(this.parts.store, { commandId, stream, condition }, (onlyAt) =>
      act(onlyAt === undefined ? {} : { onlyAt }),
    );
  }

  private async metaOf(context: CommandContext): Promise<CommandMeta> {
    const { reader, commandId, account } = context;
    const { covenant, lawDigest, covenantDigest } = await this.documents(context);
    if (!purposesOf(covenant, reader.kind).includes(reader.purpose)) throw new PurposeUnknown();
    return {
      commandId,
      cooperation: reader.cooperation,
      at: this.parts.clock(),
      actor: reader.person,
      organisation: account ?? reader.organisation,
      role: reader.role,
      purpose: reader.purpose,
      correlation: reader.correlation,
      causation: null,
      traceId: reader.traceId,
      covenant: { law: lawDigest, covenant: covenantDigest },
    };
  }

  private async headPosition(): Promise<Position> {
    return (await this.parts.store.head()) ?? '';
  }
}

/** The purposes on the statutory list of a kind of organisation, as a request names them (design §5). */
export const purposesOf = ({ parties }: CovenantDocument, kind: Kind): readonly string[] =>
  Object.keys(parties[kind]?.purposes ?? {}).map((code) => `${kind}.${code}`);

/** A refusal before the append, for certain; after anything else the event may lie there with these keys. */
const isRefusal = (error: unknown): boolean =>
  isDomainError(error) && (error.code.startsWith('cases/') || error instanceof Refused);

/** Characters of all strings in a text. */
const lengthOf = (text: Json): number => {
  if (typeof text === 'string') return text.length;
  if (text === null || typeof text !== 'object') return 0;
  return Object.values(text).reduce<number>((sum, part: Json) => sum + lengthOf(part), 0);
};
