import { fileURLToPath } from 'node:url';
import root from '../../jest.config.mjs';

const [{ displayName: _name, testRegex: _regex, ...common }] = root.projects;

/** What needs a cluster of three nodes: `npm run test:cluster`, apart from the rest because it takes both cores for a minute. */
export default {
  ...common,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  // A run that skipped everything is not a good one.
  reporters: ['default', ['<rootDir>/tools/jest-skips.mjs', { mustRun: true }]],
  testRegex: String.raw`\.cluster\.ts$`,
};
