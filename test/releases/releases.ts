import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';

/** What was released, by name and version: each with the digest that it had, pinned for good. */
export type Lock = {
  readonly registries: Readonly<Record<string, string>>;
  readonly schemas: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const folder = new URL('../../libs/signals/released/', import.meta.url);
const lockFile = new URL('lock.json', folder);
const modules = new URL('../../libs/signals/src/registry/released/', import.meta.url);

/** The algorithm and digits of a digest, as everywhere. */
export const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export const readLock = (): Lock => JSON.parse(readFileSync(lockFile, 'utf8')) as Lock;

const writeLock = (lock: Lock): void => writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
const emptyLock: Lock = { registries: {}, schemas: {} };
const lockOrNew = (): Lock => (existsSync(lockFile) ? readLock() : emptyLock);

const schemaFile = (type: string, version: string): URL => new URL(`schemas/${type}/${version}.json`, folder);

/** A released schema as it was committed; pretty on disk, canonical in its digest. */
export const releasedSchema = (type: string, version: string): Json =>
  JSON.parse(readFileSync(schemaFile(type, version), 'utf8')) as Json;

/** Types that have a folder of released schemas. */
export const releasedTypes = (): readonly string[] => readdirSync(new URL('schemas/', folder)).toSorted();

/** Versions of a type that lie there, oldest first. */
export const versionsOf = (type: string): readonly string[] =>
  readdirSync(new URL(`schemas/${type}/`, folder))
    .map((name) => name.replace(/\.json$/, ''))
    .toSorted((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]));

/** Writes a schema under a new version; what was released stays as it is. */
export const releaseSchema = (type: string, version: string, schema: Json): void => {
  const lock = lockOrNew();
  const known = lock.schemas[type] ?? {};
  if (Object.hasOwn(known, version)) throw new Error(`${type} ${version} was released before`);
  mkdirSync(new URL('.', schemaFile(type, version)), { recursive: true });
  writeFileSync(schemaFile(type, version), `${JSON.stringify(schema, null, 2)}\n`);
  const schemas = { ...lock.schemas, [type]: { ...known, [version]: digestOf(canonicalJson(schema)) } };
  writeLock({ ...lock, schemas });
};

const nameOf = (version: string): string => `registry-${version.replaceAll('.', '-')}`;
const constantOf = (version: string): string => `registry${version.replaceAll('.', '')}`;
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const indexOf = (versions: readonly string[]): string =>
  [
    ...versions.map((version) => `import { ${constantOf(version)} } from './${nameOf(version)}.js';`),
    '',
    '/** Canonical documents of every registry that was released, oldest first. None is ever changed or taken away. */',
    `export const releasedRegistries: readonly string[] = [${versions.map(constantOf).join(', ')}];`,
    '',
  ].join('\n');

/** Writes a registry document under its version, as a module of this library; what was released stays as it is. */
export const releaseRegistry = (version: string, text: string): void => {
  const lock = lockOrNew();
  if (Object.hasOwn(lock.registries, version)) throw new Error(`registry ${version} was released before`);
  const digest = digestOf(text);
  writeFileSync(
    new URL(`${nameOf(version)}.ts`, modules),
    `/** The registry ${version} as it was released: \`${digest}\`. */\nexport const ${constantOf(version)} =\n  ${quoted(text)};\n`,
  );
  const registries = { ...lock.registries, [version]: digest };
  writeFileSync(new URL('index.ts', modules), indexOf(Object.keys(registries)));
  writeLock({ ...lock, registries });
};
