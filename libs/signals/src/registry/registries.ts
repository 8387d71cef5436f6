import type { Digest, DigestOf } from '@knooppunt/kernel';
import type { PayloadType } from '../model.js';
import {
  currentTransforms,
  findPayloadType,
  isExecutable,
  payloadTypes,
  pseudonymVersionOf,
  registryDigest,
  registryVersion,
  transformsDigest,
} from './registry.js';
import type { NamedTransforms } from './registry.js';
import { releasedRegistries } from './released/index.js';

/** A registry as it was released: the one that a covenant was checked against, and that its decisions are made by. */
export type Registry = {
  readonly digest: Digest;
  readonly version: string;
  /** Over the versions of the transforms that it names: by which code a level shows what it shows. */
  readonly transforms: Digest;
  /** Has this program the code of every transform that it names? */
  readonly isExecutable: boolean;
  /** Version of the pseudonyms of values (ADR 0021). */
  readonly pseudonyms: 1 | 2;
  /**
   * A payload type as this registry has it. One that only a later registry knows has no fields here: of it no more than that
   * it exists can be shown. Undefined for what no registry knows.
   */
  readonly find: (id: string) => PayloadType | undefined;
};

type Document = {
  readonly version: string;
  readonly transforms: NamedTransforms;
  readonly types: readonly PayloadType[];
};

const transformsOf = (named: NamedTransforms, digestOf: DigestOf) => ({
  transforms: transformsDigest(digestOf, named),
  isExecutable: isExecutable(named),
  pseudonyms: pseudonymVersionOf(named),
});

/** Types of later registries, without their fields; one object each, for decisions are kept by type. */
const bare: ReadonlyMap<string, PayloadType> = new Map(payloadTypes.map((type) => [type.id, { ...type, fields: [] }]));

const registryOf = (digest: Digest, { version, transforms, types }: Document, digestOf: DigestOf): Registry => {
  const byId = new Map(types.map((type) => [type.id, type]));
  return {
    digest,
    version,
    ...transformsOf(transforms, digestOf),
    find: (id) => byId.get(id) ?? bare.get(id),
  };
};

/**
 * The registries that this program knows, by the digest that covenants and contributions name: its own, and every one that
 * was released before, so that what was decided under one is decided by it again. Source: design §1, ADR 0012.
 */
export class Registries {
  /** The registry of this program: what deliveries are checked against and sealed by. */
  readonly current: Registry;
  private readonly texts: ReadonlyMap<Digest, string>;
  private readonly known = new Map<Digest, Registry>();

  /** `released`: canonical documents. They are parsed when they are first asked for. */
  constructor(
    private readonly digestOf: DigestOf,
    released: readonly string[] = releasedRegistries,
  ) {
    this.current = {
      digest: registryDigest(digestOf),
      version: registryVersion,
      ...transformsOf(currentTransforms, digestOf),
      find: findPayloadType,
    };
    this.texts = new Map(released.map((text) => [digestOf(text), text]));
    this.known.set(this.current.digest, this.current);
  }

  /** The registry of this digest, if this program knows it; the digest is computed over the document, never taken from it. */
  find(digest: Digest): Registry | undefined {
    const known = this.known.get(digest);
    const text = this.texts.get(digest);
    if (known !== undefined || text === undefined) return known;
    const registry = registryOf(digest, JSON.parse(text) as Document, this.digestOf);
    this.known.set(digest, registry);
    return registry;
  }
}
