import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Of the process that runs specs in itself: compiles TypeScript as the tests do (.swcrc), knows the names `@knooppunt/*`,
// and gives each life of the mutated library modules of its own: what is imported with `?life=7` imports the library's
// modules with `?life=7`, so that no cache of one mutant meets the next. A thread that a library starts runs beside the
// tests here (threads.mjs), with modules of its own as `?thread=7`, and waits for no lock (waitless.mjs).

let home;
let root;
/** Stryker goes to its sandbox some time after the process has begun. */
const rootNow = () => {
  const now = process.cwd();
  if (now !== home) [home, root] = [now, pathToFileURL(`${now}/`).href];
  return root;
};
const isOurs = (url) => url.startsWith(rootNow()) && !url.includes('/node_modules/');
const reloaded = (process.env.KNOOPPUNT_MUTATION_RELOAD ?? '').split(' ').filter(Boolean);
const isReloaded = (url) => reloaded.some((folder) => url.startsWith(rootNow() + folder));

const queryOf = (url, name) => new URL(url).searchParams.get(name);
const targetOf = (specifier, parent) => {
  const thread = queryOf(parent, 'thread');
  if (specifier === 'node:worker_threads') {
    return new URL(thread === null ? './threads.mjs' : `./inside.mjs?thread=${thread}`, import.meta.url).href;
  }
  if (thread !== null && specifier === 'node:sqlite') return new URL('./waitless.mjs', import.meta.url).href;
  if (thread !== null && specifier.startsWith('file:')) return `${specifier.split('?')[0]}?thread=${thread}`;
  if (specifier === '@jest/globals') return new URL('./spec-api.mjs', import.meta.url).href;
  if (specifier.startsWith('@knooppunt/'))
    return `${rootNow()}libs/${specifier.slice('@knooppunt/'.length)}/src/index.ts`;
  return specifier.startsWith('.') ? new URL(specifier.replace(/\.js$/, '.ts'), parent).href : undefined;
};

const resolve = (specifier, context, next) => {
  const parent = context.parentURL;
  const target = parent !== undefined && isOurs(parent) ? targetOf(specifier, parent) : undefined;
  if (target === undefined) return next(specifier, context);
  if (!isReloaded(target) || target.includes('?thread=')) return { url: target, shortCircuit: true };
  const life = queryOf(parent, 'life');
  if (life === null) throw new Error(`${parent} holds ${target} for ever: add its folder to 'reload'`);
  return { url: `${target.split('?')[0]}?life=${life}`, shortCircuit: true };
};

let swc;
const compile = (file) => {
  if (!swc) {
    const { $schema: _, ...options } = JSON.parse(readFileSync('.swcrc', 'utf8'));
    swc = { ...createRequire(import.meta.url)('@swc/core'), options: { ...options, sourceMaps: false, swcrc: false } };
  }
  return swc.transformSync(readFileSync(file, 'utf8'), { ...swc.options, filename: file }).code;
};

const kept = new Map();
const compiled = (file) => {
  const code = kept.get(file) ?? compile(file);
  kept.set(file, code);
  return code;
};

const load = (url, context, next) => {
  if (!isOurs(url)) return next(url, context);
  const file = fileURLToPath(url.split('?')[0]);
  return file.endsWith('.ts') ? { format: 'module', source: compiled(file), shortCircuit: true } : next(url, context);
};

registerHooks({ resolve, load });
