import type { Projection, RowChange } from '@knooppunt/kernel';

/** One blind token: whose it is in which contribution, by which supplier to which cooperation. `ref` is the name of a block about a person or a company. */
export type TokenRow = {
  readonly contribution: string;
  readonly supplier: string;
  readonly cooperation: string;
  readonly ref: string;
  readonly ref_kind: string;
  readonly kind: string;
  readonly token: string;
};
/** A contribution that a case took in. */
export type TakenInRow = { readonly case_id: string; readonly contribution: string };
/** A block that is about a subject of a case. */
export type LinkRow = {
  readonly case_id: string;
  readonly contribution: string;
  readonly block: string;
  readonly subject: string;
};

const noChanges: readonly RowChange[] = [];

/**
 * The tables of the match index in the read store. They are filled by the reaction `match-tokens-2`, which opens sealed
 * tokens, and so by no pure projection: `handles` is empty. A higher version needs a reaction of another name, for the
 * position of the old one stands at the end of the log.
 */
export const matchTables = {
  name: 'match-tokens',
  version: 2,
  tables: {
    tokens: {
      columns: {
        contribution: 'text',
        supplier: 'text',
        cooperation: 'text',
        ref: 'text',
        ref_kind: 'text',
        kind: 'text',
        token: 'text',
      },
      key: ['contribution', 'ref', 'kind', 'token'],
      indexes: [
        ['kind', 'token'],
        ['supplier', 'cooperation'],
      ],
    },
    taken_in: { columns: { case_id: 'text', contribution: 'text' }, key: ['case_id', 'contribution'] },
    links: {
      columns: { case_id: 'text', contribution: 'text', block: 'text', subject: 'text' },
      key: ['case_id', 'contribution', 'block'],
    },
  },
  handles: [],
  evolve: () => noChanges,
} as const satisfies Projection;

/** What a table may be changed by. */
export const insert = (table: keyof typeof matchTables.tables, row: TokenRow | TakenInRow | LinkRow): RowChange => ({
  do: 'upsert',
  table,
  row,
});

/** No token of this contribution stays. */
export const dropTokens = (contribution: string): RowChange => ({
  do: 'delete',
  table: 'tokens',
  where: { contribution },
});

/** No token of anything that this organisation supplied to this cooperation stays. */
export const dropTokensOf = (supplier: string, cooperation: string): RowChange => ({
  do: 'delete',
  table: 'tokens',
  where: { supplier, cooperation },
});
