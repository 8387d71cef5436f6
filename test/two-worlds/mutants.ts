import type { Gate, Reader, View } from '@knooppunt/disclosure';
import { amsterdam, oins } from '../e2e/support/cast.js';
import type { FixedHub } from '../harness/fixed-hub.js';
import { Desk } from '../../apps/hub/src/desk.js';
import { Lists } from '../../apps/hub/src/lists.js';
import { HUB_PARTS } from '../../apps/hub/src/hub.parts.js';
import type { HubParts } from '../../apps/hub/src/hub.parts.js';
import { regelOf } from '../../apps/hub/src/presenter.js';
import { candidatesOf } from '../../apps/hub/src/queries/candidates.js';
import type { Candidate } from '../../apps/hub/src/queries/candidates.js';
import { roles } from '../../apps/hub/src/roles.js';

/** The objects of a running hub that a mutant changes; nothing of it is in the hub's own code. */
type Insides = {
  readonly gate: Gate;
  readonly desk: Desk;
  readonly lists: Lists;
  readonly parts: HubParts;
};
/** A fault that a peer shipped. `spoil` puts it into a running hub; `foundAt` is the kind of request that must tell. */
export type Mutant = {
  readonly name: string;
  readonly shippedBy: string;
  readonly foundAt: RegExp;
  readonly spoil: (insides: Insides) => void;
};

const lists: readonly string[] = ['signalen', 'casussen', 'verzoeken', 'overleggen'];
const details: readonly string[] = ['signaal', 'casus', 'casus-dossier', 'verzoek', 'overleg', 'overleg-dossier'];

/** The bureau's own analyst: whose rights a service has that forgets whom it answers. */
const asBureau = ({ names }: HubParts, reader: Reader): Reader => ({
  ...reader,
  person: names.personId('proef', 'analist.amsterdam', amsterdam),
  organisation: oins.bureau,
  kind: 'RIEC',
  role: roles.analyst,
  purpose: 'RIEC.voorbereiding',
});

/** The gate answers some questions with the rights of the bureau instead of those of the reader. */
const forgetReader = ({ gate, parts }: Insides, forgets: (view: View, reader: Reader) => boolean): void => {
  const answer = gate.answer.bind(gate);
  gate.answer = (view, reader) =>
    answer(view, reader.role !== null && forgets(view, reader) ? asBureau(parts, reader) : reader);
};

/** Lists take their candidates from the whole cooperation, for some readers. */
const widen = ({ desk }: Insides, widens: (reader: Reader) => boolean): void => {
  const audience = desk.audience.bind(desk);
  desk.audience = (reader) => ({ ...audience(reader), ...(widens(reader) ? { isBureau: true } : {}) });
};

const everybody: readonly string[] = Object.values(oins);

const collect = async (candidates: AsyncIterable<Candidate>, most: number): Promise<readonly Candidate[]> => {
  const found: Candidate[] = [];
  for await (const candidate of candidates) {
    if (found.length === most) break;
    found.push(candidate);
  }
  return found;
};

const inTurn = async function* inTurn<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
};

export const mutants = {
  lookup: {
    name: 'a look-up by id skips authorisation',
    shippedBy: 'Open Zaak CVE-2026-54657',
    foundAt: /^GET \/\w+\/\{id\}.* of others$/,
    spoil: (insides) => forgetReader(insides, ({ name }) => details.includes(name)),
  },
  scope: {
    name: 'a list ignores its scope',
    shippedBy: 'Open Zaak GHSA-vpvj-hgh4-8389',
    foundAt: /^GET \/\w+ · /,
    spoil: (insides) => {
      widen(insides, () => true);
      forgetReader(insides, ({ name }) => lists.includes(name));
    },
  },
  count: {
    name: 'a total counts hidden rows',
    shippedBy: 'HAPI #1507, OpenCTI #3319',
    foundAt: /^GET \/\w+ · /,
    spoil: ({ lists: own, desk, parts }) => {
      const page = own.page.bind(own);
      own.page = async (asked, view) => {
        const all = { ...desk.audience(asked.reader), isBureau: true };
        const rows = await collect(candidatesOf(parts.readStore, asked.list, all, undefined), Infinity);
        return Object.assign(await page(asked, view), { totaal: rows.length });
      };
    },
  },
  audience: {
    name: 'an empty audience means everyone',
    shippedBy: 'MISP #4200',
    foundAt: /^GET \/signalen\/\{id\}.* of others$/,
    spoil: ({ gate }) => {
      const { streams } = gate;
      const fold = streams.fold.bind(streams);
      streams.fold = async (category, stream, cooperation) => {
        const placed = await fold(category, stream, cooperation);
        const { weighers } = placed.state as { readonly weighers?: readonly string[] };
        return weighers?.length === 0 ? { ...placed, state: { ...placed.state, weighers: everybody } } : placed;
      };
    },
  },
  laterPage: {
    name: 'later pages skip the filter',
    shippedBy: 'HAPI #6854, #2369',
    foundAt: / · page 2 of 1$/,
    spoil: (insides) => {
      const later = new WeakSet<Reader>();
      widen(insides, (reader) => later.has(reader));
      forgetReader(insides, (_view, reader) => later.has(reader));
      const { lists: own } = insides;
      const page = own.page.bind(own);
      own.page = (asked, view) => {
        if (asked.cursor !== undefined) later.add(asked.reader);
        return page(asked, view);
      };
    },
  },
  filterLast: {
    name: 'rows are filtered after the page is cut',
    shippedBy: 'Scholars-Archive #1349, refinery PR 1979',
    foundAt: /^GET \/\w+ · /,
    spoil: ({ lists: own, desk, parts }) => {
      own.page = async ({ reader, list, cursor, limit }, view) => {
        const all = { ...desk.audience(reader), isBureau: true };
        const after = desk.after(reader, list, cursor);
        const rows = await collect(candidatesOf(parts.readStore, list, all, after), limit + 1);
        const cut = rows.slice(0, limit);
        const { items } = await desk.show(view(inTurn(cut), limit), reader);
        return { items: items.map(regelOf), ...desk.next(reader, list, rows.length > limit ? cut.at(-1) : undefined) };
      };
    },
  },
} as const satisfies Record<string, Mutant>;

/** Puts a mutant into a running hub; the function that comes back takes it out again. */
export const infect = ({ standalone }: FixedHub, { spoil }: Mutant): (() => void) => {
  const { app, gate } = standalone;
  const anywhere = { strict: false } as const;
  const parts = app.get<HubParts>(HUB_PARTS, anywhere);
  const insides = { gate, parts, desk: app.get(Desk, anywhere), lists: app.get(Lists, anywhere) };
  const changed = [insides.gate, insides.gate.streams, insides.desk, insides.lists];
  const before = changed.map((thing) => new Set(Object.keys(thing)));
  spoil(insides);
  return () => {
    // what a mutant put on an object hides the method of its class: taking it off is enough
    for (const [at, thing] of changed.entries()) {
      for (const name of Object.keys(thing)) if (!before[at]?.has(name)) Reflect.deleteProperty(thing, name);
    }
  };
};
