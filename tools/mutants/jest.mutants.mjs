import { fileURLToPath } from 'node:url';
import root from '../../jest.config.mjs';

const [{ displayName: _name, testRegex: _regex, ...common }] = root.projects;

/** All mutants of running hubs, `npm run test:mutants`: apart from the rest because they take minutes. */
export default {
  ...common,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  reporters: root.reporters,
  maxWorkers: 1,
  testRegex: String.raw`\.mutants\.ts$`,
};
