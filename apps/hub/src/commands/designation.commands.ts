import { personDecider } from '@knooppunt/cases';
import type { PartyState, PersonCommand } from '@knooppunt/cases';
import { bureauRoles, participantRoles } from '@knooppunt/contracts';
import type { WijsAanDto, WijzigAanwijzingDto } from '@knooppunt/contracts';
import { standingStream } from '@knooppunt/disclosure';
import { dutchEndOf, dutchMidnightOf } from '@knooppunt/kernel';
import type { OrganisationId, Uuid } from '@knooppunt/kernel';
import { Refused } from '@knooppunt/platform';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Members } from '../covenants/members.js';
import { DesignationUnsigned, NotOwnOrganisation, OwnDesignation } from '../errors.js';
import { Designees, bureauKind } from '../parties/designees.js';
import type { Designee } from '../parties/designees.js';
import { SignedDesignations } from '../parties/signed-designations.js';
import { roles } from '../roles.js';
import { CommandRunner } from './command-runner.js';
import type { CommandContext, CommandResult } from './command-runner.js';

const deed = ({ reader }: CommandContext, person: Uuid) => ({
  decider: personDecider,
  stream: standingStream('person', reader.cooperation, person),
  id: person,
});

const termsOf = ({ rollen, eersteDag, laatsteDag, gescreendTot }: WijzigAanwijzingDto) => ({
  roles: rollen.toSorted(),
  mandate: { from: dutchMidnightOf(eersteDag), until: dutchEndOf(laatsteDag) },
  screenedUntil: dutchEndOf(gescreendTot),
});

/** A participant has roles of its own, and so has the bureau: a participant that named an auditor could read the whole log. */
const requireRolesOf = ({ kind }: PartyState, { rollen }: WijzigAanwijzingDto): void => {
  const theirs: readonly string[] = kind === bureauKind ? bureauRoles : participantRoles;
  const faults = rollen.flatMap((role, at) =>
    theirs.includes(role) ? [] : [{ pointer: `/rollen/${at}`, code: 'keuze' }],
  );
  if (faults.length > 0) throw new Refused('platform/invoer-ongeldig', faults);
};

/**
 * Participants designate people of their own (WGS 1.8(2)), each by its member of the steering group; those of the bureau, which
 * works for all of them (WGS 1.4), any such member. Error: `hub/not-own-organisation`.
 */
const requireOwnOrBureau = ({ reader }: CommandContext, organisation: OrganisationId, party: PartyState): void => {
  if (organisation !== reader.organisation && party.kind !== bureauKind) throw new NotOwnOrganisation();
};

/** An organisation designates somebody who is not designated now. */
export class Designate extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly designee: Designee,
    readonly body: WijsAanDto,
  ) {
    super();
  }
}

@CommandHandler(Designate)
export class DesignateHandler implements ICommandHandler<Designate> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(Members) private readonly members: Members,
    @Inject(SignedDesignations) private readonly signed: SignedDesignations,
  ) {}

  async execute({ context, designee, body }: Designate): Promise<CommandResult> {
    const { organisation, person } = designee;
    await this.runner.requirePurpose(context);
    const party = await this.members.memberOf(context.reader.cooperation, organisation);
    requireRolesOf(party, body);
    const signature = this.signed.read(body);
    if (context.reader.role === roles.covenantManager) {
      if (!signature || party.kind === bureauKind) throw new DesignationUnsigned();
    } else requireOwnOrBureau(context, organisation, party);
    const condition = this.signed.condition(context, { designee, party, body });
    const data = { person, organisation, ...termsOf(body), ...(signature ? { signed: signature.counted } : {}) };
    const command: PersonCommand = { type: 'AppointPerson', data };
    return this.runner.runWithText(
      { ...context, account: organisation, condition },
      deed(context, person),
      { eventType: 'PersonDesignated', text: body.naam, block: 'name' },
      () => command,
    );
  }
}

/** An organisation gives somebody whom it designated other roles or terms. */
export class ChangeDesignation extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly person: Uuid,
    readonly body: WijzigAanwijzingDto,
  ) {
    super();
  }
}

@CommandHandler(ChangeDesignation)
export class ChangeDesignationHandler implements ICommandHandler<ChangeDesignation> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(Designees) private readonly designees: Designees,
  ) {}

  async execute({ context, person, body }: ChangeDesignation): Promise<CommandResult> {
    await this.runner.requirePurpose(context);
    const { designee, party } = await this.designees.get(context, person);
    if (person === context.reader.person) throw new OwnDesignation();
    requireRolesOf(party, body);
    const command: PersonCommand = { type: 'ChangeDesignation', data: { ...designee, ...termsOf(body) } };
    return this.runner.runWithText(
      { ...context, account: designee.organisation },
      deed(context, person),
      { eventType: 'PersonDesignated', text: body.naam, block: 'name' },
      () => command,
    );
  }
}

/** An organisation ends a designation: from then on the person reads nothing for it. */
export class EndDesignation extends Command<CommandResult> {
  constructor(
    readonly context: CommandContext,
    readonly person: Uuid,
  ) {
    super();
  }
}

@CommandHandler(EndDesignation)
export class EndDesignationHandler implements ICommandHandler<EndDesignation> {
  constructor(
    @Inject(CommandRunner) private readonly runner: CommandRunner,
    @Inject(Designees) private readonly designees: Designees,
  ) {}

  async execute({ context, person }: EndDesignation): Promise<CommandResult> {
    await this.runner.requirePurpose(context);
    const { designee } = await this.designees.get(context, person);
    return this.runner.run({ ...context, account: designee.organisation }, deed(context, person), {
      type: 'WithdrawPerson',
      data: designee,
    });
  }
}
