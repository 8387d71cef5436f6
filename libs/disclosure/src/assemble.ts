import { headBlock } from '@knooppunt/cases';
import type { Asking, JudgedField } from '@knooppunt/cases';
import { basisOf } from '@knooppunt/covenant';
import { canonicalJson, dutchDateOf } from '@knooppunt/kernel';
import type { Json, Uuid } from '@knooppunt/kernel';
import { findPayloadType, transformField } from '@knooppunt/signals';
import type { FieldDefinition, Level } from '@knooppunt/signals';
import { sealContextOf } from '@knooppunt/vault';
import type { KeyedNames, Opener } from '@knooppunt/vault';
import type { JudgedBlock, JudgedItem } from './judging.js';
import type { ShownBlock, ShownField } from './view.js';

/** A block after opening and transforming: what will be sent of it, and the keyed digest that the record keeps. */
export type AssembledBlock = ShownBlock & { readonly kind: string; readonly digest?: string };

type Tools = { readonly opener: Opener; readonly names: KeyedNames };
type Values = Readonly<Record<string, Json>>;

const decoder = new TextDecoder();
const shows = (level: Level): boolean => level !== 'withhold';

/** Opens the blocks of an item whose fields rise above withhold, transforms in memory, and digests what will be sent. */
export const assembleItem = async (
  tools: Tools,
  asking: Asking,
  judged: JudgedItem,
): Promise<readonly AssembledBlock[]> => {
  const blocks = judged.blocks.filter(
    ({ name, fields }) => name !== headBlock && fields.some(({ level }) => shows(level)),
  );
  // A key that went while others were being opened took those along (one destruction is one transaction): open again,
  // until no more go, so that an item is shown as it was before or as it is after, and never in part.
  let gone = 0;
  for (;;) {
    const assembled = await Promise.all(blocks.map((block) => assembleBlock(tools, asking, judged, block)));
    const living = assembled.filter((block) => block !== 'destroyed');
    if (assembled.length - living.length === gone) return living.filter(({ fields }) => fields.length > 0);
    gone = assembled.length - living.length;
  }
};

const valuesOf = async ({ opener }: Tools, judged: JudgedItem, block: JudgedBlock): Promise<Values | 'destroyed'> => {
  const { content } = judged.planned;
  if (content.kind === 'record') return content.values;
  const sealed = content.event.sealed?.[block.name];
  if (!sealed) return {};
  const opened = await opener.open(sealed, block.name, sealContextOf(content.event));
  return opened === 'destroyed' ? opened : (JSON.parse(decoder.decode(opened)) as Values);
};

const assembleBlock = async (
  tools: Tools,
  asking: Asking,
  judged: JudgedItem,
  block: JudgedBlock,
): Promise<AssembledBlock | 'destroyed'> => {
  const values = await valuesOf(tools, judged, block);
  if (values === 'destroyed') return values;
  const show = shower(tools.names, asking, judged);
  const fields = block.fields.flatMap((field) => {
    const shown = show(field, values[field.field]);
    return shown ? [shown] : [];
  });
  const digest = await digestOf(tools.opener, judged, block, fields);
  if (digest === 'destroyed') return digest;
  return {
    block: block.name,
    kind: block.kind,
    fields,
    ...(block.subject === undefined ? {} : { subject: subjectReference(tools.names, asking, judged, block.subject) }),
    ...digest,
  };
};

const scopeOf = (asking: Asking, judged: JudgedItem) => ({
  cooperation: asking.cooperation,
  recipient: asking.recipient,
  within: judged.planned.identity.within,
});

const subjectReference = (names: KeyedNames, asking: Asking, judged: JudgedItem, subject: Uuid): string =>
  names.pseudonym(scopeOf(asking, judged), 'subject', subject);

/** A field at a level, or nothing: withheld and absent look the same (every payload field is optional). */
const shower = (names: KeyedNames, asking: Asking, judged: JudgedItem) => {
  const definitions = new Map(
    findPayloadType(judged.planned.item.payloadType)?.fields.map((field): [string, FieldDefinition] => [
      field.name,
      field,
    ]),
  );
  const context = {
    on: dutchDateOf(asking.at),
    pseudonym: (kind: string, value: string) => names.pseudonym(scopeOf(asking, judged), kind, value),
  };
  return (field: JudgedField, value: Json | undefined): ShownField | undefined => {
    const definition = definitions.get(field.field);
    if (!definition || value === undefined || !shows(field.level)) return undefined;
    const transformed = transformField(definition, field.level, value, context);
    if (transformed === undefined && field.level !== 'exists') return undefined;
    return {
      field: field.field,
      level: field.level,
      basis:
        field.permit === undefined ? 'eigen' : (basisOf(asking.law, asking.covenant, field.permit) ?? field.permit),
      obligations: field.obligations,
      ...(transformed === undefined ? {} : { value: transformed }),
    };
  };
};

const digestOf = async (
  opener: Opener,
  judged: JudgedItem,
  block: JudgedBlock,
  fields: readonly ShownField[],
): Promise<{ readonly digest?: string } | 'destroyed'> => {
  const { content } = judged.planned;
  const keyId = content.kind === 'sealed' ? content.event.sealed?.[block.name]?.keyId : undefined;
  if (keyId === undefined || fields.length === 0) return {};
  const canonical = canonicalJson(fields.map(({ field, level, value }) => [field, level, value ?? null]));
  const digest = await opener.outputDigest(keyId, canonical);
  return digest === undefined ? 'destroyed' : { digest };
};
