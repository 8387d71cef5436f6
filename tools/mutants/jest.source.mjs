import { fileURLToPath } from 'node:url';
import root from '../../jest.config.mjs';

const [{ displayName: _name, testRegex: _regex, transform, ...common }] = root.projects;
const [[files, [, options]]] = Object.entries(transform);

/** Any one spec, with the source changed by the mutant that the environment names. */
export default {
  ...common,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  maxWorkers: 1,
  testRegex: String.raw`\.spec\.ts$`,
  transform: { [files]: [fileURLToPath(new URL('transform.mjs', import.meta.url)), options] },
};
