import { createHash } from 'node:crypto';
import { covenantDecider, partyDecider, personDecider } from '@knooppunt/cases';
import { canonicalDocument, covenantDigest, validateDocuments } from '@knooppunt/covenant';
import { standingStream } from '@knooppunt/disclosure';
import { decodeEvent, eventIdOf, runDecider } from '@knooppunt/event-store';
import type { EventStore, StoredEvent } from '@knooppunt/event-store';
import { canonicalJson, instantOf, epochMsOf, streamName } from '@knooppunt/kernel';
import type { CommandMeta, CooperationId, Instant, OrganisationId, Position } from '@knooppunt/kernel';
import { payloadTypes, registryDigest } from '@knooppunt/signals';
import { labelOf } from '@knooppunt/vault';
import type { KeyedNames, Sealer } from '@knooppunt/vault';
import { FoundingInvalid } from './founding-file.js';
import type { Founding, FoundingOrganisation, FoundingPerson } from './founding-file.js';

export type FoundingParts = {
  readonly store: EventStore;
  readonly sealer: Sealer;
  readonly names: KeyedNames;
  readonly clock: () => Instant;
  /** Name of the identity provider that knows the people. */
  readonly provider: string;
};

const actor = 'system:founding';
const pageSize = 500;
const mandateDays = 730;
const dayMs = 86_400_000;
const encoder = new TextEncoder();
const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The registry as the covenant's checks want it. */
const registryView = {
  types: payloadTypes.map(({ id, suppliers, fields }) => ({
    id,
    suppliers: [...suppliers],
    fields: fields.map(({ name, category }) => ({ name, category })),
  })),
};

const metaOf = (
  parts: FoundingParts,
  cooperation: CooperationId,
  what: string,
  organisation: OrganisationId | null,
): CommandMeta => {
  const commandId = parts.names.derivedId('founding', cooperation, what);
  return {
    commandId,
    cooperation,
    at: parts.clock(),
    actor,
    organisation,
    role: null,
    purpose: null,
    correlation: commandId,
    causation: null,
    traceId: commandId.replaceAll('-', ''),
  };
};

const bringIntoForce = async (
  parts: FoundingParts,
  { law, covenant }: Founding,
  cooperation: CooperationId,
): Promise<void> => {
  const stream = streamName('covenant', cooperation);
  await runDecider(parts.store, covenantDecider, {
    stream,
    meta: metaOf(parts, cooperation, `law:${law.version}`, null),
    command: {
      type: 'BringLawIntoForce',
      data: {
        law: law.wet,
        version: law.version,
        semantics: law.semantics,
        digest: covenantDigest(law, digestOf),
        document: canonicalDocument(law),
      },
    },
  });
  await runDecider(parts.store, covenantDecider, {
    stream,
    meta: metaOf(parts, cooperation, `covenant:${covenant.version}`, null),
    command: {
      type: 'BringCovenantIntoForce',
      data: {
        covenant: covenant.covenant,
        version: covenant.version,
        semantics: covenant.semantics,
        digest: covenantDigest(covenant, digestOf),
        registry: registryDigest(digestOf),
        document: canonicalDocument(covenant),
      },
    },
  });
};

const join = async (
  parts: FoundingParts,
  organisation: FoundingOrganisation,
  cooperation: CooperationId,
): Promise<void> => {
  const { oin, kind, region, name, municipality } = organisation;
  await runDecider(parts.store, partyDecider, {
    stream: standingStream('party', cooperation, oin),
    meta: metaOf(parts, cooperation, `party:${oin}`, oin),
    command: {
      type: 'JoinParty',
      data: {
        organisation: oin,
        kind,
        region,
        name,
        memberFrom: parts.clock(),
        ...(municipality === undefined ? {} : { municipality }),
      },
    },
  });
};

const designate = async (parts: FoundingParts, person: FoundingPerson, cooperation: CooperationId): Promise<void> => {
  const { organisation, roles, name, sub } = person;
  const id = parts.names.personId(parts.provider, sub, cooperation);
  const meta = metaOf(parts, cooperation, `person:${id}`, organisation);
  const until = instantOf(epochMsOf(meta.at) + mandateDays * dayMs);
  const eventId = eventIdOf(meta.commandId, 0);
  const seal = { cooperation, supplier: organisation, eventId, eventType: 'PersonDesignated', label: labelOf({}) };
  const unit = await parts.sealer.seal({ name: encoder.encode(canonicalJson({ _text: name })) }, seal, meta.at);
  await parts.sealer.keep(eventId, unit.keys);
  const { repeated } = await runDecider(parts.store, personDecider, {
    stream: standingStream('person', cooperation, id),
    meta,
    sealed: () => unit.sealed,
    command: {
      type: 'DesignatePerson',
      data: { person: id, organisation, roles, mandate: { from: meta.at, until }, screenedUntil: until },
    },
  });
  if (repeated) await parts.sealer.discard(unit.keys.map(({ keyId }) => keyId));
};

/**
 * Writes the founding facts as events, each once: law and covenant after their checks, organisations, people (names
 * sealed). Repeating it after a crash completes it. Error: `worker/founding-invalid`.
 */
export const found = async (parts: FoundingParts, founding: Founding): Promise<void> => {
  const problems = validateDocuments(founding.law, founding.covenant, registryView);
  if (problems.length > 0) {
    throw new FoundingInvalid(problems.map(({ rule, code, detail }) => `${rule ?? 'document'}: ${code} (${detail}).`));
  }
  for (const { id } of founding.cooperations) await bringIntoForce(parts, founding, id);
  for (const organisation of founding.organisations) {
    for (const cooperation of organisation.cooperations) await join(parts, organisation, cooperation);
  }
  for (const person of founding.people) {
    for (const cooperation of person.cooperations) await designate(parts, person, cooperation);
  }
};

/** What cannot be read was not cut short by a crash: founding cannot mend it, and the followers of the log will say so. */
const isOfFounding = (stored: StoredEvent): boolean => {
  try {
    return decodeEvent(stored).actor === actor;
  } catch {
    return false;
  }
};

/**
 * Has founding ended? It has once the log holds an event of anybody else; until then a crash may have cut it short, and
 * `found` completes it.
 */
export const isFounded = async (store: EventStore): Promise<boolean> => {
  let after: Position | undefined;
  for (;;) {
    const page = await store.readAll({ maxCount: pageSize, ...(after === undefined ? {} : { after }) });
    if (!page.every(isOfFounding)) return true;
    if (page.length < pageSize) return false;
    after = page.at(-1)?.position;
  }
};
