import { headBlock } from '@knooppunt/cases';
import type { Asking, JudgedField } from '@knooppunt/cases';
import { basisOf } from '@knooppunt/covenant';
import type { Json, Uuid } from '@knooppunt/kernel';
import type { Level } from '@knooppunt/signals';
import { sealContextOf } from '@knooppunt/vault';
import type { Opener } from '@knooppunt/vault';
import type { JudgedBlock, JudgedItem } from './judging.js';
import type { BatchPseudonyms } from './pseudonyms.js';
import { canonicalRelease, releaseOf } from './release.js';
import { openedOr } from './unanswered.js';
import type { Unanswered } from './unanswered.js';
import type { ShownBlock, ShownField } from './view.js';

/** A block after opening and transforming: what will be sent of it, and the keyed digest that the record keeps. */
export type AssembledBlock = ShownBlock & { readonly kind: string; readonly digest?: string };

/** What will be sent of an item, and by name the blocks that could not be read: they look like what is withheld. */
export type Assembled = {
  readonly blocks: readonly AssembledBlock[];
  readonly unanswered: ReadonlyMap<string, Unanswered>;
};

type Tools = { readonly opener: Opener; readonly pseudonyms: BatchPseudonyms };
type Values = Readonly<Record<string, Json>>;

const decoder = new TextDecoder();
const shows = (level: Level): boolean => level !== 'withhold';

/**
 * Opens the blocks of an item whose fields rise above withhold, transforms in memory, and digests what will be sent. A
 * block that cannot be read is not answered, and takes no other along.
 */
export const assembleItem = async (tools: Tools, asking: Asking, judged: JudgedItem): Promise<Assembled> => {
  const blocks = judged.blocks.filter(
    ({ name, fields }) => name !== headBlock && fields.some(({ level }) => shows(level)),
  );
  // A key that went while others were being opened took those along (one destruction is one transaction): open again,
  // until no more go, so that an item is shown as it was before or as it is after, and never in part.
  let gone = 0;
  for (;;) {
    const opened = await Promise.all(blocks.map((block) => assembleBlock(tools, asking, judged, block)));
    const unanswered = new Map(
      opened.flatMap((one, at) => ('unanswered' in one ? [[blocks[at]?.name ?? '', one.unanswered] as const] : [])),
    );
    const destroyed = [...unanswered.values()].filter((reason) => reason === 'key-destroyed').length;
    if (destroyed > 0) tools.pseudonyms.forget();
    if (destroyed === gone) {
      return { unanswered, blocks: opened.flatMap((one) => ('fields' in one && one.fields.length > 0 ? [one] : [])) };
    }
    gone = destroyed;
  }
};

type NotRead = { readonly unanswered: Unanswered };

const valuesOf = async (
  { opener }: Tools,
  judged: JudgedItem,
  block: JudgedBlock,
): Promise<{ readonly values: Values } | NotRead> => {
  const { content } = judged.planned;
  if (content.kind === 'record') return { values: content.values };
  const sealed = content.event.sealed?.[block.name];
  if (!sealed) return { values: {} };
  const opened = await openedOr(() => opener.open(sealed, block.name, sealContextOf(content.event)));
  return 'unanswered' in opened ? opened : { values: JSON.parse(decoder.decode(opened)) as Values };
};

const assembleBlock = async (
  tools: Tools,
  asking: Asking,
  judged: JudgedItem,
  block: JudgedBlock,
): Promise<AssembledBlock | NotRead> => {
  const read = await valuesOf(tools, judged, block);
  if ('unanswered' in read) return read;
  const fields = shownFields(tools.pseudonyms, asking, judged, { block, values: read.values });
  const digest = await digestOf(tools.opener, judged, block, fields);
  if ('unanswered' in digest) return digest;
  return {
    block: block.name,
    kind: block.kind,
    fields,
    ...(block.subject === undefined
      ? {}
      : { subject: subjectReference(tools.pseudonyms, asking, judged, block.subject) }),
    ...digest,
  };
};

const scopeOf = (asking: Asking, judged: JudgedItem) => ({
  cooperation: asking.cooperation,
  recipient: asking.recipient,
  within: judged.planned.identity.within,
});

const subjectReference = (pseudonyms: BatchPseudonyms, asking: Asking, judged: JudgedItem, subject: Uuid): string =>
  pseudonyms.pseudonym(scopeOf(asking, judged), 'subject', subject);

/** What of a block is shown, each field with its article and its duties. */
const shownFields = (
  pseudonyms: BatchPseudonyms,
  asking: Asking,
  judged: JudgedItem,
  { block, values }: { readonly block: JudgedBlock; readonly values: Values },
): readonly ShownField[] => {
  const released = { ...scopeOf(asking, judged), pseudonyms: judged.pseudonyms, at: asking.at };
  const release = releaseOf(pseudonyms, released, judged.type);
  const judgedFields = new Map(block.fields.map((field): [string, JudgedField] => [field.field, field]));
  return release(block.fields, values).map((field) => {
    const { permit, obligations = {} } = judgedFields.get(field.field) ?? {};
    const basis = permit === undefined ? 'eigen' : (basisOf(asking.law, asking.covenant, permit) ?? permit);
    return { ...field, basis, obligations };
  });
};

const digestOf = async (
  opener: Opener,
  judged: JudgedItem,
  block: JudgedBlock,
  fields: readonly ShownField[],
): Promise<{ readonly digest?: string } | NotRead> => {
  const { content } = judged.planned;
  const keyId = content.kind === 'sealed' ? content.event.sealed?.[block.name]?.keyId : undefined;
  if (keyId === undefined || fields.length === 0) return {};
  const canonical = canonicalRelease(fields);
  return openedOr(async () => {
    const digest = await opener.outputDigest(keyId, canonical);
    return digest === undefined ? 'destroyed' : { digest };
  });
};
