import { describe, expect, it } from '@jest/globals';
import { narrowingOf } from '@knooppunt/cases';
import type { Recorded, StreamName } from '@knooppunt/kernel';
import { attendedMeeting, oin, uuid } from '@knooppunt/testing';
import { StreamStates } from './stream-states.js';

const { stream, after: meeting } = attendedMeeting;
const newestOf = (events: readonly Recorded[]): bigint => BigInt(events.length) - 1n;

/** States after these events, and how often a stream was read again for them since. `later`: events that come after. */
const statesAfter = (events: readonly Recorded[], later: readonly Recorded[] = []) => {
  const read: StreamName[] = [];
  const states = new StreamStates((name) => {
    read.push(name);
    return [...events, ...later];
  });
  for (const event of events) states.apply(event);
  return { states, read };
};

describe('states of a stream', () => {
  it('are given at every revision so far, however far back', () => {
    const events = meeting(40);
    const { states } = statesAfter(events);
    for (const event of events) {
      const placed = states.at('meeting', stream, event.revision);
      expect(placed?.state.status).toBe(event.revision === 0n ? 'convened' : 'opened');
      expect(placed?.state.attendees).toHaveLength(Math.max(0, Number(event.revision) - 1));
      expect([placed?.stream, placed?.revision]).toEqual([stream, event.revision]);
    }
    expect(states.at('meeting', stream, -1n)?.state.status).toBe('none');
  });

  it('are not given beyond the log, nor under another category', () => {
    const { states } = statesAfter(meeting(1));
    expect(states.at('meeting', stream, 3n)).toBeUndefined();
    expect(states.at('case', stream, 0n)).toBeUndefined();
    expect(states.at('meeting', `meeting-${uuid(9)}`, 0n)).toBeUndefined();
  });

  it('are given as they stand now, and as they begin where nothing has happened', () => {
    const { states } = statesAfter(meeting(3));
    expect([states.newest(stream), states.current('meeting', stream).attendees]).toEqual([
      4n,
      [oin(1), oin(2), oin(3)],
    ]);
    const nowhere: StreamName = `meeting-${uuid(9)}`;
    expect([states.newest(nowhere), states.current('meeting', nowhere).status]).toEqual([-1n, 'none']);
  });

  it('are folded again from the stream only where they lie further back than the newest sixteen', () => {
    const events = meeting(40);
    const { states, read } = statesAfter(events);
    const newest = newestOf(events);
    for (const back of [0n, 1n, 15n]) states.at('meeting', stream, newest - back);
    states.at('meeting', stream, -1n);
    expect(read).toEqual([]);
    states.at('meeting', stream, newest - 16n);
    expect(read).toEqual([stream]);
  });
});

describe('what narrows a stream after a revision', () => {
  it('is what each event since narrows, however far back, and nothing of what comes later', () => {
    const [events, later] = [meeting(40).slice(0, -5), meeting(40).slice(-5)];
    const { states } = statesAfter(events, later);
    for (let revision = -1n; revision <= newestOf(events) + 1n; revision++) {
      const since = events.filter((event) => event.revision > revision);
      expect(states.narrowingsAfter(stream, revision)).toEqual(since.map((event) => narrowingOf(event)));
    }
  });

  it('is read again only where more than the newest sixteen have come since', () => {
    const events = meeting(40);
    const { states, read } = statesAfter(events);
    const newest = newestOf(events);
    for (const back of [-1n, 0n, 1n, 16n]) states.narrowingsAfter(stream, newest - back);
    expect(read).toEqual([]);
    states.narrowingsAfter(stream, newest - 17n);
    expect(read).toEqual([stream]);
  });

  it('is nothing where nothing has happened', () => {
    const { states, read } = statesAfter([]);
    expect([states.narrowingsAfter(stream, -1n), states.narrowingsAfter(stream, 4n), read]).toEqual([[], [], []]);
  });
});

describe('the cooperation of a stream', () => {
  it('is that of its first event, whatever a later one says', () => {
    const [first, ...others] = meeting(2);
    const events = [...(first ? [first] : []), ...others.map((event) => ({ ...event, cooperation: 'rotterdam' }))];
    expect(statesAfter(events).states.cooperationOf(stream)).toBe('amsterdam-amstelland');
  });

  it('is none where no decision folds the stream, be it named after what every object has', () => {
    for (const name of [`refusal-${uuid(1)}`, `constructor-${uuid(1)}`, `toString-${uuid(1)}`] as const) {
      const { states } = statesAfter(meeting(1).map((event) => ({ ...event, stream: name })));
      expect([states.cooperationOf(name), states.newest(name)]).toEqual([undefined, -1n]);
    }
    expect(statesAfter([]).states.cooperationOf(stream)).toBeUndefined();
  });
});
