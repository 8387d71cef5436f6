import type { LoggerService } from '@nestjs/common';
import type { Clock } from './clock.js';

export type LogLevel = 'info' | 'warn' | 'error';
/** What a line may hold beside level, time and event: ids, codes, counts. Never a value of a person, never a message of an error. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Writes one JSON object per line. Source: BIO2 8.15.01 (action, object, result, actor, moment) and 8.15.02 (no secrets). */
export class JsonLogger {
  constructor(
    private readonly clock: Clock,
    private readonly write: (line: string) => void = (line) => process.stdout.write(line),
  ) {}

  /** Something of note. `event` is a literal of the code. */
  info(event: string, fields: LogFields = {}): void {
    this.line('info', event, fields);
  }

  /** Something that may need a look. */
  warn(event: string, fields: LogFields = {}): void {
    this.line('warn', event, fields);
  }

  /** Something broken. Of an error only its name, code and frames are written: messages may quote input. */
  error(event: string, fields: LogFields = {}, error?: unknown): void {
    this.line('error', event, error === undefined ? fields : { ...fields, ...describe(error) });
  }

  private line(level: LogLevel, event: string, fields: LogFields): void {
    this.write(`${JSON.stringify({ time: this.clock.now(), level, event, ...fields })}\n`);
  }
}

const describe = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    code: typeof code === 'string' ? code : undefined,
    frames: frames
      .slice(0, 8)
      .map((frame) => frame.trim())
      .join(' | '),
    ...(error.cause === undefined
      ? {}
      : { cause: error.cause instanceof Error ? error.cause.name : typeof error.cause }),
  };
};

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
