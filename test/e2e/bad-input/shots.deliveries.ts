import { randomUUID } from 'node:crypto';
import { findPayloadType, payloadTypes } from '@knooppunt/signals';
import { exampleEvent } from '../../docs/deliveries.js';
import { oins } from '../support/cast.js';
import type { Answer } from '../support/client.js';
import { cloudEvent, signals } from '../support/deliveries.js';
import type { Data, TypeId } from '../support/deliveries.js';
import type { BadCase, BatchCase, FieldCase } from './corpus.js';
import { fieldPlaces } from './fields.js';
import { prepare } from './request.js';
import type { Route } from './routes.js';
import { withAt } from './schemas.js';
import { bodyShot, judgeFaults, judgeOneFault, settingOf, shotOf, tellingTexts, withCanaries } from './shot.js';
import type { Range, Shot } from './shot.js';
import { writtenValue } from './text.js';

const deliveryRoute = ({ routes }: Range): readonly Route[] =>
  routes.filter(({ name }) => name === 'POST /v1/leveringen');
const source = `urn:nld:oin:${oins.college}:systeem:proef`;
const nowhere = (): { case: string; request: string } => ({ case: randomUUID(), request: randomUUID() });

/** A value wherever a payload type that is open has such a field. */
export const fieldShots = (range: Range, one: FieldCase): readonly Shot[] => {
  const [fault = 'wrong-form'] = one.expected.faults ?? [];
  const types = payloadTypes.filter(({ id, open }) => open && id.startsWith('S'));
  return deliveryRoute(range).flatMap((route) =>
    types.flatMap((type) =>
      fieldPlaces(type, one.of).map((pointer) =>
        bodyShot(range, { ...one, name: `${one.name} in ${type.id}${pointer}` }, route, {
          value: one.value,
          body: (value) => {
            const event = exampleEvent(type, nowhere(), source, randomUUID());
            return { ...event, data: withAt(event.data, pointer, value) };
          },
          judge: judgeOneFault(`/data${pointer} ${fault}`),
        }),
      ),
    ),
  );
};

/** A delivery of one type with values at some places. */
export const deliveryShots = (range: Range, one: BadCase & { readonly kind: 'delivery' }): readonly Shot[] =>
  deliveryRoute(range).map((route) =>
    bodyShot(range, one, route, {
      value: one.set,
      judge: judgeFaults(one.expected.faults),
      body: (changes) => {
        const own = Object.hasOwn(signals, one.type) ? signals[one.type as keyof typeof signals] : undefined;
        const type = findPayloadType(one.type);
        if (!type) throw new TypeError(`no such type: ${one.type}`);
        const event = own
          ? cloudEvent(one.type as TypeId, own, { supplier: oins.college })
          : exampleEvent(type, nowhere(), source, randomUUID());
        const data = Object.entries(changes as Data).reduce<unknown>(
          (so, [pointer, value]) => withAt(so, pointer, value === null ? undefined : value),
          (event as { data: unknown }).data,
        );
        return { ...event, data };
      },
    }),
  );

/** A good delivery with other attributes. */
export const eventShots = (range: Range, one: BadCase & { readonly kind: 'event' }): readonly Shot[] =>
  deliveryRoute(range).map((route) =>
    shotOf(range, one, route, {
      make: async () => {
        const { value, canaries } = writtenValue(one.event, range.words);
        const changes = Object.entries(value as Data).map(([name, is]) => [name, is === null ? undefined : is]);
        const body = { ...cloudEvent('S1', signals.S1), ...Object.fromEntries(changes) } as Data;
        const edits = one.headers ? { headers: one.headers } : {};
        const prepared = prepare({ ...route, body }, edits, await settingOf(range, route));
        return withCanaries(prepared, [...canaries, ...tellingTexts(value)]);
      },
    }),
  );

const judgeOutcomes =
  ({ outcomes }: BatchCase) =>
  ({ body }: Answer): string | undefined => {
    const told = ((body['leveringen'] ?? []) as readonly { status: number; probleem?: Data }[]).map(
      ({ status }) => status,
    );
    return outcomes === undefined || told.join() === outcomes.join() ? undefined : `outcomes ${told.join()}`;
  };

/** A batch as it is written. */
export const batchShots = (range: Range, one: BatchCase): readonly Shot[] =>
  deliveryRoute(range).map((route) =>
    shotOf(range, one, route, {
      edits: { body: one.batch, headers: { 'Content-Type': 'application/cloudevents-batch+json' } },
      judge: judgeOutcomes(one),
    }),
  );
