import { fetchOrganisationToken } from '@knooppunt/platform';
import { cast, cloudEventOf } from '../../bench/deliveries.js';
import { Caller } from './http.js';
import type { Reply } from './http.js';
import { lasting } from './until.js';

/** What an agency remembers of one delivery. */
export type Delivered = { readonly at: number; readonly tries: number };

const hurriedMs = 250;
const awayMs = 50;

/** Seconds that the product asks an agency to wait; these agencies are in more of a hurry. */
const pauseOf = (reply: Reply): number =>
  'reason' in reply ? awayMs : Math.min(hurriedMs, 1_000 * Number(reply.retryAfter ?? 0));

/**
 * The systems of an agency: lanes that deliver one signal after the other, each with an id of its own, and offer it again
 * under that id until it is acknowledged. It knows every acknowledgement.
 */
export class Agency {
  /** The contribution of each delivery that was acknowledged. */
  readonly acknowledged = new Map<string, Delivered & { readonly contribution: string }>();
  /** Answers that no delivery of this agency should get. */
  readonly unforeseen: string[] = [];
  readonly counts = { accepted: 0, busy: 0, broken: 0 };
  private readonly caller: Caller;
  private bearer = '';
  private number = 0;
  private going = new AbortController();
  private lanes: Promise<unknown> = Promise.resolve();

  /** `patienceMs`: after so long without an answer there is none. */
  constructor(
    private readonly base: string,
    patienceMs = 20_000,
  ) {
    this.caller = new Caller(base, patienceMs);
  }

  /** Delivers on so many lanes until `quiet`. */
  begin(lanes: number, pauseMs: number): void {
    const going = this.going.signal.aborted ? new AbortController() : this.going;
    const lane = async (): Promise<void> => {
      while (!going.signal.aborted) {
        await this.deliver(cloudEventOf('S1', this.number++));
        await lasting(pauseMs);
      }
    };
    this.going = going;
    this.lanes = Promise.all([this.lanes, ...Array.from({ length: lanes }, lane)]);
  }

  /** No more; resolves when what was offered is acknowledged. */
  async quiet(): Promise<void> {
    this.going.abort();
    await this.lanes;
  }

  /** Offers one event until it is acknowledged; gives the contribution. */
  async deliver(event: string): Promise<string> {
    const { id } = JSON.parse(event) as { readonly id: string };
    for (let tries = 1; ; tries += 1) {
      const reply = await this.offer(event);
      if ('body' in reply && reply.status === 202) return this.note(id, String(reply.body['id']), tries);
      await lasting(pauseOf(reply));
    }
  }

  /** A 202 for the same delivery names the same contribution. */
  private note(id: string, contribution: string, tries: number): string {
    const known = this.acknowledged.get(id);
    if (known && known.contribution !== contribution) this.unforeseen.push(`two contributions for delivery ${id}`);
    this.acknowledged.set(id, { contribution, at: performance.now(), tries });
    return contribution;
  }

  /** Offers one event once. */
  async offer(event: string): Promise<Reply> {
    if (this.bearer === '') await this.identify();
    const headers = { authorization: this.bearer, 'content-type': 'application/cloudevents+json' };
    const reply = await this.caller.ask({ method: 'POST', path: '/v1/leveringen', headers, body: event });
    this.count(reply);
    if (reply.status === 401) this.bearer = '';
    return reply;
  }

  close(): void {
    this.going.abort();
    this.caller.close();
  }

  private count(reply: Reply): void {
    if ('reason' in reply) this.counts.broken += 1;
    else if (reply.status === 202) this.counts.accepted += 1;
    else if (reply.status === 503 || reply.status === 429) {
      this.counts.busy += 1;
      if (reply.retryAfter === undefined) this.unforeseen.push(`${reply.status} without Retry-After`);
    } else if (reply.status !== 401) this.unforeseen.push(`${reply.status} ${String(reply.body['code'])}`);
  }

  private async identify(): Promise<void> {
    const { collegeClient, cooperation } = cast;
    const token = await fetchOrganisationToken({ issuer: `${this.base}/oidc`, cooperation, ...collegeClient });
    this.bearer = `Bearer ${token}`;
  }
}
