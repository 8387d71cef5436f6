import { decodeEvent } from '@knooppunt/event-store';
import { epochMsOf, instantOf, streamName } from '@knooppunt/kernel';
import type { Category, Recorded, Uuid } from '@knooppunt/kernel';
import { uuidOf } from '../../harness/derived-ids.js';
import type { FixedHub } from '../../harness/fixed-hub.js';
import type { WireAnswer } from '../../harness/wire.js';
import type { Person } from '../../e2e/support/cast.js';

export type Data = Readonly<Record<string, unknown>>;
/** A delivery: which type, by whom, to which cooperation. */
export type Sent = {
  readonly slug: string;
  readonly supplier: string;
  readonly cooperation: string;
  readonly data: Data;
};
/** Where a step stands in its history: the minute at which it happens, and the name from which its ids follow. */
export type Place = readonly [minute: number, name: string];

const begin = '2026-03-02T09:00:00.000Z';
const minuteMs = 60_000;

/** The instant of a minute of every history, counted from its begin. */
export const momentOf = (minute: number): string => instantOf(epochMsOf(begin) + minute * minuteMs);

/** A CloudEvent with the id of its name: the same contribution id in every world. */
export const cloudEventOf = (name: string, { slug, supplier, data }: Omit<Sent, 'cooperation'>): Data => ({
  specversion: '1.0',
  id: uuidOf('delivery', name),
  source: `urn:nld:oin:${supplier}:systeem:werelden`,
  type: `nl.samenwerkingsverbanden.${slug}.v1`,
  data,
});

const bodyOf = (answer: WireAnswer): Data => JSON.parse(answer.body.toString()) as Data;

/**
 * Tells a history through the public API. Every step has an instant and a name of its own, so that a step that one world
 * lacks changes neither time nor ids of the others.
 */
export class Narrator {
  constructor(readonly hub: FixedHub) {}

  /** The system of an organisation delivers; resolves with the contribution id. */
  async deliver(place: Place, sent: Sent): Promise<Uuid> {
    const { supplier: organisation, cooperation } = sent;
    const authorization = await this.at(place, () => this.hub.bearer({ organisation, cooperation }));
    return this.send(place, '/v1/leveringen', {
      headers: { authorization, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(cloudEventOf(place[1], sent)),
    });
  }

  /** A person commands; resolves with the id of what was made or changed. */
  async command(place: Place, who: Person, path: string, body: Data = {}): Promise<Uuid> {
    const authorization = await this.at(place, () => this.hub.bearer(who));
    return this.send(place, path, {
      headers: {
        authorization,
        doelbinding: who.purpose,
        'idempotency-key': uuidOf('key', place[1]),
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  }

  /** A person reads. */
  async read(place: Place, who: Person, path: string): Promise<Data> {
    const authorization = await this.at(place, () => this.hub.bearer(who));
    const answer = await this.hub.send({
      method: 'GET',
      path,
      headers: { authorization, doelbinding: who.purpose, 'x-correlation-id': uuidOf('step', place[1]) },
    });
    await this.hub.settled();
    if (answer.status !== 200) throw new Error(`step \`${place[1]}\`: ${answer.status} ${answer.body.toString()}`);
    return bodyOf(answer);
  }

  /** The events of one stream, as they lie in the log. */
  async events(category: Category, id: Uuid): Promise<readonly Recorded[]> {
    return (await this.hub.standalone.engines.store.read(streamName(category, id))).map((event) => decodeEvent(event));
  }

  private at<Result>([minute]: Place, deed: () => Result): Result {
    this.hub.clock.set(momentOf(minute));
    return deed();
  }

  private async send(
    [, name]: Place,
    path: string,
    request: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<Uuid> {
    const headers = { ...request.headers, 'x-correlation-id': uuidOf('step', name) };
    const answer = await this.hub.send({ method: 'POST', path, headers, body: request.body });
    if (answer.status >= 300) throw new Error(`step \`${name}\`: ${answer.status} ${answer.body.toString()}`);
    await this.hub.settled();
    return String(bodyOf(answer)['id']);
  }
}
