import type { EventStore } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Instant, Position, StreamName, Uuid } from '@knooppunt/kernel';
import { Registries } from '@knooppunt/signals';
import type { Registry } from '@knooppunt/signals';
import type { KeyedNames, Opener } from '@knooppunt/vault';
import { createHash } from 'node:crypto';
import { assembleItem } from './assemble.js';
import type { Assembled } from './assemble.js';
import { AnswerTooLarge, RegistryUnknown } from './errors.js';
import { fittingOf } from './fitting.js';
import { foldFor, mayRead } from './fold-view.js';
import type { FoldedAnswer } from './fold-view.js';
import { StreamFolds } from './folds.js';
import { judgeItem, judgingContext } from './judging.js';
import type { JudgedItem } from './judging.js';
import { narrows } from './narrowing.js';
import { GateLog } from './gate-log.js';
import { BatchPseudonyms } from './pseudonyms.js';
import { disclosureRecord } from './record.js';
import type { PreparedItem } from './record.js';
import { SealedFactsReader } from './sealed-facts.js';
import { Supplies } from './supplies.js';
import type {
  AbsentPlan,
  AnyReader,
  GateAnswer,
  PlannedItem,
  ShownBlock,
  ShownItem,
  Snapshot,
  View,
  ViewPlan,
} from './view.js';
import { watched } from './watched-opener.js';
import type { WatchedOpener } from './watched-opener.js';

/**
 * What the gate works with. `clock` gives the instant of a decision; `newId` an id that has not been given before: random
 * in production, derived from the request's correlation where two histories are compared.
 */
export type GateParts = {
  readonly store: EventStore;
  readonly opener: Opener;
  readonly names: KeyedNames;
  readonly clock: () => Instant;
  readonly newId: (scope: string, correlation: string) => Uuid;
  /** Those of this program unless others are given. */
  readonly registries?: Registries;
};

type Judge = (planned: PlannedItem) => Promise<JudgedItem>;
/** A fold that can be asked: standing and documents are there. */
type Askable = FoldedAnswer & Required<Pick<FoldedAnswer, 'documents' | 'asking'>>;
/**
 * What one answer works with: each contribution read once, each facts block opened once, each fault of the key store seen,
 * each pseudonym made once. None of it outlives the answer.
 */
type Workings = {
  readonly judge: Judge;
  readonly supplies: Supplies;
  readonly opener: WatchedOpener;
  readonly pseudonyms: BatchPseudonyms;
};
type Prepared = {
  readonly keystone?: PreparedItem;
  readonly items: readonly PreparedItem[];
  readonly more: boolean;
  readonly isPage: boolean;
};

const maxTries = 3;
const digestOf = (bytes: string | Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/**
 * The one place where content is opened for a party: fold, decide, open and transform, record, check, send (design §6).
 *
 * No answer leaves before its record is durable, and none whose record lies after a revocation that forbids it. What a
 * reader may not know of is answered as what does not exist: the same steps, the same number of appends, the same bytes.
 */
export class Gate {
  private readonly folds: StreamFolds;
  private readonly log: GateLog;
  private readonly registries: Registries;

  constructor(private readonly parts: GateParts) {
    this.registries = parts.registries ?? new Registries(digestOf);
    this.folds = new StreamFolds(parts.store);
    this.log = new GateLog(parts.store);
  }

  /**
   * Answers a view for a reader. Errors: `disclosure/answer-too-large`, `disclosure/registry-unknown`,
   * `event-store/store-unavailable`, `vault/unavailable` (the key store as a whole: also of what does not exist) and the
   * like; then nothing has been sent.
   */
  async answer(view: View, reader: AnyReader): Promise<GateAnswer> {
    for (let attempt = 1; attempt <= maxTries; attempt += 1) {
      const answer = await this.attempt(view, reader);
      if (answer !== 'moved') return answer;
    }
    return this.refuse(view, reader, await foldFor(this.folds, view, reader, this.parts.clock()), []);
  }

  /** The folds that the gate keeps, for handlers that must know where a stream stands. */
  get streams(): StreamFolds {
    return this.folds;
  }

  private async attempt(view: View, reader: AnyReader): Promise<GateAnswer | 'moved'> {
    const pseudonyms = new BatchPseudonyms(this.parts.names);
    try {
      return await this.attemptWith(pseudonyms, view, reader);
    } finally {
      pseudonyms.forget();
    }
  }

  private async attemptWith(pseudonyms: BatchPseudonyms, view: View, reader: AnyReader): Promise<GateAnswer | 'moved'> {
    const opener = watched(this.parts.opener);
    const [folded] = await Promise.all([
      foldFor(this.folds, view, reader, this.parts.clock()),
      view.clearOnly === true ? undefined : opener.reach(),
    ]);
    const { documents, asking } = folded;
    if (!documents || !asking) return this.refuse(view, reader, folded, ['no-covenant-in-force']);
    if (!mayRead(view, folded, asking.party.state)) return this.refuse(view, reader, folded, ['no-standing']);
    const askable: Askable = { ...folded, documents, asking };
    const supplies = new Supplies(this.parts.store);
    const judge = this.judging(view, askable, { supplies, opener });
    const sees = async (planned: PlannedItem): Promise<boolean> => (await judge(planned)).visible;
    const plan = await view.plan({ ...folded, asking, folds: this.folds, sees });
    if (plan === 'absent') return this.refuse(view, reader, folded, []);
    const prepared = await this.prepare(view, askable, plan, { judge, supplies, opener, pseudonyms });
    if (prepared === 'absent') return this.refuse(view, reader, folded, []);
    // one block that is not answered is withheld; an answer without any, because nothing could be opened, is none
    if (opener.hasFailed()) await opener.reach();
    const disclosure = this.parts.newId('disclosure', reader.correlation);
    const all = [...(prepared.keystone ? [prepared.keystone] : []), ...prepared.items];
    const snapshot = restingOn(folded, prepared);
    const registry = this.registryOf(documents.registry);
    const record = disclosureRecord({ disclosure, view, asking, documents, registry, folded: snapshot, items: all });
    const pins = { law: documents.lawDigest, covenant: documents.covenantDigest };
    const stream = streamName('disclosure', disclosure);
    const { position } = await this.log.append(stream, record, { reader, at: asking.at, pins });
    const moved = await narrows(this.folds, snapshot, reader.organisation);
    if (moved.length === 0) return this.shown(disclosure, position, asking.at, prepared);
    await this.log.append(
      stream,
      { type: 'DisclosureAborted', data: { disclosure, moved } },
      { reader, at: asking.at, pins, after: 0n },
    );
    return 'moved';
  }

  /** How items are judged in one answer; each facts block is opened once, each contribution read once. */
  private judging(
    { act }: View,
    { add, asking, documents }: Askable,
    { supplies, opener }: Pick<Workings, 'supplies' | 'opener'>,
  ): Judge {
    const sealedFacts = new SealedFactsReader(opener, (contribution) => supplies.find(contribution));
    const context = judgingContext({ asking, act, sealedFacts, registry: this.registryOf(documents.registry) });
    return async (planned) => {
      const { content, item } = planned;
      supplies.know([planned]);
      // Outside a case and a weighing only the contribution's own stream says that its keys have gone.
      if (act === 'eigen' && content.kind === 'sealed' && item.contribution !== undefined) {
        add(await this.folds.fold('contribution', item.source.stream, asking.cooperation));
      }
      return judgeItem(context, planned);
    };
  }

  /** The registry of the covenant in force: a later one of this program is no part of what that covenant was checked against. */
  private registryOf(digest: string): Registry {
    const registry = this.registries.find(digest);
    if (!registry) throw new RegistryUnknown(digest);
    return registry;
  }

  private async prepare(
    view: View,
    folded: Askable,
    plan: ViewPlan | AbsentPlan,
    { judge, supplies, opener, pseudonyms }: Workings,
  ): Promise<Prepared | 'absent'> {
    const { asking, documents } = folded;
    const tools = { opener, pseudonyms };
    const assemble = async (judged: JudgedItem): Promise<PreparedItem> => ({
      judged,
      ...(judged.visible ? await assembleItem(tools, asking, judged) : nothing),
      reference: this.reference(folded, judged.planned),
    });
    const first = 'like' in plan ? plan.like : plan.keystone;
    const keystone = first && (await judge(first));
    if ('like' in plan || (keystone && !keystone.visible)) return 'absent';
    const planned = typeof plan.items === 'function' ? await plan.items() : plan.items;
    if (Array.isArray(planned)) supplies.know(planned as readonly PlannedItem[]);
    const { limit } = plan;
    const { judged, more } = await judgePage(planned, limit, judge);
    const registry = this.registryOf(documents.registry);
    const draft = { view, asking, documents, registry, folded: folded.snapshot() };
    const fitting = fittingOf(draft, keystone ? [keystone, ...judged] : judged);
    if (!fitting) return this.tooLarge(view, folded, judged);
    const items = fitting.filter((item) => item !== keystone);
    return {
      more,
      isPage: limit !== undefined,
      items: await Promise.all(items.map(assemble)),
      ...(keystone ? { keystone: await assemble(keystone) } : {}),
    };
  }

  private async tooLarge(view: View, folded: Askable, judged: readonly JudgedItem[]): Promise<never> {
    const error = new AnswerTooLarge(view.name, judged.filter(({ visible }) => visible).length);
    await this.refusal(view, folded, { code: error.code, rules: [] });
    throw error;
  }

  private reference(folded: FoldedAnswer, { identity }: PlannedItem): string {
    const { cooperation, organisation } = folded.reader;
    return this.parts.names.pseudonym(
      { cooperation, recipient: organisation, within: identity.within },
      'reference',
      identity.id,
    );
  }

  private shown(disclosure: Uuid, position: Position, at: Instant, prepared: Prepared): GateAnswer {
    return {
      kind: 'shown',
      disclosure,
      position,
      at,
      more: prepared.more,
      ...(prepared.keystone ? { keystone: shownItem(prepared.keystone) } : {}),
      items: prepared.items.filter(({ judged }) => judged.visible).map(shownItem),
    };
  }

  private async refuse(
    view: View,
    reader: AnyReader,
    folded: FoldedAnswer,
    rules: readonly string[],
  ): Promise<GateAnswer> {
    const position = await this.refusal(view, folded, { code: 'disclosure/absent', rules });
    await narrows(this.folds, folded.snapshot(), reader.organisation);
    return { kind: 'absent', position };
  }

  private async refusal(
    view: View,
    folded: FoldedAnswer,
    why: { readonly code: string; readonly rules: readonly string[] },
  ): Promise<Position> {
    const { reader, at } = folded;
    const refusal = this.parts.newId('refusal', reader.correlation);
    const event = {
      type: 'ReadRefused',
      data: {
        refusal,
        view: view.name,
        recipient: reader.organisation,
        ...why,
        folded: [...folded.snapshot()].map(([stream, revision]) => ({ stream, revision: revision.toString() })),
      },
    } as const;
    const { position } = await this.log.append(streamName('refusal', refusal), event, { reader, at, ...folded.pins });
    return position;
  }
}

/**
 * What an answer rests on. A page says nothing of the candidates that it passed over, however many there are, so neither
 * their streams nor their decisions are part of it: a record grows with what is shown, not with what is not.
 */
const restingOn = (folded: FoldedAnswer, { items, isPage }: Prepared): Snapshot => {
  const all = folded.snapshot();
  if (!isPage) return all;
  const used = new Set([...folded.own, ...items.flatMap(({ judged }) => streamsOf(judged.planned))]);
  return new Map([...all].filter(([stream]) => used.has(stream)));
};

const streamsOf = ({ item }: PlannedItem): readonly StreamName[] =>
  [item.source, item.case, item.signal, item.request].flatMap((placed) => (placed ? [placed.stream] : []));

const nothing: Assembled = { blocks: [], unanswered: new Map() };

/** Judges candidates: all of them at once where they are known, or in order until a page is full and one more is known. */
const judgePage = async (
  items: Iterable<PlannedItem> | AsyncIterable<PlannedItem>,
  limit: number | undefined,
  judge: Judge,
): Promise<{ readonly judged: readonly JudgedItem[]; readonly more: boolean }> => {
  if (limit === undefined && Array.isArray(items)) {
    return { judged: await Promise.all((items as readonly PlannedItem[]).map(judge)), more: false };
  }
  const judged: JudgedItem[] = [];
  let visible = 0;
  for await (const planned of items) {
    const one = await judge(planned);
    if (one.visible && visible === limit) return { judged, more: true };
    if (one.visible) visible += 1;
    if (one.visible || limit === undefined) judged.push(one);
  }
  return { judged, more: false };
};

const shownItem = ({ judged, reference, blocks }: PreparedItem): ShownItem => ({
  id: judged.planned.identity.id,
  reference,
  payloadType: judged.planned.item.payloadType,
  supplierKind: judged.planned.item.supplierKind,
  receivedOn: judged.planned.receivedOn,
  blocks: blocks.map(({ block, subject, fields }): ShownBlock => ({
    block,
    fields,
    ...(subject === undefined ? {} : { subject }),
  })),
});
