import { DatabaseSync } from 'node:sqlite';
import type { Uuid } from '@knooppunt/kernel';

/**
 * Forgets, in a copy of an embedded vault, deliveries whose bytes the register has handed on and that nobody has whom `isThere` knows:
 * row and keys, as if they had never come. A register that is younger than the log beside it would otherwise tell a supplier who
 * sends such a delivery again that it is there. Rows that still have their bytes stay: the sweeper publishes those. Nobody may be
 * writing the file. Gives how many it forgot. Source: docs/operations.md, Back up.
 */
export const forgetDeliveries = async (
  file: string,
  isThere: (contribution: Uuid) => Promise<boolean>,
): Promise<number> => {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA secure_delete = ON');
    const rows = database.prepare('SELECT contribution FROM intake WHERE published = 1').all();
    const gone: Uuid[] = [];
    for (const { contribution } of rows) {
      const id = contribution as Uuid;
      if (!(await isThere(id))) gone.push(id);
    }
    const wipe = database.prepare(
      `UPDATE slot SET wrapped = zeroblob(60) WHERE id IN (
         SELECT slot FROM data_key WHERE owner = ?1 AND digest IS NULL
         UNION SELECT digest_slot FROM intake WHERE contribution = ?1)`,
    );
    const forgetKeys = database.prepare('DELETE FROM data_key WHERE owner = ? AND digest IS NULL');
    const forgetRow = database.prepare('DELETE FROM intake WHERE contribution = ?');
    database.exec('BEGIN IMMEDIATE');
    for (const contribution of gone) {
      wipe.run(contribution);
      forgetKeys.run(contribution);
      forgetRow.run(contribution);
    }
    database.exec('COMMIT');
    return gone.length;
  } finally {
    database.close();
  }
};
