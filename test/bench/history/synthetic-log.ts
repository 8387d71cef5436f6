import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { decidedFields, eventCatalogue, headBlock, questionsOf, storedDecision, storedFacts } from '@knooppunt/cases';
import type {
  EvidenceEvent,
  Fact,
  Facts,
  JudgedField,
  StoredDecision,
  StoredFacts,
  StoredItem,
} from '@knooppunt/cases';
import { canonicalDocument, covenantDigest } from '@knooppunt/covenant';
import type { CovenantDocument, FieldDecision, LawDocument } from '@knooppunt/covenant';
import { encodeEvent, eventIdOf, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { decideByEngine } from '@knooppunt/evidence';
import { instantOf, streamName } from '@knooppunt/kernel';
import type { Instant } from '@knooppunt/kernel';
import { payloadTypes, registryDigest } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { drawsOf } from './draws.js';
import type { Draws } from './draws.js';

type Disclosure = Extract<EvidenceEvent, { type: 'DisclosureRecorded' }>['data'];
type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument };

const cooperation = 'meetverband';
const itemsPerRecord = 10;
const together = 256;
const begun = Date.UTC(2026, 0, 5, 8);
const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const oinOf = (kind: string): string =>
  `00000099${String([...Buffer.from(kind)].reduce((sum, byte) => sum * 31 + byte, 7) % 1e12).padStart(12, '0')}`;
const open = payloadTypes.filter((type) => type.open && type.id.startsWith('S'));

/** What is so of nearly everything that is read; all other facts seldom hold. */
const usual = new Set([
  'participants',
  'ownPurpose',
  'ownRegion',
  'inNeedToKnowSet',
  'memberAtOpening',
  'caseOpen',
  'declared',
  'directCircle',
]);
const likelihoodOf = (name: string): number => {
  if (name.startsWith('asked:') || name === 'attends') return 0.7;
  return usual.has(name) ? 0.97 : 0.08;
};

/** Facts, each drawn anew: no two records need be alike. */
const factsFor = (draws: Draws, names: readonly string[]): Facts =>
  Object.fromEntries(
    names.map((name): [string, Fact] => {
      const known = draws.chance(likelihoodOf(name)) ? 'true' : 'false';
      return [name, { value: draws.chance(0.01) ? 'unknown' : known, source: 'question' }];
    }),
  );

/** Makes records of disclosures as the gate writes them: every level is what law and covenant give for the drawn facts. */
class Records {
  private readonly decide = decideByEngine();
  private readonly named: { readonly question: string[]; readonly item: string[]; readonly block: string[] };
  private readonly registry = registryDigest(digestOf);
  private readonly readers: readonly (readonly [kind: string, purpose: string])[];

  constructor(
    private readonly documents: Documents,
    private readonly draws: Draws,
  ) {
    const { law, covenant } = documents;
    const all = Object.entries({ ...law.facts, ...covenant.facts }).filter(([name]) => name !== 'asked');
    const of = (sorts: readonly string[]): string[] =>
      all.filter(([, fact]) => sorts.includes(fact.of)).map(([name]) => name);
    this.named = {
      question: of(['question', 'recipient']),
      item: of(['case', 'contribution']),
      block: of(['subject']),
    };
    this.readers = Object.entries(covenant.parties).flatMap(([kind, { purposes }]) =>
      Object.keys(purposes).map((code) => [kind, `${kind}.${code}`] as const),
    );
  }

  /** One record and how many fields it decided over. */
  record(at: Instant): { readonly data: Disclosure; readonly purpose: string; readonly decisions: number } {
    const [recipientKind, purpose] = this.draws.of(this.readers);
    const question = factsFor(this.draws, this.named.question);
    const circumstances: StoredFacts[] = [];
    const decisions: StoredDecision[] = [];
    let decided = 0;
    const item = (): StoredItem => {
      const type = this.draws.of(open);
      const phase = this.draws.of(['1', '2', '2', '3']);
      const supplierKind = this.draws.of(type.suppliers);
      const facts = factsFor(this.draws, this.named.item);
      const asking = { act: 'inzage' as const, recipientKind, purpose, at };
      const judge = (kind: string): StoredItem['blocks'][number] => {
        const own = { ...factsFor(this.draws, this.named.block), ...this.asked(type, kind) };
        const fields = decidedFields(type, kind);
        const judged = questionsOf(asking, { payloadType: type.id, supplierKind, phase }, fields, {
          ...question,
          ...facts,
          ...own,
        })
          .flatMap((one) => this.decide(this.documents.law, this.documents.covenant, one).fields)
          .map(judgedField);
        decided += fields.length;
        const block = { kind, facts: own, fields: judged };
        return {
          block: kind === headBlock ? headBlock : kind,
          decision: decisions.push(storedDecision(block, new Map(), digestOf)) - 1,
        };
      };
      const kinds = [headBlock, ...new Set(type.fields.map(({ block }) => block))];
      const stream = streamName('contribution', randomUUID());
      return {
        reference: '0123456789abcdef',
        stream,
        revision: '0',
        payloadType: type.id,
        supplier: oinOf(supplierKind),
        supplierKind,
        phase,
        circumstances: circumstances.push(storedFacts(facts, new Map())) - 1,
        blocks: kinds.map(judge),
      };
    };
    const items = Array.from({ length: itemsPerRecord }, item);
    const data: Disclosure = {
      disclosure: randomUUID(),
      act: 'inzage',
      view: 'casus-dossier',
      recipient: oinOf(recipientKind),
      recipientKind,
      semantics: 'covenant/1',
      build: 'meting/1',
      registry: this.registry,
      folded: [],
      facts: storedFacts(question, new Map()),
      circumstances,
      decisions,
      items,
    };
    return { data, purpose, decisions: decided };
  }

  private asked(type: PayloadType, kind: string): Facts {
    const categories = new Set(decidedFields(type, kind).map(({ category }) => `asked:${category}`));
    return factsFor(this.draws, [...categories]);
  }
}

const judgedField = ({ field, level, permit, cap, obligations }: FieldDecision): JudgedField => ({
  field,
  level,
  obligations,
  ...(permit === undefined ? {} : { permit }),
  ...(cap === undefined ? {} : { cap }),
});

const envelopeOf = (
  pins: { readonly law: string; readonly covenant: string },
  at: Instant,
  purpose: string | null,
) => ({
  cooperation,
  recordedAt: at,
  actor: 'system:meting',
  organisation: null,
  role: null,
  purpose,
  commandId: randomUUID(),
  correlation: 'meting',
  causation: null,
  traceId: '0'.repeat(32),
  covenant: pins,
});

const foundDocuments = async (
  store: EventStore,
  { law, covenant }: Documents,
): Promise<{ law: string; covenant: string }> => {
  const pins = { law: covenantDigest(law, digestOf), covenant: covenantDigest(covenant, digestOf) };
  const stream = streamName('covenant', cooperation);
  const facts = [
    {
      type: 'LawCameIntoForce',
      data: {
        law: law.wet,
        version: law.version,
        semantics: law.semantics,
        digest: pins.law,
        document: canonicalDocument(law),
      },
    },
    {
      type: 'CovenantCameIntoForce',
      data: {
        covenant: covenant.covenant,
        version: covenant.version,
        semantics: covenant.semantics,
        digest: pins.covenant,
        registry: registryDigest(digestOf),
        document: canonicalDocument(covenant),
      },
    },
  ] as const;
  for (const [at, { type, data }] of facts.entries()) {
    const envelope = envelopeOf(pins, instantOf(begun), null);
    const id = eventIdOf(envelope.commandId, 0);
    const { version: schemaVersion } = eventCatalogue[type];
    const event = encodeEvent({ ...envelope, id, type, schemaVersion, stream, data });
    await store.append(stream, [event], at === 0 ? 'no-stream' : BigInt(at - 1));
  }
  return pins;
};

/** Fills an empty folder with a log that holds at least so many past decisions over a field. Gives how many it holds. */
export const fillWithDecisions = async (folder: string, documents: Documents, wanted: number): Promise<number> => {
  mkdirSync(folder, { recursive: true });
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const pins = await foundDocuments(store, documents);
  const records = new Records(documents, drawsOf(20_260_105));
  let [held, made] = [0, 0];
  const one = async (): Promise<void> => {
    while (held < wanted) {
      const at = instantOf(begun + made++ * 60_000);
      const { data, purpose, decisions } = records.record(at);
      held += decisions;
      const envelope = envelopeOf(pins, at, purpose);
      const stream = streamName('disclosure', data.disclosure);
      const { version: schemaVersion } = eventCatalogue.DisclosureRecorded;
      const id = eventIdOf(envelope.commandId, 0);
      await store.append(
        stream,
        [encodeEvent({ ...envelope, id, type: 'DisclosureRecorded', schemaVersion, stream, data })],
        'no-stream',
      );
    }
  };
  await Promise.all(Array.from({ length: together }, one));
  await store.close();
  return held;
};
