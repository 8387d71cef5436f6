import { SignatureRefused, partyDecider } from '@knooppunt/cases';
import type { KeyRevocation } from '@knooppunt/cases';
import type { RegistreerSleutelDto, TreedToeDto, TreedUitDto, TrekSleutelInDto } from '@knooppunt/contracts';
import { standingStream } from '@knooppunt/disclosure';
import { dutchEndOf } from '@knooppunt/kernel';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { faultOf, keyOf, signatureIn } from '../covenants/signing.js';
import { CovenantTexts, lawOf, nameOfLaw } from '../covenants/texts.js';
import { KeyUnfit, KindNotAdmitted, NotAParticipant, NotOwnOrganisation } from '../errors.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { CommandRunner } from './command-runner.js';
import type { CommandContext, CommandResult } from './command-runner.js';

const deed = ({ reader }: CommandContext, organisation: string) => ({
  decider: partyDecider,
  stream: standingStream('party', reader.cooperation, organisation),
  id: organisation,
});

const keyIn = (text: string) => {
  const key = keyOf(text);
  if (!key) throw new KeyUnfit();
  return key;
};

/** An organisation accedes: of a kind that law and covenant name, from now on, with its own signature (R61). */
export class AccedeParty extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: TreedToeDto,
  ) {
    super();
  }
}

@CommandHandler(AccedeParty)
export class AccedePartyHandler implements ICommandHandler<AccedeParty> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(CovenantTexts) private readonly texts: CovenantTexts,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, body }: AccedeParty): Promise<CommandResult> {
    const { organisatie: organisation, soort: kind, naam: name, gemeente: municipality } = body;
    const { cooperation } = context.reader;
    await this.runner.requirePurpose(context);
    const { law, covenant } = await this.runner.documents(context);
    const isAdmitted = law.kinds.participants.includes(kind) && Object.hasOwn(covenant.parties, kind);
    if (!isAdmitted) throw new KindNotAdmitted();
    const key = keyIn(body.sleutel);
    const signature = await this.signatureOf(context, body);
    return this.runner.run(context, deed(context, organisation), {
      type: 'AccedeParty',
      data: {
        organisation,
        kind,
        name,
        region: body.regio === 'landelijk' ? 'national' : cooperation,
        memberFrom: this.parts.clock(),
        publicKey: key.stored,
        signed: {
          covenant: signature.statement.digest,
          key: signature.key,
          at: signature.statement.at,
          signature: signature.signature,
        },
        ...(municipality === undefined ? {} : { municipality }),
      },
    });
  }

  /** Its signature under what is in force at this moment, with the key that comes with it. */
  private async signatureOf({ reader }: CommandContext, body: TreedToeDto) {
    const { cooperation } = reader;
    const { law, covenant } = await this.texts.state(cooperation);
    const signature = signatureIn(body.handtekening);
    const key = keyIn(body.sleutel);
    if (!law || !covenant || signature.statement.organisation !== body.organisatie) throw new NotOwnOrganisation();
    const fault = faultOf({
      signature,
      expected: {
        cooperation,
        covenant: covenant.covenant,
        version: covenant.version,
        digest: covenant.digest,
        law: nameOfLaw(law),
      },
      standings: [],
      further: [{ organisation: body.organisatie, publicKey: key.raw }],
      now: this.parts.clock(),
    });
    if (fault !== null) throw new SignatureRefused(body.organisatie, fault);
    return signature;
  }
}

/** An organisation leaves, at once or after a last day. What follows from it, the worker does (R62). */
export class LeaveParty extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: TreedUitDto,
  ) {
    super();
  }
}

@CommandHandler(LeaveParty)
export class LeavePartyHandler implements ICommandHandler<LeaveParty> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(CovenantTexts) private readonly texts: CovenantTexts,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, body }: LeaveParty): Promise<CommandResult> {
    const { organisatie: organisation, laatsteDag: lastDay } = body;
    const { cooperation } = context.reader;
    await this.runner.requirePurpose(context);
    const law = lawOf(await this.texts.state(cooperation));
    const stream = standingStream('party', cooperation, organisation);
    const { state } = await this.parts.gate.streams.fold('party', stream, cooperation);
    // The bureau works for the participants: it is none, and does not leave them.
    if (state.status !== 'none' && law?.kinds.participants.includes(state.kind) !== true) throw new NotAParticipant();
    return this.runner.run(context, deed(context, organisation), {
      type: 'LeaveParty',
      data:
        lastDay === undefined
          ? { organisation, memberUntil: this.parts.clock() }
          : { organisation, memberUntil: dutchEndOf(lastDay), lastDay },
    });
  }
}

/** An organisation registers the key that it signs with from now on. */
export class RegisterKey extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: RegistreerSleutelDto,
  ) {
    super();
  }
}

@CommandHandler(RegisterKey)
export class RegisterKeyHandler implements ICommandHandler<RegisterKey> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  async execute({ context, body }: RegisterKey): Promise<CommandResult> {
    const { organisation } = context.reader;
    await this.runner.requirePurpose(context);
    const key = keyIn(body.sleutel);
    const result = await this.runner.run(context, deed(context, organisation), {
      type: 'RegisterKey',
      data: { organisation, key: key.id, publicKey: key.stored },
    });
    return { ...result, id: String(key.id) };
  }
}

/** An organisation revokes a key: lost, or known to others. */
export class RevokeKey extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: TrekSleutelInDto,
  ) {
    super();
  }
}

@CommandHandler(RevokeKey)
export class RevokeKeyHandler implements ICommandHandler<RevokeKey> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  async execute({ context, body }: RevokeKey): Promise<CommandResult> {
    const { organisation } = context.reader;
    const { sleutel: key } = body;
    const result = await this.runner.run(context, deed(context, organisation), {
      type: 'RevokeKey',
      data: { organisation, key, reason: body.reden as KeyRevocation },
    });
    return { ...result, id: key };
  }
}
