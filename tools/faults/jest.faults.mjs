import { fileURLToPath } from 'node:url';
import root from '../../jest.config.mjs';

const [{ displayName: _name, testRegex: _regex, ...common }] = root.projects;

/** The long form of the faults, `npm run test:faults`: apart from the rest because it takes hours. */
export default {
  ...common,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  // A run of hours that skipped everything is not a good one.
  reporters: ['default', ['<rootDir>/tools/jest-skips.mjs', { mustRun: true }]],
  maxWorkers: 1,
  testRegex: String.raw`(\.faults\.ts|kafka-faults\.int\.spec\.ts)$`,
};
