type Route = { readonly segments: readonly string[]; readonly methods: Set<string>; isForAnyOrigin: boolean };

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

  /** Adds a route as Fastify announces it. `anyOrigin`: pages of any origin may read it. */
  add(url: string, methods: string | readonly string[], { anyOrigin = false }: { anyOrigin?: boolean } = {}): void {
    const route = this.routes.get(url) ?? { segments: segmentsOf(url), methods: new Set(), isForAnyOrigin: anyOrigin };
    for (const method of [methods].flat()) route.methods.add(method);
    this.routes.set(url, route);
  }

  /** The methods that exist at this address, sorted; none where it is unknown. */
  methodsAt(url: string): readonly string[] {
    const methods = this.at(url).flatMap((route) => [...route.methods]);
    return [...new Set(methods)].toSorted();
  }

  /** May pages of any origin read what is at this address? */
  isForAnyOrigin(url: string): boolean {
    const routes = this.at(url);
    return routes.length > 0 && routes.every((route) => route.isForAnyOrigin);
  }

  private at(url: string): readonly Route[] {
    const [path = ''] = url.split('?');
    const segments = segmentsOf(path);
    return [...this.routes.values()].filter((route) => fits(route, segments));
  }
}
