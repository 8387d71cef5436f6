import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { disclosedOf, personDecider, requestDecider, signalDecider } from '@knooppunt/cases';
import type { DisclosedItem, EvidenceEvent } from '@knooppunt/cases';
import { eventIdOf } from '@knooppunt/event-store';
import { canonicalJson } from '@knooppunt/kernel';
import type { Json, Recorded } from '@knooppunt/kernel';
import { amsterdam, noon, organisations } from '../test/cast.js';
import { storeWith } from '../test/engines.js';
import { Scene } from '../test/scene.js';
import type { Content } from '../test/supply.js';
import { casesView, dossierView, ownView } from '../test/views.js';
import { standingStream } from './index.js';
import type { FoldedView, GateAnswer, PlannedItem, Reader, ShownItem, View } from './index.js';

type Shown = Extract<GateAnswer, { kind: 'shown' }>;
type Disclosure = Recorded & Extract<EvidenceEvent, { type: 'DisclosureRecorded' }>;

const adult = { adultFrom: '2001-05-06' };
const janssen: Content = {
  persons: {
    p1: {
      ...adult,
      fields: { name: 'Ada Janssen', birthDate: '1983-05-06', bsn: '999990019', address: 'Kade 1, 1011AA Amsterdam' },
    },
  },
};

const shownOf = (answer: GateAnswer): Shown => {
  if (answer.kind !== 'shown') throw new Error('nothing was shown');
  return answer;
};
const fieldsOf = (item: ShownItem | undefined): Readonly<Record<string, readonly [string, Json | undefined]>> =>
  Object.fromEntries(
    (item?.blocks ?? []).flatMap(({ fields }) => fields.map(({ field, level, value }) => [field, [level, value]])),
  );
const blockOf = (item: DisclosedItem | undefined, name: string) => item?.blocks.find(({ block }) => block === name);

let scene: Scene;
const subject = randomUUID();
const ask = (view: View, reader: Reader) => scene.gate().answer(view, reader);
const recordOf = async () => {
  const events = await scene.appended();
  expect(events.map(({ type }) => type)).toEqual(['DisclosureRecorded']);
  const { data } = events[0] as Disclosure;
  return { ...data, ...disclosedOf(data) };
};

beforeEach(async () => {
  scene = await Scene.open();
  await scene.found();
});
afterEach(() => scene.close());

const dossierOf = async (content: Content): Promise<string> => {
  const contribution = await scene.supply(content);
  await scene.takeIn(contribution);
  for (const ref of Object.keys(content.persons)) await scene.link(contribution, ref, subject);
  return contribution;
};

describe('an answer', () => {
  it('shows each field at its level, with the article of its permit and the duties that come with it', async () => {
    await dossierOf(janssen);
    await scene.need('police', ['ID']);
    const { keystone, items, at, more } = shownOf(await ask(dossierView(scene), scene.reader('police')));
    expect({ at, more, keystone: fieldsOf(keystone) }).toEqual({
      at: noon,
      more: false,
      keystone: { phase: ['reveal', '1'], state: ['reveal', 'open'] },
    });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ payloadType: 'S2', supplierKind: 'COLL', receivedOn: '2026-03-02' });
    expect(items[0]?.blocks[0]?.fields[0]).toEqual({
      field: 'name',
      level: 'reveal',
      value: 'Ada Janssen',
      basis: 'convenant art. 8',
      obligations: { onward: 'forbidden' },
    });
    expect(fieldsOf(items[0])).not.toHaveProperty('address');
  });

  it('names what it shows by references of this reader alone, never by the id of the contribution or subject', async () => {
    const contribution = await dossierOf(janssen);
    await scene.need('police', ['ID']);
    await scene.need('inspectorate', ['ID']);
    const [police] = shownOf(await ask(dossierView(scene), scene.reader('police'))).items;
    const [inspectorate] = shownOf(await ask(dossierView(scene), scene.reader('inspectorate'))).items;
    expect(police?.reference).not.toBe(inspectorate?.reference);
    expect(police?.blocks[0]?.subject).not.toBe(inspectorate?.blocks[0]?.subject);
    const told = JSON.stringify([police?.reference, police?.blocks, inspectorate?.reference, inspectorate?.blocks]);
    expect([contribution, subject].filter((id) => told.includes(id))).toEqual([]);
  });

  it('lies in the log before it is given, with everything that a replay needs', async () => {
    const contribution = await dossierOf(janssen);
    await scene.need('police', ['ID']);
    await scene.appended();
    const reader = scene.reader('police');
    const { disclosure, position } = shownOf(await ask(dossierView(scene), reader));
    const [event] = (await scene.appended()) as [Disclosure];
    expect(event).toMatchObject({
      id: eventIdOf(disclosure, 0),
      type: 'DisclosureRecorded',
      stream: `disclosure-${disclosure}`,
      position,
      recordedAt: noon,
      actor: reader.person,
      organisation: reader.organisation,
      role: reader.role,
      purpose: reader.purpose,
      correlation: reader.correlation,
      revision: 0n,
    });
    expect(event.covenant?.law).toMatch(/^sha256:/);
    expect(event.data).toMatchObject({ act: 'inzage', view: 'casus-dossier', recipient: reader.organisation });
    expect(event.data.case).toBe(scene.caseId);
    const folded = Object.fromEntries(event.data.folded.map(({ stream, revision }) => [stream, revision]));
    expect(folded).toEqual({
      [`covenant-${amsterdam}`]: '1',
      [`party-${amsterdam}-${reader.organisation}`]: '0',
      [`person-${reader.person}`]: '0',
      [`case-${scene.caseId}`]: '3',
    });
    const [record, item] = event.data.items;
    expect(record).toMatchObject({ payloadType: 'H1', stream: `case-${scene.caseId}`, case: scene.caseId });
    expect(item).toMatchObject({ payloadType: 'S2', stream: `contribution-${contribution}`, revision: '0' });
  });

  it('lies in a stream of its own, that nobody has begun before, and a refusal likewise', async () => {
    const begun: unknown[] = [];
    const store = storeWith(scene.store, {
      append: (stream, events, expected) => {
        begun.push([stream.split('-')[0], events.length, expected]);
        return scene.store.append(stream, events, expected);
      },
    });
    for (const caseId of [scene.caseId, randomUUID()]) {
      await scene.gate({ store }).answer(dossierView(scene, caseId), scene.reader('police'));
    }
    expect(begun).toEqual([
      ['disclosure', 1, 'no-stream'],
      ['refusal', 1, 'no-stream'],
    ]);
  });

  it('records a level for every field of the type, a fact for every fact asked, a permit for what is shown', async () => {
    await dossierOf(janssen);
    await scene.need('police', ['ID']);
    await scene.appended();
    await ask(dossierView(scene), scene.reader('police'));
    const { items } = await recordOf();
    const person = blockOf(items[1], 'p1');
    expect(person?.levels).toEqual({
      name: 'reveal',
      birthDate: 'reveal',
      bsn: 'reveal',
      address: 'withhold',
      bagId: 'withhold',
      registrationsIn12m: 'withhold',
      accompaniedBy: 'reveal',
      deregistrationReason: 'withhold',
    });
    expect(person?.permits).toEqual({ name: 'P-102', birthDate: 'P-102', bsn: 'P-102', accompaniedBy: 'P-102' });
    expect(person?.subject).toBe(subject);
    expect(person?.facts).toMatchObject({
      minor: { value: 'false', source: 'facts-block' },
      possibleVictim: { value: 'false', source: 'facts-block' },
      directCircle: { value: 'true', source: `clear:case-${scene.caseId}@3` },
      'asked:ID': { value: 'true', source: `clear:case-${scene.caseId}@3` },
      'asked:RES': { value: 'false', source: `clear:case-${scene.caseId}@3` },
    });
    expect(blockOf(items[1], 'head')?.levels).toEqual({ _exists: 'exists' });
    const values = JSON.stringify(items);
    expect(['Janssen', '999990019', '1983'].filter((value) => values.includes(value))).toEqual([]);
  });

  it.each([
    ['person', true],
    ['company', true],
    ['text', false],
    ['matter', false],
  ])('records whom a block is about, where it is about somebody: a block of kind %s', async (kind, isAbout) => {
    const contribution = await dossierOf(janssen);
    await scene.appended();
    const view: View = {
      ...dossierView(scene),
      plan: async ({ case: placed }) => {
        const { item, ...planned } = await scene.planned(contribution, placed);
        return { items: [{ ...planned, item: { ...item, blocks: [{ name: 'p1', kind }] } }] };
      },
    };
    await ask(view, scene.reader('police'));
    const { items } = await recordOf();
    expect(blockOf(items[0], 'p1')?.subject).toBe(isAbout ? subject : undefined);
  });

  it('is bound to its content by a digest that nobody can make without the key of the block', async () => {
    const contribution = await dossierOf(janssen);
    await scene.need('police', ['ID']);
    await scene.appended();
    const { items } = shownOf(await ask(dossierView(scene), scene.reader('police')));
    const { items: recorded } = await recordOf();
    const fields = items[0]?.blocks[0]?.fields ?? [];
    const canonical = canonicalJson(fields.map(({ field, level, value }) => [field, level, value ?? null]));
    const { blocks } = (await scene.suppliedEvent(contribution)).data;
    const keyId = blocks.find(({ name }) => name === 'p1')?.keyId ?? '';
    const digest = blockOf(recorded[1], 'p1')?.digest;
    expect(digest).toBe(await scene.vault.opener.outputDigest(keyId, canonical));
    expect(digest).not.toBe(createHmac('sha256', '').update(canonical).digest('base64url'));
  });

  it('shows a field that the content does not hold exactly as one that is withheld: not at all', async () => {
    await dossierOf({ persons: { p1: { ...adult, fields: { name: 'Ada Janssen' } } } });
    await scene.need('police', ['ID']);
    const [item] = shownOf(await ask(dossierView(scene), scene.reader('police'))).items;
    expect(fieldsOf(item)).toEqual({ name: ['reveal', 'Ada Janssen'] });
  });

  it('shows of an item at exists its kind, its supplier and its day, and no block', async () => {
    await dossierOf(janssen);
    const [item] = shownOf(await ask(dossierView(scene), scene.reader('police'))).items;
    expect(item).toMatchObject({ payloadType: 'S2', supplierKind: 'COLL', blocks: [] });
  });

  it('leaves out what does not exist for this reader, and opens none of it', async () => {
    await dossierOf(janssen);
    const { items } = shownOf(await ask(dossierView(scene), scene.reader('college')));
    expect(items).toEqual([]);
  });
});

describe('what is known of a person', () => {
  const levelOfName = async (): Promise<string | undefined> =>
    fieldsOf(shownOf(await ask(dossierView(scene), scene.reader('police'))).items[0])['name']?.[0];

  it('shelters a minor, on the day of the decision', async () => {
    await dossierOf({ persons: { p1: { adultFrom: '2026-03-03', fields: { name: 'Bo' } } } });
    await scene.need('police', ['ID']);
    expect(await levelOfName()).toBe('pseudonymise');
    scene.clock = '2026-03-03T00:00:00.000Z';
    expect(await levelOfName()).toBe('reveal');
  });

  it('shelters whose age nobody knows', async () => {
    await dossierOf({ persons: { p1: { fields: { name: 'Bo' } } } });
    await scene.need('police', ['ID']);
    expect(await levelOfName()).toBe('pseudonymise');
  });

  it('comes from all contributions that are linked to the person, the strictest of them', async () => {
    await dossierOf(janssen);
    await scene.need('police', ['ID']);
    expect(await levelOfName()).toBe('reveal');
    const other = await scene.supply({ persons: { p1: { ...adult, possibleVictim: true, fields: { name: 'A.J.' } } } });
    await scene.takeIn(other);
    expect(await levelOfName()).toBe('reveal');
    await scene.link(other, 'p1', subject);
    expect(await levelOfName()).toBe('pseudonymise');
  });

  it('withholds a person of an answer whom nobody has linked, and any text that may name that person', async () => {
    const contribution = await scene.supply({ ...janssen, text: 'Ada Janssen is gezien' });
    await scene.takeIn(contribution);
    await scene.need('police', ['ID']);
    await scene.ofMeeting({
      type: 'ConveneMeeting',
      data: {
        meeting: scene.meeting,
        case: scene.caseId,
        invitees: [organisations.police.oin],
        plannedFor: noon,
        chair: scene.persons.bureau,
        needToKnow: [organisations.police.oin],
      },
    });
    const ref = { meeting: scene.meeting, case: scene.caseId };
    await scene.ofMeeting({ type: 'OpenMeeting', data: ref });
    await scene.ofMeeting({ type: 'RecordAttendance', data: { ...ref, organisation: organisations.police.oin } });
    const view = dossierView(scene, scene.caseId, scene.meeting);
    expect(fieldsOf(shownOf(await ask(view, scene.reader('police'))).items[0])).toEqual({});
    await scene.link(contribution, 'p1', subject);
    const shown = fieldsOf(shownOf(await ask(view, scene.reader('police'))).items[0]);
    expect(shown['_text']).toEqual(['reveal', 'Ada Janssen is gezien']);
    expect(shown['name']).toEqual(['reveal', 'Ada Janssen']);
    expect((await scene.appended()).at(-1)?.data).toMatchObject({ case: scene.caseId, meeting: scene.meeting });
  });

  it('keeps back from everybody what the police marked as silent', async () => {
    await dossierOf({ ...janssen, bpgCode: 'c' });
    await scene.need('police', ['ID']);
    expect(shownOf(await ask(dossierView(scene), scene.reader('police'))).items).toEqual([]);
  });
});

describe('what is not there for a reader', () => {
  const refusals: readonly [string, () => Promise<readonly [View, Reader]>][] = [
    ['a case that does not exist', () => Promise.resolve([dossierView(scene, randomUUID()), scene.reader('police')])],
    ['a case of others', () => Promise.resolve([dossierView(scene), scene.reader('marechaussee')])],
    [
      'a case of another cooperation',
      () => Promise.resolve([dossierView(scene), scene.reader('police', { cooperation: 'rotterdam' })]),
    ],
    [
      'a purpose of another kind',
      () => Promise.resolve([dossierView(scene), scene.reader('police', { purpose: 'COLL.taak' })]),
    ],
    [
      'a role that the person does not have',
      () => Promise.resolve([dossierView(scene), scene.reader('police', { role: 'voorzitter' })]),
    ],
    [
      'a kind that the organisation is not',
      () => Promise.resolve([dossierView(scene), scene.reader('police', { kind: 'RIEC', purpose: 'RIEC.taak' })]),
    ],
    [
      'a person of another organisation',
      () => Promise.resolve([dossierView(scene), scene.reader('police', { person: scene.persons.college })]),
    ],
    [
      'a person who was withdrawn',
      async () => {
        const person = scene.persons.police;
        const stream = standingStream('person', amsterdam, person);
        await scene.run(personDecider, stream, { type: 'WithdrawPerson', data: { person } });
        return [dossierView(scene), scene.reader('police')];
      },
    ],
    [
      'a case whose grant has ended',
      async () => {
        await scene.ofCase({
          type: 'WithdrawGrant',
          data: { case: scene.caseId, organisation: organisations.police.oin },
        });
        return [dossierView(scene), scene.reader('police')];
      },
    ],
  ];

  it.each(refusals)('is absent with one fact and no more: %s', async (_name, prepare) => {
    await dossierOf(janssen);
    const [view, reader] = await prepare();
    await scene.appended();
    const answer = await ask(view, reader);
    expect(Object.keys(answer).toSorted()).toEqual(['kind', 'position']);
    expect(answer.kind).toBe('absent');
    const events = await scene.appended();
    expect(events.map(({ type }) => type)).toEqual(['ReadRefused']);
    expect(events[0]?.data).toMatchObject({ view: 'casus-dossier', code: 'disclosure/absent' });
    expect(events[0]?.actor).toBe(reader.person);
  });

  it('is told with the law and covenant under which it was refused', async () => {
    await dossierOf(janssen);
    await scene.appended();
    await ask(dossierView(scene), scene.reader('police'));
    const [shown] = await scene.appended();
    await ask(dossierView(scene, randomUUID()), scene.reader('police'));
    const [refused] = await scene.appended();
    expect([shown?.type, refused?.type]).toEqual(['DisclosureRecorded', 'ReadRefused']);
    expect(refused?.covenant).toEqual(shown?.covenant);
    expect(refused?.covenant?.law).toMatch(/^sha256:/);
    expect(refused?.covenant?.covenant).toMatch(/^sha256:/);
  });

  it('is told with the streams that it rests on, and with what was amiss where that is the reader', async () => {
    const reader = scene.reader('police', { role: 'voorzitter' });
    await scene.appended();
    await ask(dossierView(scene), reader);
    const [refused] = await scene.appended();
    expect(refused).toMatchObject({ stream: expect.stringMatching(/^refusal-/), revision: 0n, recordedAt: noon });
    expect(refused?.data).toEqual({
      refusal: refused?.stream.slice('refusal-'.length),
      view: 'casus-dossier',
      recipient: reader.organisation,
      code: 'disclosure/absent',
      rules: ['no-standing'],
      folded: [
        { stream: `covenant-${amsterdam}`, revision: '1' },
        { stream: `party-${amsterdam}-${reader.organisation}`, revision: '0' },
        { stream: `person-${reader.person}`, revision: '0' },
        { stream: `case-${scene.caseId}`, revision: '0' },
      ],
    });
    await ask(dossierView(scene), scene.reader('marechaussee'));
    expect((await scene.appended())[0]?.data).toMatchObject({ rules: [] });
  });

  it('is everything, before any covenant has come into force', async () => {
    const empty = await Scene.open();
    try {
      await empty.standing();
      const answer = await empty.gate().answer(casesView([randomUUID()], 5), empty.reader('police'));
      expect(answer.kind).toBe('absent');
      expect((await empty.appended()).at(-1)?.data).toMatchObject({ rules: ['no-covenant-in-force'] });
    } finally {
      await empty.close();
    }
  });
});

describe('an organisation that reads back its own delivery', () => {
  it('sees all of it as it was supplied, whatever a covenant would say', async () => {
    const contribution = await scene.supply({ ...janssen, bpgCode: 'c' });
    await scene.appended();
    const { items } = shownOf(await ask(ownView(scene, contribution), scene.reader('college')));
    expect(fieldsOf(items[0])).toEqual(
      Object.fromEntries(
        Object.entries(janssen.persons['p1']?.fields ?? {}).map(([name, value]) => [name, ['reveal', value]]),
      ),
    );
    expect(items[0]?.blocks[0]?.fields[0]).toMatchObject({ basis: 'eigen', obligations: {} });
    const record = await recordOf();
    expect(record.act).toBe('eigen');
    expect(record.items[0]?.facts).toEqual({ ownOrganisation: { value: 'true', source: 'question' } });
    expect(blockOf(record.items[0], 'p1')?.facts).toEqual({});
    expect(record.folded.map(({ stream }) => stream)).toContain(`contribution-${contribution}`);
  });

  it('sees what it wrote into a record of the process, which lies in no stream of a contribution', async () => {
    const view: View = {
      ...dossierView(scene),
      act: 'eigen',
      plan: async (folded) => {
        const plan = await dossierView(scene).plan(folded);
        return plan === 'absent' || 'like' in plan || !plan.keystone ? 'absent' : { items: [plan.keystone] };
      },
    };
    const { items } = shownOf(await ask(view, scene.reader('bureau')));
    expect(fieldsOf(items[0])).toMatchObject({ phase: ['reveal', '1'], state: ['reveal', 'open'] });
  });

  it('sees nothing of what another supplied', async () => {
    const contribution = await scene.supply(janssen);
    const { items } = shownOf(await ask(ownView(scene, contribution), scene.reader('police')));
    expect(items).toEqual([]);
  });

  it('sees it in the weighing that it started, which the record names', async () => {
    const contribution = await scene.supply(janssen);
    await scene.appended();
    const signal = { stream: `signal-${contribution}`, revision: 0n, state: signalDecider.initial };
    const view: View = {
      ...ownView(scene, contribution),
      plan: async () => {
        const planned = await scene.planned(contribution);
        return { items: [{ ...planned, item: { ...planned.item, signal } }] };
      },
    };
    shownOf(await ask(view, scene.reader('college')));
    const [item] = (await recordOf()).items;
    expect(item).toMatchObject({ stream: `contribution-${contribution}`, signal: contribution });
    expect(item).not.toHaveProperty('case');
  });

  it('sees nothing at all where no registry knows the type of it: that is a fault, and no answer', async () => {
    const contribution = await scene.supply(janssen);
    await scene.appended();
    const view: View = {
      ...ownView(scene, contribution),
      plan: async () => {
        const planned = await scene.planned(contribution);
        return { items: [{ ...planned, item: { ...planned.item, payloadType: 'S999' } }] };
      },
    };
    await expect(ask(view, scene.reader('college'))).rejects.toThrow('`S999` is not in the registry');
    expect(await scene.appended()).toEqual([]);
  });

  it('sees that there was a delivery, and none of it, once its keys are destroyed', async () => {
    const contribution = await scene.supply(janssen);
    await scene.vault.destroyer.destroy(contribution);
    await scene.appended();
    const { items } = shownOf(await ask(ownView(scene, contribution), scene.reader('college')));
    expect(items[0]?.blocks).toEqual([]);
    expect(blockOf((await recordOf()).items[0], 'p1')).not.toHaveProperty('digest');
  });
});

describe('a view', () => {
  it('is planned over the case and the meeting that it names, as they were folded, and over none that it does not', async () => {
    await scene.ofMeeting({
      type: 'ConveneMeeting',
      data: {
        meeting: scene.meeting,
        case: scene.caseId,
        invitees: [organisations.police.oin],
        plannedFor: noon,
        chair: scene.persons.bureau,
        needToKnow: [organisations.police.oin],
      },
    });
    const seen: FoldedView[] = [];
    const plan = (folded: FoldedView) => {
      seen.push(folded);
      return Promise.resolve('absent' as const);
    };
    const { meeting: _meeting, case: _case, ...none } = dossierView(scene);
    for (const view of [dossierView(scene, scene.caseId, scene.meeting), none]) {
      await ask({ ...view, plan }, scene.reader('police'));
    }
    expect(seen[0]).toMatchObject({
      case: { stream: `case-${scene.caseId}`, state: { status: 'open' } },
      meeting: { stream: `meeting-${scene.meeting}`, revision: 0n },
    });
    expect(seen[0]?.asking.meeting).toBe(seen[0]?.meeting);
    for (const folded of [seen[1], seen[1]?.asking]) expect(folded).not.toHaveProperty('meeting');
    expect(seen[1]).not.toHaveProperty('case');
  });
});

describe('a page', () => {
  const open = async (mine: readonly boolean[]): Promise<readonly string[]> => {
    const ids = mine.map(() => randomUUID());
    for (const [at, isMine] of mine.entries()) await scene.openCase(ids[at], isMine ? ['police'] : ['college']);
    return ids;
  };
  const page = async (ids: readonly string[], limit: number) => {
    await scene.appended();
    const { items, more } = shownOf(await ask(casesView(ids, limit), scene.reader('police')));
    return { shown: items.map(({ id }) => id), more };
  };

  it('is full while there is more, however many lie between that are not there for the reader', async () => {
    const ids = await open([false, true, false, false, true, false, true, false]);
    const own = [ids[1], ids[4], ids[6]];
    expect(await page(ids, 2)).toEqual({ shown: own.slice(0, 2), more: true });
    expect(await page(ids.slice(5), 2)).toEqual({ shown: own.slice(2), more: false });
    expect(await page(ids, 3)).toEqual({ shown: own, more: false });
  });

  it('says nothing of what it passed over, not in its record either', async () => {
    const ids = await open([false, true, false]);
    await page(ids, 5);
    const { items, folded } = await recordOf();
    expect(items.map(({ stream }) => stream)).toEqual([`case-${ids[1]}`]);
    expect(folded.map(({ stream }) => stream).filter((stream) => stream.startsWith('case-'))).toEqual([
      `case-${ids[1]}`,
    ]);
  });

  it('rests on what it asked first and on the streams of what it shows, whichever these are', async () => {
    const [id = ''] = await open([true]);
    const signal = { stream: `signal-${id}`, revision: 7n, state: signalDecider.initial };
    const request = { stream: `request-${id}`, revision: 7n, state: requestDecider.initial };
    const view: View = {
      ...casesView([id], 5),
      plan: async (folded) => {
        const plan = await casesView([id], 5).plan(folded);
        if (plan === 'absent' || 'like' in plan) return plan;
        folded.add({ stream: `signal-${randomUUID()}`, revision: 0n, state: {} });
        for (const placed of [signal, request]) folded.add(placed);
        const items = (async function* rows() {
          for await (const planned of plan.items as AsyncIterable<PlannedItem>) {
            yield { ...planned, item: { ...planned.item, signal, request } };
          }
        })();
        return { ...plan, items };
      },
    };
    await scene.appended();
    const reader = scene.reader('police');
    shownOf(await ask(view, reader));
    expect((await recordOf()).folded.map(({ stream }) => stream).toSorted()).toEqual(
      [
        `case-${id}`,
        `covenant-${amsterdam}`,
        `party-${amsterdam}-${reader.organisation}`,
        `person-${reader.person}`,
        `request-${id}`,
        `signal-${id}`,
      ].toSorted(),
    );
  });

  it('is a list without end or page where no limit is named, with all that is there', async () => {
    const ids = await open([false, true, true]);
    const view: View = {
      ...casesView(ids, 1),
      plan: async (folded) => {
        const plan = await casesView(ids, 1).plan(folded);
        if (plan === 'absent' || 'like' in plan) return plan;
        return { items: plan.items };
      },
    };
    await scene.appended();
    const { items, more } = shownOf(await ask(view, scene.reader('police')));
    expect([items.map(({ id }) => id), more]).toEqual([ids.slice(1), false]);
    // what is not there is decided and recorded all the same, unlike what a page passes over
    expect((await recordOf()).items.map(({ case: of }) => of)).toEqual(ids);
  });

  it('is empty, and recorded, where nothing of the list is there', async () => {
    const ids = await open([false, false]);
    expect(await page(ids, 5)).toEqual({ shown: [], more: false });
    expect((await recordOf()).items).toEqual([]);
  });
});
