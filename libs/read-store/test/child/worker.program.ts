import { createInterface } from 'node:readline';
import { holdLease, openPostgresReadStore, startProjector, startReactor } from '../../src/index.js';
import type { ReadStore } from '../../src/index.js';
import { MemoryLog, event, filesProjection } from '../fixtures.js';

// A worker in a process of its own: two projections, a reaction and a lease, over a log that grows as it is told on
// standard input. It says what it does on lines of its own. `isBlind`: it believes to hold every lease for ever.
type Order = {
  readonly connectionString: string;
  readonly schema: string;
  readonly holder: string;
  readonly leaseMs: number;
  readonly isBlind: boolean;
};
const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const { connectionString, schema, holder, leaseMs, isBlind } = order;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const opened = (number: number) => event(number, 'FileOpened', { file: `f${number}` });

const engine = await openPostgresReadStore({ connectionString, schema, timeoutMs: 5000 });
const readStore: ReadStore = Object.assign(Object.create(engine) as ReadStore, {
  applyAll: async (...[parts, move]: Parameters<ReadStore['applyAll']>) => {
    try {
      await engine.applyAll(parts, move);
      say(`applied ${Number(move.to)}`);
    } catch (error) {
      say(`refused ${String((error as { code?: unknown }).code)}`);
      throw error;
    }
  },
  lease: async (...[names, by, ttlMs]: Parameters<ReadStore['lease']>) =>
    isBlind ? new Set(names) : engine.lease(names, by, ttlMs),
});
const log = new MemoryLog();
const projector = await startProjector({
  source: log,
  readStore,
  projections: [filesProjection('one'), filesProjection('two')],
  holder,
  leaseMs,
  batchSize: 10,
  onAlarm: ({ name, isFinal }) => say(`alarm ${name} ${isFinal}`),
});
const reactor = startReactor({
  source: log,
  readStore,
  reactions: [{ name: 'counting', handles: 'all', react: async ({ position }) => say(`effect ${Number(position)}`) }],
  leasing: { holder, leaseMs },
  onError: ({ name }) => say(`trouble ${name}`),
});
const lease = holdLease({ name: 'worker:turns', readStore, holder, leaseMs });
let isOurs = false;
const turns = setInterval(() => {
  if (lease.isHeld !== isOurs) say(lease.isHeld ? 'turn' : 'no turn');
  isOurs = lease.isHeld;
}, 5);
say('ready');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') break;
  const from = log.events.length;
  log.append(...Array.from({ length: Number(line) - from }, (_, index) => opened(from + index + 1)));
}
clearInterval(turns);
await Promise.all([projector.stop(), reactor.stop(), lease.stop()]);
await engine.close();
say('stopped');
