import type { Recorded } from '@knooppunt/kernel';
import { digestOf, goldenEvents } from '@knooppunt/testing';
import type { DisclosureRecord } from '../src/redecide/record.js';
import { Redecider } from '../src/redecide/redecider.js';

type Plain = string | number | bigint | boolean | null | undefined;
/** What a test may change. */
export type Mutable<T> = T extends Plain ? T : { -readonly [K in keyof T]: Mutable<T[K]> };
/** A record to be changed. */
export type Changed = Mutable<DisclosureRecord> & { readonly position: string };
/** Changes a record, or the log before it. */
export type Change = (record: Changed, log: Mutable<Recorded>[]) => void;

/** The golden log, to be changed. */
const goldenLog = (): Mutable<Recorded>[] => goldenEvents() as Mutable<Recorded>[];
const isRecord = ({ type }: { readonly type: string }): boolean => type === 'DisclosureRecorded';
const withoutIds = (text: string): string => text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…');

/** What redecide says of the record of this view for this kind, with one thing changed in it or in the log before it. */
export const foundIn = (view: string, kind: string, change: Change): readonly string[] => {
  const log = goldenLog();
  const isAsked = (event: Mutable<Recorded>): boolean => {
    const { data } = event as unknown as DisclosureRecord;
    return isRecord(event) && data.view === view && data.recipientKind === kind;
  };
  const asked = log.findLast(isAsked);
  if (!asked) throw new TypeError(`no ${view} for ${kind}`);
  const record = asked as unknown as Changed;
  change(record, log);
  const found: string[] = [];
  const redecider = new Redecider({
    digestOf,
    eventsOf: (name) => log.filter(({ stream }) => stream === name) as Recorded[],
    report: ({ position, code, detail }) => {
      if (position === record.position) found.push(`${code} ${withoutIds(detail)}`);
    },
  });
  for (const event of log) {
    if (event !== asked) redecider.note(event as Recorded);
    else {
      redecider.add(event as Recorded);
      break;
    }
  }
  return [...new Set(found)];
};

/** `found`: all that is said, or how it begins where it ends in “…”. */
export type Case = readonly [what: string, change: Change, found: readonly string[]];

/** An id that nothing has. */
export const unknownId = '00000000-0000-4000-8000-000000000000';
/** The first item of a payload type. */
export const itemOfType = ({ data }: Changed, type: string): Changed['data']['items'][number] => {
  const item = data.items.find(({ payloadType }) => payloadType === type);
  if (!item) throw new TypeError(`no ${type}`);
  return item;
};
/** The folded stream of a category. */
export const foldOf = ({ data }: Changed, category: string): { stream: string; revision: string } => {
  const folded = data.folded.find(({ stream }) => stream.startsWith(`${category}-`));
  if (!folded) throw new TypeError(`no ${category}`);
  return folded;
};
/** Takes a category out of S. */
export const withoutFold = ({ data }: Changed, category: string): void => {
  data.folded = data.folded.filter(({ stream }) => !stream.startsWith(`${category}-`));
};
/** A decision of its own for one block of one item, so that no other block changes with it. */
export const ownDecision = (record: Changed, type: string, block: string): Changed['data']['decisions'][number] => {
  const found = itemOfType(record, type).blocks.find((one) => one.block === block);
  if (!found) throw new TypeError(`no ${block}`);
  const own = structuredClone(record.data.decisions[found.decision]);
  if (!own) throw new TypeError('no decision');
  found.decision = record.data.decisions.push(own) - 1;
  return own;
};
/** Circumstances of its own for one item. */
export const ownCircumstances = (record: Changed, type: string): Changed['data']['circumstances'][number] => {
  const item = itemOfType(record, type);
  const own = structuredClone(record.data.circumstances[item.circumstances]);
  if (!own) throw new TypeError('no circumstances');
  item.circumstances = record.data.circumstances.push(own) - 1;
  return own;
};
/** The first event of a type. */
export const earlier = (log: readonly Mutable<Recorded>[], type: string): Mutable<Recorded> => {
  const found = log.find((event) => event.type === type);
  if (!found) throw new TypeError(`no ${type}`);
  return found;
};

/** Puts an event of a folded stream between its last one and the record, and into S. */
export const insert = (
  record: Changed,
  log: Mutable<Recorded>[],
  category: string,
  { type, data }: { readonly type: string; readonly data: unknown },
): void => {
  const fold = foldOf(record, category);
  const revision = BigInt(fold.revision) + 1n;
  const before = log.findLast(({ stream }) => stream === fold.stream);
  if (!before) throw new TypeError(`no ${fold.stream}`);
  const at = log.findIndex(({ position }) => position === record.position);
  log.splice(at, 0, { ...before, type, data, revision, position: `${log[at - 1]?.position ?? ''}+` });
  fold.revision = String(revision);
};
