import { DatabaseSync } from 'node:sqlite';

/**
 * The keys of every message that lies in a file of embedded messaging, on its topics or parked: for who makes a copy of it. Nobody
 * may be writing the file.
 */
export const keysInEmbeddedMessaging = (file: string): ReadonlySet<string> => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('SELECT key FROM message UNION SELECT key FROM dead_letter').all();
    return new Set(rows.map(({ key }) => String(key)));
  } finally {
    database.close();
  }
};
