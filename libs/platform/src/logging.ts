import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { Logger, LoggerOptions } from 'pino';
import type { Clock } from './clock.js';
import { errorFields } from './error-fields.js';
import { declaredFields, hiddenValue } from './log-fields.js';
import type { LogFields } from './log-fields.js';

export type { LogFields } from './log-fields.js';
export type LogLevel = 'info' | 'warn' | 'error';

/** How much is written: `info` (the default) all, `warn` and `error` from there on. */
export type LoggerSettings = { readonly level?: LogLevel };

const secrets = [
  'address',
  'authorization',
  'birthDate',
  'bsn',
  'cookie',
  'data',
  'err',
  'headers',
  'message',
  'name',
  'naam',
  'password',
  'payload',
  'secret',
  'set-cookie',
  'stack',
  'token',
  'value',
];

/** How pino writes: our members, no host, no process id, and names that never come through, also where the guard would fail. */
export const pinoOptions = (clock: Clock, level: LogLevel): LoggerOptions => ({
  level,
  base: null,
  messageKey: 'event',
  timestamp: () => `,"time":"${clock.now()}"`,
  formatters: { level: (label) => ({ level: label }) },
  redact: {
    paths: secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
    censor: hiddenValue,
  },
});

// Written before the call returns, so that the last line of a process is not lost with it.
const standardOutput = (): { write: (line: string) => void } => pino.destination({ fd: 1, sync: true });

/**
 * Writes one JSON object per line, by pino, before the call returns. Only declared fields in their declared form go through
 * (`logForms`). Source: BIO2 8.15.01 (action, object, result, actor, moment) and 8.15.02 (no secrets).
 */
export class JsonLogger {
  private readonly lines: Logger;

  constructor(clock: Clock, write?: (line: string) => void, { level = 'info' }: LoggerSettings = {}) {
    this.lines = pino(pinoOptions(clock, level), write ? { write } : standardOutput());
  }

  /** Something of note. `event` is a literal of the code. */
  info(event: string, fields: LogFields = {}): void {
    this.lines.info(declaredFields(fields), event);
  }

  /** Something that may need a look. */
  warn(event: string, fields: LogFields = {}): void {
    this.lines.warn(declaredFields(fields), event);
  }

  /** Something broken. Of an error only its name, code and frames are written: messages may quote input. */
  error(event: string, fields: LogFields = {}, error?: unknown): void {
    this.lines.error(declaredFields(error === undefined ? fields : { ...fields, ...errorFields(error) }), event);
  }
}

const contextOf = (parameters: readonly unknown[]): string | undefined => {
  const last = parameters.at(-1);
  return typeof last === 'string' && /^[A-Z][A-Za-z0-9]{1,60}$/.test(last) ? last : undefined;
};

/** Nest's own messages, as lines of ours: warnings and errors only, with their context and without their text. */
export class NestLogAdapter implements LoggerService {
  constructor(private readonly logger: JsonLogger) {}

  log(): void {
    // what Nest tells while it starts is of no use to an operator
  }

  warn(_message: unknown, ...parameters: unknown[]): void {
    this.logger.warn('nest', { context: contextOf(parameters) });
  }

  error(message: unknown, ...parameters: unknown[]): void {
    this.logger.error('nest', { context: contextOf(parameters) }, message instanceof Error ? message : undefined);
  }
}
