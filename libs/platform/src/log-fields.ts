type Form = (value: unknown) => boolean;
const text =
  (pattern: RegExp, maxLength = 120): Form =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength && pattern.test(value);

// No run of six digits: a citizen service number, a telephone number or a date of birth has one, a code has not.
const code = text(/^(?!.*\d{6})[A-Za-z0-9][A-Za-z0-9_-]*(?:[/.:][A-Za-z0-9_-]+)*$/);
const name = text(/^[A-Za-z][A-Za-z0-9]*$/, 60);
const uuid = text(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const oin = text(/^\d{20}$/);
const route = text(/^(?!.*\d{6})(?:\/[A-Za-z0-9_:.*-]*)*$/);
// A separator between any two frames: without it there are endlessly many ways to read the same text.
const frames = text(/^(?:at [^|\n]+:\d+:\d+\)?(?: \| at [^|\n]+:\d+:\d+\)?)*)?$/, 4000);
const amount: Form = (value) => typeof value === 'number' && Number.isFinite(value);
const flag: Form = (value) => typeof value === 'boolean';

/** Every field that a line of the log may have, with the form of its values. A name that is not here is never written. */
export const logForms = {
  attempt: amount,
  caller: code,
  cause: name,
  check: code,
  code,
  context: name,
  correlation: uuid,
  count: amount,
  engine: code,
  error: name,
  exitCode: amount,
  frames,
  group: code,
  lag: amount,
  method: name,
  ms: amount,
  of: code,
  organisation: oin,
  partition: amount,
  partner: code,
  port: amount,
  projection: code,
  ready: flag,
  route,
  service: code,
  signal: code,
  state: code,
  status: amount,
  step: code,
  topic: code,
  version: code,
  what: code,
} as const satisfies Readonly<Record<string, Form>>;

/** What a line may hold beside level, time and event: ids, codes, counts. Never a value of a person, never a message of an error. */
export type LogFields = { readonly [Name in keyof typeof logForms]?: string | number | boolean | null | undefined };

/** What is written where a value has not the form of its field. */
export const hiddenValue = '[verborgen]';

const isDeclared = (key: string): key is keyof typeof logForms => Object.hasOwn(logForms, key);

/**
 * The fields as they may be written: undeclared names are left out and counted as `dropped`, values of another form are
 * hidden. The types say the same; this holds for what reaches them by a cast or as data. Source: BIO2 8.15.02, ASVS 16.2.5.
 */
export const declaredFields = (fields: object): Readonly<Record<string, unknown>> => {
  const kept: Record<string, unknown> = {};
  let dropped = 0;
  for (const [key, value] of Object.entries(fields) as [string, unknown][]) {
    if (value === undefined) continue;
    if (!isDeclared(key)) dropped += 1;
    else kept[key] = value === null || logForms[key](value) ? value : hiddenValue;
  }
  return dropped === 0 ? kept : { ...kept, dropped };
};
