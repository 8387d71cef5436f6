import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json } from '@knooppunt/kernel';
import {
  digestOf,
  readLock,
  releaseRegistry,
  releaseSchema,
  releasedSchema,
  releasedTypes,
  versionsOf,
} from './releases.js';
import {
  cloudEventTypeOf,
  compareSchemas,
  payloadSchema,
  publishedTypes,
  registryDocument,
  registryVersion,
  releasedRegistries,
} from '@knooppunt/signals';

const server = 'https://knooppunt.example';
const current = new Map(publishedTypes.map((type) => [cloudEventTypeOf(type), payloadSchema(type, server)]));
const document = canonicalJson(registryDocument());
const versionOf = (text: string): string => (JSON.parse(text) as { readonly version: string }).version;
const newestOf = (type: string): string => versionsOf(type).at(-1) ?? '';

const nextOf = (version: string): string => `1.${Number(version.split('.')[1]) + 1}`;
const isReleased = (type: string): boolean => releasedTypes().includes(type);

/**
 * Releases what is new: a registry of a version that there was not, and each schema that grew. Refuses what takes away. The
 * registry that it writes is part of the program: the run after it finds it there.
 */
const release = (): void => {
  if (!Object.hasOwn(readLock().registries, registryVersion)) releaseRegistry(registryVersion, document);
  for (const [type, schema] of current) {
    if (!isReleased(type)) releaseSchema(type, '1.0', schema);
    const before = releasedSchema(type, newestOf(type));
    const taken = compareSchemas(before, schema);
    if (taken.length > 0) throw new Error(`${type} takes away: ${JSON.stringify(taken)}`);
    if (canonicalJson(before) !== canonicalJson(schema)) releaseSchema(type, nextOf(newestOf(type)), schema);
  }
};

if (process.env['UPDATE_RELEASES'] === '1') release();
const lock = readLock();

describe('the released registries', () => {
  const known = new Map(releasedRegistries.map((text) => [versionOf(text), text]));

  it('have the digests that they had when they were released', () => {
    expect(Object.fromEntries([...known].map(([version, text]) => [version, digestOf(text)]))).toEqual(lock.registries);
  });

  it('are canonical', () => {
    for (const text of releasedRegistries) expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
  });

  it('hold the present one: another document needs another version, and UPDATE_RELEASES=1', () => {
    expect(digestOf(known.get(registryVersion) ?? '')).toBe(digestOf(document));
  });
});

describe('the released schemas', () => {
  it('are of the types that there are: none was taken away, and a new one needs UPDATE_RELEASES=1', () => {
    expect(releasedTypes()).toEqual([...current.keys()].toSorted());
    expect(Object.keys(lock.schemas).toSorted()).toEqual(releasedTypes());
  });

  it('have the digests that they had when they were released', () => {
    for (const type of releasedTypes()) {
      const digests = versionsOf(type).map((version) => [
        version,
        digestOf(canonicalJson(releasedSchema(type, version))),
      ]);
      expect([type, Object.fromEntries(digests)]).toEqual([type, lock.schemas[type]]);
    }
  });

  it.each([...current.keys()])('%s: each version takes all that the one before took', (type) => {
    const versions = versionsOf(type).map((version) => releasedSchema(type, version));
    const taken = versions.flatMap((schema, at) => (at === 0 ? [] : compareSchemas(versions[at - 1], schema)));
    expect(taken).toEqual([]);
  });

  it.each([...current])('%s: the present one takes all that the newest took, and is that one', (type, schema) => {
    const newest = releasedSchema(type, newestOf(type));
    expect(compareSchemas(newest, schema)).toEqual([]);
    expect(digestOf(canonicalJson(schema))).toBe(lock.schemas[type]?.[newestOf(type)]);
  });
});
