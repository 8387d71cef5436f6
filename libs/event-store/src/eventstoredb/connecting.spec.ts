import { describe, expect, it } from '@jest/globals';
import { ConnectionStringRefused } from '../errors.js';
import { connectionStringAt } from './connection.js';
import { isTransient, leaderOf } from './failures.js';
import { pauseOf, settingsOf } from './options.js';
import type { EventStoreDbOptions } from './options.js';
import { uuidText } from './answer-once.js';
import { structuredOf } from '../../../../test/eventstoredb-server/messages.js';
import { commitOf, isReachable, positionOf } from './positions.js';

const settings = (options: Partial<EventStoreDbOptions>) =>
  settingsOf({ connectionString: 'esdb://db:2113?tls=true', ...options }, () => ({}) as never);

describe('a connection string', () => {
  it.each([
    ['esdb://db:2113?tls=true', 'esdb://a%40b:c%3Ad%2F@db:2113?tls=true'],
    ['esdb://old:word@db:2113', 'esdb://a%40b:c%3Ad%2F@db:2113'],
    ['esdb+discover://db1:2113,db2:2113', 'esdb+discover://a%40b:c%3Ad%2F@db1:2113,db2:2113?gossipTimeout=1'],
  ])('of %s takes name and password', (connectionString, expected) => {
    const credentials = { username: 'a@b', password: 'c:d/' };
    expect(settings({ connectionString, credentials }).connectionString).toBe(expected);
  });

  it.each([
    ['kurrentdb://db:2113?tls=true', 'esdb://db:2113?tls=true'],
    ['kdb+discover://u:p@db', 'esdb+discover://u:p@db?gossipTimeout=1'],
    [' esdb://db:2113/?tls=false&Keep-Alive-Interval=10000 ', 'esdb://db:2113?tls=false&Keep-Alive-Interval=10000'],
    ['esdb://u:a/b@db:2113', 'esdb://u:a/b@db:2113'],
  ])('%s is one that the client takes', (connectionString, expected) => {
    expect(settings({ connectionString }).connectionString).toBe(expected);
  });

  it.each([
    ['postgres://db', 'form'],
    ['esdb://', 'form'],
    ['esdb://u:geheim@db?tls=true&tlsVerifyCert=false', 'tlsVerifyCert'],
    ['esdb://u:geheim@db?tls=true&wat=geheim', 'wat'],
    ['esdb://u:geheim@db?tls=true&ge%20heim=1', 'option'],
    ['esdb://u:geheim@db?tls=', 'tls'],
  ])('%s is refused before the client can print it', (connectionString, part) => {
    const refused = () => settings({ connectionString });
    expect(refused).toThrow(ConnectionStringRefused);
    expect(refused).toThrow(`(\`${part}\`)`);
    expect(refused).not.toThrow('geheim');
  });

  it.each([
    ['esdb://db:2113?tls=true', 'esdb://lead:9?tls=true'],
    ['esdb://db', 'esdb://lead:9'],
    ['esdb://u:p@db:2113/?tls=false', 'esdb://u:p@lead:9/?tls=false'],
    ['esdb://db1:1,db2:2?tls=true', 'esdb://db1:1,db2:2?tls=true'],
    ['esdb+discover://db:2113', 'esdb+discover://db:2113'],
  ])('of %s goes to the leader, a cluster by its own discovery', (connectionString, expected) => {
    expect(connectionStringAt(connectionString, { address: 'lead', port: 9 })).toBe(expected);
    expect(connectionStringAt(connectionString, undefined)).toBe(connectionString);
  });
});

describe('a pause', () => {
  it('doubles up to its maximum, and is spread over its upper half', () => {
    const pauses = (random: number) =>
      [1, 2, 3, 8, 2_000].map((failures) =>
        pauseOf(settings({ backoffMs: 10, maxBackoffMs: 100, random: () => random }), failures),
      );
    expect(pauses(0)).toEqual([5, 10, 20, 50, 50]);
    expect(pauses(1)).toEqual([10, 20, 40, 100, 100]);
  });
});

describe('a failure', () => {
  it.each([
    'wrong-expected-version',
    'stream-deleted',
    'stream-not-found',
    'access-denied',
    'maximum-append-size-exceeded',
  ])('by %s is an answer', (type) => expect(isTransient({ type })).toBe(false));

  it.each([
    'unavailable',
    'cancelled',
    'deadline-exceeded',
    'timeout',
    'not-leader',
    'unknown',
    'call-timed-out',
    'stream-ended',
  ])('by %s says nothing about the call', (type) => expect(isTransient({ type })).toBe(true));

  it('without a kind says nothing about the call', () => {
    expect(isTransient(new TypeError('x'))).toBe(true);
    expect(isTransient(undefined)).toBe(true);
  });

  it('names the leader only where it says that it is no leader', () => {
    const leader = { address: 'lead', port: 9 };
    expect(leaderOf({ type: 'not-leader', leader })).toEqual(leader);
    expect(leaderOf({ type: 'unavailable', leader })).toBeUndefined();
    expect(leaderOf({ type: 'not-leader', leader: { address: 'lead', port: Number.NaN } })).toBeUndefined();
  });
});

describe('an id of the protocol', () => {
  it.each([
    '00000000-0000-4000-8000-000000000000',
    'ffffffff-ffff-4fff-bfff-ffffffffffff',
    '0af76519-16cd-43dd-8448-eb211c80319c',
  ])('as two numbers is the text that it was: %s', (id) => expect(uuidText(structuredOf(id))).toBe(id));
});

describe('a position', () => {
  it('sorts as text as its number does, and comes back', () => {
    const commits = [0n, 9n, 10n, 99_999n, 2n ** 63n - 1n];
    expect(commits.map(positionOf).toSorted()).toEqual(commits.map(positionOf));
    expect(commits.map(positionOf).map(commitOf)).toEqual(commits);
    expect([isReachable(2n ** 63n - 1n), isReachable(2n ** 63n)]).toEqual([true, false]);
  });
});
