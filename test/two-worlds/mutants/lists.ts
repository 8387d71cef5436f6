import type { View } from '@knooppunt/disclosure';
import { regelOf } from '../../../apps/hub/src/presenter.js';
import { candidatesOf } from '../../../apps/hub/src/queries/candidates.js';
import type { Candidate } from '../../../apps/hub/src/queries/candidates.js';
import type { PageAsked } from '../../../apps/hub/src/lists.js';
import { collect, forgetReader, inTurn, widen } from './mutant.js';
import type { Insides, Mutant } from './mutant.js';

const listViews: readonly string[] = ['signalen', 'casussen', 'verzoeken', 'overleggen'];

/** All rows of a list, whoever asks. */
const allRows = ({ desk, parts }: Insides, { reader, list, cursor }: PageAsked): Promise<readonly Candidate[]> => {
  const everything = { ...desk.audience(reader), isBureau: true };
  return collect(candidatesOf(parts.readStore, list, everything, desk.after(reader, list, cursor)), Infinity);
};

type PageView = (candidates: AsyncIterable<Candidate>, limit: number) => View;

/** A page says one thing more. */
const saysMore = (insides: Insides, more: (asked: PageAsked) => Promise<object>): void => {
  const { lists } = insides;
  const page = lists.page.bind(lists);
  lists.page = async (asked, view) => Object.assign(await page(asked, view), await more(asked));
};

const aList = /^GET \/\w+ · /;

/** Faults of lists, their pages and their cursors. */
export const listMutants = {
  scope: {
    what: 'a list ignores its scope',
    reading: 'outsider',
    foundAt: aList,
    spoil: (insides) => {
      widen(insides, () => true);
      forgetReader(insides, ({ name }) => listViews.includes(name));
    },
  },
  count: {
    what: 'a total counts hidden rows',
    reading: 'college',
    foundAt: aList,
    spoil: (insides) =>
      saysMore(insides, async (asked) => ({
        totaal: (await allRows(insides, { ...asked, cursor: undefined })).length,
      })),
  },
  newest: {
    what: 'a page tells the highest value of a column over hidden rows too',
    reading: 'college',
    foundAt: aList,
    spoil: (insides) =>
      saysMore(insides, async (asked) => ({ nieuwste: (await allRows(insides, asked)).at(-1)?.sort ?? null })),
  },
  examined: {
    what: 'a page explains how many rows were examined for it',
    reading: 'college',
    foundAt: aList,
    spoil: (insides) => saysMore(insides, async (asked) => ({ bekeken: (await allRows(insides, asked)).length })),
  },
  laterPage: {
    what: 'later pages skip the filter',
    reading: 'college',
    foundAt: / · page 2 of 1$/,
    spoil: (insides) => {
      const later = new WeakSet<object>();
      widen(insides, (reader) => later.has(reader));
      forgetReader(insides, (_view, reader) => later.has(reader));
      const { lists } = insides;
      const page = lists.page.bind(lists);
      lists.page = (asked, view) => {
        if (asked.cursor !== undefined) later.add(asked.reader);
        return page(asked, view);
      };
    },
  },
  filterLast: {
    what: 'rows are filtered after the page is cut',
    reading: 'college',
    foundAt: aList,
    spoil: (insides) => {
      const { lists, desk } = insides;
      lists.page = async (asked: PageAsked, view: PageView) => {
        const { reader, list, limit } = asked;
        const rows = (await allRows(insides, asked)).slice(0, limit + 1);
        const cut = rows.slice(0, limit);
        const { items } = await desk.show(view(inTurn(cut), limit), reader);
        return { items: items.map(regelOf), ...desk.next(reader, list, rows.length > limit ? cut.at(-1) : undefined) };
      };
    },
  },
  cursor: {
    what: 'a cursor holds how many rows are hidden behind it',
    reading: 'college',
    tells: 'opaque strings',
    foundAt: /holds more than a place, for cursor:/,
    spoil: ({ desk, parts }) => {
      const next = desk.next.bind(desk);
      desk.next = (reader, list, last) =>
        last === undefined
          ? next(reader, list, last)
          : {
              volgende: parts.names.sealOpaque(reader.person, `cursor:${list}`, `${last.sort} ${last.id} 12 rows`),
            };
    },
  },
} as const satisfies Record<string, Mutant>;
