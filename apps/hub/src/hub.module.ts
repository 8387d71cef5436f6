import { registerFaultTexts, registerProblems } from '@knooppunt/platform';
import { Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { commandHandlers, requireHandlers } from './commands/index.js';
import { covenantFaults } from './covenant.faults.js';
import { CommandRunner } from './commands/command-runner.js';
import { CaseDisclosuresController } from './controllers/case-disclosures.controller.js';
import { CasesController } from './controllers/cases.controller.js';
import { MeetingsController } from './controllers/meetings.controller.js';
import { RequestsController } from './controllers/requests.controller.js';
import { SignalsController } from './controllers/signals.controller.js';
import { CovenantAnalysesController } from './controllers/covenant-analyses.controller.js';
import { CovenantsController } from './controllers/covenants.controller.js';
import { DesignationsController } from './controllers/designations.controller.js';
import { PartiesController } from './controllers/parties.controller.js';
import { CheckpointsController, DisclosuresController, MeController } from './controllers/standing.controllers.js';
import { SuppliesController } from './controllers/supplies.controller.js';
import { Analyst } from './covenants/analyst.js';
import { Checks } from './covenants/checks.js';
import { CovenantDesk } from './covenants/covenant-desk.js';
import { Members } from './covenants/members.js';
import { Past } from './covenants/past.js';
import { CovenantTexts } from './covenants/texts.js';
import { Desk } from './desk.js';
import { casesProblems, storeProblems } from './domain.problems.js';
import { HUB_PARTS } from './hub.parts.js';
import type { HubParts } from './hub.parts.js';
import { hubProblems } from './hub.problems.js';
import { Lists } from './lists.js';
import { LogUse } from './log-use.js';
import { Designees } from './parties/designees.js';
import { PartyDesk } from './parties/party-desk.js';
import { SignedDesignations } from './parties/signed-designations.js';
import { Standings } from './standings.js';
import { requireWays } from './through.js';

const controllers = [
  SuppliesController,
  SignalsController,
  CasesController,
  CaseDisclosuresController,
  RequestsController,
  MeetingsController,
  DisclosuresController,
  CovenantsController,
  CovenantAnalysesController,
  PartiesController,
  DesignationsController,
  CheckpointsController,
  MeController,
];

/** The hub's API as a module; whoever starts it gives the engines. */
@Module({})
export class HubModule implements OnApplicationBootstrap {
  static with(parts: HubParts): DynamicModule {
    registerProblems({ ...hubProblems, ...casesProblems, ...storeProblems });
    registerFaultTexts(covenantFaults);
    return {
      module: HubModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [
        { provide: HUB_PARTS, useValue: parts },
        Standings,
        Desk,
        Lists,
        LogUse,
        CommandRunner,
        CovenantTexts,
        Members,
        Analyst,
        Past,
        Checks,
        CovenantDesk,
        PartyDesk,
        Designees,
        SignedDesignations,
        ...commandHandlers,
      ],
    };
  }

  /** A duplicate or missing handler, or a route that names no gate, ends the start. */
  onApplicationBootstrap(): void {
    requireHandlers(commandHandlers);
    requireWays(controllers);
  }
}

export type { HubParts } from './hub.parts.js';
export { refusalRecorder } from './refusals.js';
