import { readFileSync } from 'node:fs';
import { castOfRegister, deliveryOf } from '@knooppunt/agencies';
import type { Frame } from '@knooppunt/agencies';
import { encodedHeader, schemaAddressOf } from '@knooppunt/contracts';
import { cloudEventTypeOf } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';

const register = readFileSync(new URL('../../deploy/demo/brp/persoonslijsten.csv', import.meta.url), 'utf8');
const cast = castOfRegister(register, { municipalities: ['0363', '0599'], on: '2022-05-02' });

/** Where an example goes: the ids of its case and request are those of the place where it is sent. */
export type ExamplePlace = { readonly case: string; readonly request: string };

const region = 'amsterdam-amstelland';
const firstProcessed = '2026-01-12';

const frameOf = (way: 'signal' | 'answer' | 'supply', place: ExamplePlace): Frame => {
  if (way === 'signal') return { way, region, firstProcessed };
  return way === 'answer' ? { way, ...place, firstProcessed } : { way, case: place.case, firstProcessed };
};

/** The way in which the example of a type is sent: as a signal where it may be one, else as an answer. */
export const wayOfExample = ({ ways }: PayloadType): 'signal' | 'answer' | 'supply' => {
  if (ways.includes('signal')) return 'signal';
  return ways.includes('answer') ? 'answer' : 'supply';
};

/** The example of a payload type: `data` of its CloudEvent. The page shows it and a test sends it; both make it here. */
export const exampleOf = (type: PayloadType, place: ExamplePlace): Readonly<Record<string, unknown>> =>
  deliveryOf(type.id, 5, { cast, on: '2026-02-20', frame: frameOf(wayOfExample(type), place) });

/** The whole CloudEvent around an example. */
export const exampleEvent = (type: PayloadType, place: ExamplePlace, source: string, id: string) => ({
  specversion: '1.0',
  id,
  source,
  type: cloudEventTypeOf(type),
  datacontenttype: 'application/json',
  dataschema: schemaAddressOf(cloudEventTypeOf(type)),
  data: exampleOf(type, place),
});

/** One way to send an event: its headers, and what `jq` makes of the event's file for the body. */
export type WayToSend = {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly filter: string;
  readonly body: unknown;
};

/** The three ways to send an event. The pages show them and a test sends them; both make them here. */
export const waysToSend = (event: ReturnType<typeof exampleEvent>): readonly WayToSend[] => {
  const { data, datacontenttype, ...attributes } = event;
  const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodedHeader(value)]);
  return [
    {
      name: 'Gestructureerd',
      headers: { 'content-type': 'application/cloudevents+json' },
      filter: '.',
      body: event,
    },
    {
      name: 'Binair',
      headers: { 'content-type': datacontenttype, ...(Object.fromEntries(named) as Record<string, string>) },
      filter: '.data',
      body: data,
    },
    {
      name: 'Als partij van een',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      filter: '[.]',
      body: [event],
    },
  ];
};
