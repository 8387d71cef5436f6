import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

// `node --import <this file> program.ts` runs a TypeScript program of the repository in a process of its own, with the
// transformation and the names that the tests have: a test that kills a process needs one.
const root = new URL('../../../', import.meta.url);
const { $schema: _schema, ...swc } = JSON.parse(readFileSync(new URL('.swcrc', root), 'utf8'));

const sourceOf = (specifier, parent) => {
  if (specifier.startsWith('@knooppunt/'))
    return new URL(`libs/${specifier.slice('@knooppunt/'.length)}/src/index.ts`, root).href;
  const isSource = parent?.endsWith('.ts') && /^\.{1,2}\//.test(specifier);
  return isSource ? specifier.replace(/\.js$/, '.ts') : specifier;
};

registerHooks({
  resolve: (specifier, context, next) => next(sourceOf(specifier, context.parentURL), context),
  load: (url, context, next) => {
    if (!url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      ...swc,
      swcrc: false,
      sourceMaps: false,
      filename,
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
