import type { FoldedView, PlannedItem, View } from '@knooppunt/disclosure';
import type { EventStore } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Json, Uuid } from '@knooppunt/kernel';
import type { SupplyRow } from '@knooppunt/projections';
import { checkItems, contributionItem, findSupplied } from './planned.js';

const states: Readonly<Record<string, string>> = {
  supplied: 'verwerkt',
  refused: 'geweigerd',
  destroyed: 'vernietigd',
};

/** What became of a delivery, as a record of the process that the supplier itself may read (act `eigen`). */
const supplyRecord = ({ asking }: FoldedView, row: SupplyRow): PlannedItem => {
  const values: Record<string, Json> = {
    payloadType: row.payload_type,
    way: row.way,
    receivedAt: row.received_at,
    state: states[row.state] ?? 'ontvangen',
    code: row.code,
  };
  return {
    content: { kind: 'record', values },
    identity: { id: row.contribution_id, within: row.contribution_id },
    receivedOn: row.received_at.slice(0, 10),
    item: {
      payloadType: 'H10',
      supplier: row.supplier ?? '',
      supplierKind: asking.recipientKind,
      phase: 'weging',
      source: { stream: streamName('contribution', row.contribution_id), revision: 0n },
      blocks: [{ name: 'record', kind: 'record' }],
    },
  };
};

/** Own deliveries and what became of them, one page. */
export const ownSuppliesView = (rows: AsyncIterable<SupplyRow>, limit: number): View => ({
  name: 'leveringen',
  act: 'eigen',
  clearOnly: true,
  plan: (folded) =>
    Promise.resolve({
      limit,
      items: (async function* planned() {
        for await (const row of rows) yield supplyRecord(folded, row);
      })(),
    }),
});

/** One own delivery with its content at reveal, and what registers said of it in the organisation's own name (design §5). Never others' deliveries. */
export const ownSupplyView = (
  store: EventStore,
  contribution: Uuid,
  find: (contribution: Uuid) => Promise<SupplyRow | undefined>,
): View => ({
  name: 'levering',
  act: 'eigen',
  plan: async (folded) => {
    const row = await find(contribution);
    if (row?.supplier !== folded.asking.recipient || row.cooperation !== folded.asking.cooperation) return 'absent';
    const supplied = await findSupplied(store, contribution);
    const place = { phase: 'weging', within: contribution };
    const content =
      supplied?.type === 'ContributionSupplied'
        ? [contributionItem(supplied, place), ...(await checkItems(folded, supplied, place))]
        : [];
    return { keystone: supplyRecord(folded, row), items: content };
  },
});
