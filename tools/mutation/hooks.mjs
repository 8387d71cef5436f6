import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { getEnvironmentData, isMainThread, threadId } from 'node:worker_threads';

// `--import` of the process that runs specs in process, and of every thread of it. It compiles TypeScript as the tests do
// (.swcrc), knows the names `@knooppunt/*`, and gives each life of the mutated library modules of its own: what is
// imported with `?life=7` imports the library's modules with `?life=7`, so that no cache of one mutant meets the next.

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

const targetOf = (specifier, parent) => {
  if (specifier === '@jest/globals') return new URL('./spec-api.mjs', import.meta.url).href;
  if (specifier.startsWith('@knooppunt/'))
    return `${rootNow()}libs/${specifier.slice('@knooppunt/'.length)}/src/index.ts`;
  return specifier.startsWith('.') ? new URL(specifier.replace(/\.js$/, '.ts'), parent).href : undefined;
};

const resolve = (specifier, context, next) => {
  const parent = context.parentURL;
  const target = parent !== undefined && isOurs(parent) ? targetOf(specifier, parent) : undefined;
  if (target === undefined) return next(specifier, context);
  if (!isReloaded(target)) return { url: target, shortCircuit: true };
  const life = new URL(parent).searchParams.get('life');
  if (life === null && isMainThread) throw new Error(`${parent} holds ${target} for ever: add its folder to 'reload'`);
  return { url: life === null ? target : `${target.split('?')[0]}?life=${life}`, shortCircuit: true };
};

let swc;
const compile = (file) => {
  if (!swc) {
    const { $schema: _, ...options } = JSON.parse(readFileSync('.swcrc', 'utf8'));
    swc = { ...createRequire(import.meta.url)('@swc/core'), options: { ...options, sourceMaps: false, swcrc: false } };
  }
  return swc.transformSync(readFileSync(file, 'utf8'), { ...swc.options, filename: file }).code;
};

const inMemory = new Map();
/** The text of a compiled file: compiled once per sandbox, for a thread lives too short to load a compiler. */
const compiled = (file) => {
  const known = inMemory.get(file);
  if (known !== undefined) return known;
  const kept = join('.compiled', `${createHash('sha256').update(file).digest('hex')}.mjs`);
  const code = existsSync(kept) ? readFileSync(kept, 'utf8') : compile(file);
  if (!existsSync(kept)) {
    mkdirSync('.compiled', { recursive: true });
    const fresh = `${kept}.${process.pid}.${threadId}`;
    writeFileSync(fresh, code);
    renameSync(fresh, kept);
  }
  inMemory.set(file, code);
  return code;
};

const load = (url, context, next) => {
  if (!isOurs(url)) return next(url, context);
  const file = fileURLToPath(url.split('?')[0]);
  return file.endsWith('.ts') ? { format: 'module', source: compiled(file), shortCircuit: true } : next(url, context);
};

registerHooks({ resolve, load });

/** What a thread covers is written where the thread of the tests reads it, by number of mutant. */
const shared = isMainThread ? undefined : getEnvironmentData('knooppunt-mutation-hits');
if (shared instanceof SharedArrayBuffer) {
  const hits = new Uint8Array(shared);
  const covered = new Proxy({}, { get: () => 0, set: (_target, id) => ((hits[Number(id)] = 1), true) });
  globalThis.__stryker__ = { mutantCoverage: { static: covered, perTest: {} } };
}
