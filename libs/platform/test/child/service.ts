import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConfigInvalid,
  JsonLogger,
  Metrics,
  Readiness,
  SystemClock,
  explainStartFailure,
  runService,
  startManagement,
} from '../../src/index.js';
import type { Service, ServiceHandle } from '../../src/index.js';

/** A program as the apps are: a server with work under way, a management server, and ways to break that a test chooses. */
const mode = process.argv[2] ?? '';
const clock = new SystemClock();
const logger = new JsonLogger(clock);
const say = (what: string): void => logger.info(what);

const work = Promise.withResolvers<void>();
const never = new Promise<void>(() => undefined);

const start = async ({ fail }: ServiceHandle): Promise<Service> => {
  if (mode === 'bad-settings') throw new ConfigInvalid(['KANARIE_A is leeg.', 'KANARIE_B is leeg.']);
  if (mode === 'bad-start') throw new TypeError('kanarie');
  if (mode === 'slow-start') {
    say('starting');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const readiness = new Readiness([{ name: 'engine', check: async () => true }], { logger });
  const metrics = new Metrics();
  const management = await startManagement({ port: 0, readiness, metrics, logger, clock });
  const server = createServer((request, response) => {
    const isWork = request.url === '/work';
    if (isWork) say('work-begun');
    // who keeps its connection would hold up the end
    response.setHeader('connection', 'close');
    void (isWork ? work.promise : Promise.resolve()).then(() => response.end('done'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  logger.info('listening', { port: (server.address() as AddressInfo).port });
  logger.info('managed', { port: Number(new URL(management.url).port) });
  process.on('SIGUSR2', () => work.resolve());
  if (mode === 'dead-consumer') fail('worker/intake', Object.assign(new Error('kanarie'), { code: 'messaging/lost' }));
  if (mode === 'throws') setImmediate(() => void Promise.reject(new RangeError('kanarie')));
  if (mode === 'uncaught')
    setImmediate(() => {
      throw new RangeError('kanarie');
    });
  const closeServer = (): Promise<void> =>
    new Promise((resolve) => {
      say('closing');
      server.close(() => resolve());
    });
  const closeEngine = async (): Promise<void> => {
    say('closing-engine');
    if (mode === 'bad-close') throw new TypeError('kanarie');
    if (mode === 'stuck') await never;
  };
  return {
    readiness,
    closing: [
      { name: 'server', close: closeServer },
      { name: 'engine', close: closeEngine },
      { name: 'management', close: management.close },
    ],
  };
};

const explain = (error: unknown) => explainStartFailure(error, { port: 1, data: 'var' });
await runService({ name: 'toy', logger, start, explain, stopWithinMs: mode === 'stuck' ? 300 : 10_000 });
