import { hasGrantAt, meetingDecider } from '@knooppunt/cases';
import type { BelegOverlegDto, SluitOverlegDto } from '@knooppunt/contracts';
import { streamName } from '@knooppunt/kernel';
import type { OrganisationId, Uuid } from '@knooppunt/kernel';
import { NotFound } from '@knooppunt/platform';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { CommandRunner } from './command-runner.js';
import type { CommandContext, CommandResult } from './command-runner.js';

const deed = (meeting: Uuid) => ({ decider: meetingDecider, stream: streamName('meeting', meeting), id: meeting });

/** The case director convenes a case meeting; invitees lie within the need-to-know set (WGS 2.18(1)(b), 2.23(5)). */
export class ConveneMeeting extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: BelegOverlegDto,
  ) {
    super();
  }
}

@CommandHandler(ConveneMeeting)
export class ConveneMeetingHandler implements ICommandHandler<ConveneMeeting> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, body }: ConveneMeeting): Promise<CommandResult> {
    const { state } = await this.runner.openCase(context, body.casus);
    const meeting = this.runner.newId(context, 'meeting');
    const at = this.parts.clock();
    const granted = Object.keys(state.grants).filter((organisation) => hasGrantAt(state, organisation, at));
    return this.runner.run(context, deed(meeting), {
      type: 'ConveneMeeting',
      data: {
        meeting,
        case: body.casus,
        invitees: body.genodigden,
        plannedFor: body.gepland,
        chair: context.reader.person,
        needToKnow: [...granted, context.reader.organisation],
      },
    });
  }
}

/** The chair opens the meeting. */
export class OpenMeeting extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly meeting: Uuid,
  ) {
    super();
  }
}

@CommandHandler(OpenMeeting)
export class OpenMeetingHandler implements ICommandHandler<OpenMeeting> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, meeting }: OpenMeeting): Promise<CommandResult> {
    const caseId = await caseOf(this.parts, context, meeting, (...asked) => this.runner.openCase(...asked));
    return this.runner.run(context, deed(meeting), { type: 'OpenMeeting', data: { meeting, case: caseId } });
  }
}

/** The chair records that an invited organisation sits at the table. */
export class RecordAttendance extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly meeting: Uuid,
    readonly organisation: OrganisationId,
  ) {
    super();
  }
}

@CommandHandler(RecordAttendance)
export class RecordAttendanceHandler implements ICommandHandler<RecordAttendance> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, meeting, organisation }: RecordAttendance): Promise<CommandResult> {
    const caseId = await caseOf(this.parts, context, meeting, (...asked) => this.runner.openCase(...asked));
    return this.runner.run(context, deed(meeting), {
      type: 'RecordAttendance',
      data: { meeting, case: caseId, organisation },
    });
  }
}

/** The chair closes the meeting, with its decisions in words where there are any (Z5). */
export class CloseMeeting extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly meeting: Uuid,
    readonly body: SluitOverlegDto,
  ) {
    super();
  }
}

@CommandHandler(CloseMeeting)
export class CloseMeetingHandler implements ICommandHandler<CloseMeeting> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, meeting, body }: CloseMeeting): Promise<CommandResult> {
    const data = {
      meeting,
      case: await caseOf(this.parts, context, meeting, (...asked) => this.runner.visibleCase(...asked)),
    };
    if (body.besluiten === undefined) return this.runner.run(context, deed(meeting), { type: 'CloseMeeting', data });
    const text = { eventType: 'MeetingClosed', text: body.besluiten };
    return this.runner.runWithText(context, deed(meeting), text, (sealed) => ({
      type: 'CloseMeeting' as const,
      data: { ...data, ...sealed },
    }));
  }
}

/** The case of a meeting that is there for this caller, and open where the command asks that. Error: `platform/niet-gevonden`. */
const caseOf = async (
  parts: HubParts,
  context: CommandContext,
  meeting: Uuid,
  find: (context: CommandContext, caseId: Uuid) => Promise<unknown>,
): Promise<Uuid> => {
  const { state } = await parts.gate.streams.fold(
    'meeting',
    streamName('meeting', meeting),
    context.reader.cooperation,
  );
  if (state.status === 'none') throw new NotFound();
  await find(context, state.case);
  return state.case;
};
