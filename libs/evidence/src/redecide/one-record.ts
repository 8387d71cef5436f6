import type { StoredDisclosure } from '@knooppunt/cases';
import { streamName } from '@knooppunt/kernel';
import type { Recorded, StreamName } from '@knooppunt/kernel';
import { Redecider } from './redecider.js';
import type { RedeciderOptions } from './redecider.js';

type Disclosure = Recorded & { readonly data: StoredDisclosure };

/** The streams that a recorded disclosure rests on: those that it folded, those of its items, and the suppliers' own. */
export const streamsOfRecord = (record: Recorded): readonly StreamName[] => {
  const { data, cooperation } = record as Disclosure;
  const items = data.items.flatMap(({ stream, supplier }) => [
    stream,
    streamName('party', `${cooperation}-${supplier}`),
  ]);
  return [...new Set([...data.folded.map(({ stream }) => stream), ...items])].filter(
    (stream) => stream !== record.stream,
  );
};

/**
 * Decides one recorded disclosure again from the streams that it rests on (`streamsOfRecord`), without the rest of the log.
 * `own`: the events of its own stream, the record first. Gives how many findings there were; they went to `report`.
 */
export const redecideOne = (
  own: readonly Recorded[],
  others: readonly Recorded[],
  options: Omit<RedeciderOptions, 'eventsOf'>,
): number => {
  const [record, ...after] = own;
  if (!record) return 0;
  const before = others
    .filter(({ position }) => position < record.position)
    .toSorted((a, b) => (a.position < b.position ? -1 : 1));
  const redecider = new Redecider({
    ...options,
    eventsOf: (stream) => before.filter((event) => event.stream === stream),
  });
  for (const event of before) redecider.note(event);
  for (const event of [record, ...after]) redecider.add(event);
  return redecider.finish().findings;
};
