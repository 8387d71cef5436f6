import { globSync, readFileSync } from 'node:fs';

const code = (folder) => [`${folder}/**/*.ts`, `!${folder}/**/*.spec.ts`, `!${folder}/index.ts`];
const specsIn = (...patterns) => patterns.flatMap((pattern) => globSync(pattern)).toSorted();

/** `@knooppunt/testing` holds cases, and cases hold the covenant: all of them would be loaded anew for each mutant. */
const holdsItself = (spec) => readFileSync(spec, 'utf8').includes(`'@knooppunt/testing'`);

/** The files that a library's patterns mean. */
export const filesOf = ({ mutate }) => {
  const [left, kept] = [mutate.filter((one) => one.startsWith('!')), mutate.filter((one) => !one.startsWith('!'))];
  return globSync(kept, { exclude: left.map((one) => one.slice(1)) }).toSorted();
};

/**
 * What is mutated, and by which specs it is judged. `reload`: folders whose modules each mutant gets anew, that is those
 * of the library and of everything that imports it. `leftOut`: what is not mutated, and why.
 */
export const libs = {
  covenant: {
    mutate: [...code('libs/covenant/src')],
    specs: specsIn('libs/covenant/src/**/*.spec.ts').filter(
      (spec) => !/\.(properties|int)\.spec\.ts$/.test(spec) && !holdsItself(spec),
    ),
    reload: ['libs/covenant/'],
    leftOut: [],
  },
  disclosure: {
    mutate: [...code('libs/disclosure/src')],
    specs: specsIn('libs/disclosure/src/**/*.spec.ts'),
    reload: ['libs/disclosure/'],
    leftOut: [],
  },
  evidence: {
    mutate: [...code('libs/evidence/src')],
    specs: specsIn('libs/evidence/src/**/*.spec.ts'),
    reload: ['libs/evidence/', 'libs/testing/'],
    leftOut: [],
  },
  vault: {
    mutate: [...code('libs/vault/src'), '!libs/vault/src/postgres/**'],
    specs: specsIn('libs/vault/src/**/*.spec.ts').filter((spec) => !spec.includes('/postgres/')),
    reload: ['libs/vault/'],
    leftOut: [
      [
        'libs/vault/src/postgres',
        'needs a PostgreSQL server for each life; the contract suite that it passes is the one that judges the embedded vault here, and `faults.int.spec.ts` breaks its connection at every step',
      ],
    ],
  },
};

/** What CI mutates each time: how rules are read and combined. A change there that no test sees is a leak in waiting. */
export const core = {
  lib: 'covenant',
  specs: specsIn('libs/covenant/src/semantics/*.spec.ts').filter((spec) => !spec.endsWith('.properties.spec.ts')),
  mutate: ['libs/covenant/src/semantics/*.ts', '!libs/covenant/src/semantics/*.spec.ts'],
};
