import { forms } from '@knooppunt/contracts';
import { faultsOf } from '../support/problem.js';
import type { BadCase, ValueCase } from './corpus.js';
import { inScope } from './routes.js';
import { placesOf, withAt } from './schemas.js';
import type { Place } from './schemas.js';
import { bodyShot, judgeOneFault, listed, nothingWrong, shotOf } from './shot.js';
import type { Range, Shot } from './shot.js';
import { written } from './text.js';

const formName = ({ pattern, format, enum: choices, type, maxLength, items }: Place['schema']): string | undefined => {
  if (items) return items.properties ? 'parts' : 'list';
  if (choices) return 'choice';
  const form = Object.entries(forms).find(([, known]) => known === pattern)?.[0];
  if (form !== undefined) return form;
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'moment';
  if (type === 'boolean') return 'flag';
  return type === 'string' && maxLength !== undefined ? 'text' : undefined;
};

/** Where a fault of a list of texts is told: at the list. */
const faultPlace = (pointer: string): string => pointer.replace(/\/0$/, '');

/** A value in every place of its form that the API description has, one at a time. */
export const valueShots = (range: Range, one: ValueCase): readonly Shot[] => {
  const [fault = 'vorm'] = one.expected.faults ?? [];
  const inBodies = inScope(range.routes, 'bodies').flatMap((route) =>
    (route.schema ? placesOf(route.schema) : [])
      .filter(({ schema }) => formName(schema) === one.of)
      .map(({ pointer }) =>
        bodyShot(range, { ...one, name: `${one.name} in ${pointer}` }, route, {
          value: one.value,
          body: (value) => withAt(route.body, pointer, value),
          judge: judgeOneFault(`${faultPlace(pointer)} ${fault}`),
        }),
      ),
  );
  if (typeof one.value !== 'string') return inBodies;
  const asAsked = encodeURIComponent(written(one.value, range.words).bytes.toString());
  const inAddresses = one.of === 'uuid' ? inScope(range.routes, 'ids') : [];
  const elsewhere = { ...one.expected, statuses: [404], codes: ['platform/niet-gevonden'], facts: 1 };
  return [
    ...inBodies,
    ...inAddresses.map((route) =>
      shotOf(range, { ...one, name: `${one.name} in the address` }, route, {
        edits: { id: asAsked },
        expected: elsewhere,
        judge: nothingWrong,
      }),
    ),
  ];
};

/** A value for every member of every body at once: each must be told. */
export const membersShots = (range: Range, one: BadCase & { readonly kind: 'members' }): readonly Shot[] =>
  inScope(range.routes, 'filled').map((route) => {
    const { members } = one;
    const names = Object.keys(route.body ?? {});
    const isObject = typeof members === 'object' && members !== null && !Array.isArray(members);
    const required = route.schema?.required ?? [];
    // an attribute of an event that is null is not set
    const isUnset = (name: string): boolean => members === null && route.role === 'system' && !required.includes(name);
    // an object is what `data` of a delivery is; the registry looks into it later
    const free = (name: string): boolean =>
      isObject &&
      route.schema?.properties?.[name]?.properties === undefined &&
      route.schema?.properties?.[name]?.type === 'object';
    const judged = names.filter((name) => !free(name) && !isUnset(name));
    // where nothing else is wrong, it has looked into the object by then
    const places = judged.length === 0 ? names : judged;
    return bodyShot(range, one, route, {
      value: members,
      body: (value) => Object.fromEntries(names.map((name) => [name, value])),
      judge: (answer) => {
        const told = listed([...new Set(faultsOf(answer).map((fault) => fault.split(/[/ ]/)[1] ?? ''))]);
        return told === listed(places) ? undefined : `faults at ${told} instead of ${listed(places)}`;
      },
    });
  });
