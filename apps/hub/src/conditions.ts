import type { Reader } from '@knooppunt/disclosure';
import { ConcurrentChange, WrongExpectedRevision, readStream } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import type { Json, StreamName, Uuid } from '@knooppunt/kernel';
import { Refused } from '@knooppunt/platform';
import type { KeyedNames } from '@knooppunt/vault';
import type { InzageDto } from './controllers/responses.js';

/**
 * The tag of a thing as one person is shown it: what is sent, without the number of the answer itself. It is keyed per person,
 * so that it says nothing to another, and what is hidden from the reader cannot move it. `beside`: what is sent beside what the
 * gate showed. Source: RFC 9110 §8.8.3.
 */
export const tagOf = (
  names: KeyedNames,
  { person }: Reader,
  { zaak, regels, stukken }: InzageDto,
  beside?: Json,
): string => {
  const sent = [zaak, regels, stukken, ...(beside === undefined ? [] : [beside])];
  return `"${names.derivedId('etag', person, JSON.stringify(sent))}"`;
};

/** What a caller wants to hold before its command is carried out: the thing is still as it was shown (`If-Match`). */
export type Condition = { readonly holds: () => Promise<boolean> };

/** The command that is under a condition, and the stream that it would change. */
type Conditioned = { readonly commandId: Uuid; readonly stream: StreamName; readonly condition: Condition | undefined };

const maxTries = 3;

/**
 * Carries something out under a condition, so that nothing can change between the look and the deed: `act` gets the revision
 * at which the condition was seen to hold. When the stream has moved meanwhile, the condition is asked again, at most three
 * times. A repeat is not asked: its own first time may be what changed the thing (RFC 9110 §13.1.1).
 * Errors: `platform/inmiddels-gewijzigd`, `event-store/concurrent-change`, those of `act`.
 */
export const underCondition = async <Result>(
  store: EventStore,
  { commandId, stream, condition }: Conditioned,
  act: (onlyAt?: bigint) => Promise<Result>,
): Promise<Result> => {
  if (!condition) return act();
  for (let tries = 1; ; tries += 1) {
    const history = await readStream(store, stream);
    if (history.some((event) => event.commandId === commandId)) return act();
    if (!(await condition.holds())) throw new Refused('platform/inmiddels-gewijzigd');
    try {
      return await act(history.at(-1)?.revision ?? -1n);
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      if (tries === maxTries) throw new ConcurrentChange(stream, tries);
    }
  }
};
