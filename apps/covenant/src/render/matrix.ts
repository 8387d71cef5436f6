import { reachOf } from '@knooppunt/covenant';
import type { DecidedField, Reach, Rule } from '@knooppunt/covenant';
import { payloadTypes } from '@knooppunt/signals';
import type { Level, PayloadType } from '@knooppunt/signals';
import type { Edition } from './edition.js';

/** The most that a reader can see of a category from a supplier, and the permits that can give something of it. */
export type MatrixCell = { readonly level: Level; readonly permits: readonly string[] };

/** A permit that gives this reader something in this phase, and the caps that can bring it lower for some facts. */
export type MatrixNote = { readonly permit: Rule; readonly caps: readonly string[] };

/** Who can at most see what in one phase: rows by supplier, columns by category. Empty rows and columns are left out. */
export type Matrix = {
  readonly to: string;
  readonly phase: string;
  readonly suppliers: readonly string[];
  readonly categories: readonly string[];
  readonly cellAt: (from: string, category: string) => MatrixCell | undefined;
  readonly notes: readonly MatrixNote[];
};

const existence: DecidedField = { name: '_exists', category: '_', levels: [] };

/** A field's column: its category; what has none goes by its own name, as far as rules speak of it. */
const columnOf = ({ name, category }: DecidedField): string => {
  if (category !== '_') return category;
  return name === '_exists' || name === '_text' ? name : '_';
};

type Found = { readonly from: string; readonly column: string; readonly field: DecidedField };
type Reached = Found & Omit<Reach, 'field'>;

const fieldsOf = ({ fields }: PayloadType): readonly DecidedField[] => [
  existence,
  ...fields.filter(({ name }) => name !== existence.name),
];

const reachedIn = ({ law, covenant, day }: Edition, to: string, phase: string): readonly Reached[] =>
  Object.keys(covenant.parties[to]?.purposes ?? {}).flatMap((code) =>
    payloadTypes.flatMap((type) =>
      type.suppliers.flatMap((from) => {
        const fields = fieldsOf(type);
        const question = {
          act: 'inzage',
          from,
          to,
          type: type.id,
          purpose: `${to}.${code}`,
          phase,
          at: '',
          fields,
          facts: {},
        } as const;
        return reachOf(law, covenant, question, day).flatMap((reach) => {
          const field = fields.find(({ name }) => name === reach.field);
          return field === undefined ? [] : [{ ...reach, from, column: columnOf(field), field }];
        });
      }),
    ),
  );

const cellOf = (reached: readonly Reached[], levels: readonly Level[]): MatrixCell | undefined => {
  const height = Math.max(-1, ...reached.map(({ level }) => levels.indexOf(level)));
  const level = levels[height];
  return level === undefined ? undefined : { level, permits: [...new Set(reached.map(({ permit }) => permit.id))] };
};

const notesOf = (reached: readonly Reached[]): readonly MatrixNote[] => {
  const permits = [...new Map(reached.map(({ permit }) => [permit.id, permit])).values()];
  return permits
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((permit) => ({
      permit,
      caps: [
        ...new Set(
          reached.filter((one) => one.permit.id === permit.id).flatMap(({ caps }) => caps.map(({ id }) => id)),
        ),
      ].toSorted(),
    }));
};

const columnOrder = (edition: Edition): readonly string[] => ['_exists', '_text', ...edition.covenant.categories, '_'];

/** What a reader can at most see in one phase, over every fact and every purpose of his. */
export const matrixOf = (edition: Edition, to: string, phase: string): Matrix => {
  const reached = reachedIn(edition, to, phase);
  const cells = new Map(
    Object.entries(Object.groupBy(reached, ({ from, column }) => `${from} ${column}`)).map(([key, group = []]) => [
      key,
      cellOf(group, edition.covenant.levels),
    ]),
  );
  return {
    to,
    phase,
    suppliers: [...Object.keys(edition.covenant.parties)].filter((from) => reached.some((one) => one.from === from)),
    categories: columnOrder(edition).filter((column) => reached.some((one) => one.column === column)),
    cellAt: (from, category) => cells.get(`${from} ${category}`),
    notes: notesOf(reached),
  };
};
