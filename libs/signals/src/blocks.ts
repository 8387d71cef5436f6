import type { Json } from '@knooppunt/kernel';
import type { BlockKind, FieldDefinition, LocalParty, Payload, PayloadType } from './model.js';
import { member } from './checks/shape.js';
import type { PlainObject } from './checks/shape.js';
import { fieldsOfBlock } from './registry/registry.js';

/** One block before sealing: only fields of the registry, only those that the payload has. */
export type Block = {
  readonly kind: Exclude<BlockKind, 'record'>;
  readonly fields: Readonly<Record<string, Json>>;
  /** The subject that this person of an answer is, by the reference that was shown. */
  readonly about?: string;
};

const pick = (source: PlainObject, fields: readonly FieldDefinition[]): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = member(source, name);
      return value === undefined ? [] : [[name, value as Json]];
    }),
  );

const partyBlock = (type: PayloadType, party: LocalParty, kind: 'person' | 'company'): readonly [string, Block] => [
  party.ref,
  {
    kind,
    fields: pick(party, fieldsOfBlock(type, kind)),
    ...(party.about === undefined ? {} : { about: party.about }),
  },
];

const single = (type: PayloadType, source: PlainObject | undefined, kind: 'matter' | 'text') => {
  const fields = source === undefined ? {} : pick(source, fieldsOfBlock(type, kind));
  return Object.keys(fields).length === 0 ? [] : [[kind, { kind, fields }] as const];
};

/**
 * Divides a checked payload into its blocks: one per local person (`p1` …) and company (`c1` …), `matter` and `text`
 * where there is any. What is not a field (handling codes, marks) stays out: it goes into the facts block (design §5).
 */
export const blocksOf = (type: PayloadType, payload: Payload): Readonly<Record<string, Block>> =>
  Object.fromEntries([
    ...(payload.persons ?? []).map((party) => partyBlock(type, party, 'person')),
    ...(payload.companies ?? []).map((party) => partyBlock(type, party, 'company')),
    ...single(type, payload.matter, 'matter'),
    ...single(type, payload.text, 'text'),
  ]);
