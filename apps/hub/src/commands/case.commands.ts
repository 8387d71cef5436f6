import { caseDecider } from '@knooppunt/cases';
import type { Activity, Phase, SubjectRole } from '@knooppunt/cases';
import type {
  GeefAdviesDto,
  KoppelBetrokkeneDto,
  LegNoodzaakVastDto,
  OpenCasusDto,
  OpenFaseDto,
  SchermAfDto,
} from '@knooppunt/contracts';
import { plusDays, streamName } from '@knooppunt/kernel';
import type { Uuid } from '@knooppunt/kernel';
import { NotFound } from '@knooppunt/platform';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { NotOwnOrganisation, PurposeUnknown, SignalsUnfit } from '../errors.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { contributionOf, subjectOf } from '../references.js';
import { CommandRunner, purposesOf } from './command-runner.js';
import type { CommandContext, CommandResult } from './command-runner.js';

const deed = (caseId: Uuid) => ({ decider: caseDecider, stream: streamName('case', caseId), id: caseId });
/** A grant runs for ninety days unless the participants decide otherwise (R60). */
const grantDays = 90;

/** A case director opens a case with accepted signals and the need-to-know set that the participants decided. */
export class OpenCase extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: OpenCasusDto,
  ) {
    super();
  }
}

@CommandHandler(OpenCase)
export class OpenCaseHandler implements ICommandHandler<OpenCase> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, body }: OpenCase): Promise<CommandResult> {
    const caseId = this.runner.newId(context, 'case');
    await this.runner.requireParticipants(
      context,
      body.deelnemers.map(({ organisatie }) => organisatie),
    );
    const until = plusDays(this.parts.clock(), grantDays);
    return this.runner.run(context, deed(caseId), {
      type: 'OpenCase',
      data: {
        case: caseId,
        signals: body.signalen,
        activity: body.activiteit as Activity,
        phenomenon: await this.phenomenonOf(context, caseId, body.signalen),
        director: context.reader.person,
        grants: body.deelnemers.map(({ organisatie, tot }) => ({ organisation: organisatie, until: tot ?? until })),
      },
    });
  }

  private async phenomenonOf({ reader }: CommandContext, caseId: Uuid, signals: readonly Uuid[]): Promise<string> {
    const phenomena = await Promise.all(
      signals.map(async (signal) => {
        const { state } = await this.parts.gate.streams.fold(
          'signal',
          streamName('signal', signal),
          reader.cooperation,
        );
        if (state.status === 'none') throw new NotFound();
        if (state.status !== 'accepted' && state.case !== caseId) throw new SignalsUnfit();
        return state.phenomenon;
      }),
    );
    const [phenomenon, ...others] = new Set(phenomena);
    if (phenomenon === undefined || others.length > 0) throw new SignalsUnfit();
    return phenomenon;
  }
}

/** Ties a local person or company of a contribution to a subject of the case, with a role (WGS 2.22(1)). */
export class LinkSubject extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly caseId: Uuid,
    readonly body: KoppelBetrokkeneDto,
  ) {
    super();
  }
}

@CommandHandler(LinkSubject)
export class LinkSubjectHandler implements ICommandHandler<LinkSubject> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, caseId, body }: LinkSubject): Promise<CommandResult> {
    const { state } = await this.runner.visibleCase(context, caseId);
    const contribution = contributionOf(this.parts.names, context.reader, caseId, state, body.inbreng);
    const subject =
      body.betrokkene === undefined
        ? this.runner.newId(context, 'subject')
        : subjectOf(this.parts.names, context.reader, caseId, state, body.betrokkene);
    const result = await this.runner.run(context, deed(caseId), {
      type: 'LinkSubject',
      data: { case: caseId, subject, contribution, block: body.blok, role: body.rol as SubjectRole },
    });
    const { cooperation, organisation } = context.reader;
    return {
      ...result,
      id: this.parts.names.pseudonym({ cooperation, recipient: organisation, within: caseId }, 'subject', subject),
    };
  }
}

/** Sets or lifts the mark of a possible victim (R27). */
export class SetShielding extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly caseId: Uuid,
    readonly subject: string,
    readonly body: SchermAfDto,
  ) {
    super();
  }
}

@CommandHandler(SetShielding)
export class SetShieldingHandler implements ICommandHandler<SetShielding> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, caseId, subject, body }: SetShielding): Promise<CommandResult> {
    const { state } = await this.runner.visibleCase(context, caseId);
    return this.runner.run(context, deed(caseId), {
      type: 'SetShielding',
      data: {
        case: caseId,
        subject: subjectOf(this.parts.names, context.reader, caseId, state, subject),
        mark: 'possible-victim',
        set: body.gezet,
      },
    });
  }
}

/** A participant records why it needs these categories of a payload type, for one of its own purposes (R08). */
export class RecordNecessity extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly caseId: Uuid,
    readonly body: LegNoodzaakVastDto,
  ) {
    super();
  }
}

@CommandHandler(RecordNecessity)
export class RecordNecessityHandler implements ICommandHandler<RecordNecessity> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  async execute({ context, caseId, body }: RecordNecessity): Promise<CommandResult> {
    await this.runner.visibleCase(context, caseId);
    const { reader } = context;
    if (body.ontvanger !== reader.organisation) throw new NotOwnOrganisation();
    const { covenant } = await this.runner.documents(context);
    if (!purposesOf(covenant, reader.kind).includes(body.doel)) throw new PurposeUnknown();
    const necessity = this.runner.newId(context, 'necessity');
    const data = {
      case: caseId,
      necessity,
      recipient: body.ontvanger,
      recipientKind: reader.kind,
      purpose: body.doel,
      payloadType: body.soort,
      categories: body.categorieen,
    };
    const text = { eventType: 'NecessityRecorded', text: body.tekst };
    const result = await this.runner.runWithText(context, deed(caseId), text, (sealed) => ({
      type: 'RecordNecessity' as const,
      data: { ...data, ...sealed },
    }));
    return { ...result, id: necessity };
  }
}

/** The privacy officer advises on opening a phase (domain §3). */
export class GivePrivacyAdvice extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly caseId: Uuid,
    readonly body: GeefAdviesDto,
  ) {
    super();
  }
}

@CommandHandler(GivePrivacyAdvice)
export class GivePrivacyAdviceHandler implements ICommandHandler<GivePrivacyAdvice> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  async execute({ context, caseId, body }: GivePrivacyAdvice): Promise<CommandResult> {
    await this.runner.visibleCase(context, caseId);
    const text = { eventType: 'PrivacyAdviceGiven', text: body.tekst };
    const data = { case: caseId, phase: body.fase as Phase, advice: body.advies };
    return this.runner.runWithText(context, deed(caseId), text, (sealed) => ({
      type: 'GivePrivacyAdvice' as const,
      data: { ...data, ...sealed },
    }));
  }
}

/** The case director opens a phase, with written necessity, proportionality and subsidiarity (WGS 2.23(6)). */
export class OpenPhase extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly caseId: Uuid,
    readonly body: OpenFaseDto,
  ) {
    super();
  }
}

@CommandHandler(OpenPhase)
export class OpenPhaseHandler implements ICommandHandler<OpenPhase> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  async execute({ context, caseId, body }: OpenPhase): Promise<CommandResult> {
    await this.runner.visibleCase(context, caseId);
    const { fase, noodzaak, evenredigheid, subsidiariteit } = body;
    const text = { eventType: 'PhaseOpened', text: { noodzaak, evenredigheid, subsidiariteit } };
    return this.runner.runWithText(context, deed(caseId), text, (sealed) => ({
      type: 'OpenPhase' as const,
      data: { case: caseId, phase: fase as Phase, ...sealed },
    }));
  }
}
