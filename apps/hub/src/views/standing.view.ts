import { disclosures } from '@knooppunt/projections';
import type { PlannedItem, View } from '@knooppunt/disclosure';
import { streamName } from '@knooppunt/kernel';
import type { OrganisationId, Projection, Uuid } from '@knooppunt/kernel';
import type { ReadStore } from '@knooppunt/read-store';
import { recordItem, textItem } from './planned.js';

/** The caller's own name (Z6), as its own organisation sealed it. */
export const ownNameView = (person: Uuid): View => ({
  name: 'ik',
  act: 'inzage',
  plan: async (folded) => {
    const events = await folded.folds.tail(folded.person.stream, -1n);
    const named = events.findLast(({ type, sealed }) => type === 'PersonDesignated' && sealed !== undefined);
    if (!named) return { items: [] };
    return { items: [textItem(named, 'Z6', folded.asking.recipientKind, { phase: 'weging', within: person })] };
  },
});

type Listed = { readonly readStore: ReadStore; readonly bureau: OrganisationId };

const rowsOf = (readStore: ReadStore, projection: Projection, table: string) =>
  readStore.db.selectFrom(readStore.tableName(projection, table)).selectAll();

/** What was disclosed to the caller's own organisation, newest last, one page (H8). */
export const ownDisclosuresView = ({ readStore, bureau }: Listed, after: string, limit: number): View => ({
  name: 'verstrekkingen',
  act: 'inzage',
  clearOnly: true,
  plan: async ({ asking }) => {
    const rows = await rowsOf(readStore, disclosures, 'disclosures')
      .where('cooperation', '=', asking.cooperation)
      .where('recipient', '=', asking.recipient)
      .where('position', '>', after)
      .orderBy('position')
      .limit(limit + 1)
      .execute();
    return {
      limit,
      items: rows.map((row): PlannedItem =>
        recordItem({
          payloadType: 'H8',
          id: `${String(row['disclosure_id'])} ${String(row['position'])}`,
          bureau,
          source: { stream: streamName('disclosure', String(row['disclosure_id'])), revision: 0n },
          on: String(row['recorded_at']).slice(0, 10),
          values: {
            recipient: row['recipient'] ?? null,
            view: row['view'] ?? null,
            at: row['recorded_at'] ?? null,
            items: row['items'] ?? null,
          },
          place: { phase: 'weging', within: String(row['disclosure_id']), concerns: asking.recipient },
        }),
      ),
    };
  },
});
