import { decodeEvent } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Recorded, Uuid } from '@knooppunt/kernel';
import type { PlannedItem } from './view.js';

/** What was supplied, as one answer reads it: each contribution once. A first event never changes. */
export class Supplies {
  private readonly known = new Map<Uuid, Promise<Recorded | undefined>>();

  constructor(private readonly store: EventStore) {}

  /** Remembers the contributions that a view has read to plan its items. */
  know(items: readonly PlannedItem[]): void {
    for (const { content, item } of items) {
      if (content.kind !== 'sealed' || item.contribution === undefined || this.known.has(item.contribution)) continue;
      const { event } = content;
      const isFirst = event.stream === streamName('contribution', item.contribution) && event.revision === 0n;
      if (isFirst) this.known.set(item.contribution, Promise.resolve(event));
    }
  }

  /** The first event of a contribution; undefined where it has none. */
  find(contribution: Uuid): Promise<Recorded | undefined> {
    const known = this.known.get(contribution) ?? this.read(contribution);
    this.known.set(contribution, known);
    return known;
  }

  private async read(contribution: Uuid): Promise<Recorded | undefined> {
    const [stored] = await this.store.read(streamName('contribution', contribution), { maxCount: 1 });
    return stored && decodeEvent(stored);
  }
}
