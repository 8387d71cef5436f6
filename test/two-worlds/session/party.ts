import type { Uuid } from '@knooppunt/kernel';
import type { Person } from '../../e2e/support/cast.js';
import type { Asker, FixedHub } from '../../harness/fixed-hub.js';
import { uuidOf } from '../../harness/derived-ids.js';
import type { Ids } from '../history/plot.js';

/** A person of the party, with every purpose that it names; the first is the one it acts for. */
export type Persona = { readonly person: Person; readonly purposes: readonly string[] };

/** Who sits at the keys. */
export type Party = {
  readonly name: string;
  readonly personas: readonly Persona[];
  /** The organisation's own system, and the same organisation in another cooperation. */
  readonly system: Asker;
  readonly elsewhere: Asker;
  /** Names of the things that a session asks about: those that the party knows, and those that it may not know of. */
  readonly own: readonly string[];
  readonly others: readonly string[];
};

/** What a request is about: who asks, in which history, and the thing that the address names. */
export type About = {
  readonly party: Party;
  readonly persona: Persona;
  readonly ids: Ids;
  readonly id: Uuid;
  readonly hub: FixedHub;
};

/** Names of the history that each resource keeps under its address. Of a resource that is not here, every name is tried. */
const namesAt: Readonly<Record<string, RegExp>> = {
  leveringen: /^(s[0-9A-Z]|silent|rs)/,
  signalen: /^(s[0-9A-Z]|rs)/,
  casussen: /^r?c/,
  verzoeken: /^r\d/,
  overleggen: /^r?m/,
  verstrekkingen: /^seen/,
};

const idsAt = (resource: string, names: readonly string[], ids: Ids): readonly Uuid[] =>
  names.filter((name) => (namesAt[resource] ?? /^/).test(name)).flatMap((name) => ids[name] ?? []);

/** What a session puts in the place of an id: what the party knows, what it may not know of, and what nobody knows. */
export const addressesAt = (resource: string, { own, others }: Party, ids: Ids) => ({
  own: idsAt(resource, own, ids),
  others: [...idsAt(resource, others, ids), uuidOf('nowhere', resource)],
  malformed: ['geen-id'],
});
