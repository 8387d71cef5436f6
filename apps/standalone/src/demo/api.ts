import type { StukDto } from '@knooppunt/contracts';
import type { Uuid } from '@knooppunt/kernel';
import { fetchOrganisationToken, fetchPersonToken } from '@knooppunt/platform';
import type { Member } from './cast.js';
import { UnexpectedAnswer } from './errors.js';

/** A field as the hub shows it. */
export type Shown = StukDto['blokken'][number]['velden'][number];
/** A record of the process as the hub shows it. */
export type Regel = { readonly id: string; readonly soort: string; readonly velden: readonly Shown[] };
/** One thing as the hub shows it: its record, other records, contributions and texts. */
export type Inzage = {
  readonly verstrekking: Uuid;
  readonly zaak: Regel;
  readonly regels: readonly Regel[];
  readonly stukken: readonly StukDto[];
};
/** A page of a list. */
export type Page<Item> = { readonly items: readonly Item[]; readonly volgende?: string };
/** What the hub answered, whatever it was. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };

type Problem = { readonly code?: string; readonly detail?: string; readonly grondslag?: readonly string[] };

/** The problem of an answer from 400 on. */
export const problemOf = ({ text }: Answer): Required<Problem> => {
  const problem = text.startsWith('{') ? (JSON.parse(text) as Problem) : {};
  return { code: problem.code ?? '', detail: problem.detail ?? '', grondslag: problem.grondslag ?? [] };
};

const brokenCodes = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

const isBroken = (error: unknown): boolean => {
  const { cause } = error as { readonly cause?: { readonly code?: string } };
  return brokenCodes.includes(cause?.code ?? '');
};

/** As many connections may have been left idle, and be closed by the hub in the moment in which they are used again. */
const mostTries = 10;

/** Asks once more where the connection broke. */
const unbroken = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isBroken(error) || tries === mostTries) throw error;
    }
  }
};

const fieldIn = (regel: Regel, name: string): unknown => regel.velden.find(({ veld }) => veld === name)?.waarde;

/** The text of a shown field of a record; empty where it is not shown. */
export const textIn = (regel: Regel, name: string): string => {
  const value = fieldIn(regel, name);
  return typeof value === 'string' ? value : '';
};

/** The texts of a shown list of a record; empty where it is not shown. */
export const listIn = (regel: Regel, name: string): readonly string[] => {
  const value = fieldIn(regel, name);
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
};

/** The public API of a hub, from outside: HTTP, with tokens of its demonstration provider. One per run. */
export class Api {
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly desks = new Map<string, Desk>();
  private requests = 0;

  /** `base` without a slash at the end; `run` is part of every idempotency key and event id, so that each run is new. */
  constructor(
    readonly base: string,
    readonly run: string,
  ) {}

  /** Where a person of a cooperation works. The same desk for the same person, for it remembers what was written there. */
  as(member: Member): Desk {
    const key = `${member.sub} ${member.cooperation}`;
    const desk = this.desks.get(key) ?? new Desk(this, member);
    this.desks.set(key, desk);
    return desk;
  }

  /** Delivers a CloudEvent as the system of an organisation. */
  async deliver(member: Member, event: object): Promise<Answer> {
    const { client, cooperation } = member;
    if (!client) throw new TypeError('an organisation without a system of its own');
    const token = await this.token(`client ${client.id}`, () =>
      fetchOrganisationToken({
        issuer: `${this.base}/oidc`,
        clientId: client.id,
        clientSecret: client.secret,
        cooperation,
      }),
    );
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' };
    return this.send('/v1/leveringen', { method: 'POST', headers, body: JSON.stringify(event) });
  }

  /** A name that no other run and no other request of this run has. */
  newName(): string {
    this.requests += 1;
    return `${this.run}-${this.requests}`;
  }

  /** The token of a person, fetched once. */
  tokenOf({ sub, cooperation }: Member): Promise<string> {
    return this.token(`${sub} ${cooperation}`, () =>
      fetchPersonToken({ issuer: `${this.base}/oidc`, sub, cooperation }),
    );
  }

  /** Sends again where the connection broke: every request can be repeated, a command by its key and a delivery by its id. */
  send(path: string, init: RequestInit): Promise<Answer> {
    return unbroken(async () => {
      const answer = await fetch(`${this.base}${path}`, init);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    });
  }

  private token(key: string, fetchOne: () => Promise<string>): Promise<string> {
    const token = this.tokens.get(key) ?? unbroken(fetchOne);
    this.tokens.set(key, token);
    return token;
  }
}

type Receipt = { readonly id: string; readonly leesbewijs: string };

/** One person at work: reads and commands with a purpose, and reads back what was written here. */
export class Desk {
  private leesbewijs: string | undefined;
  private caseId: Uuid | undefined;

  constructor(
    private readonly api: Api,
    readonly member: Member,
  ) {}

  /** Names the case in every request from now on. */
  within(caseId: Uuid): void {
    this.caseId = caseId;
  }

  /** Reads; throws `UnexpectedAnswer` for anything but 200. */
  async get<Body>(path: string): Promise<Body> {
    const answer = await this.look(path);
    if (answer.status !== 200) throw unexpected(`GET ${path}`, answer);
    return JSON.parse(answer.text) as Body;
  }

  /** All items of a list, page after page. */
  async all<Item>(path: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const page: Page<Item> = await this.get(`${path}${query}`);
      items.push(...page.items);
      cursor = page.volgende;
    } while (cursor !== undefined);
    return items;
  }

  /** Reads, whatever comes. `correlation` makes two answers comparable byte for byte. */
  async look(path: string, correlation?: Uuid): Promise<Answer> {
    return this.api.send(path, {
      headers: {
        ...(await this.headers()),
        ...(this.leesbewijs === undefined ? {} : { leesbewijs: this.leesbewijs }),
        ...(correlation === undefined ? {} : { 'x-correlation-id': correlation }),
      },
    });
  }

  /** Commands; gives the id of what was made. Throws `UnexpectedAnswer` for anything but 200 and 201. */
  async post(path: string, body: object = {}): Promise<string> {
    const answer = await this.api.send(path, {
      method: 'POST',
      headers: {
        ...(await this.headers()),
        'content-type': 'application/json',
        'idempotency-key': this.api.newName(),
      },
      body: JSON.stringify(body),
    });
    if (answer.status !== 200 && answer.status !== 201) throw unexpected(`POST ${path}`, answer);
    const { id, leesbewijs } = JSON.parse(answer.text) as Receipt;
    this.leesbewijs = leesbewijs;
    return id;
  }

  private async headers(): Promise<Record<string, string>> {
    return {
      authorization: `Bearer ${await this.api.tokenOf(this.member)}`,
      doelbinding: this.member.purpose,
      ...(this.caseId === undefined ? {} : { casus: this.caseId }),
    };
  }
}

const unexpected = (route: string, answer: Answer): UnexpectedAnswer => {
  const { code, detail } = problemOf(answer);
  return new UnexpectedAnswer(route, answer.status, code, detail);
};
