import { randomUUID } from 'node:crypto';
import { seedOf } from '@knooppunt/testing';
import { deliver, signals } from '../../e2e/support/deliveries.js';
import { TestHub } from '../../e2e/support/hub.js';
import { Play } from '../../e2e/support/play.js';
import { randomOf } from '../../e2e/support/random.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report, requireNone } from './amount.js';
import { auditCodes } from './intake-load.js';

const hourMs = 3_600_000;
const mostAheadMs = 3 * hourMs;

/** How many of these names stand there more than once; empty ones do not count. */
const doubledAmong = (names: readonly string[]): number => {
  const named = names.filter((name) => name !== '');
  return named.length - new Set(named).size;
};

/** The hub works on while its clock jumps an hour on or back, so many times. */
export const jumpClock = async (jumps: number): Promise<void> => {
  const seed = seedOf('clock jumps');
  const random = randomOf(seed);
  const began = performance.now();
  const hub = await TestHub.start();
  const faults: string[] = [];
  try {
    const play = await new Play(hub).untilMeeting();
    const delivered = new Set<string>();
    const told = { jumps, backwards: 0, misordered: 0, clockSteps: 0 };
    let ahead = 0;
    for (let jump = 0; jump < jumps; jump += 1) {
      // Never before the beginning: then nobody is a member yet, and is rightly told so.
      const by = ahead === 0 || (ahead < mostAheadMs && random(2) === 0) ? hourMs : -hourMs;
      ahead += by;
      if (by < 0) told.backwards += 1;
      const police = await hub.as('police');
      // work is under way while it jumps
      const work = Promise.all([
        deliver(hub, 'S1', signals.S1, randomUUID()),
        police.get(`/v1/overleggen/${play.meeting}/dossier`),
      ]);
      hub.clock.move(by);
      const [taken, read] = await work;
      if (taken.status === 202) delivered.add(String(taken.body['id']));
      else if (taken.status !== 401) faults.push(`intake: ${taken.status} ${taken.text}`);
      if (read.status !== 200 && read.status !== 401) faults.push(`read: ${read.status} ${read.text}`);
      // a token made before the jump is judged by the clock that is: an hour on it has run out, and no other
      const old = await police.get('/v1/casussen');
      if (![200, 401].includes(old.status)) faults.push(`a token over a jump: ${old.status}`);
      hub.renewTokens();
      const fresh = await (await hub.as('police')).get('/v1/casussen');
      if (fresh.status !== 200) faults.push(`a fresh token: ${fresh.status} ${fresh.text}`);
      await hub.standalone.worker.settled();
    }
    await hub.standalone.sequencer.checkpoint();
    const events = await hub.events();
    told.misordered = events.filter(
      ({ position }, at) => at > 0 && position <= (events[at - 1]?.position ?? ''),
    ).length;
    told.clockSteps = events.filter(
      ({ recordedAt }, at) => at > 0 && recordedAt < (events[at - 1]?.recordedAt ?? ''),
    ).length;
    if (told.clockSteps === 0) faults.push('the clock never went back in the log: nothing was tried');
    const erased = events.filter(({ type }) => type === 'KeysDestroyed' || type === 'ErasureRequested');
    if (erased.length > 0) faults.push(`${erased.length} erased early`);
    const supplied = new Set(
      events.filter(({ type }) => type === 'SignalSubmitted').map(({ stream }) => stream.slice('signal-'.length)),
    );
    const lost = [...delivered].filter((id) => !supplied.has(id));
    faults.push(...lost.map((id) => `${id} was not taken in`));
    if (!hub.standalone.worker.isFollowing) faults.push('a follower of the log stands still');
    const failed = hub.lines.filter((line) => line.includes('"level":"error"'));
    faults.push(...failed.map((line) => `logged: ${line.slice(0, 400)}`));
    await hub.close();
    const audited = await auditCodes(hub.folder);
    noteFigure({
      fault: 'clock-jumps',
      times: jumps,
      acknowledged: delivered.size,
      lost: lost.length,
      doubled: doubledAmong(events.map(({ type, stream }) => (type === 'ContributionSupplied' ? stream : ''))),
      unrecorded: null,
      seed,
      tookMs: performance.now() - began,
      more: { misordered: told.misordered, clockSteps: told.clockSteps, erasedEarly: erased.length },
    });
    report('clock jumps', { ...told, events: events.length, delivered: delivered.size, audited });
    faults.push(...Object.entries(audited).flatMap(([name, what]) => (what === 'clean' ? [] : [`${name}: ${what}`])));
    if (told.misordered > 0) faults.push('out of order');
    requireNone(faults);
  } finally {
    await hub.end();
  }
};
