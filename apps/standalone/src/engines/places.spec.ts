import { describe, expect, it } from '@jest/globals';
import { placeOfLog } from './places.js';

const databaseAt = (url: string) => placeOfLog('var', url).database;

describe('what goes with one log', () => {
  it('has the names that it always had beside the log of the engines', () => {
    expect(placeOfLog('var/engines', undefined)).toEqual({ folder: 'var/engines/hub', database: 'knooppunt' });
  });

  it('is kept apart beside another log, in a database of a name that may be made', () => {
    const { folder, database } = placeOfLog('var/engines', 'esdb://db.example:2113?tls=false');
    expect(database).toMatch(/^knooppunt_[a-p]{12}$/);
    expect(folder).toBe(`var/engines/hub-${database.slice('knooppunt_'.length)}`);
    expect(databaseAt('esdb://other.example:2113?tls=false')).not.toBe(database);
  });

  it('stays with its log, whoever asks and however', () => {
    const one = databaseAt('esdb://db.example:2113?tls=false');
    expect(databaseAt('kurrentdb://admin:changeit@db.example:2113/?tls=true&tlsCAFile=x')).toBe(one);
    expect(databaseAt('esdb://db.example:2113')).toBe(one);
  });
});
