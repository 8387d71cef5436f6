import type { FoldedView, PlannedItem, View } from '@knooppunt/disclosure';
import type { EventStore } from '@knooppunt/event-store';
import type { Uuid } from '@knooppunt/kernel';
import { contributionItem, findSupplied } from './planned.js';

/** An organisation reads back what it supplied itself, at reveal: the act `eigen` (design §5). Never others' supplies. */
export const ownSupplyView = (store: EventStore, contribution: Uuid): View => ({
  name: 'levering',
  act: 'eigen',
  plan: async (folded: FoldedView) => {
    const supplied = await findSupplied(store, contribution);
    const isOwn =
      supplied?.data.supplier === folded.asking.recipient && supplied.cooperation === folded.asking.cooperation;
    if (!supplied || !isOwn) return 'absent';
    const keystone: PlannedItem = contributionItem(supplied, { phase: 'weging', within: contribution });
    return { keystone, items: [] };
  },
});
