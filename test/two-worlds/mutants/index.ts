import { answerMutants } from './answers.js';
import { listMutants } from './lists.js';
import type { Mutant } from './mutant.js';
import { queryMutants } from './queries.js';
import { readerMutants } from './readers.js';

/** Every mutant of a running hub, by name. */
export const mutants: Readonly<Record<string, Mutant>> = {
  ...readerMutants,
  ...listMutants,
  ...queryMutants,
  ...answerMutants,
};
export { infect } from './mutant.js';
export type { Mutant, ReadingName } from './mutant.js';
