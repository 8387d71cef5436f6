import type { Answer } from '../support/client.js';
import type { Data } from '../support/deliveries.js';
import type { TestHub } from '../support/hub.js';
import { faultsOf } from '../support/problem.js';
import type { BadCase, Expected, RequestEdits } from './corpus.js';
import { prepare } from './request.js';
import type { Prepared, Setting } from './request.js';
import { bearerOf } from './routes.js';
import type { Route } from './routes.js';
import { writtenValue } from './text.js';
import type { Words } from './text.js';
import type { Keyring } from './tokens.js';

/** One case at one place of one route, ready to be sent. */
export type Shot = {
  readonly what: string;
  readonly category: string;
  readonly route: Route;
  readonly expected: Expected;
  /** The client says that nothing more comes. */
  readonly ends: boolean;
  readonly make: () => Promise<Prepared>;
  /** What is wrong with an answer beside status, code and form. */
  readonly judge: (answer: Answer) => string | undefined;
};

/** What shots are made for. */
export type Range = {
  readonly hub: TestHub;
  readonly keys: Keyring;
  readonly routes: readonly Route[];
  readonly words: Words;
};

/** For what status, code and form say all. */
export const nothingWrong = (): undefined => undefined;
/** In one order, as a text. */
export const listed = (all: readonly string[]): string => all.toSorted().join(', ');

/** Is what comes behind the path still part of an id, so that a route is met, and a caller asks for what is nowhere? */
const isWithinId = (path: string | undefined, { operation }: Route): boolean =>
  path !== undefined && /^\{path\}[;%]/.test(path) && operation.path.endsWith('}');

/** Facts that one shot leaves: one where somebody was authenticated for a route that there is. */
const usualFacts = (one: BadCase, route: Route): number | undefined => {
  if (one.kind === 'connection') return undefined;
  if (route.operation.isOpen) return 0;
  if (one.kind === 'token') return one.token.holder === undefined ? 0 : 1;
  if (one.kind === 'request') {
    const { path, method } = one.request;
    return (path === undefined || isWithinId(path, route)) && method === undefined ? 1 : 0;
  }
  return 1;
};

const factsOf = (one: BadCase, route: Route): { readonly facts?: number } => {
  const facts = one.expected.facts ?? usualFacts(one, route);
  return facts === undefined ? {} : { facts };
};

/** A shot of a case at a route; by default a good request with `edits`. */
export const shotOf = (
  range: Range,
  one: BadCase,
  route: Route,
  more: Partial<Shot> & { readonly edits?: RequestEdits },
): Shot => {
  const { edits = {}, ...rest } = more;
  return {
    what: `${one.name} at ${route.name}`,
    category: one.category,
    route,
    expected: { ...one.expected, ...factsOf(one, route) },
    ends: false,
    make: async () => prepare(route, edits, await settingOf(range, route)),
    judge: judgeFaults(one.expected.faults),
    ...rest,
  };
};

/** What a request to this route needs of the running hub. */
export const settingOf = async ({ hub, words }: Range, route: Route): Promise<Setting> => ({
  host: new URL(hub.base).host,
  authorization: await bearerOf(hub, route),
  words,
});

const isOfDelivery = (fault: string): boolean => /^\/data[ /]/.test(fault);

/**
 * Exactly these faults, in any order; any where the case names none. A case about attributes says nothing of the delivery that
 * it brings: what is wrong with that is told too, and is the matter of other cases.
 */
export const judgeFaults =
  (faults: readonly string[] | undefined) =>
  (answer: Answer): string | undefined => {
    const told = faultsOf(answer);
    const found = listed(faults?.some(isOfDelivery) ? told : told.filter((fault) => !isOfDelivery(fault)));
    return faults === undefined || found === listed(faults) ? undefined : `faults ${found}`;
  };
/** This fault, whatever others there are. */
export const judgeOneFault =
  (fault: string) =>
  (answer: Answer): string | undefined =>
    faultsOf(answer).includes(fault) ? undefined : `faults ${listed(faultsOf(answer))} without ${fault}`;

/** The texts within a value that would be known again. */
export const tellingTexts = (value: unknown): readonly string[] => {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(tellingTexts);
  const text = String(value);
  return text.trim().length >= 6 && typeof value !== 'boolean' ? [text] : [];
};

/** With these texts, too, that must not come back. */
export const withCanaries = (prepared: Prepared, canaries: readonly string[]): Prepared => ({
  ...prepared,
  canaries: [...prepared.canaries, ...canaries],
});

/** A good body with a value at a place; texts are written out first, so that nothing in them is a command twice. */
export const bodyShot = (
  range: Range,
  one: BadCase,
  route: Route,
  {
    body,
    value,
    judge,
  }: { readonly body: (value: unknown) => unknown; readonly value: unknown; readonly judge: Shot['judge'] },
): Shot =>
  shotOf(range, one, route, {
    judge,
    make: async () => {
      const known = writtenValue(value, range.words);
      const prepared = prepare({ ...route, body: body(known.value) as Data }, {}, await settingOf(range, route));
      return withCanaries(prepared, [...known.canaries, ...tellingTexts(known.value)]);
    },
  });
