import { randomUUID } from 'node:crypto';
import type { Recorded } from '@knooppunt/kernel';
import { seedOf } from '@knooppunt/testing';
import type { Answer } from '../../e2e/support/client.js';
import { TestHub } from '../../e2e/support/hub.js';
import { withMethod } from '../../e2e/support/interference.js';
import { Play } from '../../e2e/support/play.js';
import { randomOf } from '../../e2e/support/random.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report } from './amount.js';
import { revocationsOf } from './revocations.js';
import type { Revocation } from './revocations.js';

/** What became of the reads of one kind of race. */
export type Outcomes = {
  races: number;
  /** Shown, by a record before the revocation. */
  before: number;
  /** Answered with what was left, or as if absent, without a record that was aborted. */
  without: number;
  /** A record was aborted, and what was taken was not sent. */
  aborted: number;
  /** Shown, by a record that lies after the revocation: never. */
  violations: number;
};

const readsAtOnce = 4;

type Asked = { readonly correlation: string; readonly answer: Answer };

/** Lets the revocation go off at the chosen call of the store, so that every place of a read where it waits comes up. */
const racing = async <Result>(
  { standalone }: TestHub,
  goAt: number,
  revoke: () => Promise<unknown>,
  reads: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly calls: number }> => {
  const { store } = standalone.engines;
  let calls = 0;
  let isGone = false;
  let revoked: Promise<unknown> | undefined;
  const count = (): void => {
    calls += 1;
    if (isGone || calls < goAt) return;
    // it calls the store itself
    isGone = true;
    revoked = revoke();
  };
  const result = await withMethod(
    store,
    'read',
    (real) => (stream, options) => {
      count();
      return real(stream, options);
    },
    () =>
      withMethod(
        store,
        'append',
        (real) => (stream, added, expected) => {
          count();
          return real(stream, added, expected);
        },
        reads,
      ),
  );
  await (revoked ?? revoke());
  return { result, calls };
};

const judge = (asked: readonly Asked[], events: readonly Recorded[], kind: Revocation, counts: Outcomes): void => {
  const revocation = events.find(kind.isRevocation);
  if (!revocation) throw new Error(`${kind.name}: it is not in the log`);
  for (const { correlation, answer } of asked) {
    const own = events.filter((event) => event.correlation === correlation);
    const aborted = new Set(own.filter(({ type }) => type === 'DisclosureAborted').map(({ stream }) => stream));
    counts.races += 1;
    if (!kind.shows(answer)) {
      if (![200, 403, 404].includes(answer.status)) throw new Error(`${kind.name}: ${answer.status} ${answer.text}`);
      counts[aborted.size > 0 ? 'aborted' : 'without'] += 1;
      continue;
    }
    const stream = `disclosure-${String(answer.body['verstrekking'])}`;
    const record = own.find((event) => event.type === 'DisclosureRecorded' && event.stream === stream);
    const isSound = record && !aborted.has(stream) && record.position < revocation.position;
    counts[isSound ? 'before' : 'violations'] += 1;
  }
};

const whole = (): void => undefined;

/**
 * Races so many reads against revocations of every kind, at every place where a read waits, and as many again until `isMet`
 * says that they have shown what they are for. `spoil` puts a bug into the running hub. Gives what became of them, by kind.
 */
export const raceRevocations = async (
  reads: number,
  spoil: (hub: TestHub) => void = whole,
  isMet: (outcomes: readonly Outcomes[]) => boolean = () => true,
): Promise<Readonly<Record<string, Outcomes>>> => {
  const seed = seedOf('revocation races');
  const random = randomOf(seed);
  const began = performance.now();
  const hub = await TestHub.start();
  try {
    const play = await new Play(hub).untilMeeting();
    spoil(hub);
    const all: Record<string, Outcomes> = {};
    const race = async (kind: Revocation): Promise<void> => {
      const counts = (all[kind.name] ??= { races: 0, before: 0, without: 0, aborted: 0, violations: 0 });
      const enough = counts.races + (reads * kind.share) / 100;
      // how many calls of the store such reads make: known once they have been made undisturbed
      let span = Infinity;
      while (counts.races < enough) {
        await kind.prepare();
        await hub.settled();
        hub.renewTokens();
        const client = await hub.as('police');
        const head = await hub.standalone.engines.store.head();
        const ask = async (): Promise<Asked> => {
          const correlation = randomUUID();
          return { correlation, answer: await client.get(kind.path(), { 'x-correlation-id': correlation }) };
        };
        const goAt = span === Infinity ? span : 1 + random(span + 2);
        const together = (): Promise<readonly Asked[]> => Promise.all(Array.from({ length: readsAtOnce }, ask));
        const { result: asked, calls } = await racing(hub, goAt, kind.revoke, together);
        if (span === Infinity) span = calls;
        await kind.restore();
        judge(asked, await hub.events(head), kind, counts);
      }
    };
    const kinds = revocationsOf(play);
    do for (const kind of kinds) await race(kind);
    while (!isMet(Object.values(all)));
    const sum = (what: keyof Outcomes): number => Object.values(all).reduce((total, one) => total + one[what], 0);
    // a run with a bug in it is no figure of ours
    if (spoil === whole) {
      noteFigure({
        fault: 'revoke-races',
        times: sum('races'),
        acknowledged: null,
        lost: null,
        doubled: null,
        unrecorded: sum('violations'),
        seed,
        tookMs: performance.now() - began,
        more: { before: sum('before'), without: sum('without'), aborted: sum('aborted') },
      });
    }
    report('revocation races', all);
    return all;
  } finally {
    await hub.end();
  }
};

/** The bug that the checker must find: what came after the record is not looked at. */
export const skipTailCheck = ({ standalone }: TestHub): void => {
  standalone.gate.streams.tail = () => Promise.resolve([]);
};
