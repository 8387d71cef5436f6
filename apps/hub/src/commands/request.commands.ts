import { hasGrantAt, requestDecider } from '@knooppunt/cases';
import type { CaseState, RefusalReason } from '@knooppunt/cases';
import type { DoeVerzoekDto, WeigerVerzoekDto } from '@knooppunt/contracts';
import { streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import { NotFound } from '@knooppunt/platform';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { RecipientOutsideSet } from '../errors.js';
import { subjectOf } from '../references.js';
import { CommandRunner } from './command-runner.js';
import type { CommandContext, CommandResult } from './command-runner.js';

const deed = (request: Uuid) => ({ decider: requestDecider, stream: streamName('request', request), id: request });

/** Asks participants of a case for payloads, with the necessity in words; each recipient gets a necessity entry (WGS 1.5). */
export class PutRequest extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: DoeVerzoekDto,
  ) {
    super();
  }
}

@CommandHandler(PutRequest)
export class PutRequestHandler implements ICommandHandler<PutRequest> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, body }: PutRequest): Promise<CommandResult> {
    const { state } = await this.runner.openCase(context, body.casus);
    this.requireRecipients(context, state, body);
    await this.runner.requireParticipants(context, body.gevraagd);
    const request = this.runner.newId(context, 'request');
    const data = {
      request,
      case: body.casus,
      asked: body.gevraagd,
      payloadTypes: body.soorten,
      categories: body.categorieen,
      subjects: body.betrokkenen.map((reference) =>
        subjectOf(this.parts.names, context.reader, body.casus, state, reference),
      ),
      recipients: body.voor.map(({ organisatie, doel }) => ({ organisation: organisatie, purpose: doel })),
      dueOn: body.uiterlijk,
    };
    const text = { eventType: 'RequestPut', text: body.tekst };
    return this.runner.runWithText(context, deed(request), text, (sealed) => ({
      type: 'PutRequest' as const,
      data: { ...data, ...sealed },
    }));
  }

  private requireRecipients({ reader }: CommandContext, state: CaseState, { voor }: DoeVerzoekDto): void {
    const at = this.parts.clock();
    const isIn = (organisation: string): boolean =>
      organisation === reader.organisation || hasGrantAt(state, organisation, at);
    if (!voor.every(({ organisatie }) => isIn(organisatie))) throw new RecipientOutsideSet();
  }
}

/** An asked participant refuses, with its reason class (R39). */
export class RefuseRequest extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly request: Uuid,
    readonly body: WeigerVerzoekDto,
  ) {
    super();
  }
}

@CommandHandler(RefuseRequest)
export class RefuseRequestHandler implements ICommandHandler<RefuseRequest> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, request, body }: RefuseRequest): Promise<CommandResult> {
    const { organisation, cooperation } = context.reader;
    const { state } = await this.parts.gate.streams.fold('request', streamName('request', request), cooperation);
    if (!state.asked.includes(organisation)) throw new NotFound();
    return this.runner.run(context, deed(request), {
      type: 'RefuseRequest',
      data: { request, organisation, reason: body.reden as RefusalReason },
    });
  }
}
