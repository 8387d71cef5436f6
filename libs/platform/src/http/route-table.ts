type Route = { readonly segments: readonly string[]; readonly methods: Set<string> };

const segmentsOf = (path: string): string[] => path.split('/');

const fits = (route: Route, segments: readonly string[]): boolean => {
  const wildcard = route.segments.at(-1) === '*';
  if (wildcard ? segments.length < route.segments.length : segments.length !== route.segments.length) return false;
  return route.segments.every((expected, at) => {
    if (expected === '*') return true;
    return expected.startsWith(':') ? segments[at] !== '' : expected === segments[at];
  });
};

/** The routes of a server, so that an undeclared method can be told (405) from an unknown address (404). */
export class RouteTable {
  private readonly routes = new Map<string, Route>();

  /** Adds a route as Fastify announces it. */
  add(url: string, methods: string | readonly string[]): void {
    const route = this.routes.get(url) ?? { segments: segmentsOf(url), methods: new Set() };
    for (const method of [methods].flat()) route.methods.add(method);
    this.routes.set(url, route);
  }

  /** The methods that exist at this address, sorted; none where it is unknown. */
  methodsAt(url: string): readonly string[] {
    const [path = ''] = url.split('?');
    const segments = segmentsOf(path);
    const methods = [...this.routes.values()]
      .filter((route) => fits(route, segments))
      .flatMap((route) => [...route.methods]);
    return [...new Set(methods)].toSorted();
  }
}
