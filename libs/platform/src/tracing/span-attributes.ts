type Form = RegExp | 'number';
const code = /^(?!.*\d{6})[A-Za-z0-9][A-Za-z0-9_-]*(?:[/.:][A-Za-z0-9_-]+)*$/;

/** Every attribute of a span, with the form of its values. No path, no query, no key, no id of a person or a stream. */
export const attributeForms = {
  'error.type': code,
  'http.request.method': /^[A-Z]{3,10}$/,
  'http.response.status_code': 'number',
  'http.route': /^(?!.*\d{6})(?:\/[A-Za-z0-9_:.*-]*)*$/,
  'knooppunt.events': 'number',
  'knooppunt.stream_category': /^[a-z]{1,40}$/,
  'messaging.consumer.group.name': code,
  'messaging.destination.name': code,
  'messaging.destination.partition.id': 'number',
} as const satisfies Readonly<Record<string, Form>>;

/** What a span may say beside its name, its moments and its place in the trace. */
export type SpanAttributes = { readonly [Name in keyof typeof attributeForms]?: string | number };

const fits = (form: Form, value: unknown): value is string | number =>
  form === 'number'
    ? typeof value === 'number' && Number.isFinite(value)
    : typeof value === 'string' && value.length <= 120 && form.test(value);

/** The attributes that are declared and have their form; the others are left out. Source: ASVS 16.2.5. */
export const declaredAttributes = (given: object): Record<string, string | number> =>
  Object.fromEntries(
    (Object.entries(given) as [string, string | number][]).filter(
      ([name, value]) =>
        Object.hasOwn(attributeForms, name) && fits(attributeForms[name as keyof typeof attributeForms], value),
    ),
  );
