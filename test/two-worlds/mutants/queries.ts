import { decodeEvent } from '@knooppunt/event-store';
import type { Recorded } from '@knooppunt/kernel';
import { sealContextOf } from '@knooppunt/vault';
import type { RegelPaginaDto } from '../../../apps/hub/src/controllers/responses.js';
import { forgetReader } from './mutant.js';
import type { Insides, Mutant } from './mutant.js';

/** Everything that was supplied, opened: by contribution, the fields and values of all its blocks. */
type Contents = ReadonlyMap<string, readonly (readonly [field: string, value: string])[]>;

const decoder = new TextDecoder();
const pageSize = 500;

const suppliedIn = async ({ hub }: Insides): Promise<readonly Recorded[]> => {
  const { store } = hub.standalone.engines;
  const events: Recorded[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.readAll({ maxCount: pageSize, ...(after === undefined ? {} : { after }) });
    events.push(...page.filter(({ type }) => type === 'ContributionSupplied').map((stored) => decodeEvent(stored)));
    after = page.at(-1)?.position ?? after;
    if (page.length < pageSize) return events;
  }
};

const contentsOf = async (insides: Insides): Promise<Contents> => {
  const { opener } = insides.hub.standalone.engines.vault;
  const fieldsOf = async (event: Recorded): Promise<readonly (readonly [string, string])[]> => {
    const opened = await Promise.all(
      Object.entries(event.sealed ?? {}).map(async ([name, block]) => {
        const bytes = await opener.open(block, name, sealContextOf(event));
        return bytes === 'destroyed' ? [] : Object.entries(JSON.parse(decoder.decode(bytes)) as object);
      }),
    );
    return opened.flat().map(([field, value]) => [field, JSON.stringify(value)] as const);
  };
  const all = await Promise.all(
    (await suppliedIn(insides)).map(
      async (event) => [event.stream.slice('contribution-'.length), await fieldsOf(event)] as const,
    ),
  );
  return new Map(all);
};

const bare = (name: string): string => (name.split('.').at(-1) ?? name).replaceAll(/[^a-zA-Z]/g, '');

/** A page of a list is made as always, and then changed by what its address asked, with all content at hand. */
const change = (
  insides: Insides,
  knows: RegExp,
  by: (page: RegelPaginaDto, asked: readonly [name: string, value: string], contents: Contents) => RegelPaginaDto,
): void => {
  const { lists, meet, met } = insides;
  meet(knows);
  const page = lists.page.bind(lists);
  lists.page = async (asked, view) => {
    const found = await page(asked, view);
    const [first] = met()?.query ?? [];
    return first ? by(found, first, await contentsOf(insides)) : found;
  };
};

const filtered = (page: RegelPaginaDto, [name, value]: readonly [string, string], contents: Contents): RegelPaginaDto =>
  Object.assign(page, {
    items: page.items.filter(({ id }) =>
      (contents.get(id) ?? []).some(([field, held]) => field === bare(name) && held.includes(value)),
    ),
  });

const valueOf = (contents: Contents, id: string, name: string): string =>
  (contents.get(id) ?? []).find(([field]) => field === bare(name))?.[1] ?? '';

/** The details of a thing are shown to the full where the address asks so. */
const revealed =
  (knows: RegExp) =>
  (insides: Insides): void => {
    insides.meet(knows);
    forgetReader(insides, () => (insides.met()?.query.size ?? 0) > 0);
  };

/** Faults by which a query asks more than its reader may see. */
export const queryMutants = {
  filter: {
    what: 'a list can be filtered by a field that its reader may not see',
    reading: 'weigher',
    acts: ['sweeping'],
    foundAt: /^GET \/signalen · with birthDate=/,
    spoil: (insides) => change(insides, /^(name|birthDate|bsn)$/, filtered),
  },
  dotted: {
    what: 'a path with dots escapes the check of the name of a field',
    reading: 'weigher',
    acts: ['sweeping'],
    foundAt: /^GET \/signalen · with persons\.birthDate=/,
    spoil: (insides) => change(insides, /^persons\.\w+$/, filtered),
  },
  sort: {
    what: 'a list can be sorted by a field that its reader may not see',
    reading: 'weigher',
    acts: ['sweeping'],
    foundAt: /^GET \/signalen · with sort=/,
    spoil: (insides) =>
      change(insides, /^sort$/, (page, [, field], contents) =>
        Object.assign(page, {
          items: page.items.toSorted((a, b) =>
            valueOf(contents, a.id, field).localeCompare(valueOf(contents, b.id, field)),
          ),
        }),
      ),
  },
  aggregate: {
    what: 'a page gives the highest value of a field that its reader may not see',
    reading: 'weigher',
    acts: ['sweeping'],
    foundAt: /^GET \/signalen · with aggregaat=/,
    spoil: (insides) =>
      change(insides, /^aggregaat$/, (page, [, asked], contents) =>
        Object.assign(page, {
          hoogste: page.items
            .map(({ id }) => valueOf(contents, id, asked.replaceAll(/^max\(|\)$/g, '')))
            .toSorted()
            .at(-1),
        }),
      ),
  },
  suggest: {
    what: 'terms are suggested from what others supplied',
    reading: 'college',
    acts: ['sweeping'],
    foundAt: /^GET \/\w+ · with suggestie=/,
    spoil: (insides) =>
      change(insides, /^suggestie$/, (page, [, begin], contents) =>
        Object.assign(page, {
          suggesties: [
            ...new Set([...contents.values()].flat().flatMap(([, value]) => value.match(/\w+/g) ?? [])),
          ].filter((word) => word.startsWith(begin)),
        }),
      ),
  },
  everyField: {
    what: 'asking for all fields gives all fields',
    reading: 'immigration',
    acts: ['sweeping'],
    foundAt: / · with velden=\*$/,
    spoil: revealed(/^velden$/),
  },
  expand: {
    what: 'what a thing refers to is expanded without a decision of its own',
    reading: 'college',
    acts: ['sweeping'],
    foundAt: / · with expand=/,
    spoil: revealed(/^expand$/),
  },
  earlier: {
    what: 'an earlier version is shown as nobody had narrowed it',
    reading: 'immigration',
    acts: ['sweeping'],
    foundAt: / · with revisie=0$/,
    spoil: revealed(/^revisie$/),
  },
} as const satisfies Record<string, Mutant>;
