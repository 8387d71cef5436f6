import { ItemProblems } from '@knooppunt/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IntakeService } from '../intake.service.js';
import { FileDrop } from './file-drop.js';
import type { FileDropParts } from './file-drop.js';

/** The language of results: that of the field. */
const language = 'nl';

/** A file drop on the intake of a gateway that was made: the same service, the same words for what is refused. */
export const openFileDrop = (app: NestFastifyApplication, parts: Omit<FileDropParts, 'intake' | 'word'>): FileDrop => {
  const problems = app.get(ItemProblems, { strict: false });
  return new FileDrop({
    ...parts,
    intake: app.get(IntakeService, { strict: false }),
    word: (error, correlation) => problems.of(error, { correlation }, language),
  });
};
