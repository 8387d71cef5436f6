import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNever, DomainError } from '@knooppunt/kernel';
import type { Decider, Message } from '@knooppunt/kernel';
import { commandId, otherCommandId, sampleBlock, sampleMeta, sampleStream, signalId } from '../test/samples.js';
import { decodeEvent } from './codec.js';
import { openEmbeddedEventStore } from './embedded/embedded.store.js';
import { ClearDataRefused, ConcurrentChange, EventIdClash, UnknownEventType } from './errors.js';
import type { EventStore } from './port.js';
import { foldStream, readStream } from './read-stream.js';
import { runDecider } from './run-decider.js';
import { eventIdOf } from './uuid.js';

const weigher = '00000099000000001000';
const textDigest = 'dGV4dA';

class AlreadyDecided extends DomainError {
  readonly code = 'cases/already-decided';
}

// A weighing made small: any number of "criteria met", then one rejection, which ends it.
type Command =
  Message<'RecordCriteriaMet', { times: number }> | Message<'Reject', { reason: string }> | Message<'Invent', object>;
type Event =
  | Message<'CriteriaMetRecorded', { signal: string; organisation: string }>
  | Message<'SignalRejected', { signal: string; organisation: string; reason: string; textDigest?: string }>
  | Message<'SignalInvented', object>;
type State = { readonly met: number; readonly isRejected: boolean };

const weighing: Decider<State, Command, Event> = {
  initial: { met: 0, isRejected: false },
  decide: ({ type, data }, state) => {
    if (state.isRejected) throw new AlreadyDecided(`signal \`${signalId}\` has been decided on`);
    switch (type) {
      case 'RecordCriteriaMet':
        return Array.from({ length: data.times }, () => ({
          type: 'CriteriaMetRecorded',
          data: { signal: signalId, organisation: weigher },
        }));
      case 'Reject':
        return [
          {
            type: 'SignalRejected',
            data: { signal: signalId, organisation: weigher, reason: data.reason, textDigest },
          },
        ];
      case 'Invent':
        return [{ type: 'SignalInvented', data: {} }];
      default:
        return assertNever(type);
    }
  },
  evolve: (state, { type }) => {
    switch (type) {
      case 'CriteriaMetRecorded':
        return { ...state, met: state.met + 1 };
      case 'SignalRejected':
        return { ...state, isRejected: true };
      case 'SignalInvented':
        return state;
      default:
        return assertNever(type);
    }
  },
};

const met = (times: number): Command => ({ type: 'RecordCriteriaMet', data: { times } });
const numbered = (number: number) => eventIdOf(commandId, 1000 + number);

let folder: string;
let store: EventStore;
const run = (command: Command, id = commandId, on = store) =>
  runDecider(on, weighing, { stream: sampleStream, command, meta: sampleMeta(id) });

/** The same store, with something that happens before each append. */
const withBeforeAppend = (act: () => Promise<unknown>): EventStore =>
  Object.assign(Object.create(store) as EventStore, {
    append: async (...given: Parameters<EventStore['append']>) => {
      await act();
      return store.append(...given);
    },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'knooppunt-events-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a command on a stream', () => {
  it('appends what was decided, under ids that follow from the command', async () => {
    const outcome = await run(met(3));
    expect(outcome).toMatchObject({ repeated: false, revision: 2n, position: '00000000000000000003' });
    expect(outcome.events.map((event) => event.id)).toEqual([0, 1, 2].map((index) => eventIdOf(commandId, index)));
    expect(outcome.events).toEqual(await readStream(store, sampleStream));
    expect(outcome.events[0]).toMatchObject({
      commandId,
      recordedAt: sampleMeta().at,
      stream: sampleStream,
      schemaVersion: 1,
      revision: 0n,
      position: '00000000000000000001',
    });
    expect(outcome.events[0]).not.toHaveProperty('at');
  });

  it('decides on the state of all events, over many pages', async () => {
    for (let at = 0; at < 11; at += 1) await run(met(100), numbered(at));
    expect(await foldStream(store, weighing, sampleStream)).toEqual({
      state: { met: 1100, isRejected: false },
      revision: 1099n,
      count: 1100,
    });
    await run({ type: 'Reject', data: { reason: 'R1' } }, numbered(11));
    await expect(run(met(1), numbered(12))).rejects.toBeInstanceOf(AlreadyDecided);
  });

  it('appends nothing when nothing was decided', async () => {
    expect(await run(met(0))).toEqual({ events: [], repeated: false, revision: -1n, position: undefined });
    await run(met(2), otherCommandId);
    const outcome = await run(met(0));
    expect(outcome).toEqual({ events: [], repeated: false, revision: 1n, position: '00000000000000000002' });
    expect(await readStream(store, sampleStream)).toHaveLength(2);
  });

  it('puts the seals where they belong, given by type or by place', async () => {
    const command: Command = { type: 'Reject', data: { reason: 'R1' } };
    const meta = sampleMeta();
    const sealed = { SignalRejected: { text: sampleBlock } };
    const byType = await runDecider(store, weighing, { stream: sampleStream, command, meta, sealed });
    expect(byType.events[0]?.sealed).toEqual({ text: sampleBlock });
    const stream = `${sampleStream}0`;
    const asked: unknown[] = [];
    const byPlace = await runDecider(store, weighing, {
      stream,
      command,
      meta: sampleMeta(otherCommandId),
      sealed: (index, event) => {
        asked.push([index, event.type]);
        return { text: sampleBlock };
      },
    });
    expect(asked).toEqual([[0, 'SignalRejected']]);
    expect(byPlace.events[0]?.sealed).toEqual({ text: sampleBlock });
  });

  it('stores nothing that the catalogue does not allow', async () => {
    await expect(run({ type: 'Invent', data: {} })).rejects.toBeInstanceOf(UnknownEventType);
    await expect(run({ type: 'Reject', data: { reason: 'free text' } })).rejects.toBeInstanceOf(ClearDataRefused);
    expect(await store.head()).toBeUndefined();
  });
});

describe('a command that comes again', () => {
  it('gives the events of then, also after others', async () => {
    const first = await run(met(2));
    await run({ type: 'Reject', data: { reason: 'R1' } }, otherCommandId);
    expect(await run(met(2))).toEqual({ ...first, repeated: true });
    expect(await readStream(store, sampleStream)).toHaveLength(3);
  });

  it('ten times at once, each at its own moment, is carried out once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        runDecider(store, weighing, {
          stream: sampleStream,
          command: met(2),
          meta: { ...sampleMeta(), at: `2026-03-01T09:30:00.00${at}Z` },
        }),
      ),
    );
    const stored = await readStream(store, sampleStream);
    expect(stored).toHaveLength(2);
    for (const outcome of outcomes) expect(outcome.events).toEqual(stored);
    expect(outcomes.filter((outcome) => !outcome.repeated)).toHaveLength(1);
  });

  it('for another stream is refused: a command id belongs to one', async () => {
    await run(met(1));
    const elsewhere = { stream: `${sampleStream}0`, command: met(1), meta: sampleMeta() };
    await expect(runDecider(store, weighing, elsewhere)).rejects.toBeInstanceOf(EventIdClash);
  });
});

describe('a command that opens a stream', () => {
  const open = (command: Command, id = commandId, on = store) =>
    runDecider(on, weighing, { stream: sampleStream, command, meta: sampleMeta(id), opens: true });

  it('is decided without reading what is not there', async () => {
    let reads = 0;
    const counting: EventStore = Object.assign(Object.create(store) as EventStore, {
      read: (...given: Parameters<EventStore['read']>) => {
        reads += 1;
        return store.read(...given);
      },
      append: (...given: Parameters<EventStore['append']>) => store.append(...given),
    });
    expect(await open(met(1), commandId, counting)).toMatchObject({ repeated: false, revision: 0n });
    expect(reads).toBe(0);
  });

  it('is decided on what is there after all', async () => {
    await run(met(2), otherCommandId);
    expect(await open(met(1))).toMatchObject({ repeated: false, revision: 2n });
    await run({ type: 'Reject', data: { reason: 'R1' } }, numbered(1));
    await expect(open(met(1), numbered(2))).rejects.toBeInstanceOf(AlreadyDecided);
  });

  it('gives the events of then when it comes again, at another moment', async () => {
    const first = await open(met(2));
    await run(met(1), otherCommandId);
    const later = { ...sampleMeta(), at: '2026-03-01T09:30:00.001Z' };
    const again = { stream: sampleStream, command: met(2), meta: later, opens: true };
    expect(await runDecider(store, weighing, again)).toEqual({ ...first, repeated: true });
    expect(await readStream(store, sampleStream)).toHaveLength(3);
  });
});

describe('a command while others write', () => {
  it('is decided again on what they wrote', async () => {
    let isFirst = true;
    const disturbed = withBeforeAppend(async () => {
      if (isFirst) await run(met(1), otherCommandId);
      isFirst = false;
    });
    expect(await run(met(2), commandId, disturbed)).toMatchObject({ repeated: false, revision: 2n });
  });

  it('is refused when what they wrote forbids it', async () => {
    let isFirst = true;
    const disturbed = withBeforeAppend(async () => {
      if (isFirst) await run({ type: 'Reject', data: { reason: 'R1' } }, otherCommandId);
      isFirst = false;
    });
    await expect(run(met(2), commandId, disturbed)).rejects.toBeInstanceOf(AlreadyDecided);
  });

  it('gives up after three tries, and may be sent again', async () => {
    let tries = 0;
    const disturbed = withBeforeAppend(() => run(met(1), numbered((tries += 1))));
    const outcome = run(met(2), commandId, disturbed);
    await expect(outcome).rejects.toBeInstanceOf(ConcurrentChange);
    await expect(outcome).rejects.toMatchObject({ retriable: true, stream: sampleStream, tries: 3 });
    expect(tries).toBe(3);
    expect(await run(met(2))).toMatchObject({ repeated: false, revision: 4n });
  });

  it('is carried out once each for sixteen at once, when each tries until it is through', async () => {
    const persist = async (id: string): Promise<void> => {
      for (let isDone = false; !isDone;) {
        try {
          await run(met(1), id);
          isDone = true;
        } catch (error) {
          if (!(error instanceof ConcurrentChange)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, at) => persist(numbered(at))));
    const stored = await readStream(store, sampleStream);
    expect(new Set(stored.map((event) => event.commandId)).size).toBe(16);
    expect(stored).toHaveLength(16);
  });
});

describe('a stream that does not exist', () => {
  it('has no events and the initial state', async () => {
    expect(await readStream(store, sampleStream)).toEqual([]);
    expect(await foldStream(store, weighing, sampleStream)).toEqual({
      state: weighing.initial,
      revision: -1n,
      count: 0,
    });
  });
});

describe('the stored bytes of a command', () => {
  it('are the same on every read', async () => {
    const { events } = await run(met(1));
    const [stored] = await store.read(sampleStream);
    expect(stored && decodeEvent(stored)).toEqual(events[0]);
  });
});
