import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import { canonicalJson, streamName } from '@knooppunt/kernel';
import type { CooperationId, Instant, Json, Kind, OrganisationId, Uuid } from '@knooppunt/kernel';
import { blocksOf, factsOf, registryDigest, tokenValuesOf } from '@knooppunt/signals';
import type { Payload, PayloadType } from '@knooppunt/signals';
import { labelOf } from '@knooppunt/vault';
import type { KeyedNames, Sealer, WrappedKey } from '@knooppunt/vault';
import { createHash } from 'node:crypto';
import { eventCatalogue } from '@knooppunt/cases';

/** What the gateway writes down of one payload. */
export type ContributionInput = {
  readonly contribution: Uuid;
  readonly cooperation: CooperationId;
  readonly supplier: OrganisationId;
  readonly supplierKind: Kind;
  readonly type: PayloadType;
  readonly payload: Payload;
  /** Local person -> the subject of the request that it is. */
  readonly about: Readonly<Record<string, Uuid>>;
  readonly at: Instant;
  readonly correlation: string;
  readonly traceId: string;
  readonly covenant: { readonly law: string; readonly covenant: string };
};

/** The whole envelope as it will be stored, and the keys that seal it. */
export type SealedContribution = { readonly bytes: Uint8Array; readonly keys: readonly WrappedKey[] };

const encoder = new TextEncoder();
const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const registry = registryDigest(digestOf);

/** The content that a retry must equal: payload type and data, canonical. */
export const contentOf = (type: PayloadType, payload: Payload): Uint8Array =>
  encoder.encode(canonicalJson({ type: type.id, data: payload as unknown as Json }));

/**
 * The same, with where it was delivered. The id of a contribution knows no cooperation, so that the same source and id in a
 * second one is no retry, and must not be answered as if it had come in there.
 */
export const deliveredContentOf = (cooperation: CooperationId, type: PayloadType, payload: Payload): Uint8Array =>
  Buffer.concat([encoder.encode(`${cooperation}\n`), contentOf(type, payload)]);

const tokensOf = ({ type, payload, cooperation }: ContributionInput, names: KeyedNames) =>
  tokenValuesOf(type, payload).map(({ ref, kind, value }) => ({
    ref,
    kind,
    token: names.blindToken(cooperation, kind, value),
  }));

/** Seals every block under a key of its own and writes the envelope: the bytes that the log will hold (design §5). */
export const sealContribution = async (
  tools: { readonly sealer: Sealer; readonly names: KeyedNames },
  input: ContributionInput,
): Promise<SealedContribution> => {
  const { contribution, cooperation, supplier, supplierKind, type, payload, at } = input;
  const blocks = blocksOf(type, payload);
  const content = Object.fromEntries(
    Object.entries(blocks).map(([name, { fields }]) => [name, encoder.encode(canonicalJson(fields))]),
  );
  const plain = {
    ...content,
    facts: encoder.encode(canonicalJson(factsOf(type, payload))),
    tokens: encoder.encode(canonicalJson(tokensOf(input, tools.names))),
  };
  const eventId = eventIdOf(contribution, 0);
  const label = labelOf({ payloadType: type.id, supplierKind });
  const seal = { cooperation, supplier, eventId, eventType: 'ContributionSupplied', label };
  const unit = await tools.sealer.seal(plain, seal, at);
  const kindOf = (name: string): string => blocks[name]?.kind ?? name;
  const { bytes } = encodeEvent({
    id: eventId,
    type: 'ContributionSupplied',
    schemaVersion: eventCatalogue.ContributionSupplied.version,
    stream: streamName('contribution', contribution),
    cooperation,
    recordedAt: at,
    actor: 'system:gateway',
    organisation: supplier,
    role: null,
    purpose: null,
    commandId: contribution,
    correlation: input.correlation,
    causation: null,
    traceId: input.traceId,
    covenant: input.covenant,
    sealed: unit.sealed,
    data: {
      contribution,
      way: payload.way,
      payloadType: type.id,
      registry,
      supplier,
      supplierKind,
      declaration: { lawful: payload.declaration.lawful, quality: payload.declaration.quality },
      firstProcessed: payload.declaration.firstProcessed,
      blocks: Object.entries(unit.sealed).map(([name, { keyId }]) => ({
        name,
        kind: kindOf(name),
        keyId,
        ...(input.about[name] === undefined ? {} : { about: input.about[name] }),
      })),
      ...(payload.case === undefined ? {} : { case: payload.case }),
      ...(payload.request === undefined ? {} : { request: payload.request }),
      ...(payload.report === undefined ? {} : { phenomenon: payload.report.phenomenon, task: payload.report.task }),
    },
  });
  return { bytes, keys: unit.keys };
};
