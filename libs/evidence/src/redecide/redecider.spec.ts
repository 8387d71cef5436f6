import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { attendedMeeting, digest, digestOf, oin, recorded, uuid } from '@knooppunt/testing';
import type { RedecideFinding } from './finding.js';
import { Redecider } from './redecider.js';

const { stream, ref, after: meeting } = attendedMeeting;

const redecided = (events: readonly Recorded[]) => {
  const findings: RedecideFinding[] = [];
  const redecider = new Redecider({
    digestOf,
    eventsOf: (name) => events.filter((event) => event.stream === name),
    report: (finding) => findings.push(finding),
  });
  for (const event of events) redecider.add(event);
  return { findings, redecider };
};

describe('a log without disclosures', () => {
  it('has nothing to decide again', () => {
    const { findings, redecider } = redecided(meeting(2));
    expect(findings).toEqual([]);
    expect(redecider.finish()).toMatchObject({ events: 4, disclosures: 0, findings: 0 });
  });
});

describe('an event that does not fit', () => {
  it('is a finding where its stream cannot take it', () => {
    const [first] = meeting(0);
    if (!first) throw new TypeError('no event');
    const { findings } = redecided([{ ...first, type: 'MeetingDreamt' }]);
    expect(findings).toMatchObject([{ code: 'event-unfoldable', position: first.position, disclosure: null }]);
  });

  it('is a finding where it could not be decoded', () => {
    const { findings, redecider } = redecided([]);
    redecider.unreadable('00000000000000000007', 'event-store/unreadable-event');
    expect(findings).toMatchObject([{ code: 'event-unreadable', position: '00000000000000000007' }]);
    expect(redecider.finish()).toMatchObject({ events: 1, findings: 1 });
  });
});

describe('a disclosure under no covenant', () => {
  it('cannot be judged, and says so', () => {
    const [record] = recorded(
      [
        {
          type: 'DisclosureRecorded',
          data: {
            disclosure: uuid(5),
            act: 'inzage',
            view: 'casus',
            recipient: oin(1),
            recipientKind: 'POL',
            semantics: 'covenant/1',
            build: 'poort/1',
            registry: digest(1),
            folded: [{ stream: 'covenant-amsterdam-amstelland', revision: '-1' }],
            facts: {},
            circumstances: [],
            decisions: [],
            items: [],
          },
        },
      ],
      { stream: `disclosure-${uuid(5)}` },
    );
    const { findings } = redecided(record ? [record] : []);
    expect(findings.map(({ code, disclosure }) => [code, disclosure])).toEqual([
      ['documents-missing', `disclosure-${uuid(5)}`],
    ]);
  });
});

describe('a disclosure that was narrowed before it was recorded', () => {
  const disclosure = `disclosure-${uuid(5)}`;
  const record = (folded: string): Recorded['data'] => ({
    disclosure: uuid(5),
    act: 'inzage',
    view: 'overleg',
    recipient: oin(2),
    recipientKind: 'POL',
    semantics: 'covenant/1',
    build: 'poort/1',
    registry: digest(1),
    folded: [{ stream, revision: folded }],
    facts: {},
    circumstances: [],
    decisions: [],
    items: [],
  });
  /** Convened, opened, then so many organisations attended; then the record, on a fold of then; then what follows it. */
  const narrowedIn = (attendances: number, folded: string, after: readonly Recorded[] = []): readonly string[] => {
    const before = meeting(attendances);
    const [event] = recorded([{ type: 'DisclosureRecorded', data: record(folded) }], { stream: disclosure });
    const { findings, redecider } = redecided([...before, ...(event ? [event] : []), ...after]);
    redecider.finish();
    return findings.filter(({ code }) => code === 'narrowed').map(({ detail }) => detail);
  };
  const aborted = recorded(
    [
      { type: 'DisclosureRecorded', data: record('0') },
      { type: 'DisclosureAborted', data: { disclosure: uuid(5), moved: [stream] } },
    ],
    { stream: disclosure },
  ).slice(1);

  it('and not taken back is a finding that names the stream', () => {
    expect(narrowedIn(2, '2')).toEqual([stream]);
  });

  it('and taken back is none', () => {
    expect(narrowedIn(2, '2', aborted)).toEqual([]);
  });

  it('is none where what lay between changes nothing for its recipient, or lay before the fold', () => {
    expect(narrowedIn(1, '1')).toEqual([]);
    expect(narrowedIn(2, '3')).toEqual([]);
    expect(narrowedIn(0, '-1')).toEqual([]);
  });

  it('is none where what narrows it came after it, however far back its fold lies', () => {
    const all = recorded(
      [
        ...meeting(0).map(({ type, data }) => ({ type, data })),
        ...[...Array.from({ length: 30 }, (_, at) => at + 10), 2].map((number) => ({
          type: 'AttendanceRecorded',
          data: { ...ref, organisation: oin(number) },
        })),
      ],
      { stream },
    );
    const [event] = recorded([{ type: 'DisclosureRecorded', data: record('2') }], { stream: disclosure });
    const [before, last] = [all.slice(0, -1), all.slice(-1)];
    const narrowed = (log: readonly Recorded[]): number => {
      const findings: string[] = [];
      const redecider = new Redecider({
        digestOf,
        eventsOf: () => all,
        report: ({ code }) => findings.push(code),
      });
      for (const one of log) redecider.add(one);
      redecider.finish();
      return findings.filter((code) => code === 'narrowed').length;
    };
    expect(narrowed([...before, event as Recorded, ...last])).toBe(0);
    expect(narrowed([...before, ...last, event as Recorded])).toBe(1);
  });

  it('is found also behind more events than are kept', () => {
    expect(narrowedIn(40, '2')).toEqual([stream]);
    expect(narrowedIn(40, '3')).toEqual([]);
  });
});
