import type { Block } from './change.js';
import type { Act, Period, Reader, Source } from './space.js';

/** Some fields of one question. */
export type Spot = {
  readonly source: Source;
  readonly reader: Reader;
  readonly phase: string;
  readonly act: Act;
  readonly period: Period;
  readonly fields: readonly string[];
};

/** A block while it grows. Readers and periods are texts here, so that blocks can be held beside each other. */
type Box = {
  readonly from: readonly string[];
  readonly types: readonly { readonly type: string; readonly fields: readonly string[] }[];
  readonly what: readonly string[];
  readonly readers: readonly string[];
  readonly phases: readonly string[];
  readonly act: Act;
  readonly periods: readonly string[];
};

const distinct = <Thing>(things: readonly Thing[]): readonly Thing[] => [
  ...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values(),
];

/** Boxes that are alike but for one dimension become one box. */
const merged = (
  boxes: readonly Box[],
  likeness: (box: Box) => readonly unknown[],
  join: (alike: readonly Box[], first: Box) => Box,
): readonly Box[] =>
  [...Map.groupBy(boxes, (box) => JSON.stringify(likeness(box))).values()].map((alike) => join(alike, alike[0] as Box));

/** A type's fields in short: categories that are meant whole, then the names that are left. */
const inShort = (names: readonly string[], source: Source): readonly string[] => {
  const meant = new Set(names);
  const all = source.fields.filter(({ name }) => name !== '_exists');
  if (all.length > 1 && all.every(({ name }) => meant.has(name))) {
    return meant.has('_exists') ? ['any'] : ['content'];
  }
  const byCategory = Map.groupBy(all, ({ category }) => category);
  const whole = [...byCategory].filter(
    ([category, fields]) => category !== '_' && fields.every(({ name }) => meant.has(name)),
  );
  const covered = new Set(whole.flatMap(([, fields]) => fields.map(({ name }) => name)));
  return [...whole.map(([category]) => category).toSorted(), ...names.filter((name) => !covered.has(name)).toSorted()];
};

const boxesOf = (spots: readonly Spot[]): readonly Box[] => {
  const keyOf = ({ source, reader, phase, act, period }: Spot): string =>
    [source.type, source.from, reader.purpose, reader.to, phase, act, period.from].join(' ');
  return [...Map.groupBy(spots, keyOf).values()].map((alike) => {
    const [{ source, reader, phase, act, period }] = alike as [Spot];
    const fields = [...new Set(alike.flatMap((spot) => spot.fields))];
    return {
      from: [source.from],
      types: [{ type: source.type, fields }],
      what: inShort(fields, source),
      readers: [JSON.stringify(reader)],
      phases: [phase],
      act,
      periods: [JSON.stringify(period)],
    };
  });
};

/** What of a box must be alike, for boxes that become one along a dimension. */
const rest = (box: Box, ...along: readonly (keyof Box)[]): readonly unknown[] =>
  (Object.keys(box) as (keyof Box)[]).filter((name) => !along.includes(name)).map((name) => box[name]);

/**
 * The same spots in few blocks that do not overlap: what has the same fields is told together, over phases, then readers,
 * days, suppliers and types. A type joins another where their fields read the same in short.
 */
export const blocksOf = (spots: readonly Spot[]): readonly Block[] => {
  const along = (name: 'phases' | 'readers' | 'periods' | 'from') => (boxes: readonly Box[]) =>
    merged(
      boxes,
      (box) => rest(box, name),
      (alike, first) => ({ ...first, [name]: distinct(alike.flatMap((box) => box[name])) }),
    );
  const alongTypes = (boxes: readonly Box[]) =>
    merged(
      boxes,
      (box) => rest(box, 'types'),
      (alike, first) => ({ ...first, types: alike.flatMap(({ types }) => types) }),
    );
  const steps = [along('phases'), along('readers'), along('periods'), along('from'), alongTypes];
  const boxes = steps.reduce((folded, step) => step(folded), boxesOf(spots));
  return boxes.map(({ readers, periods, ...box }) => ({
    ...box,
    to: readers.map((text) => JSON.parse(text) as Reader),
    periods: periods.map((text) => JSON.parse(text) as Period),
  }));
};
