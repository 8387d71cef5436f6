import { readFileSync } from 'node:fs';
import { LogUnreadable } from './log-unreadable.js';

/** The address of a database as messages may show it: without name and password. */
export const shownAddress = (address: string): string => address.replace(/^([^:]+:\/\/)[^@/?]*@/u, '$1');

/** What was given itself where it has this form, or else what the file holds that it names. Throws `LogUnreadable` no-access. */
export const secretOf = (given: string, form: RegExp): string => {
  if (form.test(given)) return given;
  try {
    return readFileSync(given, 'utf8').trim();
  } catch (error) {
    throw new LogUnreadable('no-access', given, String((error as NodeJS.ErrnoException).code));
  }
};
