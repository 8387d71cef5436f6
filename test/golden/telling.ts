import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventCatalogue } from '@knooppunt/cases';
import type { AnyEvent } from '@knooppunt/cases';
import { decodeEvent, encodeEvent, openEmbeddedEventStore } from '@knooppunt/event-store';
import type { EventStore } from '@knooppunt/event-store';
import { streamName } from '@knooppunt/kernel';
import type { Position, Recorded, SealedBlocks, StreamName, Uuid } from '@knooppunt/kernel';
import { amsterdam, oins, people } from '../e2e/support/cast.js';
import type { Person } from '../e2e/support/cast.js';
import { TestProvider } from '../e2e/support/identity.js';
import { uuidOf } from '../harness/derived-ids.js';
import { FixedHub } from '../harness/fixed-hub.js';
import { tellAmsterdam } from '../two-worlds/history/amsterdam.js';
import { referenceFor } from '../two-worlds/history/amsterdam-case.js';
import { momentOf, Narrator } from '../two-worlds/history/narrator.js';
import { payloads } from '../two-worlds/history/payloads.js';
import type { Ids } from '../two-worlds/history/plot.js';
import { tellRotterdam } from '../two-worlds/history/rotterdam.js';
import { firstWorld } from '../two-worlds/history/variants.js';

const end = { reads: 300, wrong: 400, ending: 500 };

const allOf = async (store: EventStore): Promise<readonly Recorded[]> => {
  const events: Recorded[] = [];
  for (let after: Position | undefined; ;) {
    const page = await store.readAll({ maxCount: 500, ...(after === undefined ? {} : { after }) });
    events.push(...page.map((stored) => decodeEvent(stored)));
    after = page.at(-1)?.position;
    if (page.length < 500) return events;
  }
};

/** Sends a request of which any answer will do: it is the record of it that is wanted. */
const attempt = async (hub: FixedHub, minute: number, who: Person, [path, body]: readonly [string, object?]) => {
  hub.clock.set(momentOf(minute));
  const name = uuidOf('golden', String(minute), path);
  await hub.send({
    method: body ? 'POST' : 'GET',
    path,
    headers: {
      authorization: await hub.bearer(who),
      doelbinding: who.purpose,
      'x-correlation-id': name,
      ...(body ? { 'idempotency-key': name, 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await hub.settled();
};

/** Everybody reads what there is, and the log is read. */
const tellReading = async (tell: Narrator, ids: Ids): Promise<void> => {
  const readers = [people.police, people.mayor, people.immigration, people.labour, people.director, people.college];
  const paths = [
    '/v1/ik',
    '/v1/signalen',
    `/v1/signalen/${ids['sW']}`,
    '/v1/casussen',
    ...['', '/betrokkenen', '/noodzaak', '/dossier'].map((part) => `/v1/casussen/${ids['c1']}${part}`),
    '/v1/verzoeken',
    '/v1/overleggen',
    ...['m0', 'm1'].map((name) => `/v1/overleggen/${ids[name]}/dossier`),
    '/v1/leveringen',
    '/v1/convenanten',
    '/v1/verstrekkingen',
  ];
  for (const [at, who] of readers.entries()) {
    for (const [step, path] of paths.entries()) {
      await attempt(tell.hub, end.reads + at * 10 + step / 10, who, [path]);
    }
  }
  await attempt(tell.hub, end.reads + 80, people.auditor, ['/v1/ijkpunten']);
  await attempt(tell.hub, end.reads + 81, people.auditor, [`/v1/casussen/${ids['c1']}/verstrekkingen`]);
};

/** What is refused, and what the routes can still do. */
const tellRefusals = async (tell: Narrator, ids: Ids): Promise<void> => {
  const { hub } = tell;
  await attempt(hub, end.wrong, people.kmar, [`/v1/casussen/${ids['c1']}`]);
  await attempt(hub, end.wrong + 1, people.college, [`/v1/overleggen/${ids['m2']}/_sluit`, {}]);
  await attempt(hub, end.wrong + 2, people.immigration, [`/v1/verzoeken/${ids['r4']}/_weiger`, { reden: 'no-data' }]);
  const subject = referenceFor(tell, oins.bureau, ids['c1'] ?? '', ['subject', ids['child'] ?? '']);
  await attempt(hub, end.wrong + 3, people.director, [
    `/v1/casussen/${ids['c1']}/betrokkenen/${subject}/afschermingen`,
    { kenmerk: 'possible-victim', gezet: true },
  ]);
  hub.clock.set(momentOf(end.wrong + 4));
  await hub.send({
    method: 'POST',
    path: '/v1/leveringen',
    headers: {
      authorization: await hub.bearer({ organisation: oins.kmar, cooperation: amsterdam }),
      'x-correlation-id': uuidOf('golden', 'supply'),
      'content-type': 'application/cloudevents+json',
    },
    body: JSON.stringify({
      specversion: '1.0',
      id: uuidOf('golden', 'delivery'),
      source: `urn:nld:oin:${oins.kmar}:systeem:werelden`,
      type: 'nl.samenwerkingsverbanden.overbewoond-adres.v1',
      data: payloads.s1,
    }),
  });
  await hub.settled();
};

const sealedText: SealedBlocks[string] = {
  keyId: uuidOf('golden', 'key'),
  check: 'Y2hlY2s',
  iv: 'aXZpdml2aXZpdml2',
  ct: 'c2VhbGVk',
};

/** Appends facts that no route brings about yet, each where its stream stands. */
class Ending {
  private minute = end.ending;

  constructor(private readonly store: EventStore) {}

  async append(stream: StreamName, { type, data }: AnyEvent): Promise<void> {
    const known = await this.store.read(stream);
    const commandId = uuidOf('golden', stream, type, String(known.length));
    const { version, sealed = {} } = eventCatalogue[type] as {
      readonly version: number;
      readonly sealed?: Readonly<Record<string, string>>;
    };
    const blocks = Object.keys(sealed).filter((name) => name !== '*');
    const event = encodeEvent({
      id: uuidOf('golden', 'event', commandId),
      type,
      schemaVersion: version,
      stream,
      cooperation: amsterdam,
      recordedAt: momentOf(this.minute++),
      actor: 'system:golden',
      organisation: oins.bureau,
      role: null,
      purpose: null,
      commandId,
      correlation: commandId,
      causation: null,
      traceId: commandId.replaceAll('-', ''),
      data,
      ...(blocks.length > 0 ? { sealed: Object.fromEntries(blocks.map((name) => [name, sealedText])) } : {}),
    });
    await this.store.append(stream, [event], known.length === 0 ? 'no-stream' : BigInt(known.length - 1));
  }
}

const tellEnding = async (hub: FixedHub, ids: Ids): Promise<void> => {
  const { store } = hub.standalone.engines;
  const ending = new Ending(store);
  const id = (name: string): Uuid => ids[name] ?? '';
  const [one, meeting, contribution] = [id('c1'), id('m1'), id('s1')];
  const until = momentOf(100_000);
  const events = await allOf(store);
  const last = (type: string, organisation?: string): Recorded => {
    const found = events.findLast(
      (event) =>
        event.type === type &&
        event.cooperation === amsterdam &&
        (organisation === undefined || event.organisation === organisation),
    );
    if (!found) throw new TypeError(`no ${type} was told`);
    return found;
  };
  const designated = last('PersonDesignated', oins.kmar);
  const left = last('PartyJoined', oins.kmar);
  const { disclosure } = last('DisclosureRecorded').data as { readonly disclosure: Uuid };
  const theCase = streamName('case', one);
  const told: readonly (readonly [StreamName, AnyEvent])[] = [
    [streamName('disclosure', disclosure), { type: 'DisclosureAborted', data: { disclosure, moved: [theCase] } }],
    ...(['answered', 'abandoned'] as const).flatMap((how) => {
      const check = uuidOf('golden', how);
      const stream = streamName('contribution', contribution);
      const asked = { contribution, check, block: 'p1', register: 'brp', partner: oins.college };
      const outcome: AnyEvent =
        how === 'answered'
          ? { type: 'PersonCheckAnswered', data: { contribution, check, keyId: sealedText.keyId } }
          : { type: 'PersonCheckAbandoned', data: { contribution, check, code: 'erased' } };
      return [
        [stream, { type: 'PersonCheckRequested', data: asked }],
        [stream, outcome],
      ] as (readonly [StreamName, AnyEvent])[];
    }),
    [
      streamName('contribution', uuidOf('golden', 'refused')),
      {
        type: 'ContributionRefused',
        data: { contribution: uuidOf('golden', 'refused'), code: 'case-closed', rules: ['R17'] },
      },
    ],
    [
      streamName('meeting', meeting),
      { type: 'AttendanceEnded', data: { meeting, case: one, organisation: oins.police } },
    ],
    [theCase, { type: 'GrantsDecided', data: { case: one, grants: [{ organisation: oins.kmar, until }] } }],
    [theCase, { type: 'GrantWithdrawn', data: { case: one, organisation: oins.college } }],
    [theCase, { type: 'ContributionUnderDestruction', data: { case: one, contribution: id('s6') } }],
    [theCase, { type: 'CaseSuspended', data: { case: one, reason: 'investigation' } }],
    [theCase, { type: 'CaseResumed', data: { case: one } }],
    [streamName('case', id('c0')), { type: 'CaseClosed', data: { case: id('c0'), reason: 'approach-done' } }],
    [
      designated.stream,
      { type: 'PersonWithdrawn', data: { person: (designated.data as { readonly person: Uuid }).person } },
    ],
    [left.stream, { type: 'PartyLeft', data: { organisation: oins.kmar, memberUntil: until } }],
  ];
  for (const [stream, event] of told) await ending.append(stream, event);
  await hub.settled();
};

/**
 * Plays the golden log: two cooperations through the public API on a hub with fixed clock, ids and root key, then the facts that
 * no route brings about. Gives its lines and the verifier key. Sealed bytes, key ids and signatures are new each time.
 */
export const tellGoldenLog = async (): Promise<{ readonly lines: readonly string[]; readonly key: string }> => {
  const provider = await TestProvider.start();
  const hub = await FixedHub.start(provider, { at: momentOf(0) });
  try {
    const tell = new Narrator(hub);
    await tellRotterdam(tell);
    const ids = await tellAmsterdam(tell, firstWorld);
    await tellReading(tell, ids);
    await tellRefusals(tell, ids);
    await tellEnding(hub, ids);
    await hub.standalone.sequencer.checkpoint();
    await hub.stop();
    return await linesOf(hub.folder);
  } finally {
    hub.remove();
    await provider.close();
  }
};

const linesOf = async (folder: string): Promise<{ readonly lines: readonly string[]; readonly key: string }> => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  try {
    const lines: string[] = [];
    for (let after: Position | undefined; ;) {
      const page = await store.readAll({ maxCount: 500, ...(after === undefined ? {} : { after }) });
      lines.push(...page.map(({ bytes }) => new TextDecoder().decode(bytes)));
      after = page.at(-1)?.position;
      if (page.length < 500) break;
    }
    return { lines, key: readFileSync(join(folder, 'checkpoint.pub'), 'utf8') };
  } finally {
    await store.close();
  }
};
