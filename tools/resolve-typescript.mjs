import { registerHooks } from 'node:module';

// `node --experimental-transform-types --import <this file> program.ts`: a TypeScript program of the repository in a
// process of its own, with the module names that the tests have. A test that kills a process needs one.
const root = new URL('../', import.meta.url);
const libs = new URL('libs/', root);
const sourceOf = (specifier, parent) => {
  if (specifier.startsWith('@knooppunt/')) {
    return new URL(`${specifier.slice('@knooppunt/'.length)}/src/index.ts`, libs).href;
  }
  const isOurs = parent?.startsWith(root.href) && !parent.includes('/node_modules/') && specifier.startsWith('.');
  return isOurs ? specifier.replace(/\.js$/, '.ts') : specifier;
};

registerHooks({ resolve: (specifier, context, next) => next(sourceOf(specifier, context.parentURL), context) });
