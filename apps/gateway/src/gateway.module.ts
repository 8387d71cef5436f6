import { registerFaultTexts, registerProblems } from '@knooppunt/platform';
import { faultTexts } from '@knooppunt/signals';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { GATEWAY_PARTS } from './gateway.parts.js';
import type { GatewayParts } from './gateway.parts.js';
import { fileFaults, fileProblems } from './file-drop/file.problems.js';
import { gatewayFaults, gatewayProblems } from './gateway.problems.js';
import { IntakeController } from './intake.controller.js';
import { IntakeService } from './intake.service.js';
import { SchemasController } from './schemas.controller.js';

/** The agency edge as a module; whoever starts it gives the engines. */
@Module({})
export class GatewayModule {
  static with(parts: GatewayParts): DynamicModule {
    registerProblems({ ...gatewayProblems, ...fileProblems });
    registerFaultTexts({ ...faultTexts, ...gatewayFaults, ...fileFaults });
    return {
      module: GatewayModule,
      controllers: [IntakeController, SchemasController],
      providers: [{ provide: GATEWAY_PARTS, useValue: parts }, IntakeService],
    };
  }
}

export { dropFolderOf, prepareFolders, readDropFile } from './file-drop/drop-file.js';
export type { DropFolder } from './file-drop/drop-folder.js';
export { FileDropInvalid } from './file-drop/errors.js';
export type { FileDrop, FileDropRhythm } from './file-drop/file-drop.js';
export { openFileDrop } from './file-drop/open-file-drop.js';
export { edgeRefusalRecorder } from './refusal-notice.js';
export type { GatewayParts } from './gateway.parts.js';
