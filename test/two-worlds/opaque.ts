import { people } from '../e2e/support/cast.js';
import type { Asker } from '../harness/fixed-hub.js';
import type { Party } from './session/party.js';
import type { Side } from './session/session.js';

/** What an opaque string held: for whom it was sealed, for what, and the content. */
export type Unsealed = {
  readonly reader: string;
  readonly purpose: string;
  readonly content: string;
};

const listNames = ['signals', 'cases', 'meetings', 'requests', 'supplies', 'disclosures', 'checkpoints'];
const purposes = ['leesbewijs', ...listNames.map((list) => `cursor:${list}`)];
const strangers: readonly Asker[] = [people.kmar, people.police, people.directorRotterdam];

const position = /^\d{20}$/;
const place = /^(\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?|\d{20}) ([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

const idsOf = ({ hub }: Side, askers: readonly Asker[]): readonly string[] =>
  askers.flatMap(({ sub, cooperation }) =>
    sub === undefined ? [] : [hub.standalone.engines.vault.names.personId('proef', sub, cooperation)],
  );

/** Opens an opaque string with the vault's own key, as each of these people for each use. */
const unseal = ({ hub }: Side, readers: readonly string[], opaque: string): readonly Unsealed[] =>
  readers.flatMap((reader) =>
    purposes.flatMap((purpose) => {
      const content = hub.standalone.engines.vault.names.openOpaque(reader, purpose, opaque);
      return content === undefined ? [] : [{ reader, purpose, content }];
    }),
  );

const faultOf = (side: Side, own: readonly Unsealed[], foreign: readonly Unsealed[]): string | undefined => {
  const [found] = own;
  if (!found || own.length > 1) return `opens ${own.length} times for its own readers`;
  if (foreign.length > 0) return 'opens for a stranger';
  const { purpose, content } = found;
  const form = purpose === 'leesbewijs' ? position : place;
  if (!form.test(content)) return `holds more than a place, for ${purpose}`;
  const [, , , id] = place.exec(content) ?? [];
  const wasShown = id === undefined || side.transcript.entries.some(({ body }) => body.includes(id));
  return wasShown ? undefined : 'holds an id that its reader was never shown';
};

/**
 * Faults of the opaque strings that a session was given in one world: each opens for one reader and one use, and holds a
 * position, or a sort key and the id of a thing that the reader was shown. Nothing else.
 */
export const faultsOfOpaque = (side: Side, { personas }: Pick<Party, 'personas'>): readonly string[] => {
  const readers = idsOf(
    side,
    personas.map(({ person }) => person),
  );
  const others = idsOf(side, strangers).filter((reader) => !readers.includes(reader));
  return side.transcript.opaqueStrings.flatMap(
    (opaque) => faultOf(side, unseal(side, readers, opaque), unseal(side, others, opaque)) ?? [],
  );
};
