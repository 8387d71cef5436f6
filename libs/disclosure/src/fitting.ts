import { maxAppendBytes } from '@knooppunt/event-store';
import { canonicalJson } from '@knooppunt/kernel';
import type { JudgedItem } from './judging.js';
import { disclosureRecord } from './record.js';

type Draft = Omit<Parameters<typeof disclosureRecord>[0], 'items' | 'disclosure'>;

/** An item and a block as they stand in a record at most; and what is not known before blocks are opened. */
const most = { item: 700, block: 1_500, digest: 60, envelope: 4_000, reference: '0'.repeat(64) };
const anyId = '00000000-0000-4000-8000-000000000000';

const sum = (items: readonly JudgedItem[], of: (item: JudgedItem) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const fits = (draft: Draft, items: readonly JudgedItem[]): boolean => {
  const blocks = sum(items, (item) => item.blocks.length);
  const folded = draft.folded.size * 200;
  if (most.envelope + folded + items.length * most.item + blocks * most.block <= maxAppendBytes) return true;
  const prepared = items.map((judged) => ({ judged, reference: most.reference, blocks: [], unanswered: new Map() }));
  const { data } = disclosureRecord({ ...draft, disclosure: anyId, items: prepared });
  return most.envelope + canonicalJson(data).length + blocks * most.digest <= maxAppendBytes;
};

/** The how-manieth necessity of its case a record is, an audit knows from the necessities before it. */
const isRanked = ({ planned }: JudgedItem): boolean => planned.item.payloadType === 'H6';

/**
 * The items that a record of this answer holds, before any of them is opened: all of them, or, where that is more than one
 * append takes, those that are there for the reader. Undefined where even these are too many: that depends on nothing but
 * what the reader may know of.
 */
export const fittingOf = (draft: Draft, items: readonly JudgedItem[]): readonly JudgedItem[] | undefined => {
  if (fits(draft, items)) return items;
  const shown = items.filter((item) => item.visible || isRanked(item));
  return fits(draft, shown) ? shown : undefined;
};
