import { reachOf } from '@knooppunt/covenant';
import type { CovenantDocument, DecidedField, LawDocument } from '@knooppunt/covenant';
import { payloadTypes } from '@knooppunt/signals';
import type { PayloadType } from '@knooppunt/signals';
import { gridOf } from './grid.js';
import type { Grid, Reached } from './grid.js';

/** What one kind of reader can at most see: of deliveries, per phase (phases that are alike together), and of the process. */
export type Reader = {
  readonly kind: string;
  readonly deliveries: readonly { readonly phases: readonly string[]; readonly grid: Grid }[];
  /** Rows by type, columns by phase. */
  readonly process: Grid;
};

type Documents = { readonly law: LawDocument; readonly covenant: CovenantDocument; readonly day: string };
type Place = { readonly to: string; readonly phase: string };

const existence: DecidedField = { name: '_exists', category: '_', levels: [] };

const isOfProcess = ({ ways }: PayloadType): boolean => ways.every((way) => way === 'process');

const fieldsOf = ({ fields }: PayloadType): readonly DecidedField[] => [
  existence,
  ...fields.filter(({ name }) => name !== existence.name),
];

/** A field's column: its category; what has none goes by its own name, as far as rules speak of it. */
const columnOf = ({ name, category }: DecidedField): string => {
  if (category !== '_') return category;
  return name === '_exists' || name === '_text' ? name : '_';
};

const reachedOf = ({ law, covenant, day }: Documents, { to, phase }: Place, type: PayloadType) =>
  Object.keys(covenant.parties[to]?.purposes ?? {}).flatMap((code) =>
    type.suppliers.flatMap((from) => {
      const fields = fieldsOf(type);
      const asked = { act: 'inzage', from, to, type: type.id, purpose: `${to}.${code}`, phase, at: '' } as const;
      return reachOf(law, covenant, { ...asked, fields, facts: {} }, day).flatMap(({ field: name, ...reach }) => {
        const field = fields.find((one) => one.name === name);
        return field === undefined ? [] : [{ ...reach, from, field }];
      });
    }),
  );

const deliveredGrid = (documents: Documents, place: Place): Grid => {
  const { covenant } = documents;
  const reached = payloadTypes
    .filter((type) => !isOfProcess(type))
    .flatMap((type) => reachedOf(documents, place, type))
    .map(({ from, ...reach }): Reached => ({ ...reach, row: from, column: columnOf(reach.field) }));
  return gridOf(reached, {
    rows: Object.keys(covenant.parties),
    columns: ['_exists', '_text', ...covenant.categories, '_'],
    levels: covenant.levels,
  });
};

const processGrid = (documents: Documents, to: string): Grid => {
  const { covenant } = documents;
  const types = payloadTypes.filter(isOfProcess);
  const reached = covenant.phases.flatMap((phase) =>
    types.flatMap((type) =>
      reachedOf(documents, { to, phase }, type).map(({ from: _from, ...reach }): Reached => ({
        ...reach,
        row: type.id,
        column: phase,
      })),
    ),
  );
  return gridOf(reached, { rows: types.map(({ id }) => id), columns: covenant.phases, levels: covenant.levels });
};

const said = ({ columns, rows, notes }: Grid): string =>
  JSON.stringify([columns, rows, notes.map(({ permit, caps }) => [permit.id, caps])]);

/** Phases that follow each other and show the same are told once. */
const alike = (all: Reader['deliveries']): Reader['deliveries'] =>
  all.reduce<Reader['deliveries']>((told, next) => {
    const last = told.at(-1);
    if (last === undefined || said(last.grid) !== said(next.grid)) return [...told, next];
    return [...told.slice(0, -1), { phases: [...last.phases, ...next.phases], grid: last.grid }];
  }, []);

/** What every kind of reader can at most see, over every fact and every purpose of his, by the act of reading (inzage). */
export const readersOf = (documents: Documents): readonly Reader[] =>
  Object.keys(documents.covenant.parties).map((kind) => ({
    kind,
    deliveries: alike(
      documents.covenant.phases.map((phase) => ({
        phases: [phase],
        grid: deliveredGrid(documents, { to: kind, phase }),
      })),
    ),
    process: processGrid(documents, kind),
  }));
