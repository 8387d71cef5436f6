import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { attackTokens } from './support/attack-tokens.js';
import { bodyAttacks } from './support/attack-bodies.js';
import { oins, people, rotterdam } from './support/cast.js';
import type { Person } from './support/cast.js';
import { Client, accepted, freshKey, idOf, send } from './support/client.js';
import type { Answer } from './support/client.js';
import { cloudEvent, declaration, deliver, explanations, post, signals } from './support/deliveries.js';
import type { Data } from './support/deliveries.js';
import { TestHub } from './support/hub.js';
import { operationsOf } from './support/open-api.js';
import type { Operation } from './support/open-api.js';
import { marker, plant } from './support/planted.js';
import { Play } from './support/play.js';
import { expectProblem, expectSafe, faultsOf } from './support/problem.js';
import { clientOf, targetsOf } from './support/targets.js';
import type { Target } from './support/targets.js';

// hundreds of requests in one test, on a machine that may be busy
jest.setTimeout(60_000);

let hub: TestHub;
let operations: readonly Operation[];
let targets: readonly Target[];
let play: Play;
let requests = 0;
const refusals = new Set(['CommandRefused', 'SupplyRefused', 'ReadRefused']);

type Kept = { readonly keys: unknown; readonly rows: unknown };
const kept = (): Kept => {
  const vault = new DatabaseSync(join(hub.folder, 'vault.sqlite'), { readOnly: true });
  try {
    const count = (table: string): unknown => vault.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
    return { keys: count('data_key'), rows: count('intake') };
  } finally {
    vault.close();
  }
};

/** What somebody tries; how many of it must be facts, each a refusal; and that nothing else is stored. */
const expectStored = async (facts: number, tries: () => Promise<void>): Promise<readonly Recorded[]> => {
  const before = kept();
  // a checkpoint comes when its time has come, and says nothing of what was tried
  const events = (await hub.eventsOf(tries)).filter(({ type }) => type !== 'CheckpointSigned');
  expect(events.map(({ type }) => type).filter((type) => !refusals.has(type))).toEqual([]);
  expect(events).toHaveLength(facts);
  expect(kept()).toEqual(before);
  return events;
};
const counted = (): Promise<number> => hub.standalone.metrics.read('knooppunt_http_unauthenticated_total');

const expectRefused = (answer: Answer, status: number, code: string, name: string): void => {
  requests += 1;
  expect([name, answer.status, answer.body['code']]).toEqual([name, status, code]);
  expectProblem(answer);
};

const textOf = ({ body }: Target): string | undefined => (body === undefined ? undefined : JSON.stringify(body));
const ask = async (
  target: Target,
  headers: Readonly<Record<string, string>> = {},
  path = target.path,
): Promise<Answer> => (await clientOf(hub, target)).raw(target.operation.method, path, textOf(target), headers);
/** The same without one of the headers that the caller would send. */
const askWithout = async (target: Target, header: string): Promise<Answer> => {
  const client = await clientOf(hub, target);
  const headers = Object.fromEntries(Object.entries(client.headers).filter(([name]) => name !== header));
  const body = textOf(target);
  return send(hub.base + target.path, {
    method: target.operation.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
};
const byPersons = (): readonly Target[] => targets.filter(({ role }) => role !== 'system');
const posts = (): readonly Target[] => targets.filter(({ operation }) => operation.method === 'POST');
const commands = (): readonly Target[] => posts().filter(({ role }) => role !== 'system');
const withId = (): readonly Target[] => targets.filter(({ operation }) => operation.path.includes('{id}'));
const lists = (): readonly Target[] => targets.filter(({ operation }) => operation.parameters.includes('query:limiet'));

beforeAll(async () => {
  hub = await TestHub.start();
  operations = await operationsOf(hub);
  play = await new Play(hub).untilMeeting();
  await hub.standalone.sequencer.checkpoint();
  const disclosure = String((await play.dossierOfMeeting('police')).body['verstrekking']);
  targets = targetsOf(operations, play, disclosure);
}, 60_000);
afterAll(async () => {
  process.stdout.write(`bad input: ${requests} requests over ${targets.length} operations\n`);
  await hub.end();
});

describe('without a good token', () => {
  it('every closed operation is 401, in one form for every cause; nothing is stored, and a counter moves', async () => {
    const attacks = await attackTokens(hub);
    const before = await counted();
    let tries = 0;
    await expectStored(0, async () => {
      for (const target of targets) {
        const texts = new Set<string>();
        for (const [what, header] of attacks) {
          const authorization = await header(target);
          const answer = await send(hub.base + target.path, {
            method: target.operation.method,
            headers: {
              'content-type': 'application/json',
              'idempotency-key': freshKey(),
              doelbinding: 'POL.opsporing',
              'x-correlation-id': '00000000-0000-4000-8000-000000000007',
              ...(authorization === undefined ? {} : { authorization }),
            },
            ...(target.body === undefined ? {} : { body: JSON.stringify(target.body) }),
          });
          tries += 1;
          expectRefused(answer, 401, 'platform/niet-aangemeld', `${target.name}: ${what}`);
          expect(answer.headers.get('www-authenticate')).toBe('Bearer');
          texts.add(answer.text);
        }
        expect(texts.size).toBe(1);
      }
    });
    expect((await counted()) - before).toBe(tries);
  }, 60_000);

  it('nothing else is looked at', async () => {
    await expectStored(0, async () => {
      for (const target of posts()) {
        const answer = await send(hub.base + target.path, {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: plant('tekst'),
        });
        expectRefused(answer, 401, 'platform/niet-aangemeld', target.name);
      }
    });
  });
});

describe('with the token of another', () => {
  const strangers = async (target: Target, person: Person): Promise<Answer> => {
    const client = await hub.person(person);
    const headers = { ...client.headers, 'content-type': 'application/json', 'idempotency-key': freshKey() };
    return new Client(hub.base, headers).raw(target.operation.method, target.path, textOf(target));
  };

  it('organisation than the own, a person stands nowhere', async () => {
    await expectStored(byPersons().length, async () => {
      for (const target of byPersons()) {
        const person: Person = people[target.role as keyof typeof people];
        const answer = await strangers(target, { ...person, organisation: oins.kmar });
        expectRefused(answer, 403, 'hub/no-standing', target.name);
      }
    });
  });

  it('cooperation, nothing of this one is there', async () => {
    const there = { director: people.directorRotterdam, analyst: people.analystRotterdam } as const;
    const asked = byPersons().filter(({ operation, body }) => operation.path.includes('{id}') || body !== undefined);
    expect(asked.length).toBeGreaterThan(20);
    await expectStored(asked.length, async () => {
      for (const target of asked) {
        const { role } = target;
        const person = role === 'director' || role === 'analyst' ? there[role] : people.policeRotterdam;
        const answer = await strangers(target, person);
        requests += 1;
        expectProblem(answer);
        const isMissing = answer.body['code'] === 'platform/niet-gevonden';
        expect([target.name, isMissing || answer.body['code'] === 'hub/role-missing']).toEqual([target.name, true]);
      }
    });
  });

  it('kind of caller: a system stands at no desk, a person not at the agency edge', async () => {
    await expectStored(byPersons().length + 1, async () => {
      const system = await hub.system(oins.police, people.police.cooperation);
      for (const target of byPersons()) {
        const headers = {
          ...system.headers,
          'content-type': 'application/json',
          'idempotency-key': freshKey(),
          doelbinding: 'POL.opsporing',
        };
        const answer = await new Client(hub.base, headers).raw(target.operation.method, target.path, textOf(target));
        requests += 1;
        expectProblem(answer);
        expect([target.name, answer.status]).toEqual([target.name, 403]);
      }
      const answer = await (await hub.as('college')).post('/v1/leveringen', cloudEvent('S1', signals.S1));
      expectRefused(answer, 403, 'platform/verkeerde-afnemer', 'a person at the agency edge');
    });
  });
});

describe('a header', () => {
  it('that names the purpose is missing, or has no form: 400', async () => {
    await expectStored(byPersons().length * 3, async () => {
      for (const target of byPersons()) {
        const without = await askWithout(target, 'doelbinding');
        expectRefused(without, 400, 'platform/doelbinding-ontbreekt', target.name);
        expect(faultsOf(without)).toEqual(['/kop/Doelbinding verplicht']);
        for (const doelbinding of [plant('doel'), 'opsporing']) {
          const answer = await ask(target, { doelbinding });
          expectRefused(answer, 400, 'platform/doelbinding-ontbreekt', target.name);
          expect(faultsOf(answer)).toEqual(['/kop/Doelbinding vorm']);
        }
      }
    });
  });

  it('that names a purpose of others lets nobody do anything', async () => {
    const known = commands().filter(({ path }) => path !== '/v1/casussen');
    await expectStored(known.length, async () => {
      for (const target of known) {
        const answer = await ask(target, { doelbinding: 'UWV.handhaving' });
        requests += 1;
        expectProblem(answer);
        // an address in the body that is not there comes first
        expect(['hub/purpose-unknown', 'platform/niet-gevonden']).toContain(answer.body['code']);
      }
    });
  });

  it('that names a case, or a correlation, has no form: 400, all faults at once', async () => {
    await expectStored(byPersons().length, async () => {
      for (const target of byPersons()) {
        const answer = await ask(target, {
          casus: plant('casus'),
          doelbinding: plant('doel'),
          'x-correlation-id': plant('spoor'),
        });
        expectRefused(answer, 400, 'platform/doelbinding-ontbreekt', target.name);
        expect(faultsOf(answer)).toEqual(['/kop/Doelbinding vorm', '/kop/Casus vorm', '/kop/X-Correlation-Id vorm']);
      }
    });
  });

  it('that makes a command repeatable is missing, or has no form: 400', async () => {
    await expectStored(commands().length * 3, async () => {
      for (const target of commands()) {
        const without = await askWithout(target, 'idempotency-key');
        expectRefused(without, 400, 'platform/idempotentiesleutel-ontbreekt', target.name);
        expect(faultsOf(without)).toEqual(['/kop/Idempotency-Key verplicht']);
        for (const key of ['kort', `${marker} ${marker}`]) {
          const answer = await ask(target, { 'idempotency-key': key });
          expectRefused(answer, 400, 'platform/idempotentiesleutel-ontbreekt', target.name);
        }
      }
    });
  });

  it('that says what the body is says something else: 415', async () => {
    const kinds = [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      `application/${marker.toLowerCase()}`,
      'application/json; charset=latin1',
    ];
    await expectStored(posts().length * (kinds.length + 1), async () => {
      for (const target of posts()) {
        for (const kind of kinds) {
          expectRefused(
            await ask(target, { 'content-type': kind }),
            415,
            'platform/mediatype-onbekend',
            `${target.name} ${kind}`,
          );
        }
        expectRefused(
          await ask(target, { 'content-encoding': 'gzip' }),
          415,
          'platform/mediatype-onbekend',
          target.name,
        );
      }
    });
  });

  it('that asks for another kind of answer: 406', async () => {
    await expectStored(targets.length, async () => {
      for (const target of targets) {
        expectRefused(await ask(target, { accept: 'text/html' }), 406, 'platform/niet-leverbaar', target.name);
      }
    });
  });

  it('that prefers English gets English, of every refusal alike', async () => {
    await expectStored(targets.length * 2, async () => {
      for (const target of targets) {
        const dutch = await ask(target, { accept: 'text/html' });
        const english = await ask(target, { accept: 'text/html', 'accept-language': 'en-GB,nl;q=0.5' });
        requests += 2;
        expectProblem(dutch, 'nl');
        expectProblem(english, 'en');
        expect([english.body['code'], english.status]).toEqual([dutch.body['code'], dutch.status]);
        for (const member of ['title', 'detail']) expect(english.body[member]).not.toBe(dutch.body[member]);
      }
    });
  });
});

describe('a body that', () => {
  it.each(bodyAttacks)('$what is $status at every POST', async ({ status, code, body }) => {
    await expectStored(posts().length, async () => {
      for (const target of posts()) {
        const answer = await (await clientOf(hub, target)).raw('POST', target.path, body(target.body ?? {}));
        expectRefused(answer, status, code, target.name);
      }
    });
  });

  const filled = (): readonly Target[] => posts().filter(({ body }) => Object.keys(body ?? {}).length > 0);
  const placesOf = (answer: Answer): ReadonlySet<string> =>
    new Set(faultsOf(answer).map((fault) => fault.split('/')[1]?.split(' ')[0] ?? ''));

  /** An object is what `data` of a delivery is, the registry looks into it later; null is an attribute that is not set. */
  const rightInEvent = (value: unknown): readonly string[] => {
    if (value === null) return ['datacontenttype'];
    return typeof value === 'object' && !Array.isArray(value) ? ['data'] : [];
  };

  it.each([
    ['has every member of another type', (): unknown => ({ [plant('lid')]: plant('waarde') })],
    ['has null for every member', (): unknown => null],
    ['has a number for every member', (): unknown => 42],
    ['has a list of lists for every member', (): unknown => [[plant('lijst')]]],
  ])('%s is 400, with a fault for each', async (_what, value) => {
    await expectStored(filled().length, async () => {
      for (const target of filled()) {
        const names = Object.keys(target.body ?? {});
        const wrong = Object.fromEntries(names.map((name) => [name, value()]));
        const answer = await (await clientOf(hub, target)).raw('POST', target.path, JSON.stringify(wrong));
        expectRefused(answer, 400, 'platform/invoer-ongeldig', target.name);
        const right = target.role === 'system' ? rightInEvent(value()) : [];
        expect([target.name, [...placesOf(answer)].toSorted()]).toEqual([
          target.name,
          names.filter((name) => !right.includes(name)).toSorted(),
        ]);
      }
    });
  });

  it('is empty is 400, naming every member that is required', async () => {
    const required = filled().filter(({ operation }) => !operation.path.endsWith('_sluit'));
    await expectStored(required.length, async () => {
      for (const target of required) {
        const answer = await (await clientOf(hub, target)).raw('POST', target.path, '{}');
        expectRefused(answer, 400, 'platform/invoer-ongeldig', target.name);
        expect(faultsOf(answer).every((fault) => fault.endsWith(' verplicht'))).toBe(true);
        const optional = ['datacontenttype', 'tot', 'betrokkene'];
        const names = Object.keys(target.body ?? {}).filter((name) => !optional.includes(name));
        expect(
          faultsOf(answer)
            .map((fault) => fault.slice(1, -' verplicht'.length))
            .toSorted(),
        ).toEqual(names.toSorted());
      }
    });
  });

  it('has texts that are no texts is 400, with a fault for each', async () => {
    for (const [what, bad] of [
      ['empty', '   '],
      ['with control characters', `a\u0007${marker}`],
      ['too long', 'x'.repeat(9_000)],
    ] as const) {
      await expectStored(1, async () => {
        const criteria = { aanwijzingen: bad, verschijningsvorm: bad, noodzaak: bad, partijen: 'goed', regio: 'goed' };
        const factoren = { aard: 'goed', omvang: 'goed', gewicht: 'goed', melders: bad };
        const answer = await (
          await hub.as('analyst')
        ).post(`/v1/signalen/${play.signals.get('S1')}/wegingen`, {
          wegers: [oins.police],
          criteria,
          factoren,
        });
        expectRefused(answer, 400, 'platform/invoer-ongeldig', what);
        expect(faultsOf(answer)).toEqual([
          '/criteria/aanwijzingen tekst',
          '/criteria/noodzaak tekst',
          '/criteria/verschijningsvorm tekst',
          '/factoren/melders tekst',
        ]);
      });
    }
  });
});

describe('an address', () => {
  const malformed = [
    'x',
    marker,
    randomUUID().toUpperCase(),
    `${randomUUID()}0`,
    `${marker}%00`,
    '..%2f..%2fetc%2fpasswd',
    '%27%20OR%201=1',
    '%F0%9F%92%A9',
    '__proto__',
    'constructor',
    'null',
    'a'.repeat(3_000),
  ];

  it('with an id that is none is the 404 of every unknown id, byte for byte', async () => {
    const fixed = { 'x-correlation-id': '00000000-0000-4000-8000-000000000009' };
    const pathOf = (target: Target, id: string): string => target.path.replace(/^(\/v1\/[a-z]+\/)[^/]+/, `$1${id}`);
    const unknown = new Map<Target, string>();
    for (const target of withId()) {
      const answer = await ask(target, fixed, pathOf(target, randomUUID()));
      expectRefused(answer, 404, 'platform/niet-gevonden', target.name);
      unknown.set(target, answer.text);
    }
    await expectStored(withId().length * malformed.length, async () => {
      for (const target of withId()) {
        for (const id of malformed) {
          const answer = await ask(target, fixed, pathOf(target, id));
          expectRefused(answer, 404, 'platform/niet-gevonden', `${target.name} ${id}`);
          expect(answer.text).toBe(unknown.get(target));
        }
      }
    });
  });

  it('that no route has is 404, whoever asks; nobody is authenticated for it, and nothing is stored', async () => {
    await expectStored(0, async () => {
      const police = await hub.as('police');
      for (const { path } of targets) {
        for (const wrong of [
          `${path}/${plant('pad')}/${plant('pad')}/x`,
          path.replace('/v1/', '/v2/'),
          path.replace('/v1/', '/V1/'),
          path.replace('/v1/', '/v1//'),
          `/${marker}${path}`,
        ]) {
          expectRefused(await police.get(wrong), 404, 'platform/niet-gevonden', wrong);
        }
      }
      expectRefused(
        await police.get(`/v1/%zz${marker}`),
        400,
        'platform/adres-ongeldig',
        'an address that cannot be read',
      );
    });
  });

  it('asked with a method that it does not have is 405, naming what there is', async () => {
    const methods = new Map<string, string[]>();
    for (const { method, path } of operations) methods.set(path, [...(methods.get(path) ?? []), method]);
    await expectStored(0, async () => {
      for (const { operation, path } of targets) {
        const there = (methods.get(operation.path) ?? []).toSorted();
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
          (one) => !there.includes(one),
        )) {
          const answer = await (await hub.as('police')).raw(method, path, method === 'GET' ? undefined : '{}');
          expectRefused(answer, 405, 'platform/methode-niet-toegestaan', `${method} ${path}`);
          expect(answer.headers.get('allow')).toBe(there.join(', '));
        }
        const head = await send(hub.base + path, { method: 'HEAD' });
        expect(head.status).toBe(405);
        expectSafe(head);
      }
    });
  });
});

describe('a query', () => {
  const wrong = [
    'limiet=0',
    'limiet=51',
    'limiet=-1',
    'limiet=1e1',
    `limiet=${marker}`,
    'limiet=1&limiet=2',
    'limiet=',
    'cursor=%20',
    'cursor[x]=1',
    `${marker}=1`,
    'sorteer=naam',
    '__proto__=1',
  ];

  it('of a list that it does not know is 400', async () => {
    await expectStored(lists().length * wrong.length, async () => {
      for (const target of lists()) {
        for (const query of wrong) {
          expectRefused(
            await ask(target, {}, `${target.path}?${query}`),
            400,
            'platform/invoer-ongeldig',
            `${target.name}?${query}`,
          );
        }
      }
    });
  });

  it('where there is none is 400', async () => {
    const others = targets.filter((target) => !lists().includes(target));
    await expectStored(others.length, async () => {
      for (const target of others) {
        expectRefused(
          await ask(target, {}, `${target.path}?${plant('vraag')}=1`),
          400,
          'platform/invoer-ongeldig',
          target.name,
        );
      }
    });
  });

  it('with a cursor, or a proof of reading, that was made for something else or is made up is 400', async () => {
    const { names } = hub.standalone.engines.vault;
    const foreign = names.sealOpaque(randomUUID(), 'cursor:cases', '2026-01-01 x');
    const cursors = [foreign, plant('cursor'), 'A'.repeat(60)];
    await expectStored(lists().length * cursors.length, async () => {
      for (const target of lists()) {
        for (const cursor of cursors) {
          expectRefused(
            await ask(target, {}, `${target.path}?cursor=${cursor}`),
            400,
            'hub/opaque-refused',
            target.name,
          );
        }
      }
    });
    const readable = targets.filter(({ operation }) => operation.parameters.includes('header:Leesbewijs'));
    expect(readable.length).toBeGreaterThan(12);
    await expectStored(readable.length * 2, async () => {
      for (const target of readable) {
        for (const leesbewijs of [foreign, plant('bewijs')]) {
          expectRefused(await ask(target, { leesbewijs }), 400, 'hub/opaque-refused', target.name);
        }
      }
    });
  });
});

describe('a delivery', () => {
  const s1 = (change: Data): Data => ({ ...signals.S1, ...change });
  const s2 = (...persons: readonly Data[]): Data => ({ ...signals.S2, persons });
  const person = { ref: 'p1', name: 'Iemand' };
  const faulty: readonly (readonly [
    what: string,
    type: 'S1' | 'S2' | 'S19' | 'S24' | 'S15',
    data: Data,
    faults: readonly string[],
  ])[] = [
    [
      'with a citizen number that fails the 11-test',
      'S2',
      s2({ ...person, bsn: '999996965' }),
      ['/data/persons/0/bsn eleven-test'],
    ],
    [
      'with a citizen number of eight digits',
      'S2',
      s2({ ...person, bsn: '99999696' }),
      ['/data/persons/0/bsn wrong-form'],
    ],
    [
      'with a citizen number that is a number',
      'S2',
      s2({ ...person, bsn: 999_996_964 }),
      ['/data/persons/0/bsn wrong-type'],
    ],
    [
      'with a day that does not exist',
      'S1',
      s1({ declaration: { ...declaration, firstProcessed: '2026-02-29' } }),
      ['/data/declaration/firstProcessed no-such-date'],
    ],
    [
      'with a birth date that does not exist',
      'S2',
      s2({ ...person, birthDate: '2000-13-01' }),
      ['/data/persons/0/birthDate no-such-date'],
    ],
    [
      'with a wrong building id',
      'S1',
      s1({ matter: { ...signals.S1.matter, bagId: '0363990001004479' } }),
      ['/data/matter/bagId wrong-form'],
    ],
    [
      'with a wrong trade-register number',
      'S19',
      { ...signals.S19, companies: [{ ref: 'c1', employer: { kvkNr: '1234' } }] },
      ['/data/companies/0/employer/kvkNr wrong-form'],
    ],
    [
      'with a wrong alien number',
      'S24',
      { ...signals.S24, persons: [{ ...person, vNr: '12' }] },
      ['/data/persons/0/vNr wrong-form'],
    ],
    [
      'with a code that is not on the list',
      'S1',
      s1({ matter: { ...signals.S1.matter, ownerKind: plant('soort') } }),
      ['/data/matter/ownerKind unknown-code'],
    ],
    [
      'with a phenomenon that is not on the list',
      'S1',
      s1({ report: { ...signals.S1.report, phenomenon: 'overlast' } }),
      ['/data/report/phenomenon unknown-phenomenon'],
    ],
    [
      'with a negative count',
      'S1',
      s1({ matter: { ...signals.S1.matter, registrations: -1 } }),
      ['/data/matter/registrations out-of-range'],
    ],
    ['without explanations', 'S1', s1({ text: {} }), ['/data/text/_text required']],
    [
      'with a field of another type',
      'S1',
      s1({ matter: { ...signals.S1.matter, [plant('veld')]: 1 } }),
      ['/data/matter unknown-member'],
    ],
    ['with persons where the type has none', 'S1', s1({ persons: [person] }), ['/data/persons not-for-this-type']],
    [
      'with three persons where two are the most',
      'S2',
      s2(person, { ...person, ref: 'p2' }, { ...person, ref: 'p3' }),
      ['/data/persons too-many'],
    ],
    ['with one reference twice', 'S2', s2(person, person), ['/data/persons/1/ref duplicate-ref']],
    [
      'with a reference to nobody',
      'S2',
      s2({ ...person, accompaniedBy: 'p9' }),
      ['/data/persons/0/accompaniedBy unresolved-reference'],
    ],
    [
      'along a way that the type does not have',
      'S15',
      {
        way: 'signal',
        declaration,
        report: signals.S1.report,
        text: { _text: explanations },
        companies: [{ ref: 'c1', employer: { name: 'X' } }],
      },
      ['/data/text not-for-this-type', '/data/way way-not-allowed'],
    ],
    ['along no way', 'S1', s1({ way: plant('weg') }), ['/data/way unknown-code']],
    [
      'with everything wrong at once',
      'S2',
      {
        way: 'signal',
        declaration: { lawful: 'ja' },
        report: {},
        persons: [{ bsn: '1', birthDate: 'gisteren' }],
        text: { _text: {} },
        [plant('lid')]: 1,
      },
      [
        '/data unknown-member',
        '/data/declaration/firstProcessed required',
        '/data/declaration/lawful wrong-type',
        '/data/declaration/quality required',
        '/data/persons/0/birthDate wrong-form',
        '/data/persons/0/bsn wrong-form',
        '/data/persons/0/name required',
        '/data/persons/0/ref required',
        '/data/report/phenomenon required',
        '/data/report/region required',
        '/data/report/task required',
        '/data/text/_text/indications required',
        '/data/text/_text/necessity required',
        '/data/text/_text/parties required',
        '/data/text/_text/phenomenon required',
        '/data/text/_text/region required',
      ],
    ],
  ];

  it.each(faulty)('%s is 400, with its places and no value', async (_what, type, data, faults) => {
    await expectStored(1, async () => {
      const answer = await deliver(hub, type, data);
      expectRefused(answer, 400, 'gateway/payload-invalid', type);
      expect([...faultsOf(answer)].toSorted()).toEqual([...faults].toSorted());
      const texts = (answer.body['fouten'] as readonly { tekst: string }[]).map(({ tekst }) => tekst);
      expect(texts.filter((tekst) => tekst === 'Dit gegeven klopt niet.')).toEqual([]);
    });
  });

  const good = cloudEvent('S1', signals.S1);
  const envelopes: readonly (readonly [string, Data, number, string, readonly string[]])[] = [
    ['of an unknown type', { ...good, type: 'nl.samenwerkingsverbanden.geheim.v1' }, 400, 'gateway/type-unknown', []],
    [
      'of a version that is not there',
      { ...good, type: `${String(good['type']).slice(0, -1)}9` },
      400,
      'gateway/type-unknown',
      [],
    ],
    [
      'of a type of elsewhere',
      { ...good, type: `com.${marker.toLowerCase()}.v1` },
      400,
      'platform/invoer-ongeldig',
      ['/type vorm'],
    ],
    [
      'of a text of the process',
      { ...good, type: 'nl.samenwerkingsverbanden.noodzaak-tekst.v1' },
      400,
      'gateway/type-unknown',
      [],
    ],
    [
      'of another version of CloudEvents',
      { ...good, specversion: '0.3' },
      400,
      'platform/invoer-ongeldig',
      ['/specversion keuze'],
    ],
    [
      'with a source of no organisation',
      { ...good, source: `urn:nld:oin:1:systeem:${marker}` },
      400,
      'platform/invoer-ongeldig',
      ['/source vorm'],
    ],
    [
      'with an attribute that might name a person',
      { ...good, subject: plant('persoon') },
      400,
      'platform/invoer-ongeldig',
      ['/subject vorm'],
    ],
    [
      'with a moment that is none',
      { ...good, time: '2026-02-30T10:00:00Z' },
      400,
      'platform/invoer-ongeldig',
      ['/time tijdstip'],
    ],
    [
      'with an id of three hundred characters',
      { ...good, id: 'x'.repeat(300) },
      400,
      'platform/invoer-ongeldig',
      ['/id vorm'],
    ],
    ['with data twice', { ...good, data_base64: 'AAAA' }, 400, 'platform/invoer-ongeldig', ['/data_base64 base64']],
    ['without data', { ...good, data: undefined }, 400, 'platform/invoer-ongeldig', ['/data verplicht']],
    [
      'in the name of another',
      { ...good, source: `urn:nld:oin:${oins.police}:systeem:proef` },
      403,
      'gateway/source-not-own',
      [],
    ],
  ];

  it.each(envelopes)('%s is refused', async (_what, event, status, code, faults) => {
    const [refusal] = await expectStored(1, async () => {
      const answer = await post(hub, event);
      expectRefused(answer, status, code, String(event['type']));
      expect(faultsOf(answer)).toEqual(faults);
    });
    expect(refusal).toMatchObject({
      type: 'SupplyRefused',
      data: { supplier: oins.college, supplierKind: 'COLL', code },
    });
  });

  it('with the token of another cooperation cannot come into this one', async () => {
    await expectStored(1, async () => {
      const answer = await post(hub, good, { cooperation: rotterdam });
      expectRefused(answer, 403, 'supply/no-participant', 'college of Amsterdam in Rotterdam');
    });
  });
});

describe('a connection', () => {
  const talk = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(hub.base);
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
      let said = '';
      socket.setEncoding('utf8').on('data', (part) => (said += part));
      socket.on('end', () => resolve(said)).on('error', reject);
    });

  it.each([
    ['that speaks no HTTP', `${marker}\r\n\r\n`, '400 '],
    ['without a host', `GET /v1/ik HTTP/1.1\r\nConnection: close\r\n\r\n`, '400 '],
    [
      'with headers beyond all measure',
      `GET /v1/ik HTTP/1.1\r\nHost: x\r\nX-A: ${marker}${'x'.repeat(20_000)}\r\n\r\n`,
      '431 ',
    ],
    [
      'with two lengths',
      `POST /v1/leveringen HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n${marker}`,
      '400 ',
    ],
    [
      'with a length and chunks',
      `POST /v1/leveringen HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      '400 ',
    ],
    ['with a method that nobody knows', `${marker.toUpperCase()} /v1/ik HTTP/1.1\r\nHost: x\r\n\r\n`, '400 '],
  ])('%s gets a problem of the same form, and is ended', async (_what, bytes, status) => {
    await expectStored(0, async () => {
      const said = await talk(bytes);
      requests += 1;
      expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
      expect(said.toLowerCase()).toContain('content-type: application/problem+json');
      expect(said.toLowerCase()).toContain('x-content-type-options: nosniff');
      expect(said.toLowerCase()).not.toContain(marker.toLowerCase());
      const body = JSON.parse(said.slice(said.indexOf('\r\n\r\n') + 4)) as object;
      expect(Object.keys(body)).toEqual([
        'type',
        'title',
        'status',
        'detail',
        'code',
        'correlatie',
        'fouten',
        'grondslag',
      ]);
    });
  });
});

describe('an organisation that is no participant here', () => {
  it('is not named to weigh, nor the bureau, for it would keep a signal waiting for ever', async () => {
    const id = idOf(await deliver(hub, 'S1', signals.S1));
    await hub.settled();
    const analyst = await hub.as('analyst');
    const body = targets.find(({ name }) => name.endsWith('wegingen'))?.body as object;
    for (const stranger of ['00000099000000099000', oins.bureau]) {
      const answer = await analyst.post(`/v1/signalen/${id}/wegingen`, { ...body, wegers: [stranger] });
      expect(answer.body).toMatchObject({ status: 409, code: 'hub/not-a-participant', grondslag: ['WGS 2.19'] });
    }
    expect((await analyst.get(`/v1/signalen/${id}`)).text).toContain('"waarde":"submitted"');
  });
});

describe('after all of it', () => {
  it('the process lives, nothing is polluted, and nothing was unforeseen', async () => {
    expect(accepted(await send(`${hub.base}/v1/gezondheid`, {})).body).toEqual({ status: 'goed' });
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    expect(hub.lines.filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([]);
    expect(hub.lines.join('').toLowerCase()).not.toContain(marker.toLowerCase());
    expect(requests).toBeGreaterThan(2_000);
  });

  it('a good delivery is still taken in, and its maker reads its own writes', async () => {
    const id = idOf(await deliver(hub, 'S1', signals.S1));
    await hub.settled();
    const analyst = await hub.as('analyst');
    const body = targets.find(({ name }) => name.endsWith('wegingen'))?.body;
    const prepared = accepted(await analyst.post(`/v1/signalen/${id}/wegingen`, body));
    const seen = await analyst.get(`/v1/signalen/${id}`, { leesbewijs: String(prepared.body['leesbewijs']) });
    expect(seen.text).toContain('"waarde":"weighing"');
  });
});
