import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Recorded } from '@knooppunt/kernel';
import { payloadTypes } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { exampleEvent, wayOfExample, waysToSend } from '../docs/deliveries.js';
import { amsterdam } from './support/cast.js';
import type { Answer } from './support/client.js';
import { askFor, openPhase, supplierOf, widerFounding } from './support/every-kind.js';
import { TestHub } from './support/hub.js';
import { Play } from './support/play.js';

jest.setTimeout(120_000);

const types = payloadTypes.filter(({ id }) => id.startsWith('S'));
const openTypes = types.filter(({ open }) => open);
const isOfPhaseThree = ({ needsBpgCode }: PayloadType): boolean => needsBpgCode === true;
const startsWeighing = (type: PayloadType): boolean => wayOfExample(type) === 'signal';
const asked = openTypes.filter((type) => !startsWeighing(type));
/** Sexual conduct needs criminal data beside it, which nobody can vouch for at the edge yet (W-22). */
const held = asked.filter(({ id }) => id === 'S30');
const inPhaseTwo = asked.filter((type) => !isOfPhaseThree(type) && !held.includes(type));
const inPhaseThree = asked.filter(isOfPhaseThree);

const folder = mkdtempSync(join(tmpdir(), 'knooppunt-types-'));
let hub: TestHub;
let play: Play;
let request = '';
beforeAll(async () => {
  hub = await TestHub.start({ founding: widerFounding(folder) });
  play = new Play(hub);
  await play.deliver(['S1', 'S2']);
  await play.weigh();
  await play.openCase();
  await play.link();
  request = await askFor(play, asked);
  await hub.settled();
}, 240_000);
afterAll(async () => {
  await hub.end();
  rmSync(folder, { recursive: true, force: true });
});

/** What became of one delivery, whether it came alone or in a batch. */
type Outcome = {
  readonly status: number;
  readonly id?: unknown;
  readonly code?: unknown;
  readonly faults?: unknown;
  readonly basis?: unknown;
};
const outcomeOf = ({ status, body }: Answer): Outcome => {
  const [one] = (body['leveringen'] ?? []) as readonly Answer['body'][];
  const told: Answer['body'] = one ? { id: one['id'], ...(one['probleem'] as object | undefined) } : body;
  const { id, code, fouten: faults, grondslag: basis } = told;
  return { status: one ? Number(one['status']) : status, id, code, faults, basis };
};

/** Sends the example of a type in each way that its page shows, from its own organisation and into this case. */
const sendExample = async (
  type: PayloadType,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly events: readonly Recorded[] }> => {
  const supplier = supplierOf(type);
  const source = `urn:nld:oin:${supplier}:systeem:voorbeeld`;
  const event = exampleEvent(type, { case: play.case, request }, source, randomUUID());
  const outcomes: Outcome[] = [];
  const events = await hub.eventsOf(async () => {
    const system = await hub.system(supplier, amsterdam);
    for (const { headers, body } of waysToSend(event)) {
      outcomes.push(outcomeOf(await system.raw('POST', '/v1/leveringen', JSON.stringify(body), headers)));
    }
  });
  return { outcomes, events };
};
const typesOf = (events: readonly Recorded[]): readonly string[] => events.map(({ type }) => type);

const expectTaken = async (type: PayloadType, expected: readonly string[]): Promise<void> => {
  const { outcomes, events } = await sendExample(type);
  const [first] = outcomes;
  const taken = { status: 202, id: first?.id, code: undefined, faults: undefined, basis: undefined };
  expect(outcomes).toEqual([taken, taken, taken]);
  expect(typesOf(events)).toEqual(expect.arrayContaining([...expected]));
  expect(typesOf(events).filter((one) => one === 'ContributionSupplied')).toHaveLength(1);
  expect(events[0]?.data).toMatchObject({ payloadType: type.id, supplier: supplierOf(type) });
};
const expectRefused = async (type: PayloadType, code: string, basis: readonly string[]): Promise<void> => {
  const { outcomes, events } = await sendExample(type);
  const refused = { status: 403, id: undefined, code, faults: [], basis };
  expect(outcomes).toEqual([refused, refused, refused]);
  expect(typesOf(events)).toEqual(['SupplyRefused', 'SupplyRefused', 'SupplyRefused']);
  for (const { data } of events) expect(data).toMatchObject({ code, payloadType: type.id });
};

describe('the examples of the pages', () => {
  it('are those of 33 types, each of which is sent below', () => {
    const sent = [
      ...openTypes.filter(startsWeighing),
      ...inPhaseTwo,
      ...inPhaseThree,
      ...held,
      ...types.filter(({ open }) => !open),
    ];
    expect(sent.map(({ id }) => id).toSorted()).toEqual(types.map(({ id }) => id).toSorted());
    expect(types).toHaveLength(33);
  });
});

describe('the example of a type that may begin a weighing', () => {
  it.each(openTypes.filter(startsWeighing))('$id is taken in as a signal', (type) =>
    expectTaken(type, ['ContributionSupplied', 'SignalSubmitted']),
  );
});

describe('the example of a type that nobody may bring yet', () => {
  it.each(types.filter(({ open }) => !open))('$id is refused, with the articles of its page', (type) =>
    expectRefused(type, 'supply/type-not-open', type.closedBy ?? []),
  );
});

describe('the example of a type that answers a request', () => {
  it.each(inPhaseTwo)('$id is refused in phase 1', (type) =>
    expectRefused(
      type,
      'supply/refused-by-law',
      expect.arrayContaining([expect.stringContaining('BGS 2.15')]) as never,
    ),
  );

  describe('in phase 2', () => {
    beforeAll(() => openPhase(play, '2'), 120_000);

    it.each(inPhaseTwo)('$id is taken in and answers', (type) =>
      expectTaken(type, ['ContributionSupplied', 'RequestAnswered', 'ContributionTakenIn']),
    );

    it.each(inPhaseThree)('$id waits for phase 3', (type) =>
      expectRefused(type, 'supply/refused-by-law', ['WGS 2.23(6)(c); BGS 2.15']),
    );

    it.each(held)('$id is held back without criminal data that it belongs to', (type) =>
      expectRefused(type, 'supply/refused-by-law', ['WGS 2.21; BGS 2.15']),
    );

    describe('and in phase 3', () => {
      beforeAll(() => openPhase(play, '3'), 120_000);

      it.each(inPhaseThree)('$id is taken in and answers', (type) =>
        expectTaken(type, ['ContributionSupplied', 'RequestAnswered', 'ContributionTakenIn']),
      );

      it('is shown to nobody without the consent of the prosecutor', async () => {
        const dossier = await play.dossierOfCase('director');
        expect(dossier.status).toBe(200);
        const kinds = ((dossier.body['stukken'] ?? []) as readonly { readonly soort: string }[]).map(
          ({ soort }) => soort,
        );
        expect(kinds).toEqual(expect.arrayContaining(['S5', 'S6', 'S12', 'S16']));
        expect(kinds.filter((kind) => ['S7', 'S8'].includes(kind))).toEqual([]);
      });
    });
  });
});
