import { fileURLToPath } from 'node:url';
import root from '../../jest.config.mjs';

const [{ displayName: _name, testRegex: _regex, ...common }] = root.projects;

/** The realm of the laptop in a real Keycloak: apart from the rest, for its start takes one to three minutes. */
export default {
  ...common,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  reporters: root.reporters,
  testRegex: String.raw`\.keycloak\.ts$`,
};
