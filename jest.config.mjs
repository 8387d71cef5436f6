import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));
delete swc.$schema; // @swc/core rejects it when passed as options
const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: {
    '^@knooppunt/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^fast-check$': '<rootDir>/tools/fast-check.mjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/tools/jest-setup.mjs',
  setupFilesAfterEnv: ['<rootDir>/tools/jest-lists.mjs'],
};
export default {
  workerIdleMemoryLimit: '768MB',
  maxWorkers: '100%',
  coverageProvider: 'v8',
  // Not how fast, but that it ends: a busy machine takes its time over what takes a moment.
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/tools/jest-skips.mjs'],
  projects: [
    { ...common, displayName: 'unit', testRegex: String.raw`(?<!\.int|\.e2e)\.spec\.ts$` },
    { ...common, displayName: 'int', testRegex: String.raw`\.int\.spec\.ts$` },
    { ...common, displayName: 'e2e', testRegex: String.raw`\.e2e\.spec\.ts$` },
  ],
};
