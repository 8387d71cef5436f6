import type { DisclosedItem, Item } from '@knooppunt/cases';
import { categoryOf, idOf } from '@knooppunt/kernel';
import type { RecordedFold } from './record.js';
import type { SourceBook } from './source-book.js';

const contentKinds = ['person', 'company', 'matter', 'text'];
const weighing = 'weging';
const bureauKind = 'RIEC';

/** Where each record of the process lies: a type that is claimed for another stream is judged under the wrong permits. */
const placeOfRecord: Readonly<Record<string, string>> = {
  H1: 'case',
  H2: 'case',
  H3: 'meeting',
  H4: 'request',
  H5: 'signal',
  H6: 'case',
  H7: 'covenant',
  H8: 'disclosure',
  H9: 'case',
  H10: 'contribution',
};

type Places = Pick<Item, 'case' | 'signal' | 'request'>;
/** An item of a record, and the how-manieth of its payload type it is there (from 0). */
export type RankedItem = { readonly item: DisclosedItem; readonly rank: number };
/** What the log knows of the thing that an item is. */
type Known = Omit<Item, keyof Places | 'payloadType' | 'supplier' | 'supplierKind' | 'phase' | 'source'>;

/** What was supplied; the answer of a register (Z) lies in the same stream, sealed like a text. */
const isContribution = ({ stream, payloadType }: DisclosedItem): boolean =>
  categoryOf(stream) === 'contribution' && !payloadType.startsWith('Z');
const isProcessRecord = ({ payloadType }: DisclosedItem): boolean => payloadType.startsWith('H');

/** The streams that an item lies in; undefined, and a finding, where the record does not name them rightly. */
const placesOf = (fold: RecordedFold, item: DisclosedItem): Places | undefined => {
  const inCase = item.case === undefined ? undefined : fold.find('case', `case-${item.case}`);
  const signal = item.signal === undefined ? undefined : fold.find('signal', `signal-${item.signal}`);
  const isOfRequest = categoryOf(item.stream) === 'request';
  const request = isOfRequest ? fold.find('request', item.stream) : undefined;
  const isLost =
    (item.case !== undefined && !inCase) || (item.signal !== undefined && !signal) || (isOfRequest && !request);
  if (isLost) return undefined;
  return {
    ...(inCase ? { case: inCase } : {}),
    ...(signal ? { signal } : {}),
    ...(request ? { request } : {}),
  };
};

const differs = (fold: RecordedFold, item: DisclosedItem, known: readonly [string, string][]): void => {
  for (const [name, value] of known) {
    if (item[name as 'supplier'] !== value) fold.say('source-differs', `${item.stream} ${name}`);
  }
};

const contributionOf = (fold: RecordedFold, item: DisclosedItem): Known | undefined => {
  const state = fold.contribution(item.stream);
  if (state.way === '') return undefined;
  const { supplier, supplierKind, payloadType, way, declaration, firstProcessed, blocks } = state;
  differs(fold, item, [
    ['supplier', supplier],
    ['supplierKind', supplierKind],
    ['payloadType', payloadType],
  ]);
  return {
    contribution: idOf(item.stream),
    way,
    declaration,
    firstProcessed,
    blocks: blocks.filter(({ kind }) => contentKinds.includes(kind)).map(({ name, kind }) => ({ name, kind })),
  };
};

const textOf = (fold: RecordedFold, book: SourceBook, item: DisclosedItem): Known | undefined => {
  const text = book.findText(item.stream, BigInt(item.revision));
  if (!text) return undefined;
  const supplier = text.organisation ?? '';
  differs(fold, item, [
    ['supplier', supplier],
    ['supplierKind', fold.kindOf(supplier)],
    ['payloadType', text.payloadType],
  ]);
  return {
    blocks: text.blocks.map((name) => ({ name, kind: 'text' })),
    ...(text.concerns === undefined ? {} : { concerns: text.concerns }),
  };
};

/** Whom a record of the process is about: a necessity's recipient, in the order of the case; an earlier disclosure's. */
const concernsOf = (
  fold: RecordedFold,
  book: SourceBook,
  { item, rank }: RankedItem,
  places: Places,
): string | undefined => {
  if (item.payloadType === 'H6') return places.case?.state.necessities[rank]?.recipient;
  return item.payloadType === 'H8' ? book.findRecipient(fold.cooperation, item.stream) : undefined;
};

/** Whose record it is: that of a delivery is its supplier's, all others are the bureau's. */
const checkKeeper = (fold: RecordedFold, book: SourceBook, item: DisclosedItem): boolean => {
  const keeper: [string, string][] = [['supplierKind', fold.kindOf(item.supplier)]];
  if (categoryOf(item.stream) === 'contribution') {
    const { way, supplier } = fold.contribution(item.stream);
    const owner = way === '' ? book.findRefusedSupplier(idOf(item.stream)) : supplier;
    if (owner === undefined) return false;
    keeper.push(['supplier', owner]);
  } else keeper.push(['supplierKind', bureauKind]);
  differs(fold, item, keeper);
  return true;
};

const processRecordOf = (
  fold: RecordedFold,
  book: SourceBook,
  ranked: RankedItem,
  places: Places,
): Known | undefined => {
  const { payloadType, stream } = ranked.item;
  if (!checkKeeper(fold, book, ranked.item)) return undefined;
  if (placeOfRecord[payloadType] !== categoryOf(stream)) fold.say('source-differs', `${stream} payloadType`);
  const concerns = concernsOf(fold, book, ranked, places);
  return { blocks: [{ name: 'record', kind: 'record' }], ...(concerns === undefined ? {} : { concerns }) };
};

const knownOf = (fold: RecordedFold, book: SourceBook, ranked: RankedItem, places: Places): Known | undefined => {
  const { item } = ranked;
  if (isProcessRecord(item)) return processRecordOf(fold, book, ranked, places);
  return isContribution(item) ? contributionOf(fold, item) : textOf(fold, book, item);
};

const isShown = ({ blocks }: DisclosedItem): boolean =>
  blocks.some(({ levels }) => Object.values(levels).some((level) => level !== 'withhold'));

/** Does what lies in this stream belong to the case, or to the signal, that it was shown in? */
const belongs = (fold: RecordedFold, item: DisclosedItem, places: Places): boolean => {
  const { stream } = item;
  const category = categoryOf(stream);
  switch (category) {
    case 'case':
      return stream === `case-${item.case}`;
    case 'signal':
      return stream === `signal-${item.signal}`;
    case 'request':
    case 'meeting':
      return fold.caseOf(category, stream) === item.case;
    case 'contribution':
      return (
        (item.signal === undefined || item.signal === idOf(stream)) &&
        (!places.case || Object.hasOwn(places.case.state.contributions, idOf(stream)))
      );
    default:
      return true;
  }
};

/** Has the destruction of what was supplied begun? */
const isGoing = ({ stream }: DisclosedItem, places: Places): boolean => {
  if (categoryOf(stream) !== 'contribution') return false;
  const isDestroyed = places.case?.state.contributions[idOf(stream)]?.underDestruction === true;
  return isDestroyed || places.signal?.state.status === 'rejected';
};

/** An item of a record as the gate had it, from the log alone; undefined, and findings, where the log does not bear it out. */
export const itemOf = (fold: RecordedFold, book: SourceBook, ranked: RankedItem): Item | undefined => {
  const { item } = ranked;
  const places = placesOf(fold, item);
  if (!places || !fold.isOwn(item.stream)) return undefined;
  const known = knownOf(fold, book, ranked, places);
  if (!known) {
    fold.say('source-missing', `${item.stream}@${item.revision}`);
    return undefined;
  }
  const phase = places.case?.state.phase ?? weighing;
  if (item.phase !== phase) fold.say('phase-differs', item.stream);
  if (!belongs(fold, item, places)) fold.say('not-in-case', item.stream);
  if (isGoing(item, places) && isShown(item)) fold.say('under-destruction', item.stream);
  return {
    ...known,
    ...places,
    phase,
    payloadType: item.payloadType,
    supplier: item.supplier,
    supplierKind: item.supplierKind,
    source: { stream: item.stream, revision: BigInt(item.revision) },
  };
};
