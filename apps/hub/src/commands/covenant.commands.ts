import { covenantDecider } from '@knooppunt/cases';
import type { CovenantAdvice, CovenantCommand, RefusalOfCovenant, WithdrawalOfCovenant } from '@knooppunt/cases';
import { canonicalDocument, covenantDigest, validateDocuments } from '@knooppunt/covenant';
import type { CovenantDocument } from '@knooppunt/covenant';
import type {
  AdviseerConvenantDto,
  GezienDto,
  OndertekenConvenantDto,
  OntwerpConvenantDto,
  StelConvenantVastDto,
  TrekConvenantInDto,
  WeigerConvenantDto,
} from '@knooppunt/contracts';
import { misfits, streamName } from '@knooppunt/kernel';
import { Refused } from '@knooppunt/platform';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Checks } from '../covenants/checks.js';
import { registryView } from '../covenants/checking.js';
import { faultsOfShape } from '../covenants/faults.js';
import { Members, membersOf } from '../covenants/members.js';
import { faultOf, signatureIn } from '../covenants/signing.js';
import { CovenantTexts, nameOfLaw } from '../covenants/texts.js';
import { CovenantUnfit, NotOwnOrganisation } from '../errors.js';
import { digestOf } from '../hashing.js';
import { HUB_PARTS } from '../hub.parts.js';
import type { HubParts } from '../hub.parts.js';
import { CommandRunner } from './command-runner.js';
import type { CommandContext, CommandResult } from './command-runner.js';

const deed = ({ reader }: CommandContext, version: string) => ({
  decider: covenantDecider,
  stream: streamName('covenant', reader.cooperation),
  id: version,
});

/** Names and numbers that an event cannot hold in the clear. */
const unstorable = (document: CovenantDocument): readonly string[] =>
  (['covenant', 'version', 'semantics'] as const).filter((member) => misfits('code', document[member]).length > 0);

const malformed = (...members: readonly string[]): Refused =>
  new Refused(
    'platform/invoer-ongeldig',
    members.map((member) => ({ pointer: `/document/${member}`, code: 'vorm' })),
  );

/** A text as it is stored: its canonical form, and the digest over that. Error: `platform/invoer-ongeldig`. */
const textOf = ({ document }: OntwerpConvenantDto, law: unknown) => {
  const problems = validateDocuments(law, document, registryView, 'shape');
  if (problems.length > 0) throw new Refused('platform/invoer-ongeldig', faultsOfShape(problems));
  const covenant = document as unknown as CovenantDocument;
  const misfit = unstorable(covenant);
  if (misfit.length > 0) throw malformed(...misfit);
  return {
    covenant: covenant.covenant,
    version: covenant.version,
    semantics: covenant.semantics,
    digest: covenantDigest(covenant, digestOf),
    document: canonicalDocument(covenant),
  };
};

/** Begins a version with a text. Nothing of it decides. */
export class DraftCovenant extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly body: OntwerpConvenantDto,
  ) {
    super();
  }
}

@CommandHandler(DraftCovenant)
export class DraftCovenantHandler implements ICommandHandler<DraftCovenant> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  async execute({ context, body }: DraftCovenant): Promise<CommandResult> {
    await this.runner.requirePurpose(context);
    const text = textOf(body, (await this.runner.documents(context)).law);
    return this.runner.run(context, deed(context, text.version), { type: 'DraftCovenant', data: text });
  }
}

/** Gives a draft another text under the same number. */
export class AmendCovenant extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
    readonly body: OntwerpConvenantDto,
  ) {
    super();
  }
}

@CommandHandler(AmendCovenant)
export class AmendCovenantHandler implements ICommandHandler<AmendCovenant> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  async execute({ context, version, body }: AmendCovenant): Promise<CommandResult> {
    await this.runner.requirePurpose(context);
    const text = textOf(body, (await this.runner.documents(context)).law);
    if (text.version !== version) throw malformed('version');
    return this.runner.run(context, deed(context, version), { type: 'AmendCovenant', data: text });
  }
}

/** Checks a draft and lets its text stand still; a draft with problems stays one. */
export class SubmitCovenant extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
    readonly body: GezienDto,
  ) {
    super();
  }
}

@CommandHandler(SubmitCovenant)
export class SubmitCovenantHandler implements ICommandHandler<SubmitCovenant> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(Checks) private readonly checks: Checks,
  ) {}

  async execute({ context, version, body }: SubmitCovenant): Promise<CommandResult> {
    const { vingerafdruk: digest } = body;
    await this.runner.requirePurpose(context);
    const { faults, submission } = await this.checks.forSubmission(context.reader.cooperation, version, digest);
    if (faults.length > 0) throw new CovenantUnfit(faults);
    return this.runner.run(context, deed(context, version), {
      type: 'SubmitCovenant',
      data: { version, digest, ...submission },
    });
  }
}

/** An organisation puts its own signature, made outside the hub, under a submitted text. */
export class SignCovenant extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
    readonly body: OndertekenConvenantDto,
  ) {
    super();
  }
}

@CommandHandler(SignCovenant)
export class SignCovenantHandler implements ICommandHandler<SignCovenant> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(Members) private readonly members: Members,
    @Inject(CovenantTexts) private readonly texts: CovenantTexts,
    @Inject(HUB_PARTS) private readonly parts: HubParts,
  ) {}

  async execute({ context, version, body }: SignCovenant): Promise<CommandResult> {
    const { cooperation, organisation, kind } = context.reader;
    await this.runner.requirePurpose(context);
    const signature = signatureIn(body.handtekening);
    if (signature.statement.organisation !== organisation) throw new NotOwnOrganisation();
    return this.runner.run(context, deed(context, version), {
      type: 'SignCovenant',
      data: {
        version,
        // the decider compares it: a signature over another text than the one that stands still is none
        digest: signature.statement.digest,
        organisation,
        kind,
        key: signature.key,
        at: signature.statement.at,
        signature: signature.signature,
        fault: await this.faultIn(cooperation, version, signature),
      },
    });
  }

  private async faultIn(cooperation: string, version: string, signature: ReturnType<typeof signatureIn>) {
    const state = await this.texts.state(cooperation);
    const { law } = state;
    const text = await this.texts.get(cooperation, version);
    if (!law) return 'other-law';
    const { covenant, digest, life } = text;
    const expected = { cooperation, covenant, version, digest, law: nameOfLaw(law) };
    const standings = await this.members.standings(cooperation, JSON.parse(law.document));
    const submittedAt = life?.submittedAt;
    return faultOf({
      signature,
      expected,
      standings,
      now: this.parts.clock(),
      ...(submittedAt === undefined ? {} : { submittedAt }),
    });
  }
}

/** The legality advisory committee advises on a submitted version (R69). */
export class AdviseCovenant extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
    readonly body: AdviseerConvenantDto,
  ) {
    super();
  }
}

@CommandHandler(AdviseCovenant)
export class AdviseCovenantHandler implements ICommandHandler<AdviseCovenant> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  execute({ context, version, body }: AdviseCovenant): Promise<CommandResult> {
    const { vingerafdruk: digest, advies, adviesdocument: document } = body;
    return this.runner.run(context, deed(context, version), {
      type: 'GiveCovenantAdvice',
      data: { version, digest, advice: advies as CovenantAdvice, document },
    });
  }
}

/** The steering group adopts what has the signatures and the advice that it needs. */
export class AdoptCovenant extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
    readonly body: StelConvenantVastDto,
  ) {
    super();
  }
}

@CommandHandler(AdoptCovenant)
export class AdoptCovenantHandler implements ICommandHandler<AdoptCovenant> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(Members) private readonly members: Members,
  ) {}

  async execute({ context, version, body }: AdoptCovenant): Promise<CommandResult> {
    const { law } = await this.runner.documents(context);
    const standings = await this.members.standings(context.reader.cooperation, law);
    const { vingerafdruk: digest, redenen: reasons } = body;
    return this.runner.run(context, deed(context, version), {
      type: 'AdoptCovenant',
      data: { version, digest, members: membersOf(standings), ...(reasons === undefined ? {} : { reasons }) },
    });
  }
}

/** Ends a version that is not in force: the steering group refuses it, or who drafted it takes it back. */
export class EndCovenant extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly version: string,
    readonly body: WeigerConvenantDto | TrekConvenantInDto,
    readonly how: 'refused' | 'withdrawn',
  ) {
    super();
  }
}

@CommandHandler(EndCovenant)
export class EndCovenantHandler implements ICommandHandler<EndCovenant> {
  constructor(@Inject(CommandRunner) private readonly runner: CommandRunner) {}

  execute({ context, version, body, how }: EndCovenant): Promise<CommandResult> {
    const seen = { version, digest: body.vingerafdruk };
    const command: CovenantCommand =
      how === 'refused'
        ? { type: 'RefuseCovenant', data: { ...seen, reason: body.reden as RefusalOfCovenant } }
        : { type: 'WithdrawCovenant', data: { ...seen, reason: body.reden as WithdrawalOfCovenant } };
    return this.runner.run(context, deed(context, version), command);
  }
}
