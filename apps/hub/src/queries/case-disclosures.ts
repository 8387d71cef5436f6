import type { CooperationId, Instant, OrganisationId, Position, Uuid } from '@knooppunt/kernel';
import { cases, disclosures } from '@knooppunt/projections';
import type { ReadStore } from '@knooppunt/read-store';

/** Which disclosures of a case: to whom (undefined: to anybody), until when, and behind which position. */
export type DisclosuresAsked = {
  readonly cooperation: CooperationId;
  readonly case: Uuid;
  readonly recipient: OrganisationId | undefined;
  readonly until: Instant | undefined;
  readonly after: string;
  readonly limit: number;
};

/** A disclosure by its id, and where it stands in the log. */
export type FoundDisclosure = { readonly id: Uuid; readonly position: Position };

const isIn = async (
  { db }: ReadStore,
  [table, key]: readonly [table: string, key: string],
  cooperation: CooperationId,
  id: Uuid,
): Promise<boolean> => {
  const found = db.selectFrom(table).select(key).where(key, '=', id).where('cooperation', '=', cooperation);
  return (await found.executeTakeFirst()) !== undefined;
};

/** Is there a case of this id in the cooperation? */
export const hasCase = (readStore: ReadStore, cooperation: CooperationId, id: Uuid): Promise<boolean> =>
  isIn(readStore, [readStore.tableName(cases, 'cases'), 'case_id'], cooperation, id);

/** Was this disclosed in the cooperation? Told from the read model: a look into the record itself takes as long as it is. */
export const hasDisclosure = (readStore: ReadStore, cooperation: CooperationId, id: Uuid): Promise<boolean> =>
  isIn(readStore, [readStore.tableName(disclosures, 'disclosures'), 'disclosure_id'], cooperation, id);

/**
 * The answers that were sent and told of a case, oldest first: those about the case itself, and those that had an item of it
 * among others. What was recorded and then not sent is none.
 */
export const disclosuresOfCase = async (
  readStore: ReadStore,
  asked: DisclosuresAsked,
): Promise<readonly FoundDisclosure[]> => {
  const items = readStore.db
    .selectFrom(readStore.tableName(disclosures, 'disclosure_items'))
    .select('disclosure_id')
    .where('case_id', '=', asked.case);
  let query = readStore.db
    .selectFrom(readStore.tableName(disclosures, 'disclosures'))
    .select(['disclosure_id', 'position'])
    .where('cooperation', '=', asked.cooperation)
    .where('aborted', '=', 0)
    .where('position', '>', asked.after)
    .where((it) => it.or([it('case_id', '=', asked.case), it('disclosure_id', 'in', items)]))
    .orderBy('position')
    .limit(asked.limit);
  if (asked.recipient !== undefined) query = query.where('recipient', '=', asked.recipient);
  if (asked.until !== undefined) query = query.where('recorded_at', '<=', asked.until);
  const rows = await query.execute();
  return rows.map((row) => ({ id: String(row['disclosure_id']), position: String(row['position']) }));
};
