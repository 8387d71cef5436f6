import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';

/** Which operations a case is for. */
export const scopes = [
  'all',
  'closed',
  'persons',
  'bodies',
  'usual',
  'commands',
  'filled',
  'ids',
  'lists',
  'plain',
  'readers',
] as const;
export type Scope = (typeof scopes)[number];

/** Headers as they go over the wire: a list is one line each, null takes the usual one away. */
export type HeaderEdits = Readonly<Record<string, string | readonly string[] | null>>;

/** What a case expects: a status, or one of some; a code, or one of some; where the form fixes it, every fault. */
export type Expected = {
  readonly statuses: readonly number[];
  readonly codes: readonly string[];
  readonly faults?: readonly string[];
  /** Facts that it leaves in the log; by default one where a caller was authenticated for a route, else none. */
  readonly facts?: number;
  readonly language?: 'en';
};

/** A good request with one thing wrong. Texts hold the commands of `text.ts`. */
export type RequestEdits = {
  readonly method?: string;
  /** In place of the id in the address. */
  readonly id?: string;
  /** In place of the whole address; `{path}` is the good one. */
  readonly path?: string;
  readonly query?: string;
  readonly headers?: HeaderEdits;
  readonly body?: string;
  /** A member more, as text, in a good body. */
  readonly member?: string;
  /** The good body in another encoding. */
  readonly encoding?: 'utf16le' | 'gzip' | 'deflate' | 'br';
};

/** A token that differs in these from one that is good; see `tokens.ts`. */
export type TokenEdits = {
  readonly raw?: string;
  readonly scheme?: string;
  readonly twice?: boolean;
  readonly sign?: string;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly livesFor?: number;
  readonly alter?: string;
  readonly holder?: string;
};

type Named = { readonly name: string; readonly category: string; readonly expected: Expected };
export type RequestCase = Named & { readonly kind: 'request'; readonly on: Scope; readonly request: RequestEdits };
/** A value in every place of its form: of bodies, queries and addresses, by the API description. */
export type ValueCase = Named & { readonly kind: 'value'; readonly of: string; readonly value: unknown };
/** Every member of a body of this value, or none at all. */
export type MembersCase = Named & { readonly kind: 'members'; readonly members: unknown };
/** A field of every payload type that has one of this kind, by the registry. */
export type FieldCase = Named & { readonly kind: 'field'; readonly of: string; readonly value: unknown };
/** A delivery of one type with values at these places of its data; null takes a member away. */
export type DeliveryCase = Named & {
  readonly kind: 'delivery';
  readonly type: string;
  readonly set: Readonly<Record<string, unknown>>;
};
/** A CloudEvent with attributes changed; null takes one away. */
export type EventCase = Named & {
  readonly kind: 'event';
  readonly event: Readonly<Record<string, unknown>>;
  readonly headers?: HeaderEdits;
};
export type BatchCase = Named & {
  readonly kind: 'batch';
  readonly batch: string;
  /** Status of every item; without it the whole is refused. */
  readonly outcomes?: readonly number[];
};
export type TokenCase = Named & { readonly kind: 'token'; readonly on: Scope; readonly token: TokenEdits };
export type ConnectionCase = Named & {
  readonly kind: 'connection';
  readonly on: Scope;
  readonly connection: string;
  readonly ends?: boolean;
};
export type BadCase =
  RequestCase | ValueCase | MembersCase | FieldCase | DeliveryCase | EventCase | BatchCase | TokenCase | ConnectionCase;

const kinds = ['request', 'value', 'members', 'field', 'delivery', 'event', 'batch', 'token', 'connection'] as const;
/** The member of a case that says its kind -> what else such a case may have. */
const shapes: Readonly<Record<(typeof kinds)[number], { readonly by: string; readonly others: readonly string[] }>> = {
  request: { by: 'request', others: ['on'] },
  value: { by: 'place', others: ['value'] },
  members: { by: 'members', others: [] },
  field: { by: 'field', others: ['value'] },
  delivery: { by: 'set', others: ['type'] },
  event: { by: 'event', others: ['headers'] },
  batch: { by: 'batch', others: ['outcomes'] },
  token: { by: 'token', others: ['on'] },
  connection: { by: 'connection', others: ['ends', 'on'] },
};
const common = ['name', 'answer', 'faults', 'facts', 'language'];
const answerForm = /^(\d{3}(?:\|\d{3})*)(?: ([a-z/|-]+))?$/;

type Written = Readonly<Record<string, unknown>> & { readonly name: string };

const expectedOf = (one: Written): Expected => {
  const [, statuses = '', codes] = answerForm.exec(String(one['answer'])) ?? [];
  if (statuses === '') throw new TypeError(`the case says no answer: ${one.name}`);
  const { faults, facts, language } = one as { faults?: string[]; facts?: number; language?: 'en' };
  return {
    statuses: statuses.split('|').map(Number),
    codes: codes?.split('|') ?? [],
    ...(faults === undefined ? {} : { faults }),
    ...(facts === undefined ? {} : { facts }),
    ...(language === undefined ? {} : { language }),
  };
};

const caseOf = (category: string, scope: Scope | undefined, one: Written): BadCase => {
  const found = kinds.filter((kind) => Object.hasOwn(one, shapes[kind].by));
  const [kind] = found;
  if (kind === undefined || found.length > 1) throw new TypeError(`a case of no kind, or of two: ${one.name}`);
  const { by, others } = shapes[kind];
  const strange = Object.keys(one).filter((key) => ![...common, by, ...others].includes(key));
  if (strange.length > 0) throw new TypeError(`unknown in the case ${one.name}: ${strange.join(', ')}`);
  const on = one['on'] ?? scope;
  if (others.includes('on') && !scopes.some((known) => known === on)) throw new TypeError(`no scope: ${one.name}`);
  const of = one['place'] ?? one['field'];
  return { ...one, name: one.name, category, kind, on, of, expected: expectedOf(one) } as unknown as BadCase;
};

const folder = new URL('../../fixtures/bad-input/', import.meta.url);

/**
 * Every case of the corpus, from `test/fixtures/bad-input`. A file is a category with its cases; `on` and `answer` of a
 * file hold for those cases that say nothing else. Throws a `TypeError` that names what a case does not say rightly.
 */
export const corpus = (): readonly BadCase[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .flatMap((name) => {
      const { category, on, answer, cases } = parse(readFileSync(new URL(name, folder), 'utf8')) as {
        readonly category: string;
        readonly on?: Scope;
        readonly answer?: string;
        readonly cases: readonly Written[];
      };
      return cases.map((one) => caseOf(category, on, answer === undefined ? one : { answer, ...one }));
    });
