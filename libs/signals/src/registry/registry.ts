import { canonicalJson } from '@knooppunt/kernel';
import type { DigestOf, Json } from '@knooppunt/kernel';
import { fieldCategories, levels } from '../model.js';
import type { BlockKind, FieldCategory, FieldDefinition, PayloadType } from '../model.js';
import { agencyTypes } from './types/agency-types.js';
import { bpgCodes, handlingCodes } from './codes/shared.js';
import { phenomena } from './phenomena.js';
import { processRecords, processTexts, registerAnswers } from './process-types.js';

/** Every payload type, once: agencies (S), texts and register answers of the process (Z), records of the process (H). Source: domain §2a. */
export const payloadTypes: readonly PayloadType[] = [
  ...agencyTypes,
  ...processTexts,
  ...registerAnswers,
  ...processRecords,
];

const byId: ReadonlyMap<string, PayloadType> = new Map(payloadTypes.map((type) => [type.id, type]));
const bySlug: ReadonlyMap<string, PayloadType> = new Map(agencyTypes.map((type) => [type.slug, type]));

/** The payload type of this id (`S19`), if the registry has it. */
export const findPayloadType = (id: string): PayloadType | undefined => byId.get(id);

const prefix = 'nl.samenwerkingsverbanden.';
const suffix = '.v1';

/** The CloudEvents type under which a payload type travels. */
export const cloudEventTypeOf = (type: PayloadType): string => `${prefix}${type.slug}${suffix}`;

/** The payload type of an agency that a CloudEvents `type` names; texts and records of the process never enter so. */
export const payloadTypeOfCloudEvent = (cloudEventType: string): PayloadType | undefined =>
  cloudEventType.startsWith(prefix) && cloudEventType.endsWith(suffix)
    ? bySlug.get(cloudEventType.slice(prefix.length, -suffix.length))
    : undefined;

/** The fields of a type that lie in blocks of one kind, in the registry's order. */
export const fieldsOfBlock = (type: PayloadType, kind: BlockKind): readonly FieldDefinition[] =>
  type.fields.filter((field) => field.block === kind);

/** The categories that a type's fields have, without `_`, in the order of `fieldCategories`. */
export const categoriesOf = (type: PayloadType): readonly FieldCategory[] =>
  fieldCategories.filter((category) => category !== '_' && type.fields.some((field) => field.category === category));

/**
 * Versions of the transforms; one changes when the same value would come out otherwise (policy-engine §3.1). `pseudonymise`:
 * the normal form; `pseudonym`: how it is keyed (ADR 0021).
 */
const transforms = {
  exists: 'exists@1',
  pseudonymise: 'normal-form@1',
  pseudonym: 'keyed-block@2',
  generalise: 'per-type@1',
  mask: 'last3@1',
} as const;

/** The version of the registry; another document has another version, and stands among the released ones. */
export const registryVersion = '2026.2';

/** The whole registry as plain data: what an envelope's `registry` digest stands for. */
export const registryDocument = (): Json =>
  JSON.parse(
    JSON.stringify({
      registry: 'riec-payloads',
      version: registryVersion,
      levels,
      categories: fieldCategories,
      transforms,
      handlingCodes,
      bpgCodes,
      phenomena,
      types: payloadTypes,
    }),
  ) as Json;

/** Names and versions of transforms as a registry says them. */
export type NamedTransforms = Readonly<Record<string, string>>;

/** Those of the registry of this program. */
export const currentTransforms: NamedTransforms = transforms;

/** Every version of every transform that this program can still run; none is ever taken out. */
const executable: Readonly<Record<string, readonly string[]>> = {
  exists: [transforms.exists],
  pseudonymise: [transforms.pseudonymise],
  pseudonym: [transforms.pseudonym],
  generalise: [transforms.generalise],
  mask: [transforms.mask],
};

/** Can this program make of a value what these transforms made of it? */
export const isExecutable = (named: NamedTransforms): boolean =>
  Object.entries(named).every(([name, version]) => executable[name]?.includes(version) ?? false);

/** By which version values get their pseudonyms; a registry of before 2026.2 does not say it and means the first. */
export const pseudonymVersionOf = ({ pseudonym }: NamedTransforms): 1 | 2 => (pseudonym === undefined ? 1 : 2);

/** The digest over the versions of transforms that a registry names: `sha256:` of their canonical form. */
export const transformsDigest = (digestOf: DigestOf, named: NamedTransforms = transforms): string =>
  digestOf(canonicalJson({ ...named }));

/** The digest of the registry's canonical form (RFC 8785). */
export const registryDigest = (digestOf: DigestOf): string => digestOf(canonicalJson(registryDocument()));
