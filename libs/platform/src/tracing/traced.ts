import type { SpanSort, Tracing } from './tracing.js';

type Method = (...given: never[]) => Promise<unknown>;

/** For each method that gets a span: what span, by what it is called with; undefined: this call gets none. */
export type TracedMethods<Port extends object> = {
  readonly [Name in keyof Port]?: Port[Name] extends (...given: infer Given) => Promise<unknown>
    ? (...given: Given) => SpanSort | undefined
    : never;
};

const wrapped =
  (method: Method, port: object, sortOf: (...given: never[]) => SpanSort | undefined, tracing: Tracing): Method =>
  async (...given) => {
    const sort = sortOf(...given);
    return sort === undefined ? method.apply(port, given) : tracing.span(sort, () => method.apply(port, given));
  };

/** The same port with overriding methods; everything else goes to the port itself, its private members too. */
export const overriding = <Port extends object>(port: Port, own: Partial<Port>): Port =>
  new Proxy(port, {
    get: (target, name) => {
      if (Object.hasOwn(own, name)) return own[name as keyof Port];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

/** The same port, whose named methods run in a span each. With traces off it is the port itself. */
export const traced = <Port extends object>(port: Port, tracing: Tracing, methods: TracedMethods<Port>): Port => {
  if (!tracing.isOn) return port;
  const own = Object.fromEntries(
    Object.entries(methods).map(([name, sortOf]) => {
      const method = port[name as keyof Port] as Method;
      return [name, wrapped(method, port, sortOf as (...given: never[]) => SpanSort | undefined, tracing)];
    }),
  );
  return overriding(port, own as Partial<Port>);
};
