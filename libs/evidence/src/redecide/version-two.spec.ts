import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredDisclosure } from '@knooppunt/cases';
import type { Recorded } from '@knooppunt/kernel';
import { asVersionTwo, digestOf, goldenEvents } from '@knooppunt/testing';
import { Redecider } from '../index.js';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Data = Mutable<StoredDisclosure>;

let log: readonly Recorded[];
beforeAll(() => {
  log = goldenEvents().map((event) => (event.type === 'DisclosureRecorded' ? asVersionTwo(event) : event));
});

/** What is said, with the last word of each detail, or with all that comes behind the name of a field. */
const findingsIn = (events: readonly Recorded[], words: RegExp = / (\S+)$/): readonly string[] => {
  const found: string[] = [];
  const redecider = new Redecider({
    digestOf,
    eventsOf: (name) => events.filter(({ stream }) => stream === name),
    report: ({ code, detail }) => void found.push(`${code} ${words.exec(` ${detail}`)?.[1] ?? ''}`),
  });
  for (const event of events) redecider.add(event);
  redecider.finish();
  return [...new Set(found)];
};

/** What is said of the log where the last dossier of an authority holds something else. */
const foundIn = (change: (data: Data) => void, words?: RegExp): readonly string[] => {
  const at = log.findLastIndex(({ data }) => {
    const { view, recipientKind } = data as { readonly view?: string; readonly recipientKind?: string };
    return view === 'overleg-dossier' && recipientKind === 'POL';
  });
  const record = structuredClone(log[at]) as Recorded & { data: Data };
  change(record.data);
  return findingsIn(log.with(at, record), words);
};
/** The first decision that fits. */
const decisionIn = (data: Data, fits: (one: Data['decisions'][number]) => boolean): Data['decisions'][number] => {
  const found = data.decisions.find(fits);
  if (!found) throw new TypeError('no such decision');
  return found;
};
const shows = ({ permits }: Data['decisions'][number]): boolean => Object.keys(permits).length > 0;

const afterField = /: (.*)$/;

describe('a record of version 2', () => {
  it('is decided again as it was: caps, obligations, documents and transforms too', () => {
    expect(findingsIn(log)).toEqual([]);
  });

  it('is judged by less where it says less, as one of version 1 does', () => {
    expect(findingsIn(goldenEvents())).toEqual([]);
  });

  it('says so where another cap is said to have lowered a field, or none', () => {
    const lowered = (one: Data['decisions'][number]): boolean => Object.keys(one.caps ?? {}).length > 0;
    const other = foundIn((data) => {
      const decision = decisionIn(data, lowered);
      decision.caps = { 'C-999': Object.values(decision.caps ?? {}).flat() };
    }, afterField);
    expect(other.map((one) => one.replace(/[CW]-\d+ now$/, '… now'))).toEqual(['cap-differs C-999 recorded, … now']);
    const none = foundIn((data) => void (decisionIn(data, lowered).caps = {}), afterField);
    expect(none.map((one) => one.replace(/[CW]-\d+ now$/, '… now'))).toEqual(['cap-differs none recorded, … now']);
  });

  it('says so where a cap is said to have lowered a field that none lowered', () => {
    const found = foundIn((data) => {
      const decision = decisionIn(data, (one) => shows(one) && Object.keys(one.caps ?? {}).length === 0);
      decision.caps = { 'C-25': [Object.values(decision.levels).flat()[0] as string] };
    }, afterField);
    expect(found).toEqual(['cap-differs C-25 recorded, none now']);
  });

  it('says so where other obligations are said to have come with it', () => {
    const found = foundIn((data) => void (decisionIn(data, shows).obligations = digestOf('none')));
    expect(found.map((one) => one.split(' ')[0])).toEqual(['obligations-differ']);
  });

  it('says so where it names another law, covenant or set of transforms', () => {
    const name = (one: { id: string; version: string } | undefined): { id: string; version: string } => {
      if (!one) throw new TypeError('names no document');
      return one;
    };
    const changes: readonly ((data: Data) => void)[] = [
      (data) => void (name(data.law).id = 'other'),
      (data) => void (name(data.law).version = '0'),
      (data) => void (name(data.covenant).id = 'other'),
      (data) => void (name(data.covenant).version = '0'),
    ];
    for (const change of changes) expect(foundIn(change)).toEqual(['documents-differ name']);
    expect(foundIn((data) => void (data.transforms = digestOf('none')))[0]).toMatch(/^transforms-differ/);
  });
});
