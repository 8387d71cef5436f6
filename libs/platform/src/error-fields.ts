import type { LogFields } from './log-fields.js';

const maxFrames = 8;
const domainCode = /^[a-z][a-z0-9-]*\/[a-z0-9-]+$/;
const foreignCode = /^(?!.*\d{6})[A-Z0-9][A-Z0-9_]{1,60}$/;
const frame =
  /^at (?:async )?(?:(?:new )?[\w$.<>#]+ (?:\[as [\w$]+\] )?\()?(?:node:|file:\/\/|\/)[^\s()|]+:\d+:\d+\)?$/;

/** The class, or a name that says that it is an error: anybody can write a name on an error. */
const nameOf = (error: Error): string => {
  const { name } = error;
  const isOwn =
    typeof name === 'string' && (name === error.constructor.name || /^[A-Z][A-Za-z]{0,50}Error$/.test(name));
  return isOwn ? name : 'Error';
};

/** The code of an error, ours or of a foreign library; undefined where it has another form. */
export const codeOfError = (error: unknown): string | undefined => {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && (domainCode.test(code) || foreignCode.test(code)) ? code : undefined;
};

// A message may have lines that look like frames. It stands before the frames; where it does not stand, nobody knows what is one.
const framesOf = ({ stack, message }: Error): string => {
  const whole = typeof stack === 'string' ? stack : '';
  const at = whole.lastIndexOf(message);
  if (at < 0) return '';
  const lines = whole.slice(at + message.length).split('\n');
  return lines
    .map((line) => line.trim())
    .filter((line) => frame.test(line))
    .slice(0, maxFrames)
    .join(' | ');
};

/** What is told of an error: its name, its code, its frames and the name of its cause. Never its words: they may quote input. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const { cause } = error;
  return {
    error: nameOf(error),
    code: codeOfError(error),
    frames: framesOf(error),
    ...(cause === undefined ? {} : { cause: cause instanceof Error ? nameOf(cause) : typeof cause }),
  };
};
