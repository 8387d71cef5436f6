import { fileURLToPath } from 'node:url';
import root from '../../jest.config.mjs';

const [{ displayName: _name, testRegex: _regex, ...common }] = root.projects;

/** Faults in large numbers: `npm run test:faults`, and with KNOOPPUNT_FAULTS=long all of them. Short forms lie in `npm test`. */
export default {
  ...common,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  reporters: root.reporters,
  maxWorkers: 1,
  testTimeout: 7_200_000,
  testRegex: String.raw`test/faults/.*\.faults\.ts$`,
};
