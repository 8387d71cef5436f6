import { eventCatalogue } from '@knooppunt/cases';
import { encodeEvent, eventIdOf } from '@knooppunt/event-store';
import type { NewEvent } from '@knooppunt/event-store';
import { canonicalJson, streamName } from '@knooppunt/kernel';
import type { Instant, Json, Uuid } from '@knooppunt/kernel';
import { registryDigest } from '@knooppunt/signals';
import { labelOf } from '@knooppunt/vault';
import type { Sealer, WrappedKey } from '@knooppunt/vault';
import { amsterdam, digestOf, organisations } from './cast.js';

/** What a person of a contribution says, and what the gateway would have computed of it. */
export type LocalPerson = {
  readonly fields: Readonly<Record<string, Json>>;
  readonly adultFrom?: string;
  readonly possibleVictim?: true;
};
export type Content = {
  readonly persons: Readonly<Record<string, LocalPerson>>;
  readonly text?: Json;
  readonly bpgCode?: string;
};

const encoder = new TextEncoder();
const bytesOf = (value: unknown): Uint8Array => encoder.encode(canonicalJson(value as Json));
const kinds: Readonly<Record<string, string>> = { text: 'text', facts: 'facts' };

const blocksOf = ({ persons, text, bpgCode }: Content): Record<string, Uint8Array> => {
  const all = Object.entries(persons);
  return {
    ...Object.fromEntries(all.map(([ref, { fields }]) => [ref, bytesOf(fields)])),
    ...(text === undefined ? {} : { text: bytesOf({ _text: text }) }),
    facts: bytesOf({
      adultFrom: Object.fromEntries(
        all.flatMap(([ref, { adultFrom }]) => (adultFrom === undefined ? [] : [[ref, adultFrom]])),
      ),
      possibleVictim: Object.fromEntries(all.flatMap(([ref, one]) => (one.possibleVictim ? [[ref, true]] : []))),
      ...(bpgCode === undefined ? {} : { bpgCode }),
    }),
  };
};

/** A supply of the college as the gateway writes it: the event, and the keys to keep. */
export const sealedSupply = async (
  sealer: Sealer,
  contribution: Uuid,
  content: Content,
  at: Instant,
): Promise<{ readonly event: NewEvent; readonly keys: readonly WrappedKey[] }> => {
  const id = eventIdOf(contribution, 0);
  const supplier = organisations.college.oin;
  const label = labelOf({ payloadType: 'S2', supplierKind: 'COLL' });
  const context = { cooperation: amsterdam, supplier, eventId: id, eventType: 'ContributionSupplied', label };
  const unit = await sealer.seal(blocksOf(content), context, at);
  const event = encodeEvent({
    id,
    stream: streamName('contribution', contribution),
    type: 'ContributionSupplied',
    schemaVersion: eventCatalogue.ContributionSupplied.version,
    cooperation: amsterdam,
    recordedAt: at,
    actor: 'system:gateway',
    organisation: supplier,
    role: null,
    purpose: null,
    commandId: contribution,
    correlation: 'spec',
    causation: null,
    traceId: '0'.repeat(32),
    sealed: unit.sealed,
    data: {
      contribution,
      way: 'signal',
      payloadType: 'S2',
      registry: registryDigest(digestOf),
      supplier,
      supplierKind: 'COLL',
      declaration: { lawful: true, quality: true },
      firstProcessed: '2026-02-20',
      blocks: Object.entries(unit.sealed).map(([name, { keyId }]) => ({ name, kind: kinds[name] ?? 'person', keyId })),
    },
  });
  return { event, keys: unit.keys };
};
