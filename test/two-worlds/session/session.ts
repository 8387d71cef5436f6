import { uuidOf } from '../../harness/derived-ids.js';
import type { Asker, FixedHub } from '../../harness/fixed-hub.js';
import type { WireAnswer, WireRequest } from '../../harness/wire.js';
import { momentOf } from '../history/narrator.js';
import type { Operation } from './document.js';
import { Transcript } from './transcript.js';

/** One of the two worlds, as a session meets it. `kept` holds opaque strings that it was given, by what they are for. */
export type Side = { readonly hub: FixedHub; readonly transcript: Transcript; readonly kept: Map<string, string> };
/** A request without what the session adds. An opaque string differs per world, so it is named by what it is for. */
export type Question = WireRequest & {
  readonly asker?: Asker;
  /** Use of the reading token that goes along. */
  readonly token?: string;
  /** Use of the cursor that goes along. */
  readonly cursor?: string;
  /** Use of the tag that goes along as `If-Match`. */
  readonly ifMatch?: string;
  /** What the tag of the answer is kept for. */
  readonly keepTag?: string;
  /** Member of the answer that is kept, and for what. */
  readonly keep?: readonly [member: string, use: string];
};
type Asked = {
  readonly label: string;
  readonly operation: Operation;
  readonly question: Question;
  readonly at: number;
};

const secondsPerMinute = 60;
const nothing = 'niets';

const jsonOf = ({ body }: WireAnswer): unknown => {
  const text = body.toString();
  return text.startsWith('{') ? JSON.parse(text) : undefined;
};

const memberOf = (body: unknown, name: string): string | undefined => {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
};

/** The same session in two worlds at once: one instant and one correlation per request, everything followed in between. */
export class Session {
  readonly sides: readonly [Side, Side];
  /** Statuses that each operation answered with, in either world. */
  readonly statuses = new Map<string, Set<number>>();
  private asked = 0;

  constructor(
    readonly name: string,
    hubs: readonly [FixedHub, FixedHub],
    /** Minute of the history at which it begins. */
    private readonly begin: number,
  ) {
    const side = (hub: FixedHub): Side => ({ hub, transcript: new Transcript(), kept: new Map() });
    this.sides = [side(hubs[0]), side(hubs[1])];
  }

  get requests(): number {
    return this.asked;
  }

  /** The instant of the last request. */
  get moment(): string {
    return momentOf(this.begin + this.asked / secondsPerMinute);
  }

  /** Sends one request in both worlds and writes down what came back. True when either world gave a next page. */
  async ask(label: string, operation: Operation, question: Question): Promise<boolean> {
    this.asked += 1;
    const asked = { label, operation, question, at: this.asked };
    const kept = await Promise.all(this.sides.map((side) => this.askIn(side, asked)));
    return kept.includes(true);
  }

  private async askIn(side: Side, { label, operation, question, at }: Asked): Promise<boolean> {
    const { hub, transcript } = side;
    hub.clock.set(momentOf(this.begin + at / secondsPerMinute));
    const correlation = uuidOf('session', this.name, String(at));
    const request = await requestOf(side, question, correlation);
    const answer = await hub.send(request);
    const appends = await hub.newAppends();
    const body = jsonOf(answer);
    transcript.add(label, answer, { appends, correlation, opaque: operation.opaqueIn(answer.status, body) });
    keepTag(side, question, answer);
    this.statuses.set(operation.key, (this.statuses.get(operation.key) ?? new Set()).add(answer.status));
    return keep(side, question, body);
  }
}

const requestOf = async ({ hub, kept }: Side, question: Question, correlation: string): Promise<WireRequest> => {
  const { asker, token, cursor, ifMatch, method, path, body, headers } = question;
  const authorization = asker ? { authorization: await hub.bearer(asker) } : {};
  const leesbewijs = token === undefined ? {} : { leesbewijs: kept.get(token) ?? nothing };
  const condition = ifMatch === undefined ? {} : { 'if-match': kept.get(ifMatch) ?? `"${nothing}"` };
  const after = cursor === undefined ? '' : `${path.includes('?') ? '&' : '?'}cursor=${kept.get(cursor) ?? nothing}`;
  return {
    method,
    path: `${path}${after}`,
    headers: { 'x-correlation-id': correlation, ...authorization, ...leesbewijs, ...condition, ...headers },
    ...(body === undefined ? {} : { body }),
  };
};

/** A thing that is not shown (any more) has no tag: the one of before stays, so that commands are tried with a stale one too. */
const keepTag = ({ kept }: Side, { keepTag: use }: Question, { headers }: WireAnswer): void => {
  const tag = headers.find(([name]) => name.toLowerCase() === 'etag')?.[1];
  if (use !== undefined && tag !== undefined) kept.set(use, tag);
};

const keep = ({ kept }: Side, { keep: wanted }: Question, body: unknown): boolean => {
  if (!wanted) return false;
  const [member, use] = wanted;
  const given = memberOf(body, member);
  if (given !== undefined) kept.set(use, given);
  // the last page has no next one; a command that is refused leaves the token of the one before
  else if (member === 'volgende') kept.delete(use);
  return given !== undefined;
};
