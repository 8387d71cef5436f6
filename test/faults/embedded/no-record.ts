import { StoreUnavailable } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { categoryOf } from '@knooppunt/kernel';
import type { Recorded } from '@knooppunt/kernel';
import type { Answer } from '../../e2e/support/client.js';
import { TestHub } from '../../e2e/support/hub.js';
import { withMethod } from '../../e2e/support/interference.js';
import { operationsOf } from '../../e2e/support/open-api.js';
import { Play } from '../../e2e/support/play.js';
import { clientOf, targetsOf } from '../../e2e/support/targets.js';
import type { Target } from '../../e2e/support/targets.js';
import { noteFigure } from '../../../libs/messaging/test/kafka/figures.js';
import { report } from './amount.js';

type Append = EventStore['append'];

/** Streams that hold what was shown to whom. */
const records: readonly string[] = ['disclosure', 'loguse', 'refusal'];

/** Words of content and of names in the play: none of them may stand in an answer without a record. */
const contents = ['Sanne', 'Igor', '999996964', 'Voorbeeld', 'Aalbersestraat', 'paspoort', 'Waarom', '"waarde"'];

/** How the log fails under a record: at once, with an error of no name, and after it has written (the answer got lost). */
export const failures: Readonly<Record<string, (real: Append) => Append>> = {
  refuses: () => () => Promise.reject(new StoreUnavailable('test')),
  breaks: () => () => Promise.reject(new StoreUnavailable('sqlite/commit-failed', new Error('disk I/O error'))),
  'writes and loses the answer': (real) => async (stream, events, expected) => {
    await real(stream, events, expected);
    throw new StoreUnavailable('test');
  },
};

/** What the routes did while records failed: by failure, how many routes answered 503; and what was wrong. */
export type Withheld = {
  readonly recorded: readonly string[];
  readonly unrecorded: readonly string[];
  readonly faults: readonly string[];
};

const ask = async (hub: TestHub, target: Target): Promise<Answer> => (await clientOf(hub, target)).get(target.path);

const failingRecords =
  (fail: (real: Append) => Append) =>
  (real: Append): Append =>
  (stream, events, expected) =>
    (records.includes(categoryOf(stream)) ? fail(real) : real)(stream, events, expected);

const faultsOf = (name: string, { status, headers, text }: Answer): readonly string[] => [
  ...(status === 503 ? [] : [`${name}: ${status}`]),
  ...(/^\d+$/.test(headers.get('retry-after') ?? '') ? [] : [`${name}: no retry-after`]),
  ...contents.filter((word) => text.includes(word)).map((word) => `${name}: shows ${word}`),
];

/** While the record hangs nothing is answered; once it fails the answer is 503. */
const hang = async (hub: TestHub, target: Target): Promise<readonly string[]> => {
  const reached = Promise.withResolvers<void>();
  const held = Promise.withResolvers<never>();
  held.promise.catch(() => undefined);
  return withMethod(
    hub.standalone.engines.store,
    'append',
    failingRecords(() => () => {
      reached.resolve();
      return held.promise;
    }),
    async () => {
      let isAnswered = false;
      const answer = ask(hub, target).finally(() => (isAnswered = true));
      await Promise.race([reached.promise, answer]);
      // whatever else the hub has to do is done meanwhile: a request of its own goes through it
      await fetch(`${hub.base}/v1/gezondheid`).then((response) => response.text());
      const early = isAnswered ? [`${target.name}: answered while its record hangs`] : [];
      held.reject(new StoreUnavailable('test'));
      return [...early, ...faultsOf(`${target.name} after a hang`, await answer)];
    },
  );
};

const appendsARecord = (events: readonly Recorded[]): boolean =>
  events.some(({ stream }) => records.includes(categoryOf(stream)));

/** Asks every route that reads, as in the API's own description, while the log takes no record. */
export const withholdRecords = async (spoil: (hub: TestHub) => void = () => undefined): Promise<Withheld> => {
  const began = performance.now();
  const hub = await TestHub.start();
  try {
    const play = await new Play(hub).untilMeeting();
    const [record] = (await hub.events()).filter(({ type }) => type === 'DisclosureRecorded').slice(-1);
    const disclosure = record?.stream.slice('disclosure-'.length) ?? '';
    const targets = targetsOf(await operationsOf(hub), play, disclosure).filter(
      ({ operation }) => operation.method === 'GET',
    );
    spoil(hub);
    const [recorded, unrecorded, faults] = [[] as string[], [] as string[], [] as string[]];
    for (const target of targets) {
      let healthy: Answer | undefined;
      const events = await hub.eventsOf(async () => void (healthy = await ask(hub, target)));
      if (healthy?.status !== 200) faults.push(`${target.name}: ${healthy?.status} on a healthy log`);
      if (!appendsARecord(events)) {
        unrecorded.push(target.name);
        faults.push(
          ...contents.filter((word) => healthy?.text.includes(word)).map((w) => `${target.name}: shows ${w}`),
        );
        continue;
      }
      recorded.push(target.name);
      for (const [how, fail] of Object.entries(failures)) {
        const { store } = hub.standalone.engines;
        const answer = await withMethod(store, 'append', failingRecords(fail), () => ask(hub, target));
        faults.push(...faultsOf(`${target.name} while the log ${how}`, answer));
      }
      faults.push(...(await hang(hub, target)));
    }
    noteFigure({
      fault: 'no-record',
      times: recorded.length * (Object.keys(failures).length + 1),
      acknowledged: null,
      lost: null,
      doubled: null,
      unrecorded: faults.filter((fault) => fault.includes('shows')).length,
      seed: null,
      tookMs: performance.now() - began,
      more: { routes: recorded.length, otherFaults: faults.filter((fault) => !fault.includes('shows')).length },
    });
    report('no record', { recorded: recorded.length, unrecorded, faults: faults.length });
    return { recorded, unrecorded, faults };
  } finally {
    await hub.end();
  }
};
