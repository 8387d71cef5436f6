import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gate, Reader, View } from '@knooppunt/disclosure';
import { amsterdam, oins } from '../../e2e/support/cast.js';
import type { FixedHub } from '../../harness/fixed-hub.js';
import { WithinRequest } from '../../harness/within-request.js';
import { CommandRunner } from '../../../apps/hub/src/commands/command-runner.js';
import { Desk } from '../../../apps/hub/src/desk.js';
import { HUB_PARTS } from '../../../apps/hub/src/hub.parts.js';
import type { HubParts } from '../../../apps/hub/src/hub.parts.js';
import { Lists } from '../../../apps/hub/src/lists.js';
import type { Candidate } from '../../../apps/hub/src/queries/candidates.js';
import { roles } from '../../../apps/hub/src/roles.js';
import { Standings } from '../../../apps/hub/src/standings.js';
import type { ActName } from '../session/script.js';

/** The request at hand, as a mutant meets it; `query` is what the mutant took out of the address, to understand it itself. */
export type Met = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: ReadonlyMap<string, string>;
};

/** The objects of a running hub that a mutant changes; nothing of it is in the hub's own code. */
export type Insides = {
  readonly hub: FixedHub;
  readonly gate: Gate;
  readonly desk: Desk;
  readonly lists: Lists;
  readonly runner: CommandRunner;
  readonly standings: Standings;
  readonly parts: HubParts;
  /** The request at hand, for mutants that look at it. */
  readonly met: () => Met | undefined;
  /** From now on every request passes here first; the names of a query that it knows are taken out of the address. */
  readonly meet: (knows: RegExp, change?: (request: IncomingMessage) => void) => void;
  /** Something to put right again when the mutant goes. */
  readonly atEnd: (undo: () => void) => void;
};

/** No name at all. */
export const nothing = /(?!)/;

/** Pairs of worlds by the reader from whom they hide something. */
export type ReadingName = 'college' | 'immigration' | 'weigher' | 'outsider' | 'bureau';

/**
 * A fault that a peer shipped, put into a running hub by `spoil`. It is played against the worlds of one reader, by that
 * reader or another (`by`), in some acts of a session; `foundAt` is the request that must tell. `warmedBy`: who reads everything
 * before, where a fault lives in what somebody else left behind. `tells`: the answers, or only what opaque strings hold.
 */
export type Mutant = {
  readonly what: string;
  readonly reading: ReadingName;
  readonly by?: 'auditorOfRotterdam';
  readonly warmedBy?: 'bureau';
  readonly acts?: readonly ActName[];
  readonly commands?: RegExp;
  readonly tells?: 'opaque strings';
  readonly foundAt: RegExp;
  readonly spoil: (insides: Insides) => void | Promise<void>;
};

/** The bureau's own analyst: whose rights a service has that forgets whom it answers. */
export const asBureau = ({ names }: HubParts, reader: Reader): Reader => ({
  ...reader,
  person: names.personId('proef', 'analist.amsterdam', amsterdam),
  organisation: oins.bureau,
  kind: 'RIEC',
  role: roles.analyst,
  purpose: 'RIEC.voorbereiding',
  cooperation: amsterdam,
});

/** The gate answers some questions with the rights of the bureau instead of those of the reader. */
export const forgetReader = (
  { gate, parts }: Insides,
  forgets: (view: View, reader: Reader) => boolean,
  instead: (parts: HubParts, reader: Reader) => Reader = asBureau,
): void => {
  const answer = gate.answer.bind(gate);
  gate.answer = (view, reader) =>
    answer(view, reader.role !== null && forgets(view, reader) ? instead(parts, reader) : reader);
};

/** Lists take their candidates from the whole cooperation, for some readers. */
export const widen = ({ desk }: Insides, widens: (reader: Reader) => boolean): void => {
  const audience = desk.audience.bind(desk);
  desk.audience = (reader) => ({ ...audience(reader), ...(widens(reader) ? { isBureau: true } : {}) });
};

/** The first rows of a list. */
export const collect = async (candidates: AsyncIterable<Candidate>, most: number): Promise<readonly Candidate[]> => {
  const found: Candidate[] = [];
  for await (const candidate of candidates) {
    if (found.length === most) break;
    found.push(candidate);
  }
  return found;
};

/** Rows as a list reads them. */
export const inTurn = async function* inTurn<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
};

/** Takes what a mutant knows out of an address. */
const takeOut = (request: IncomingMessage, knows: RegExp): ReadonlyMap<string, string> => {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const all = [...new URLSearchParams(query)];
  const known = all.filter(([name]) => knows.test(name));
  if (known.length === 0) return new Map();
  const rest = new URLSearchParams(all.filter(([name]) => !knows.test(name))).toString();
  request.url = rest === '' ? path : `${path}?${rest}`;
  return new Map(known);
};

/** Puts a mutant into a running hub; the function that comes back takes it out again. */
export const infect = async (hub: FixedHub, { spoil }: Mutant): Promise<() => void> => {
  const { app, gate, engines } = hub.standalone;
  const anywhere = { strict: false } as const;
  const parts = app.get<HubParts>(HUB_PARTS, anywhere);
  const requests = new WithinRequest<Met>();
  const undo: (() => void)[] = [];
  const insides: Insides = {
    hub,
    gate,
    parts,
    desk: app.get(Desk, anywhere),
    lists: app.get(Lists, anywhere),
    runner: app.get(CommandRunner, anywhere),
    standings: app.get(Standings, anywhere),
    met: () => requests.held,
    atEnd: (one) => void undo.push(one),
    meet: (knows, change) => {
      undo.push(
        requests.on(hub, (request, response) => {
          change?.(request);
          return { request, response, query: takeOut(request, knows) };
        }),
      );
    },
  };
  const { desk, lists, runner, standings } = insides;
  const changed: readonly object[] = [gate, gate.streams, desk, lists, runner, standings, engines.vault.names];
  const before = changed.map((thing) => new Set(Object.keys(thing)));
  await spoil(insides);
  return () => {
    for (const one of undo) one();
    // what a mutant put on an object hides the method of its class: taking it off is enough
    for (const [at, thing] of changed.entries()) {
      for (const name of Object.keys(thing)) if (!before[at]?.has(name)) Reflect.deleteProperty(thing, name);
    }
  };
};
