import * as sqlite from 'node:sqlite';

// SQLite for threads that are none (threads.mjs): it waits for no lock. Who holds one here runs in the same process and cannot
// give it back while somebody sleeps on it; and a mutant that tries for ever would sleep for ever, which no count of work tells.

export class DatabaseSync extends sqlite.DatabaseSync {
  constructor(file, options) {
    super(file, { ...options, timeout: 0 });
  }

  exec(sql) {
    super.exec(sql.replace(/busy_timeout = \d+/, 'busy_timeout = 0'));
  }
}
