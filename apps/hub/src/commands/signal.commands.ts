import { signalDecider } from '@knooppunt/cases';
import type { SignalState } from '@knooppunt/cases';
import type { BereidWegingVoorDto, WijsSignaalAfDto } from '@knooppunt/contracts';
import { streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import { NotFound } from '@knooppunt/platform';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { CommandRunner } from './command-runner.js';
import type { CommandContext, CommandResult } from './command-runner.js';

const deed = (signal: Uuid) => ({ decider: signalDecider, stream: streamName('signal', signal), id: signal });
const isGiven = (text: string): boolean => text.trim().length > 0;

/** An analyst prepares a weighing and names the weighers (WGS 2.23(1)-(3), BGS 2.16(1)). */
export class PrepareWeighing extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly signal: Uuid,
    readonly body: BereidWegingVoorDto,
  ) {
    super();
  }
}

@CommandHandler(PrepareWeighing)
export class PrepareWeighingHandler implements ICommandHandler<PrepareWeighing> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, signal, body }: PrepareWeighing): Promise<CommandResult> {
    const { receivedOn } = await requireSignal(this.parts, context, signal);
    await this.runner.requireParticipants(context, body.wegers, receivedOn);
    const { criteria, factoren } = body;
    const data = {
      signal,
      weighers: body.wegers,
      criteria: {
        indications: isGiven(criteria.aanwijzingen),
        phenomenon: isGiven(criteria.verschijningsvorm),
        necessity: isGiven(criteria.noodzaak),
        parties: isGiven(criteria.partijen),
        region: isGiven(criteria.regio),
      },
      factors: {
        type: isGiven(factoren.aard),
        extent: isGiven(factoren.omvang),
        weight: isGiven(factoren.gewicht),
        reporters: isGiven(factoren.melders),
      },
    };
    const text = {
      eventType: 'WeighingPrepared',
      text: {
        criteria: Object.fromEntries(Object.entries(criteria)),
        factoren: Object.fromEntries(Object.entries(factoren)),
      },
    };
    return this.runner.runWithText(context, deed(signal), text, (sealed) => ({
      type: 'PrepareWeighing' as const,
      data: { ...data, ...sealed },
    }));
  }
}

/** A weigher records for its own organisation that the criteria are met (BGS 2.16(2)). */
export class RecordCriteriaMet extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly signal: Uuid,
  ) {
    super();
  }
}

@CommandHandler(RecordCriteriaMet)
export class RecordCriteriaMetHandler implements ICommandHandler<RecordCriteriaMet> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, signal }: RecordCriteriaMet): Promise<CommandResult> {
    await requireWeighed(this.parts, context, signal);
    const { organisation } = context.reader;
    return this.runner.run(context, deed(signal), { type: 'RecordCriteriaMet', data: { signal, organisation } });
  }
}

/** A weigher rejects; the keys of the contribution are destroyed at once (BGS 1.16(1)(b)). */
export class RejectSignal extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly signal: Uuid,
    readonly body: WijsSignaalAfDto,
  ) {
    super();
  }
}

@CommandHandler(RejectSignal)
export class RejectSignalHandler implements ICommandHandler<RejectSignal> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, signal, body }: RejectSignal): Promise<CommandResult> {
    await requireWeighed(this.parts, context, signal);
    const text = { eventType: 'SignalRejected', text: { toelichting: body.toelichting } };
    const { organisation } = context.reader;
    return this.runner.runWithText(context, deed(signal), text, (sealed) => ({
      type: 'RejectSignal' as const,
      data: { signal, organisation, reason: body.reden, ...sealed },
    }));
  }
}

const requireSignal = async (parts: HubParts, { reader }: CommandContext, signal: Uuid): Promise<SignalState> => {
  const { state } = await parts.gate.streams.fold('signal', streamName('signal', signal), reader.cooperation);
  if (state.status === 'none') throw new NotFound();
  return state;
};

/** A signal is there for those who were named to weigh it, and for nobody else outside the bureau. */
const requireWeighed = async (parts: HubParts, context: CommandContext, signal: Uuid): Promise<void> => {
  const { weighers } = await requireSignal(parts, context, signal);
  if (!weighers.includes(context.reader.organisation)) throw new NotFound();
};
