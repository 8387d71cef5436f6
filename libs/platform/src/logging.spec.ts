import { describe, expect, it } from '@jest/globals';
import { instantOf } from '@knooppunt/kernel';
import { pino } from 'pino';
import { Clock } from './clock.js';
import { logForms } from './log-fields.js';
import { JsonLogger, NestLogAdapter, pinoOptions } from './logging.js';
import type { LogFields, LoggerSettings } from './logging.js';

class FixedClock extends Clock {
  now() {
    return instantOf(Date.UTC(2026, 2, 1, 9, 30));
  }
}
const clock = new FixedClock();
/** Shapes in which a value of a person may come along: a word, words, a number of a citizen, a day, markup, lines. */
const tokens = [
  'Kanarie van de Planter',
  'kanarie@planter.example',
  '123456782',
  '1981-04-01 kanarie',
  'kanarie\n    at Planter (kanarie)',
  '<kanarie>',
  'kanarié',
];
const seen = /kanari|planter|123456782|1981/i;
const written = (write: (logger: JsonLogger) => void, settings?: LoggerSettings): string[] => {
  const lines: string[] = [];
  write(new JsonLogger(clock, (line) => void lines.push(line), settings));
  return lines;
};
const smuggled = (fields: object): LogFields => fields;

describe('a line of the log', () => {
  it('is one line and one JSON object with level, time, event and its fields', () => {
    const [line = ''] = written((logger) => logger.info('http', { status: 200, route: '/v1/casussen/:id', ms: 3 }));
    expect(line).toBe(
      '{"level":"info","time":"2026-03-01T09:30:00.000Z","status":200,"route":"/v1/casussen/:id","ms":3,"event":"http"}\n',
    );
  });

  it('below the level is not written', () => {
    const write = (logger: JsonLogger) => {
      logger.info('a');
      logger.warn('b');
      logger.error('c');
    };
    expect(written(write)).toHaveLength(3);
    expect(written(write, { level: 'warn' }).map((line) => JSON.parse(line).event)).toEqual(['b', 'c']);
    expect(written(write, { level: 'error' })).toHaveLength(1);
  });

  it('leaves out what is undefined, and keeps null', () => {
    const [line = ''] = written((logger) => logger.info('a', { code: undefined, caller: null }));
    expect(JSON.parse(line)).toEqual({ level: 'info', time: clock.now(), event: 'a', caller: null });
  });
});

describe('a planted token', () => {
  it.each(Object.keys(logForms))('does not come through the field %s', (field) => {
    for (const token of tokens) {
      const [line = ''] = written((logger) => logger.warn('a', smuggled({ [field]: token })));
      expect(JSON.parse(line)[field]).toBe('[verborgen]');
      expect(line).not.toMatch(seen);
    }
  });

  it.each(Object.keys(logForms))('does not come through the field %s as an object or a list', (field) => {
    for (const token of tokens) {
      const nested = { naam: token, diep: { dieper: [token], toJSON: () => token } };
      for (const value of [nested, [token], [nested], () => token, new Map([[token, token]]), Symbol(token)])
        expect(written((logger) => logger.error('a', smuggled({ [field]: value }))).join('')).not.toMatch(seen);
    }
  });

  it.each([
    'bsn',
    'name',
    'naam',
    'authorization',
    'cookie',
    'headers',
    'message',
    'err',
    'req',
    'res',
    'body',
    'toJSON',
    'constructor',
    '__proto__',
    'kanarie',
  ])('does not come through the undeclared field %s, which is counted', (field) => {
    for (const token of tokens) {
      const fields = Object.fromEntries([[field, token]]);
      const [line = ''] = written((logger) => logger.info('a', smuggled(fields)));
      expect(line).not.toMatch(seen);
      expect(JSON.parse(line)).toMatchObject({ dropped: 1 });
    }
  });

  it('does not come through an error, wherever it sits in it', () => {
    for (const token of tokens) {
      const cause = Object.assign(new RangeError(token, { cause: token }), { name: token });
      const error = Object.assign(new TypeError(`at ${token}\n    at ${token} (/x/${token}.ts:1:1)`, { cause }), {
        code: token,
        bsn: token,
        headers: { authorization: token },
        name: token,
      });
      const lines = written((logger) => {
        logger.error('a', {}, error);
        logger.error('a', {}, new AggregateError([error], token));
        logger.error('a', {}, token);
        logger.error('a', {}, { message: token });
        logger.error('a', {}, Object.assign(new Error('x'), { stack: token }));
        logger.error(
          'a',
          {},
          Object.assign(new Error('x'), { stack: `${token}\n    at ${token} (/x.ts:1:1)`, message: 'y' }),
        );
      });
      expect(lines).toHaveLength(6);
      expect(lines.join('')).not.toMatch(seen);
    }
  });

  it('does not come through in words of Nest', () => {
    for (const token of tokens) {
      const lines = written((logger) => {
        const nest = new NestLogAdapter(logger);
        nest.log();
        nest.warn(token, token);
        nest.error(token, token, token);
        nest.error(new Error(token));
      });
      expect(lines.join('')).not.toMatch(seen);
    }
  });

  it('does not come through at the second defence either, where the guard is not asked', () => {
    const lines: string[] = [];
    const bare = pino(pinoOptions(clock, 'info'), { write: (line) => void lines.push(line) });
    for (const name of ['bsn', 'name', 'naam', 'authorization', 'cookie', 'set-cookie', 'password', 'token'])
      bare.info({ [name]: 'kanarie', a: { [name]: 'kanarie', b: { [name]: 'kanarie' } } }, 'a');
    bare.info({ headers: { x: 'kanarie' }, err: new Error('kanarie') }, 'a');
    expect(lines.join('')).not.toMatch(seen);
    expect(lines.join('')).toContain('[verborgen]');
  });
});

describe('an error', () => {
  it('is told by name, code, frames and the name of its cause', () => {
    class StoreGone extends Error {
      readonly code = 'event-store/store-unavailable';
      constructor() {
        super('about kanarie', { cause: new TypeError('kanarie') });
        this.name = 'StoreGone';
      }
    }
    const [line = ''] = written((logger) => logger.error('alarm', { what: 'worker/intake' }, new StoreGone()));
    const { frames, ...told } = JSON.parse(line) as { frames: string };
    expect(told).toMatchObject({
      error: 'StoreGone',
      code: 'event-store/store-unavailable',
      cause: 'TypeError',
      what: 'worker/intake',
    });
    expect(frames).toMatch(/logging\.spec\.ts:\d+:\d+/);
    expect(frames.split(' | ').length).toBeLessThanOrEqual(8);
  });
});
